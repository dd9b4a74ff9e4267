"""What each page asks. Forms check shape; `contacts.rules` checks sense when it is handed in."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import nhs_number
import phonenumbers
from django import forms
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.http import QueryDict

from lintel.govuk.fields import (
    CheckboxesField,
    EmailField,
    LongTextField,
    PhoneField,
    RadiosField,
    TextField,
    WrittenDateField,
)
from lintel.policy.council import CouncilPolicy
from lintel.portal.rules.answers import Answers, Typed
from lintel.portal.rules.steps import Step
from lintel.portal.web.words import short

LONGEST_STORY = 20_000
POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}", re.IGNORECASE)
YEARS = re.compile(r"(?:about|around|nearly|approx\.?)? *(\d{1,2}) *(?:y|yrs?|years?)? *(?:old)?")
UNDER_ONE = re.compile(r"(?:about|around|nearly)? *\d{1,2} *(?:days?|weeks?|months?) *(?:old)?")
# What a browser or Django leaves where something could not be read: never silently changed.
UNKEEPABLE = re.compile("[\x00\ud800-\udfff\ufffd]")


class StoryField(LongTextField):
    """Several lines in somebody's own words; too many are all kept, and counted in the error."""

    called = "What you tell us"

    def __init__(self, label: str, **rest: Any) -> None:
        super().__init__(label, counted=False, **rest)

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except forms.ValidationError as wrong:
            if wrong.code != "max_length":
                raise
            words = str(wrong.message).removeprefix(str(self.label))
            raise forms.ValidationError(self.called + words, code=wrong.code) from wrong


class StepForm(forms.Form):
    """One page's questions, for one draft."""

    def __init__(
        self,
        *args: Any,
        answers: Answers,
        policy: CouncilPolicy,
        councils: Mapping[str, str],
        on: date,
        key: str = "",
        **rest: Any,
    ) -> None:
        super().__init__(*args, **rest)
        self.answers, self.policy, self.councils, self.on = answers, policy, councils, on
        self.ready()
        for name, field in self.fields.items():
            self._say_what_is_wrong(field, called=short(key, name, str(field.label)))

    def _say_what_is_wrong(self, field: forms.Field, *, called: str) -> None:
        """Errors name the answer as check your answers does, not by its whole question."""
        field.validators = [
            v for v in field.validators if not isinstance(v, ProhibitNullCharactersValidator)
        ]
        for validator in field.validators:
            if isinstance(validator, MaxLengthValidator):
                validator.message = f"{called} must be {validator.limit_value} characters or fewer"
        if isinstance(field, StoryField):
            field.called = called

    def ready(self) -> None:
        """Where choices and wording depend on the draft."""

    def _clean_fields(self) -> None:
        super()._clean_fields()
        for name, value in list(self.cleaned_data.items()):
            if isinstance(value, str) and UNKEEPABLE.search(value):
                self.add_error(name, "Remove the character that cannot be read, shown as �")

    def ask(self, name: str, error: str) -> None:
        """Make a question one that must be answered."""
        field = self.fields[name]
        field.required = True
        field.error_messages["required"] = error


class DangerForm(StepForm):
    danger = RadiosField(
        "Is a child in immediate danger right now?",
        [("yes", "Yes"), ("no", "No")],
        error="Select yes if a child is in immediate danger right now",
        hint="For example, they are being hurt, are about to be hurt, or need an ambulance.",
    )


class NothingForm(StepForm):
    """A page that only tells."""


class CouncilForm(StepForm):
    council = RadiosField(
        "Which council area does the child live in?",
        error="Select the council area where the child lives",
        hint="If you do not know, choose where the child is now.",
    )

    def ready(self) -> None:
        self.fields["council"].offer(self.councils.items())


class WhoForm(StepForm):
    who = RadiosField(
        "Who are you?",
        [
            (
                "public",
                "A member of the public",
                "For example, a relative, a friend, a neighbour, a parent or a young person",
            ),
            (
                "professional",
                "Somebody whose work brings you into contact with the child",
                "For example, a teacher, nurse, police officer or youth worker",
            ),
        ],
        error="Select who you are",
    )


