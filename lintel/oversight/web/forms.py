"""What somebody types about a challenge. Forms check shape; rules check sense."""

from collections.abc import Mapping
from typing import Any

from django import forms

from lintel.govuk.fields import LongTextField, RadiosField, SelectField, TextField
from lintel.oversight.rules.challenging import (
    LONGEST,
    SUBJECT_WORDS,
    THEME_WORDS,
    AnswerSaid,
    ChallengeSaid,
    Settled,
    Subject,
)


def _long(label: str, hint: str = "", rows: int = 5) -> LongTextField:
    return LongTextField(label, hint=hint, rows=rows, limit=LONGEST, counted=False)


class ChallengeForm(forms.Form):
    subject = RadiosField("What do you disagree with?")
    agency = SelectField("Which agency’s answer? (only if that is what you disagree with)")
    theme = RadiosField(
        "What is it about?",
        tuple((str(key), *words) for key, words in THEME_WORDS.items()),
    )
    disagrees = _long("What do you disagree with, and why?")
    wants = _long("What do you want instead?", rows=3)

    def __init__(
        self, *args: Any, is_decided: bool, agencies: Mapping[str, str], **rest: Any
    ) -> None:
        super().__init__(*args, **rest)
        left_out = set() if is_decided else {Subject.DECISION}
        if not agencies:
            left_out.add(Subject.AGENCY_ANSWER)
            del self.fields["agency"]
        else:
            self.fields["agency"].offer((("", "Select an agency"), *agencies.items()))
        self.fields["subject"].offer(
            tuple((str(key), *said) for key, said in SUBJECT_WORDS.items() if key not in left_out)
        )

    def said(self) -> ChallengeSaid:
        typed = {name: value or "" for name, value in self.cleaned_data.items()}
        return ChallengeSaid(**typed)


class AnswerForm(forms.Form):
    answer = RadiosField(
        "What is your answer?",
        (
            (str(Settled.CHANGED), "Changed", "They are right, wholly or in part"),
            (str(Settled.UPHELD), "Upheld", "It stands, with these reasons"),
        ),
    )
    reasons = _long("What are the reasons?", "For the record. Who may read decisions reads them")
    told = _long(
        "What is whoever challenged told?",
        "No more than they may know: nothing of what other agencies said, and no address",
        rows=4,
    )
    learning = _long("What should be learnt from it? (optional)", rows=2)
    answered_for = TextField(
        "Who gave this answer?", hint="Name and post, if you record it for them", width="two-thirds"
    )

    def said(self) -> AnswerSaid:
        return AnswerSaid(**{name: value or "" for name, value in self.cleaned_data.items()})


class FurtherForm(forms.Form):
    reason = _long("Why do you take it further?", rows=3)


class WithdrawForm(forms.Form):
    reason = _long("How was it settled?", rows=3)
