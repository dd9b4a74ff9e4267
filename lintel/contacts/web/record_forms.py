"""What staff type about one contact. Forms check shape; rules check sense, for every way in."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django import forms
from django.utils import timezone

from lintel.contacts.queries.shown import KIND_WORDS
from lintel.contacts.rules.telling import Consent
from lintel.govuk.dates import read_time
from lintel.govuk.fields import (
    CheckboxesField,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
    WrittenDateField,
)
from lintel.kernel.instants import LONDON

LONGEST = 5_000


class LookForm(forms.Form):
    immediate = RadiosField(
        "Can it wait for screening?",
        (
            (
                "yes",
                "Needs an immediate response",
                "Pins it to the top, tells the duty team now and starts the shortest clock",
            ),
            ("no", "Can wait for screening", "It goes to be rated; its clocks run from receipt"),
        ),
        error="Select whether it needs an immediate response or can wait",
    )
    note = LongTextField("Note for whoever screens it (optional)", rows=3, limit=LONGEST)


class AcknowledgeForm(forms.Form):
    action = LongTextField(
        "What is being done, and by whom?",
        hint="For example: I have rung the school and the police; duty worker leaving now",
        rows=4,
        limit=LONGEST,
    )


class RateForm(forms.Form):
    rating = RadiosField("How pressing is it?", error="Select a rating")
    reason = LongTextField(
        "Why this rating?",
        hint="What you know, what you do not know, and what worries you most",
        rows=4,
        limit=LONGEST,
    )


class HoldForm(forms.Form):
    answers = {"review_at": "day"}

    reason = LongTextField(
        "What are you waiting for?",
        hint="Nothing stops while it is held: every clock runs on, and it stays on the board",
        rows=3,
        limit=LONGEST,
    )
    day = WrittenDateField(
        "Day to look again",
        what="Day to look again",
        error="Enter the day when you will look again",
        hint="For example, 9 March 2026 or 9/3/26",
    )
    hour = TextField(
        "Time to look again",
        error="Enter the time when you will look again",
        hint="For example, 2:30pm or 14:30",
        width="5",
        max_length=10,
    )

    def clean_hour(self) -> time:
        read = read_time(self.cleaned_data["hour"])
        if read is None:
            raise forms.ValidationError("Enter a time, such as 2:30pm or 14:30")
        return read

    def review_at(self) -> datetime:
        day: date = self.cleaned_data["day"]
        return datetime.combine(day, self.cleaned_data["hour"], tzinfo=LONDON)


def in_two_hours() -> dict[str, object]:
    """A review time most people would choose; it can be changed."""
    soon = timezone.localtime() + timedelta(hours=2)
    return {"day": soon.date(), "hour": f"{soon:%H}:{soon.minute - soon.minute % 5:02}"}


class ReleaseForm(forms.Form):
    reason = LongTextField("What has changed? (optional)", rows=3, limit=LONGEST)


class AssignForm(forms.Form):
    to = SelectField("Who should have it?", error="Select a person or a team")
    reason = LongTextField("Why? (optional)", rows=3, limit=LONGEST)

    def offer(self, people: Iterable[tuple[str, str]]) -> None:
        self.fields["to"].offer(people)  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    text = LongTextField(
        "Note",
        hint="What you found out or did, who told you and when. It cannot be changed later",
        rows=5,
        limit=20_000,
    )


class SeniorReadForm(forms.Form):
    words = LongTextField(
        "What you read, and what you make of it",
        hint="What the events say together, what has changed for the child, and what should "
        "happen next. It cannot be changed later",
        rows=6,
        limit=20_000,
    )


class ReasonForm(forms.Form):
    """One reason, in words the rules ask for."""

    reason = LongTextField("Why?", rows=4, limit=LONGEST)

    def __init__(self, *args, label: str = "", hint: str = "", **rest) -> None:
        super().__init__(*args, **rest)
        self.fields["reason"].label = label or self.fields["reason"].label
        self.fields["reason"].help_text = hint


CONSENT_CHOICES = (
    (Consent.GIVEN, "Given"),
    (Consent.REFUSED, "Refused"),
    (Consent.NOT_ASKED, "Not asked"),
    (Consent.NOT_KNOWN, "Not known"),
)
TOLD_CHOICES = (("yes", "Yes"), ("no", "No"), ("", "Not said"))


class CorrectForm(forms.Form):
    """What was taken down wrong. The referrer's own words are not among it: add a note instead."""

    kind = RadiosField(
        "Kind of enquiry",
        tuple(KIND_WORDS.items()),
        error="Select the kind of enquiry",
    )
    source = SelectField("Who is referring", error="Select who is referring")
    categories = CheckboxesField("Kinds of concern")
    family_told = RadiosField("Has the family been told?", TOLD_CHOICES, inline=True)
    family_told_reason = LongTextField("Why, or why not", rows=2, limit=LONGEST)
    consent = RadiosField("Consent", CONSENT_CHOICES, error="Select an answer", inline=True)
    why_now = LongTextField("Why now", rows=3, limit=LONGEST)
    reason = LongTextField("Why is this being corrected? (optional)", rows=2, limit=LONGEST)

    def offer(
        self, sources: Iterable[tuple[str, str]], categories: Iterable[tuple[str, str]]
    ) -> None:
        self.fields["source"].offer(sources)  # type: ignore[attr-defined]
        self.fields["categories"].offer(categories)  # type: ignore[attr-defined]

    def clean_family_told(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data["family_told"])
