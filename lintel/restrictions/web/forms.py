"""What a guardian types. Forms check shape; rules check sense."""

from collections.abc import Sequence
from datetime import date

from django import forms

from lintel.govuk.fields import LongTextField, RadiosField, WrittenDateField
from lintel.policy.restricting import Restricting
from lintel.restrictions.offering import purposes, reader_said
from lintel.restrictions.rules.lasting import ReaderSaid

LONGEST = 2_000


class ReaderForm(forms.Form):
    readers = RadiosField("Who will read it?", error="Select a person or a team")
    purpose = RadiosField("For how long?", error="Select how long they read it")

    def offer(self, policy: Restricting, people: Sequence[tuple[str, str]]) -> None:
        self.fields["readers"].offer(people)  # type: ignore[attr-defined]
        self.fields["purpose"].offer(purposes(policy))  # type: ignore[attr-defined]

    def said(self) -> ReaderSaid:
        return reader_said(self.cleaned_data["readers"], self.cleaned_data["purpose"])


class ReviewForm(forms.Form):
    reasons = LongTextField(
        "Why does it still stand?",
        error="Enter why it is still restricted",
        rows=3,
        limit=LONGEST,
    )
    review_on = WrittenDateField(
        "When is it looked at next? (optional where the kind says it)",
        what="The day of the review",
    )

    def next_on(self) -> date | None:
        return self.cleaned_data["review_on"]  # type: ignore[no-any-return]


class AskForm(forms.Form):
    reason = LongTextField(
        "Why can it be lifted?",
        hint="Somebody else reads this and lifts it, or keeps it",
        error="Enter why it can be lifted",
        rows=3,
        limit=LONGEST,
    )


class SameForm(forms.Form):
    same = RadiosField(
        "Is the new contact about them?",
        (
            ("same", "Yes, it is the same", "The contact is hidden with the restricted record"),
            ("other", "No, it is somebody else", "The contact stays as it is"),
        ),
        error="Select whether it is the same",
    )
    because = LongTextField(
        "What do you know that decides it?",
        error="Enter what you know that decides it",
        rows=3,
        limit=LONGEST,
    )
