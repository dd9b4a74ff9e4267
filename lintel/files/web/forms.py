"""What somebody chooses to attach files, or to mark one anew."""

from collections.abc import Sequence
from uuid import UUID

from django import forms

from lintel.files.actions import Given
from lintel.files.rules.reading import reasons_not_to_mark_so
from lintel.files.rules.words import ENDINGS
from lintel.govuk.fields import CheckboxesField, CheckboxField, FilesField, RadiosField, TextField
from lintel.sharing.rules.handling import Mark

# Of agencies beside the council everybody who works there reads what it has given.
SEALED = {True: "Only you and those you name", False: "Only your agency and those you name"}
MARKS = [
    ("H1", "Those of the hub, and whoever the family is passed to", "Open: may go with the case"),
    ("H2", "Those of the hub", "Hub only: never leaves the hub"),
    ("H3", "Those who decide", "Others see that it is there, and cannot open it"),
    ("H4", SEALED[True], "Sealed: nobody else knows that it is there"),
]


class MarkForm(forms.Form):
    """Who may read a file."""

    handling = RadiosField("Who may read it?", MARKS, error="Select who may read it")
    named = CheckboxesField("If only those you name, who?")
    onward_leave = CheckboxField("It may go on to those the family is passed to, early help too")
    reason = TextField("Why is it marked anew? (optional)")

    def __init__(
        self, *args, people: Sequence[tuple[str, str]], of_the_council: bool, **rest
    ) -> None:
        super().__init__(*args, **rest)
        key, _, rest_of_it = MARKS[-1]
        sealed = (key, SEALED[of_the_council], rest_of_it)
        self.fields["handling"].offer([*MARKS[:-1], sealed])  # type: ignore[attr-defined]
        self.fields["named"].offer(people)  # type: ignore[attr-defined]

    def clean(self) -> None:
        said = self.cleaned_data
        wrong = reasons_not_to_mark_so(said.get("handling") or "", said.get("named") or ())
        for refusal in wrong:
            self.add_error(refusal.field, refusal.message)

    def given(self) -> Given:
        said = self.cleaned_data
        return Given(
            Mark(said["handling"]),
            tuple(UUID(one) for one in said["named"]),
            bool(said["onward_leave"]),
        )


class AttachForm(MarkForm):
    """Files, and who may read them; for whoever only hands in, files alone."""

    files = FilesField("Choose files", error="Select a file", accept=ENDINGS)
    field_order = ("files", "handling", "named", "onward_leave")

    def __init__(self, *args, hands_in: bool, **rest) -> None:
        super().__init__(*args, **rest)
        del self.fields["reason"]
        self.hands_in = hands_in
        if hands_in:
            for name in ("handling", "named", "onward_leave"):
                del self.fields[name]
