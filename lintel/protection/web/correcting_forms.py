"""What somebody types to correct what was recorded of a strategy discussion."""

from typing import Any

from django import forms

from lintel.protection.queries import OutcomeSeen
from lintel.protection.rules.outcomes import How
from lintel.protection.web.forms import HeldForm, NotHeldForm, words_field

WHY = "Why is it corrected?"
HINT = "What was wrong, and who noticed. What was recorded stays, and anybody who reads it sees why"


class CorrectHeldForm(HeldForm):
    """As when it was recorded, but for what was agreed: that is ended where it stands."""

    corrected_because = words_field(WHY, hint=HINT)

    def ask_for(self, **asked: Any) -> None:
        super().ask_for(**asked)
        # Last, as the page asks it, so that what is wrong is listed in that order.
        self.fields["corrected_because"] = self.fields.pop("corrected_because")


class CorrectNotHeldForm(NotHeldForm):
    corrected_because = words_field(WHY, hint=HINT)


CORRECTS: dict[How, type[forms.Form]] = {
    How.HELD: CorrectHeldForm,
    How.NOT_HELD: CorrectNotHeldForm,
}


def as_recorded(holds: OutcomeSeen) -> dict[str, Any]:
    """What the questions begin with: what was recorded."""
    plain = ("reason", "not_quorate_because", "section47", "section47_because", "siblings")
    plain += ("parents_told", "parents_not_told_because", "criminal_because", "medical")
    first: dict[str, Any] = {name: getattr(holds, name) for name in plain}
    first["medical_because"] = holds.medical_because
    first["criminal"] = {True: "yes", False: "no"}.get(holds.criminal, "")  # type: ignore[arg-type]
    return first


def about_each(form: HeldForm, holds: OutcomeSeen) -> dict[str, Any]:
    """The same of each child and each party, by the questions that the form has for them."""
    agreed = {child: (who, by) for child, who, by, _ in holds.seeing}
    views = dict(holds.medical_views)
    first: dict[str, Any] = {}
    for place, (child, _) in enumerate(form.children):
        first[f"see_who_{place}"], first[f"see_by_{place}"] = agreed.get(child, ("", None))
    for place, party in enumerate(form.parties):
        first[f"view_{place}"] = views.get(party, "")
    return first
