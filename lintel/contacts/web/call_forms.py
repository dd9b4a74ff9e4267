"""The questions of the call page. A field is named as the API names it, dots and all.

Nothing is chosen beforehand. Forms check shape; the rules of a telling check sense.
"""

from collections.abc import Sequence
from typing import Any

from django import forms

from lintel.contacts.queries.concern_shown import CONSENT_WORDS
from lintel.contacts.queries.shown import KIND_WORDS
from lintel.contacts.rules.telling import Channel, Consent
from lintel.govuk.fields import (
    CheckboxesField,
    CheckboxField,
    LongTextField,
    MomentField,
    PhoneField,
    RadiosField,
    SelectField,
    TextField,
    WrittenDateField,
)
from lintel.policy.council import CouncilPolicy

YES_NO = (("yes", "Yes"), ("no", "No"))
DATE_HINT = "Like 9 March 2017 or 9/3/17"
ADDRESS_LONGEST = 800


class Questions(forms.Form):
    """A form whose fields carry the place they belong to: "children.0.given_name"."""

    use_required_attribute = False
    takes: dict[str, str] = {}

    def add_prefix(self, field_name: str) -> str:
        return f"{self.prefix}.{field_name}" if self.prefix else field_name

    def given(self, name: str) -> Any:
        """The answer, or what an empty one is, while another answer is still wrong."""
        empty: Any = [] if isinstance(self.fields[name], CheckboxesField) else ""
        if isinstance(self.fields[name], WrittenDateField | MomentField):
            empty = None
        return getattr(self, "cleaned_data", {}).get(name, empty)

    def has_anything(self) -> bool:
        """Whether anybody has typed anything here."""
        return any(str(self[name].value() or "").strip() for name in self.fields)


class CallForm(Questions):
    """What kind of call it is."""

    channel = RadiosField(
        "How did they reach us?",
        (
            (Channel.TELEPHONE, "Telephone"),
            (Channel.EMAIL, "Email"),
            (Channel.WALK_IN, "In person"),
        ),
        error="Select how they reached us",
        inline=True,
    )
    kind = RadiosField(
        "What is it about?",
        tuple(KIND_WORDS.items()),
        error="Select what it is about",
    )
    immediate_danger = RadiosField(
        "Is a child in immediate danger?",
        YES_NO,
        hint="If yes: ask the caller to ring 999 now, and tell a manager yourself as soon as the "
        "call ends. Do not wait for the board",
        error="Select yes if a child is in immediate danger",
        inline=True,
    )


class PaperForm(Questions):
    """What was taken down on paper while Lintel was down. Empty for what is taken down now."""

    paper_received_at = MomentField(
        "When was it received?",
        hint="As on the form, like yesterday 4:10pm. Its clocks run from then",
    )
    paper_by = TextField("Who wrote it down, and where do they work?")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("paper_by") and not said.get("paper_received_at") and not self.errors:
            self.add_error("paper_received_at", "Enter when it was received, as on the form")
        return said