class KindForm(StepForm):
    kind = RadiosField("What do you want to do?", error="Select what you want to do")

    def ready(self) -> None:
        offered = [
            (
                "welfare",
                "Tell us you are worried about a child",
                "You do not need to be certain, and you do not need proof",
            ),
            (
                "signposting",
                "Ask for advice, or find a service for a family",
                "For example, help with behaviour, money, housing or a disability",
            ),
            (
                "ehc_request",
                "Ask for an education, health and care needs assessment",
                "For a child or young person up to 25 with special educational needs",
            ),
        ]
        if self.answers.is_professional:
            offered.append(
                (
                    "information_request",
                    "Ask what we know about a family",
                    "For example, another council, Cafcass or a court",
                )
            )
        self.fields["kind"].offer(offered)


class WorkplaceForm(StepForm):
    source = RadiosField("Where do you work?", error="Select where you work")

    def ready(self) -> None:
        self.fields["source"].offer(
            (code, source.plain)
            for code, source in self.policy.sources.items()
            if source.professional
        )


class PhoneAsWritten(PhoneField):
    """Kept as it was typed, once it is seen to be a number that could ring."""

    def clean(self, value: Any) -> str:
        words = super().clean(value)
        if words and not _could_ring(words):
            raise forms.ValidationError(
                "Enter a telephone number, like 01632 960 001, 07700 900 982 or +44 808 157 0192"
            )
        return words


def _could_ring(words: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(words, "GB"))
    except phonenumbers.NumberParseException:
        return False


class YourDetailsForm(StepForm):
    name = TextField("Your full name", error="Enter your full name", autocomplete="name")
    role = TextField(
        "Your job title",
        error="Enter your job title",
        autocomplete="organization-title",
        hint="For example, class teacher or health visitor",
    )
    agency = TextField(
        "Name of your organisation",
        error="Enter the name of your organisation",
        autocomplete="organization",
        hint="For example, the name of your school or surgery",
    )
    phone = PhoneAsWritten("Work telephone number", hint="A number we can ring today, if we can")
    email = EmailField("Work email address")

    def clean(self) -> None:
        if not self.errors and not (self.cleaned_data["phone"] or self.cleaned_data["email"]):
            self.add_error("phone", "Enter a telephone number or an email address")


class RelationshipForm(StepForm):
    source = RadiosField("How do you know the child?", error="Select how you know the child")

    def ready(self) -> None:
        self.fields["source"].offer(relationships(self.policy).items())


def relationships(policy: CouncilPolicy) -> dict[str, str]:
    """What a member of the public may be to the child, by census code, as the form says it."""
    words = {"1C": "I am the child or young person"}
    return {
        code: words.get(code, source.plain)
        for code, source in policy.sources.items()
        if source.public and code != "9"
    }


class NamingForm(StepForm):
    naming = RadiosField(
        "Do you want to give your name?",
        [
            ("named", "Yes, I will give my name", "It helps us if we have a question for you"),
            (
                "anonymous",
                "No, I want to stay anonymous",
                "We will not be able to ask you anything or tell you that we have acted",
            ),
        ],
        error="Select whether you want to give your name",
    )


class YourContactForm(StepForm):
    name = TextField("Your full name", error="Enter your full name", autocomplete="name")
    phone = PhoneAsWritten("Telephone number")
    email = EmailField("Email address")

    def clean(self) -> None:
        # A worry can be told without leaving a way back; a question cannot be answered without.
        wanted = self.answers.kind != "welfare"
        given = self.cleaned_data.get("phone") or self.cleaned_data.get("email")
        if wanted and not self.errors and not given:
            self.add_error("phone", "Enter a telephone number or an email address")


class SafeContactForm(StepForm):
    safe_contact = StoryField(
        "Is there anything we should know before we contact you?",
        hint="For example, “only ring between 9am and 3pm”, “never leave a message” or "
        "“he reads my emails”. Leave it empty if any way is safe.",
        rows=3,
        limit=1_000,
    )


class NameForm(StepForm):
    given_name = TextField(
        "First name",
        error="Enter the child’s first name, or describe the child",
        hint="If you do not know it, describe the child, such as “boy in red coat, flat 4”.",
        autocomplete="off",
    )
    family_name = TextField("Family name (optional)", autocomplete="off")


