"""What staff say after they told somebody, or tried to."""

from django import forms

from lintel.govuk.fields import LongTextField, RadiosField
from lintel.kernel.refusals import Invalid, Refused
from lintel.notices.actions import NOTE_LIMIT

NOT_REACHED = "not_reached"


class ToldForm(forms.Form):
    how = RadiosField(
        "What happened?",
        [
            ("telephone", "I told them by telephone"),
            ("letter", "I sent a letter"),
            ("email", "I sent an e-mail"),
            ("in_person", "I told them in person"),
            (NOT_REACHED, "I could not reach them", "They stay on the list and the clock runs on"),
        ],
        error="Select what happened",
    )
    note = LongTextField(
        "Anything to note (optional)",
        hint="Kept with how and when they were told",
        rows=3,
        limit=NOTE_LIMIT,
    )

    def show(self, refused: Refused | Invalid) -> None:
        """Show why it was refused, beside the field to put right."""
        for refusal in refused.refusals:
            self.add_error(refusal.field or None, refusal.message)
