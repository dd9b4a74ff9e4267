"""What somebody types about a strategy discussion. Forms check shape; rules check sense."""

from collections.abc import Sequence
from uuid import UUID

from django import forms

from lintel.govuk.fields import (
    CheckboxesField,
    LongTextField,
    MomentField,
    RadiosField,
    SelectField,
    TextField,
)
from lintel.protection.queries import DiscussionSeen, Suggested
from lintel.protection.rules.convening import WAYS_TO_MEET, Invitee, ItemSaid
from lintel.protection.rules.outcomes import (
    MEDICAL_WORDS,
    SAYS_WORDS,
    SECTION47_WORDS,
    ActionAgreed,
    How,
    Medical,
    OutcomeSaid,
    Says,
    Section47,
    Seeing,
    View,
)
from lintel.protection.rules.quorum import Part
from lintel.sharing.rules.handling import MARK_WORDS, Mark

LONGEST = 20_000
ACTIONS = 5
MARKS = tuple((str(mark), *words.split(": ", 1)) for mark, words in MARK_WORDS.items())
# Everybody who works for an agency beside the council reads what it has given.
SEALED_BY_AN_AGENCY = (MARKS[-1][0], MARKS[-1][1], "only your agency and those you name know of it")
CASE = (
    ("hospital", "A child is in hospital", "The ward must come"),
    ("lives_elsewhere", "A child lives in another council’s area", "That council must come"),
    ("medical", "A medical is likely, or has been done", "A senior doctor is asked as well"),
)


def words_field(label: str, *, hint: str = "", rows: int = 3) -> LongTextField:
    return LongTextField(label, hint=hint, rows=rows, limit=LONGEST, counted=False)


class ConveneForm(forms.Form):
    """One choice of whom to ask for each part: `invite_<part>`, `outside_<part>`."""

    about = CheckboxesField("Which children is it about?")
    because = words_field(
        "Why is there cause to suspect significant harm?",
        hint="Everybody who is asked reads this. No address or telephone number",
        rows=4,
    )
    case = CheckboxesField("Does any of this apply?", CASE)
    planned_for = MomentField("When is it held?")
    how = RadiosField("How do people meet?", tuple(WAYS_TO_MEET.items()))
    where = TextField("Where, or how to join (optional)", max_length=500)
    chair = TextField("Who chairs it?", width="two-thirds")

    def ask_for(
        self, *, children: Sequence[tuple[str, str]], suggested: Sequence[Suggested]
    ) -> None:
        self.fields["about"].offer(children)  # type: ignore[attr-defined]
        self.answers = {}
        for one in suggested:
            where = "invite" if one.options else "outside"
            self.answers[f"invite.{one.part}"] = f"{where}_{one.part}"
            self.fields[f"invite_{one.part}"] = CheckboxesField(
                one.title,
                [
                    (option.key, option.title, "Named in the contact")
                    if option.likely
                    else (option.key, option.title)
                    for option in one.options
                ],
                hint=one.because[:1].upper() + one.because[1:],
            )
            self.fields[f"outside_{one.part}"] = TextField(
                f"{one.title}: somebody who is not listed" if one.options else one.title,
                hint="" if one.options else one.because[:1].upper() + one.because[1:],
                width="two-thirds",
            )
        # A draft keeps one tick as it was sent, which is no list.
        for name, field in self.fields.items():
            kept = self.initial.get(name)
            if isinstance(field, CheckboxesField) and isinstance(kept, str):
                self.initial[name] = [kept]

    def invite(self) -> list[Invitee]:
        asked = []
        for part in Part:
            for key in self.cleaned_data.get(f"invite_{part}") or ():
                kind, _, name = key.partition(":")
                asked.append(Invitee(part, **{kind: name}))
            outside = (self.cleaned_data.get(f"outside_{part}") or "").strip()
            if outside:
                asked.append(Invitee(part, title=outside))
        return asked