class AgeForm(StepForm):
    date_of_birth = WrittenDateField("Date of birth, if you know it", what="Date of birth")
    age_years = TextField(
        "Or age in years",
        hint="Your best guess will do. For a baby, write months, like 8 months.",
        width="10",
        autocomplete="off",
    )
    expected_on = WrittenDateField(
        "Or, if the baby is not born yet, the date it is due", what="Date the baby is due"
    )

    def clean_age_years(self) -> int | None:
        words = self.cleaned_data["age_years"].strip().lower()
        if not words:
            return None
        if UNDER_ONE.fullmatch(words):
            months = re.search(r"(\d+) *months?", words)
            return int(months[1]) // 12 if months else 0
        years = YEARS.fullmatch(words)
        if years is None:
            raise forms.ValidationError("Age must be a number of years, like 7")
        if int(years[1]) > 25:
            raise forms.ValidationError("Age must be 25 or younger")
        return int(years[1])

    def clean_date_of_birth(self) -> date | None:
        born = self.cleaned_data["date_of_birth"]
        if born and born > self.on:
            raise forms.ValidationError("Date of birth must be in the past")
        return born

    def clean(self) -> None:
        said = self.cleaned_data
        born = said.get("date_of_birth") or said.get("age_years") is not None
        if born and said.get("expected_on"):
            self.add_error("expected_on", "Enter an age or the date the baby is due, but not both")


class AboutForm(StepForm):
    sex = RadiosField("Sex (optional)", [("F", "Female"), ("M", "Male"), ("U", "I do not know")])
    school = TextField(
        "School, college or nursery (optional)",
        hint="Where the child goes, if you know",
        autocomplete="off",
    )
    nhs_number = TextField(
        "NHS number (optional)", width="20", inputmode="numeric", autocomplete="off"
    )
    upn = TextField("Unique pupil number (optional)", width="20", autocomplete="off")

    def ready(self) -> None:
        if not self.answers.is_professional:
            del self.fields["nhs_number"], self.fields["upn"]

    def clean_nhs_number(self) -> str:
        words = self.cleaned_data["nhs_number"]
        plain = re.sub(r"[\s-]", "", words)
        if plain and not (plain.isascii() and plain.isdigit() and nhs_number.is_valid(plain)):
            raise forms.ValidationError("Enter an NHS number of 10 digits, like 999 123 4560")
        return words

    def clean_upn(self) -> str:
        words = self.cleaned_data["upn"].replace(" ", "").upper()
        if words and not re.fullmatch(r"[A-Z][0-9]{11}[0-9A-Z]", words):
            raise forms.ValidationError("Enter a unique pupil number, like H801200001001")
        return words


class AddressForm(StepForm):
    lines = StoryField(
        "Address (optional)",
        hint="As much as you know, one part on each line",
        rows=4,
        limit=800,
    )
    postcode = TextField(
        "Postcode (optional)",
        width="10",
        autocomplete="off",
        hint="The whole postcode. Write part of one in the address instead.",
    )

    def clean_lines(self) -> str:
        words = self.cleaned_data["lines"]
        if any(len(line) > 200 for line in words.splitlines()):
            raise forms.ValidationError("Each line of the address must be 200 characters or fewer")
        return words

    def clean_postcode(self) -> str:
        words = self.cleaned_data["postcode"]
        if words and not POSTCODE.fullmatch(words):
            raise forms.ValidationError("Enter a full UK postcode, like ZN1 1AA")
        return words


class ChildrenForm(StepForm):
    more = RadiosField(
        "Do you need to tell us about another child?",
        [("yes", "Yes"), ("no", "No")],
        error="Select yes if you need to tell us about another child",
        hint="For example, a brother or sister you are also worried about.",
    )


class PersonForm(StepForm):
    relationship = TextField(
        "Who is this person to the child?",
        error="Enter who this person is to the child",
        hint="For example, mother, stepfather, older brother or lodger",
        autocomplete="off",
    )
    given_name = TextField("First name (optional)", autocomplete="off")
    family_name = TextField("Family name (optional)", autocomplete="off")
    phone = PhoneAsWritten("Telephone number (optional)")
    safe_contact = StoryField(
        "How is it safe to contact this person? (optional)",
        hint="For example, “do not ring this number, he checks the phone”.",
        rows=2,
        limit=1_000,
    )

    def ready(self) -> None:
        self.fields["phone"].widget.attrs["autocomplete"] = "off"


class OthersForm(StepForm):
    more = RadiosField(
        "Do you want to tell us about somebody?",
        [("yes", "Yes"), ("no", "No")],
        error="Select yes if you want to tell us about somebody",
    )

    def ready(self) -> None:
        if self.answers.adults:
            self.fields["more"].label = "Do you want to tell us about somebody else?"


STORY = {
    "welfare": "Enter what you are worried about",
    "signposting": "Enter what you would like help with",
    "ehc_request": "Enter what the child needs help with",
    "information_request": "Enter what you need to know and why",
}


