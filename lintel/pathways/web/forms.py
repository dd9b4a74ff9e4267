"""What a receiving team types."""

from django import forms

from lintel.govuk.fields import LongTextField, RadiosField

ACCEPT, RETURN = "accept", "return"


class HandOverForm(forms.Form):
    answer = RadiosField(
        "Will your team take it?",
        (
            (ACCEPT, "Accept it", "Your team is responsible from now, and the hub closes it"),
            (RETURN, "Return it to the hub", "The hub decides again; its clock has not stopped"),
        ),
        error="Select whether your team takes it",
    )
    reason = LongTextField(
        "Why are you returning it, and what should the hub do?", rows=4, limit=5_000
    )
