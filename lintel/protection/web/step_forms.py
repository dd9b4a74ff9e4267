"""What somebody types about a protection step. Forms check shape; rules check sense."""

from typing import ClassVar

from django import forms

from lintel.govuk.fields import LongTextField, MomentField, RadiosField, TextField
from lintel.protection.rules.steps import (
    CONSENT_WORDS,
    OUTCOME_WORDS,
    DeclinedSaid,
    DoneSaid,
    Party,
    Step,
)

YES_NO = (("yes", "Yes"), ("no", "No"))
LONGEST = 20_000


def _long(label: str, hint: str = "", rows: int = 4) -> LongTextField:
    return LongTextField(label, hint=hint, rows=rows, limit=LONGEST, counted=False)


class DoneForm(forms.Form):
    """Only the questions of one kind of step are asked."""

    happened_at = MomentField("When did it happen?", what="When it happened")
    who = TextField("Who?", width="two-thirds")
    place = TextField("Where?", width="two-thirds")
    paediatrician = RadiosField("Was it a suitably trained paediatrician, and not a GP?", YES_NO)
    consent = RadiosField("Who gave consent?", tuple(CONSENT_WORDS.items()))
    alone = RadiosField("Was the child seen alone?", YES_NO)
    alone_because = _long("If not alone, why not?", rows=2)
    outcome = RadiosField("What did the enquiry come to?", tuple(OUTCOME_WORDS.items()))
    words = _long("What was found?")

    asks: ClassVar = {
        Step.CHILD_SEEN: ("happened_at", "who", "place", "alone", "alone_because", "words"),
        Step.PAEDIATRIC: ("happened_at", "paediatrician", "who", "place", "consent", "words"),
        Step.ENQUIRY: ("happened_at", "outcome", "words"),
        Step.CONFERENCE: ("happened_at", "place", "words"),
    }
    labels: ClassVar = {
        (Step.CHILD_SEEN, "happened_at"): "When was the child seen?",
        (Step.CHILD_SEEN, "who"): "Who saw the child?",
        (Step.CHILD_SEEN, "place"): "Where was the child seen?",
        (Step.CHILD_SEEN, "words"): "What did the child say, and what was seen? (optional)",
        (Step.PAEDIATRIC, "happened_at"): "When did the paediatrician see the child?",
        (Step.PAEDIATRIC, "who"): "Name and post of the paediatrician",
        (Step.PAEDIATRIC, "place"): "Hospital or clinic",
        (Step.PAEDIATRIC, "words"): "What did they find, and what do they think?",
        (Step.ENQUIRY, "happened_at"): "When did the enquiry end?",
        (Step.ENQUIRY, "words"): "Why did it come to this?",
        (Step.CONFERENCE, "happened_at"): "When was the conference?",
        (Step.CONFERENCE, "place"): "Where? (optional)",
        (Step.CONFERENCE, "words"): "What did the conference decide?",
    }

    def ask_for(self, kind: Step) -> None:
        wanted = self.asks[kind]
        self.fields = {name: self.fields[name] for name in wanted}
        for name, field in self.fields.items():
            field.label = self.labels.get((kind, name), field.label)

    def said(self) -> DoneSaid:
        given = {name: value for name, value in self.cleaned_data.items() if value is not None}
        for name in ("paediatrician", "alone"):
            if name in given:
                given[name] = {"yes": True, "no": False}.get(given[name])
        return DoneSaid(**given)


class DeclinedForm(forms.Form):
    reason = _long("Why not?")
    social_care = _long("What does children’s social care think?", rows=2)
    health = _long("What does health think?", "Or why they were not asked", rows=2)
    police = _long("What do the police think?", "Or why they were not asked", rows=2)

    answers: ClassVar = {f"views.{party}": str(party) for party in Party}

    def ask_for(self, kind: Step) -> None:
        if kind is not Step.PAEDIATRIC:
            self.fields = {"reason": self.fields["reason"]}

    def said(self) -> DeclinedSaid:
        typed = self.cleaned_data
        views = {party: typed.get(party) or "" for party in Party}
        return DeclinedSaid(typed.get("reason") or "", views)