def _offer_marks(form: forms.Form, of_an_agency: bool) -> None:
    if of_an_agency:
        form.fields["mark"].offer([*MARKS[:-1], SEALED_BY_AN_AGENCY])  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """What an invited agency says, in a minute."""

    answers = {"items": "text", "items.0.text": "text"}
    says = RadiosField(
        "Will somebody come?",
        (
            (Says.ATTENDING, SAYS_WORDS[Says.ATTENDING]),
            (Says.DEPUTY, SAYS_WORDS[Says.DEPUTY], "They can decide for your agency"),
            (
                Says.INFORMATION,
                SAYS_WORDS[Says.INFORMATION],
                "Your agency then counts as not there",
            ),
            (Says.CANNOT, SAYS_WORDS[Says.CANNOT], "Say why below"),
        ),
        error="Select whether somebody comes",
    )
    who = TextField("Who comes (optional, if it is you)", width="two-thirds")
    reason = words_field("Why nobody can come", rows=2)
    text = words_field("What your agency knows (optional before the discussion)", rows=4)
    mark = RadiosField("Who may read what you know", MARKS)

    def __init__(self, *args, of_an_agency: bool, **rest) -> None:
        super().__init__(*args, **rest)
        _offer_marks(self, of_an_agency)

    def clean(self) -> dict:
        said = super().clean() or self.cleaned_data
        if said.get("text") and not said.get("mark"):
            self.add_error("mark", "Select who may read what you know")
        return said

    def items(self) -> list[ItemSaid]:
        text = self.cleaned_data["text"]
        return [ItemSaid(text, Mark(self.cleaned_data["mark"]))] if text else []


class ShareForm(forms.Form):
    answers = {"items.0.text": "text", "items.0.mark": "mark"}
    of = SelectField("Whose information is it?", empty="The hub’s own")
    text = LongTextField("What was shared", error="Enter what was shared", rows=4)
    mark = RadiosField("Who may read it", MARKS, error="Select who may read it")

    def __init__(self, *args, of_an_agency: bool, **rest) -> None:
        super().__init__(*args, **rest)
        _offer_marks(self, of_an_agency)

    def ask_for(self, seen: DiscussionSeen) -> None:
        if not seen.records:
            del self.fields["of"]
            return
        self.fields["of"].offer(  # type: ignore[attr-defined]
            [(str(one.id), one.title) for one in seen.invitations]
        )

    def item(self) -> ItemSaid:
        return ItemSaid(self.cleaned_data["text"], Mark(self.cleaned_data["mark"]))


class NotHeldForm(forms.Form):
    how = forms.ChoiceField(choices=[(How.NOT_HELD, "")], widget=forms.HiddenInput)
    reason = words_field(
        "Why is it not held?",
        hint="What is known now that was not known when it was called, and who agrees",
        rows=5,
    )

    def said(self) -> OutcomeSaid:
        return OutcomeSaid(How.NOT_HELD, reason=self.cleaned_data["reason"] or "")


class AdjournForm(forms.Form):
    how = forms.ChoiceField(choices=[(How.ADJOURNED, "")], widget=forms.HiddenInput)
    reason = words_field("Why is it adjourned?", hint="And who keeps the child safe until then")
    adjourned_to = MomentField("When does it go on?")

    def said(self) -> OutcomeSaid:
        said = self.cleaned_data
        return OutcomeSaid(
            How.ADJOURNED, reason=said["reason"] or "", adjourned_to=said["adjourned_to"]
        )


YES_NO = (("yes", "Yes"), ("no", "No"))


