"""What somebody who restricts a record types. Forms check shape; rules check sense."""

from collections.abc import Iterable
from typing import ClassVar
from uuid import UUID

from django import forms

from lintel.access.viewers import Viewer
from lintel.govuk.fields import (
    CheckboxesField,
    LongTextField,
    RadiosField,
    TextField,
    WrittenDateField,
)
from lintel.kernel.refusals import Invalid, Refusal
from lintel.people.by_name import people_found
from lintel.policy.restricting import Restricting
from lintel.restrictions.offering import kinds, purposes, reader_said

LONGEST = 2_000


class RestrictForm(forms.Form):
    """Which kind, why, who reads it and when it is looked at again."""

    kind = RadiosField("Why is it restricted?", error="Select why the record is restricted")
    reason = LongTextField(
        "What has happened, and what could happen?",
        hint="The guardian reads this. Do not write where anybody lives",
        rows=4,
        limit=LONGEST,
    )
    readers = CheckboxesField(
        "Who will read it and act on it?",
        hint="Nobody else sees it, you neither, unless you tick yourself. The guardian can add "
        "others later",
    )
    purpose = RadiosField("For how long will they read it?")
    review_on = WrittenDateField(
        "When is it looked at again? (optional where the kind says it)",
        what="The day of the review",
    )

    answers: ClassVar = {"review": "review_on"}

    def offer(self, policy: Restricting, people: Iterable[tuple[str, str]]) -> None:
        self.fields["kind"].offer(kinds(policy))  # type: ignore[attr-defined]
        self.fields["purpose"].offer(purposes(policy))  # type: ignore[attr-defined]
        self.fields["readers"].offer(people)  # type: ignore[attr-defined]

    def clean(self) -> dict:
        said = super().clean() or {}
        if said.get("readers") and not said.get("purpose"):
            self.add_error("purpose", "Select how long they read it")
        return said

    def said(self) -> dict:
        """Shape: as the arguments of `restrict_contact` and `restrict_person`."""
        typed = self.cleaned_data
        return {
            "kind": typed["kind"],
            "reason": typed["reason"] or "",
            "readers": [reader_said(one, typed["purpose"]) for one in typed["readers"]],
            "review": typed["review_on"],
        }


class RestrictPersonForm(RestrictForm):
    new_number = TextField(
        "For an adoption: the number of the person the child is now (optional)",
        hint="The two are never offered beside each other again, nor made one",
        width="10",
    )

    answers: ClassVar = {"review": "review_on", "apart_from": "new_number"}

    def new_identity(self, viewer: Viewer) -> UUID | None:
        """
        Errors:
            Invalid: nobody has that number.
        """
        number = (self.cleaned_data["new_number"] or "").strip()
        if not number:
            return None
        found = [one for one in people_found(viewer, number) if one.number == number.upper()]
        if not found:
            wrong = Refusal("unknown_number", "Enter the number of somebody known", "apart_from")
            raise Invalid(wrong)
        return found[0].person_id