class WorriesForm(StepForm):
    concern = StoryField("In your own words", error="-", rows=12, limit=LONGEST_STORY)

    def ready(self) -> None:
        self.ask("concern", STORY.get(self.answers.kind, STORY["welfare"]))


class CategoriesForm(StepForm):
    categories = CheckboxesField("Which of these worry you?")

    def ready(self) -> None:
        field = self.fields["categories"]
        field.offer((c.key, c.title, c.hint) for c in self.policy.categories(self.on))
        if self.answers.is_professional:
            field.help_text = "Select all that apply."
            self.ask("categories", "Select at least one thing that worries you")
        else:
            field.help_text = "Select all that apply. You can leave this out."


class WhyNowForm(StepForm):
    occurred_on = WrittenDateField(
        "When did it happen, or when did you last see it? (optional)",
        what="When it happened",
        hint="For example, 9 March 2026 or 9/3/2026. Leave it empty if it goes on all the time.",
    )
    why_now = StoryField(
        "Why are you telling us now? (optional)",
        hint="For example, what has changed, or what you think could happen next.",
        rows=5,
        limit=LONGEST_STORY,
    )

    def clean_occurred_on(self) -> date | None:
        day = self.cleaned_data["occurred_on"]
        if day and day > self.on:
            raise forms.ValidationError("When it happened must be today or in the past")
        return day


class FamilyToldForm(StepForm):
    told = RadiosField(
        "Does the family know that you are telling us?", [("yes", "Yes"), ("no", "No")]
    )
    reason = StoryField(
        "If they do not, why not? (optional)",
        hint="For example, “telling them could put the child at more risk”.",
        rows=3,
        limit=5_000,
    )
    consent = RadiosField(
        "Do they agree?",
        [
            ("given", "Yes"),
            ("refused", "No"),
            ("not_asked", "I have not asked"),
        ],
        hint="We can act on a worry about a child whether they agree or not.",
    )

    def ready(self) -> None:
        if self.answers.is_professional:
            self.ask("told", "Select yes if the family knows that you are telling us")
            self.fields["reason"].label = "If they do not, why not?"
            self.fields["consent"].label = "Do they agree? (optional)"
        else:
            self.fields["told"].label += " (optional)"
            del self.fields["consent"]

    def clean(self) -> None:
        said = self.cleaned_data
        unsaid = said.get("told") == "no" and not said.get("reason")
        if self.answers.is_professional and unsaid and "reason" not in self.errors:
            self.add_error("reason", "Enter why the family does not know")


class RemoveForm(forms.Form):
    sure = RadiosField(
        "Are you sure?",
        [("yes", "Yes, remove what I wrote"), ("no", "No, keep it")],
        error="Select yes if you want to remove what you wrote",
    )


class CodeForm(forms.Form):
    WRONG = "Enter a code that has not been used and is less than 7 days old"

    code = TextField(
        "Your code",
        error="Enter your code",
        hint="12 letters and numbers, like 7K4M 2Q8R TNBV",
        width="20",
        max_length=100,
        autocomplete="off",
    )


FORMS: Mapping[str, type[StepForm]] = {
    "danger": DangerForm,
    "call-999": NothingForm,
    "council": CouncilForm,
    "who": WhoForm,
    "kind": KindForm,
    "workplace": WorkplaceForm,
    "your-details": YourDetailsForm,
    "relationship": RelationshipForm,
    "naming": NamingForm,
    "your-contact": YourContactForm,
    "safe-contact": SafeContactForm,
    "name": NameForm,
    "age": AgeForm,
    "about": AboutForm,
    "address": AddressForm,
    "children": ChildrenForm,
    "person": PersonForm,
    "others": OthersForm,
    "worries": WorriesForm,
    "categories": CategoriesForm,
    "why-now": WhyNowForm,
    "family-told": FamilyToldForm,
}


def as_query(typed: Typed) -> QueryDict:
    """What was typed, as a form is sent."""
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, list(values))
    return data


def typed_in(form_class: type[StepForm], data: QueryDict) -> dict[str, tuple[str, ...]]:
    """What was typed into the boxes of a page, exactly; other boxes are not taken."""
    return {name: tuple(data.getlist(name)) for name in form_class.base_fields if name in data}


def form_of(step: Step, data: QueryDict | None, **about: Any) -> StepForm:
    """The form of a step. Shape: `about` is answers, policy, councils and on."""
    return FORMS[step.page.key](data, key=step.page.key, **about)
