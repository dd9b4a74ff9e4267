"""What each page says, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from lintel.kernel.instants import age_in_words, day_in_words
from lintel.policy.council import CouncilPolicy
from lintel.portal.drafts import Sent
from lintel.portal.rules.answers import Answers, FileKept
from lintel.portal.rules.steps import Setting, Step, before, owner_of, way
from lintel.portal.web.forms.step_form import StepForm
from lintel.portal.web.words import SHORT, Words, short, words_for

# Whatever the weather: nobody who looks over a shoulder wonders why this page is open.
SOMEWHERE_ELSE = "https://www.bbc.co.uk/weather"

NOTHING = "Not given"


def href(address: str) -> str:
    """The page of an address: "child/1/age"."""
    return f"{reverse('refer')}/{address}" if address else reverse("refer")


@dataclass(frozen=True, slots=True)
class Phones:
    council: str
    phone: str
    out_of_hours: str


@dataclass(frozen=True, slots=True)
class Told:
    """One child or person in a list. Shape: `remove` is "" when it cannot be taken out."""

    words: str
    unfinished: bool
    change: str
    remove: str


@dataclass(frozen=True, slots=True)
class StepPage:
    """Shape:
    notice: why the page is shown again with everything still on it.
    heading: "" where the one question is the heading.
    """

    words: Words
    caption: str
    back: str
    notice: str
    quick_exit: bool
    phones: tuple[Phones, ...] = ()
    heading: str = ""
    told: tuple[Told, ...] = ()
    can_save: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    value: tuple[str, ...]
    change: str
    hidden: str


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Wrong:
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class CheckPage:
    """Shape: `files` are the names of what goes with it; `files_href` is where more is added."""

    sections: tuple[Section, ...]
    wrong: tuple[Wrong, ...]
    back: str
    notice: str
    quick_exit: bool
    council: str
    professional: bool
    files: tuple[str, ...] = ()
    files_href: str = ""


@dataclass(frozen=True, slots=True)
class FilesPage:
    """Shape: `files` are those kept so far; `limits` says what is taken; `full`: no more is."""

    files: tuple[FileKept, ...]
    limits: tuple[str, ...]
    full: bool
    back: str
    notice: str
    quick_exit: bool


@dataclass(frozen=True, slots=True)
class SentPage:
    title: str
    reference: str
    paragraphs: tuple[str, ...]
    next_steps: tuple[str, ...]
    phones: Phones
    quick_exit: bool


@dataclass(frozen=True, slots=True)
class PlainPage:
    """Shape: `more` holds whatever else one page needs: a code, a date."""

    title: str
    back: str = ""
    notice: str = ""
    quick_exit: bool = True
    more: Mapping[str, Any] | None = None


def phones_of(policy: CouncilPolicy) -> Phones:
    return Phones(policy.council_title, policy.phone, policy.out_of_hours_phone)


def step_page(
    step: Step,
    answers: Answers,
    setting: Setting,
    *,
    policies: tuple[CouncilPolicy, ...],
    notice: str = "",
) -> StepPage:
    words = words_for(step.page.key, answers.kind)
    told = _listed(step.page.listing, answers, setting) if step.page.listing else ()
    return StepPage(
        words=words,
        heading=_how_many(step.page.listing, len(told)) or words.heading,
        caption=_caption(step, answers),
        back=href(before(step.address, answers, setting)),
        notice=notice,
        quick_exit=not answers.is_professional,
        phones=tuple(phones_of(policy) for policy in policies),
        told=told,
        can_save=bool(answers.typed),
    )


def _how_many(listing: str, count: int) -> str:
    if not count:
        return ""
    one, more = {"child": ("child", "children"), "adult": ("person", "people")}[listing]
    return f"You have told us about {count} {one if count == 1 else more}"


def _caption(step: Step, answers: Answers) -> str:
    if step.page.each == "child":
        place = answers.children.index(step.number) + 1
        name = answers.said(f"child/{step.number}/name", "given_name").strip()
        if step.page.key == "name" or not name:
            return f"Child {place}" if len(answers.children) > 1 else "About the child"
        return f"Child {place}: {name}" if len(answers.children) > 1 else name
    if step.page.each == "adult":
        return "Other people in the child’s life"
    return ""


def _listed(each: str, answers: Answers, setting: Setting) -> tuple[Told, ...]:
    steps = way(answers, setting)
    numbers = answers.children if each == "child" else answers.adults
    listed = []
    for place, number in enumerate(numbers, start=1):
        own = [s.address for s in steps if s.page.each == each and s.number == number]
        page = "name" if each == "child" else "person"
        typed = [
            answers.said(f"{each}/{number}/{page}", name).strip()
            for name in ("given_name", "family_name")
        ]
        name = " ".join(part for part in typed if part)
        role = answers.said(f"{each}/{number}/{page}", "relationship").strip()
        nobody = f"Child {place}" if each == "child" else f"Person {place}"
        words = f"{name} ({role})" if name and role else name or role or nobody
        unfinished = [address for address in own if address not in answers.done]
        removable = each == "adult" or len(numbers) > 1
        listed.append(
            Told(
                words=words,
                unfinished=bool(unfinished),
                change=href(unfinished[0] if unfinished else own[0]),
                remove=href(f"{each}/{number}/remove") if removable else "",
            )
        )
    return tuple(listed)


def check_page(
    answers: Answers,
    setting: Setting,
    forms: Mapping[str, StepForm],
    *,
    refusals: tuple[Any, ...],
    policy: CouncilPolicy,
    on: date,
    notice: str = "",
) -> CheckPage:
    """Everything said, by section, and everything that still has to be put right."""
    sections: dict[str, list[Row]] = {}
    wrong: list[Wrong] = []
    for step in way(answers, setting):
        form = forms[step.address]
        title = _section(step, answers)
        if not step.page.listing and form.fields:
            sections.setdefault(title, []).extend(_rows(step, form, on=on))
        if step.address not in answers.done and not form.errors:
            title = words_for(step.page.key, answers.kind).title
            words = f"Answer “{title}”, or press Continue there if you do not know"
            wrong.append(Wrong(_place(step, answers) + words, href(step.address)))
        for name, errors in form.errors.items():
            target = (
                "" if name == "__all__" else f"#{form[name].id_for_label or form[name].auto_id}"
            )
            wrong.extend(
                Wrong(_place(step, answers) + str(error), href(step.address) + target)
                for error in errors
            )
    known = {each.text for each in wrong}
    for refusal in refusals:
        owner = owner_of(refusal.field, answers, setting)
        if refusal.message not in known and not (owner and forms[owner].errors):
            files = reverse("refer_files") if refusal.field == "files" else ""
            wrong.append(Wrong(refusal.message, href(owner) if owner else files))
    return CheckPage(
        sections=tuple(Section(title, tuple(rows)) for title, rows in sections.items() if rows),
        wrong=tuple(wrong),
        back=href(before("check", answers, setting)),
        notice=notice,
        quick_exit=not answers.is_professional,
        council=policy.council_title,
        professional=answers.is_professional,
        files=tuple(one.name for one in answers.files),
        files_href=reverse("refer_files"),
    )


def _place(step: Step, answers: Answers) -> str:
    if step.page.each == "child" and len(answers.children) > 1:
        return f"Child {answers.children.index(step.number) + 1}: "
    if step.page.each == "adult":
        return f"Person {answers.adults.index(step.number) + 1}: "
    return ""


def _section(step: Step, answers: Answers) -> str:
    if step.page.each:
        place = _place(step, answers).removesuffix(": ")
        return place or "The child"
    if step.page.key in {"danger", "council", "who", "kind"}:
        return "What this is about"
    if step.page.key in {
        *("workplace", "your-details", "relationship"),
        *("naming", "your-contact", "safe-contact"),
    }:
        return "About you"
    return "What you are telling us"


def _rows(step: Step, form: StepForm, *, on: date) -> list[Row]:
    rows = []
    single = len(form.fields) == 1
    for field in form:
        lines = _said(form, field.name, on=on)
        if not lines and not single and not field.field.required:
            continue
        name = short(step.page.key, field.name, str(field.label))
        where = {"child": " of the child", "adult": " of this person"}.get(step.page.each, "")
        number = f" {step.number}" if step.page.each else ""
        rows.append(
            Row(name, lines or (NOTHING,), href(step.address), f"{name.lower()}{where}{number}")
        )
    if not rows:
        title = SHORT.get(step.page.key) or words_for(step.page.key, form.answers.kind).title
        rows.append(Row(title, (NOTHING,), href(step.address), title.lower()))
    return rows


def _said(form: StepForm, name: str, *, on: date) -> tuple[str, ...]:
    """What an answer says in words; what was typed, where it makes no sense yet."""
    field = form[name]
    value = form.cleaned_data.get(name) if form.is_valid() else field.value()
    if value is None or value == "" or value == []:
        return ()
    choices = dict(getattr(field.field, "choices", ()))
    if choices:
        chosen = value if isinstance(value, list) else [value]
        return tuple(str(choices.get(each, each)) for each in chosen)
    if isinstance(value, date):
        words = day_in_words(value)
        if name == "date_of_birth":
            age = age_in_words(value, expected_on=None, age_years=None, on=on)
            words += f" (age {age})"
        return (words,)
    if name == "age_years" and value == 0:
        return ("Under 1",)
    return tuple(str(value).splitlines())


def sent_page(sent: Sent, policy: CouncilPolicy, *, on: date) -> SentPage:
    """Shape: what happens next is said with the council's own times, from policy."""
    look = policy.clock_rule("first_look", on=on)
    decide = policy.clock_rule("referral_decision_1wd", on=on)
    steps = [
        f"A qualified social work manager or senior practitioner looks at what you sent, "
        f"within {look.length_words} at any time of day or night."
    ]
    if sent.kind == "welfare":
        steps.append(
            f"They decide what should happen within {decide.length_words}, sooner if a child is "
            "at risk. They may ask other services, such as the child’s school or doctor."
        )
    elif sent.kind == "ehc_request":
        weeks = policy.clock_rule("ehc_decision_6w", on=on)
        steps.append(f"The council tells you within {weeks.length_words} whether it will assess.")
    else:
        steps.append(f"They answer within {decide.length_words}, or say when they will.")
    if sent.anonymous:
        steps.append("You stayed anonymous, so we cannot tell you what was decided.")
    elif sent.professional:
        steps.append("We tell you the outcome. If you hear nothing, ring and give your reference.")
    else:
        steps.append(
            "We may contact you if we have a question. We may not be able to tell you what we "
            "have done, because it is about a family."
        )
    return SentPage(
        title="We have what you sent" if sent.kind != "welfare" else "Thank you for telling us",
        reference=sent.reference,
        paragraphs=(
            "Write the number down. You cannot come back to read what you sent, so that "
            "nobody else who uses this device can read it.",
        ),
        next_steps=tuple(steps),
        phones=phones_of(policy),
        quick_exit=not sent.professional,
    )
