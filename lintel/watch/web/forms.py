"""What is typed when a question is settled. The form checks shape; the action checks sense."""

from django import forms

from lintel.govuk.fields import LongTextField, RadiosField
from lintel.watch.rules.signs import REASON_MOST, SETTLED_WORDS


class SettleForm(forms.Form):
    settled = RadiosField(
        "What came of it?",
        tuple((str(key), *words) for key, words in SETTLED_WORDS.items()),
        error="Select what came of it",
    )
    reason = LongTextField(
        "What is the reason?",
        hint="Whom you spoke with and what they said. Nothing about the family",
        error="Enter the reason",
        rows=4,
        limit=REASON_MOST,
        counted=False,
    )