class HeldForm(forms.Form):
    """Who sees each child: `see_who_0`, `see_by_0`; each party's view: `view_0`; what was agreed:
    `what_0`, `owner_0`, `due_0`."""

    how = forms.ChoiceField(choices=[(How.HELD, "")], widget=forms.HiddenInput)
    not_quorate_because = words_field("Why does it go on without them?")
    section47 = RadiosField(
        "Is section 47 met?",
        (
            (Section47.JOINT, SECTION47_WORDS[Section47.JOINT]),
            (Section47.SINGLE, SECTION47_WORDS[Section47.SINGLE]),
            (Section47.NO, SECTION47_WORDS[Section47.NO]),
        ),
    )
    section47_because = words_field("Why?", hint="What was weighed, and by whom it is disputed")
    siblings = words_field("Brothers, sisters and other children of the home")
    parents_told = words_field("What are the parents told, by whom and when?")
    parents_not_told_because = words_field("Or why are they not told?", rows=2)
    criminal = RadiosField("Is there a criminal investigation?", YES_NO, inline=True)
    criminal_because = words_field("About the investigation (optional)", rows=2)
    medical = RadiosField(
        "Is a medical needed?",
        tuple((medical, words) for medical, words in MEDICAL_WORDS.items()),
    )
    medical_because = words_field("If no medical is needed, why not?", rows=2)

    def ask_for(
        self,
        *,
        children: Sequence[tuple[UUID, str]],
        parties: Sequence[str],
        is_quorate: bool,
        assume_medical: bool,
        agencies: Sequence[tuple[str, str]],
        actions: int = ACTIONS,
    ) -> None:
        self.children, self.parties = list(children), list(parties)
        if is_quorate:
            del self.fields["not_quorate_because"]
        for place, (_, name) in enumerate(self.children):
            self.fields[f"see_who_{place}"] = TextField(f"Who sees {name}?", width="two-thirds")
            self.fields[f"see_by_{place}"] = MomentField(
                f"When is {name} seen?", what="When the child is seen"
            )
        if assume_medical:
            for place, party in enumerate(self.parties):
                self.fields[f"view_{place}"] = words_field(
                    f"{party}: view on there being no medical", rows=2
                )
        self.answers = {
            f"seeing.{n}.{part}": f"see_{part}_{n}"
            for n in range(len(self.children))
            for part in ("who", "by")
        } | {f"medical_views.{n}.view": f"view_{n}" for n in range(len(self.parties))}
        self.owners = dict(agencies)
        self.actions_asked = actions
        for place in range(actions):
            number = place + 1
            self.fields[f"what_{place}"] = TextField(
                f"Action {number}: what is done?", max_length=1_000
            )
            self.fields[f"agency_{place}"] = SelectField(
                f"Action {number}: agency", agencies, empty="Choose an agency"
            )
            self.fields[f"owner_{place}"] = TextField(f"Action {number}: who does it?")
            self.fields[f"due_{place}"] = MomentField(
                f"Action {number}: by when?", what=f"When action {number} is done"
            )

    def said(self) -> OutcomeSaid:
        said = self.cleaned_data
        return OutcomeSaid(
            how=How.HELD,
            not_quorate_because=said.get("not_quorate_because") or "",
            section47=Section47(said["section47"]) if said["section47"] else None,
            section47_because=said["section47_because"] or "",
            seeing=[
                Seeing(child, said[f"see_who_{place}"] or "", said[f"see_by_{place}"])
                for place, (child, _) in enumerate(self.children)
            ],
            siblings=said["siblings"] or "",
            parents_told=said["parents_told"] or "",
            parents_not_told_because=said["parents_not_told_because"] or "",
            criminal={"yes": True, "no": False}.get(said["criminal"]),
            criminal_because=said["criminal_because"] or "",
            medical=Medical(said["medical"]) if said["medical"] else None,
            medical_because=said["medical_because"] or "",
            medical_views=[
                View(party, said.get(f"view_{place}") or "")
                for place, party in enumerate(self.parties)
            ],
            actions=self._actions(),
        )

    def _actions(self) -> list[ActionAgreed]:
        said, agreed = self.cleaned_data, []
        for place in range(self.actions_asked):
            what, owner = said[f"what_{place}"] or "", said[f"owner_{place}"] or ""
            agency, due = said[f"agency_{place}"] or "", said[f"due_{place}"]
            if not (what or owner or due):
                continue
            number = len(agreed)
            for name in ("what", "owner", "due"):
                self.answers[f"actions.{number}.{name}"] = f"{name}_{place}"
            known, _, key = agency.partition(":")
            agreed.append(
                ActionAgreed(
                    what,
                    owner or self.owners.get(agency, ""),
                    due,
                    key if known == "agency" else "",
                )
            )
        return agreed


class DoneForm(forms.Form):
    note = TextField("How was it done? (optional)", max_length=1_000)