class ReferrerForm(Questions):
    takes = {
        f"referrer.{name}": name
        for name in ("name", "role", "agency", "phone", "email", "relationship", "safe_contact")
    }

    source = SelectField("Who is telling us?", error="Select who is telling us")
    anonymous = CheckboxField(
        "They do not want to give their name", hint="Members of the public only"
    )
    name = TextField("Their name")
    role = TextField("Job or role")
    agency = TextField("Organisation")
    relationship = TextField("Who they are to the child", hint="For example, grandmother")
    phone = PhoneField("Telephone")
    email = TextField("Email address", inputmode="email")
    safe_contact = LongTextField(
        "How is it safe to reach them?",
        hint="For example, text first, or not when a partner is at home",
        rows=2,
        limit=1_000,
        counted=False,
    )

    def __init__(self, *args: Any, policy: CouncilPolicy, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["source"].offer([(code, s.plain) for code, s in policy.sources.items()])
        self.groups = (
            (
                "In the course of their work",
                [c for c, s in policy.sources.items() if s.professional],
            ),
            ("Anybody else", [c for c, s in policy.sources.items() if not s.professional]),
        )

    @property
    def grouped(self) -> list[tuple[str, list[tuple[str, str, bool]]]]:
        """Sources for a select with groups: (group, [(code, words, chosen)])."""
        chosen, words = self["source"].value(), dict(self.fields["source"].choices)
        return [
            (group, [(code, words[code], code == chosen) for code in codes])
            for group, codes in self.groups
        ]


class PersonForm(Questions):
    takes = {"address.postcode": "postcode", "address.lines": "address"}

    given_name = TextField("First name")
    family_name = TextField("Last name")
    date_of_birth = WrittenDateField("Date of birth", hint=DATE_HINT)


class ChildForm(PersonForm):
    field_order = ("given_name", "family_name", "date_of_birth", "age_years", "sex", "school")

    age_years = TextField("Or age in years", inputmode="numeric", width="3")
    expected_on = WrittenDateField("Not yet born: date expected", hint=DATE_HINT)
    sex = SelectField("Sex", (("F", "Female"), ("M", "Male"), ("U", "Not known")), empty="Not said")
    school = TextField("School or nursery")
    nhs_number = TextField("NHS number")
    upn = TextField("Unique pupil number")
    ethnicity = SelectField("Ethnicity", empty="Not said")
    address = LongTextField("Lives somewhere else", rows=2, limit=ADDRESS_LONGEST, counted=False)
    postcode = TextField("Postcode there", width="10", max_length=12)

    MORE = ("expected_on", "nhs_number", "upn", "ethnicity", "address", "postcode")

    def __init__(self, *args: Any, policy: CouncilPolicy, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["ethnicity"].offer(policy.ethnicities.items())

    def clean_age_years(self) -> int | None:
        words = self.cleaned_data["age_years"].strip()
        if not words:
            return None
        if not (words.isascii() and words.isdigit()):
            raise forms.ValidationError("Age must be a number of years, like 7")
        return int(words)

    @property
    def opens_more(self) -> bool:
        """Whether the lesser questions hold an answer or a mistake, and so stand open."""
        return any(self[name].value() or self[name].errors for name in self.MORE)


class AdultForm(PersonForm):
    field_order = ("given_name", "family_name", "relationship")

    relationship = TextField("Who they are to the children", hint="For example, mother")
    lives_here = CheckboxField("Lives at the children’s address")
    phone = PhoneField("Telephone")
    safe_contact = TextField("How is it safe to reach them?", max_length=1_000)


class HomeForm(Questions):
    """Where the children live: asked once, kept with each of them."""

    home_address = LongTextField(
        "The children’s address", rows=2, limit=ADDRESS_LONGEST, counted=False
    )
    home_postcode = TextField("Postcode", width="10", max_length=12)


class ConcernForm(Questions):
    concern = LongTextField(
        "What are they telling us?",
        hint="In their words. Who saw or heard what, when, and what the child said",
        rows=9,
        error="Enter what the worry or the request is",
    )
    why_now = LongTextField("Why today?", hint="What has changed, if anything", rows=2)
    occurred_at = WrittenDateField(
        "When did it happen?", hint=f"{DATE_HINT}. Leave blank if unsure"
    )
    categories = CheckboxesField("What kind of worry is it?")
    family_told = RadiosField(
        "Does the family know that they are telling us?",
        (*YES_NO, ("unknown", "Not known")),
        error="",
        inline=True,
    )
    family_told_reason = LongTextField("If not, why not?", rows=2, limit=5_000, counted=False)
    consent = SelectField(
        "Has the family agreed to us sharing what we are told?",
        tuple(
            (key, words)
            for key, words in CONSENT_WORDS.items()
            if key != Consent.NOT_KNOWN and words
        ),
        empty="Not known",
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["categories"].offer(choices)
