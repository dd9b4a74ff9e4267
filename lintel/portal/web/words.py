"""What each page says besides its questions."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Shape:
    title: what the browser's tab says; never a name.
    heading: the page's heading; "" where its one question is the heading.
    intro: paragraphs before the questions; bullets follow the last of them.
    inset: guidance that stands out; more: (summary, paragraphs) to open for those who want it.
    """

    title: str
    heading: str = ""
    intro: tuple[str, ...] = ()
    bullets: tuple[str, ...] = ()
    inset: str = ""
    more: tuple[str, tuple[str, ...]] | None = None


PROTECTED = (
    "We do not tell the family who you are unless a court orders it or you agree, and only "
    "people in the hub who need to know can see your name."
)

WORDS: Mapping[str, Words] = {
    "danger": Words("Is a child in immediate danger right now?"),
    "call-999": Words("Call 999 now"),
    "council": Words("Which council area does the child live in?"),
    "who": Words("Who are you?"),
    "kind": Words("What do you want to do?"),
    "workplace": Words("Where do you work?"),
    "your-details": Words(
        "Your details",
        heading="Your details",
        intro=(
            "We need these so that we can ring you back. Somebody who refers in the course of "
            "their work cannot stay anonymous.",
        ),
    ),
    "relationship": Words("How do you know the child?"),
    "naming": Words("Do you want to give your name?", inset=PROTECTED),
    "your-contact": Words(
        "How we can reach you",
        heading="How we can reach you",
        intro=("Only give a telephone number or email address that is safe for you.",),
        inset=PROTECTED,
    ),
    "safe-contact": Words("Is it safe to contact you?"),
    "name": Words("What is the child called?", heading="What is the child called?"),
    "age": Words(
        "How old is the child?",
        heading="How old is the child?",
        intro=("Tell us what you know. You can leave all of it empty.",),
    ),
    "about": Words(
        "About the child",
        heading="About the child",
        intro=("Tell us what you know. You can leave all of it empty.",),
    ),
    "address": Words(
        "Where does the child live?",
        heading="Where does the child live?",
    ),
    "children": Words("Children you have told us about"),
    "person": Words("About this person", heading="About this person"),
    "others": Words(
        "Other people in the child’s life",
        heading="Other people in the child’s life",
        intro=(
            "Tell us who lives with the child, and anybody else who matters: parents who live "
            "elsewhere, grandparents, or a person you are worried about. You can leave this out.",
        ),
    ),
    "categories": Words("Which of these worry you?"),
    "why-now": Words(
        "When it happened, and why now",
        heading="When it happened, and why now",
    ),
    "family-told": Words(
        "Does the family know that you are telling us?",
        heading="The family and what you are telling us",
        inset="Do not tell the family if it could put a child or anybody else in more danger, "
        "or could let somebody hide what has happened. You do not need their agreement.",
    ),
}

STORIES: Mapping[str, Words] = {
    "welfare": Words(
        "What are you worried about?",
        heading="What are you worried about?",
        intro=("Use your own words. It helps if you say:",),
        bullets=(
            "what you have seen or heard, and who else was there",
            "what the child has said, in the child’s own words",
            "how often it happens, and whether it is getting worse",
            "anything that is going well for the child",
        ),
    ),
    "signposting": Words(
        "What would you like help with?",
        heading="What would you like help with?",
        intro=("Tell us what is difficult, and what has been tried.",),
    ),
    "ehc_request": Words(
        "What does the child need help with?",
        heading="What does the child need help with?",
        intro=("Use your own words. It helps if you say:",),
        bullets=(
            "what the child finds hard at school, at home and with friends",
            "what help there is now, and whether it works",
            "reports you have, such as from a doctor or a teacher",
        ),
    ),
    "information_request": Words(
        "What do you need to know, and why?",
        heading="What do you need to know, and why?",
        intro=("It helps if you say:",),
        bullets=(
            "what you need to know, and about which dates",
            "why you need it, and the law or the power you rely on",
            "when you need it",
        ),
    ),
}


def words_for(key: str, kind: str) -> Words:
    if key == "worries":
        return STORIES.get(kind, STORIES["welfare"])
    return WORDS[key]


# How a question is named on check your answers, where its own words are too long.
SHORT: Mapping[str, str] = {
    "danger.danger": "Immediate danger",
    "council.council": "Council area",
    "who.who": "Who you are",
    "kind.kind": "What you want to do",
    "workplace.source": "Where you work",
    "relationship.source": "How you know the child",
    "naming.naming": "Giving your name",
    "safe-contact.safe_contact": "Before we contact you",
    "age": "Age",
    "about": "Sex and school",
    "address": "Address",
    "why-now": "When, and why now",
    "family-told": "Whether the family knows",
    "age.date_of_birth": "Date of birth",
    "age.age_years": "Age in years",
    "age.expected_on": "Due date",
    "about.school": "School, college or nursery",
    "person.relationship": "Who they are to the child",
    "person.safe_contact": "How to contact them safely",
    "categories.categories": "What worries you",
    "why-now.occurred_on": "When it happened",
    "why-now.why_now": "Why now",
    "worries.concern": "What you tell us",
    "family-told.told": "Whether the family knows",
    "family-told.reason": "Why the family does not know",
    "family-told.consent": "Whether they agree",
}


def short(key: str, name: str, label: str) -> str:
    """
    >>> short("name", "family_name", "Family name (optional)")
    'Family name'
    """
    return SHORT.get(f"{key}.{name}", label.removesuffix(" (optional)").rstrip("?"))
