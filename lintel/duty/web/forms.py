"""What is typed at the close of day, and about promises."""

from typing import Any

from django import forms

from lintel.contacts.rules.sides import Side
from lintel.duty.rules.promises import WHAT_LIMIT, WHOM_LIMIT, Settled
from lintel.govuk.fields import LongTextField, MomentField, RadiosField, TextField

OVER, KEEP = "over", "keep"


class SayForm(forms.Form):
    """Hand one over with a word, or keep it by name. In the morning there is no keeping."""

    answers = {"next_check_at": "next_check"}

    answer = RadiosField(
        "What happens to it?",
        (
            (OVER, "Hand it over", "It stays with the hub until emergency duty accepts it"),
            (KEEP, "Keep it with the hub", "Somebody stays with it; it has a name from now on"),
        ),
        error="Select what happens to it",
    )
    note = LongTextField("What must they know, and do?", rows=5, limit=5_000)
    next_check = MomentField(
        "When must it next be checked? (optional)",
        what="The next check",
        hint="For example, 8pm, or tomorrow 7am",
    )
    reason = LongTextField("Why does it stay, and who stays with it?", rows=3, limit=2_000)

    def ask(self, giver: Side) -> None:
        if giver is Side.DUTY:
            del self.fields["answer"]
            self.fields["note"].label = "What was done, and what is still to do?"

    @property
    def keeps(self) -> bool:
        return self.cleaned_data.get("answer") == KEEP


class PromiseForm(forms.Form):
    answers = {"due_at": "by_when"}

    what = TextField(
        "What was promised?",
        error="Enter what was promised",
        hint="For example, to ring back and say what happens tonight",
        max_length=WHAT_LIMIT,
    )
    to_whom = TextField(
        "Who was it promised to?",
        error="Enter who it was promised to",
        hint="A name or a role; how to reach them safely is on the contact",
        max_length=WHOM_LIMIT,
    )
    by_when = MomentField(
        "By when?",
        what="The time",
        error="Enter by when it was promised",
        hint="For example, 6:30pm, or tomorrow 9am",
    )


class SettleForm(forms.Form):
    how = RadiosField(
        "Was it kept?",
        ((Settled.KEPT, "Yes"), (Settled.NOT_KEPT, "No")),
        error="Select whether it was kept",
    )
    words = LongTextField(
        "What happened?",
        error="Enter what happened",
        hint="If it was not kept: why, and who told them",
        rows=4,
        limit=2_000,
    )


def chosen(posted: Any) -> tuple[str, ...]:
    """The contacts somebody accepts: those ticked, or every one that was on their page."""
    name = "on_page" if posted.get("accept") == "all" else "contact"
    return tuple(posted.getlist(name))
