"""What a receiving team types."""

from django import forms

from lintel.govuk.fields import LongTextField, RadiosField
from lintel.pathways.rules.handovers import ENDINGS

ACCEPT, RETURN, WAIT = "accept", "return", "wait"
ACCEPTING = (ACCEPT, "Accept it", "Your team is responsible from now, and the hub closes it")
WAITING = (
    WAIT,
    "Put it on your waiting list",
    "You would take it and have no place. The hub stays responsible, and its clock runs",
)
RETURNING = (RETURN, "Return it to the hub", "The hub decides again; its clock has not stopped")


class HandOverForm(forms.Form):
    """Shape: `waits` offers the waiting list, for a team that counts places."""

    answer = RadiosField(
        "Will your team take it?",
        (ACCEPTING, RETURNING),
        error="Select whether your team takes it",
    )
    waiting = LongTextField(
        "What does the family wait for, and what should the hub do meanwhile?",
        rows=3,
        limit=5_000,
    )
    reason = LongTextField(
        "Why are you returning it, and what should the hub do?", rows=4, limit=5_000
    )

    def __init__(self, *args, waits: bool = False, **rest) -> None:
        super().__init__(*args, **rest)
        if waits:
            self.fields["answer"].offer((ACCEPTING, WAITING, RETURNING))
        else:
            del self.fields["waiting"]


class EndPlaceForm(forms.Form):
    how = RadiosField(
        "How did the help end?", tuple(ENDINGS.items()), error="Select how the help ended"
    )
    words = LongTextField(
        "How are the children now, and what did the help change?", rows=4, limit=5_000
    )
