"""What somebody types to decide. The form checks shape; the guards and the action check sense."""

from collections.abc import Mapping, Sequence

from django import forms

from lintel.directory.rules.routing import Suggestion
from lintel.govuk.fields import LongTextField, RadiosField, SelectField, TextField
from lintel.policy.codes import Needs, Outcome

LONGEST = 20_000


class DecideForm(forms.Form):
    """One question for where it goes stands under each outcome that needs one: `to_<outcome>`.

    They are all in the page without scripts, and only the one of the chosen outcome is read.
    """

    outcome = RadiosField("What happens next?", error="Select what happens next")
    rationale = LongTextField(
        "Why is this the right outcome?",
        hint="What you know and how, what you do not know, what the family and the history say, "
        "and why not more or less than this",
        rows=7,
        limit=LONGEST,
        counted=False,
    )
    override_reason = LongTextField(
        "Why go ahead past what stands in the way?",
        hint="It is kept with the decision, listed and counted",
        rows=3,
        limit=5_000,
    )

    def ask_for(
        self,
        outcomes: Sequence[Outcome],
        *,
        teams: dict[str, list[tuple[str, str]]],
        services: list[tuple[str, str]],
        may_override: bool,
        places: Mapping[str, Sequence[tuple[str, str]]],
        suggested: Mapping[str, Suggestion],
    ) -> None:
        """Shape: `teams` is what each outcome could go to, the usual one first; `places` are
        (team, what it has left) to read before one is chosen; `suggested` is what the rules say.
        """
        self.places = places
        self.fields["outcome"].offer(  # type: ignore[attr-defined]
            [(outcome.key, outcome.title) for outcome in outcomes]
        )
        self.only_team = {key: few[0][1] for key, few in teams.items() if len(few) == 1}
        for outcome in outcomes:
            said = suggested.get(outcome.key, Suggestion(None, ""))
            field = _destination(outcome, teams.get(outcome.key, []), services, said)
            if field is not None:
                self.fields[f"to_{outcome.key}"] = field
            if isinstance(field, TeamField) and said.by_rule and said.team:
                self.fields[f"why_{outcome.key}"] = LongTextField(
                    "Why another team?",
                    hint=f"Only if you choose another than {said.team.title}",
                    rows=2,
                    limit=5_000,
                    counted=False,
                )
        if not may_override:
            del self.fields["override_reason"]

    @property
    def answers(self) -> dict[str, str]:
        """Which question a refusal of the action is about."""
        key = self.cleaned_data.get("outcome", "")
        return {"destination": f"to_{key}", "route_reason": f"why_{key}"}

    def clean(self) -> dict:
        """Where there is a choice of teams, somebody makes it: the first is not the right one."""
        said = super().clean() or self.cleaned_data
        asked = self.fields.get(f"to_{said.get('outcome', '')}")
        if isinstance(asked, TeamField) and not said.get(f"to_{said['outcome']}"):
            self.add_error(f"to_{said['outcome']}", "Select the team to hand over to")
        return said

    def destination(self) -> str:
        return self.cleaned_data.get(f"to_{self.cleaned_data['outcome']}") or ""

    def route_reason(self) -> str:
        return self.cleaned_data.get(f"why_{self.cleaned_data['outcome']}") or ""


class TeamField(SelectField):
    """Which of several teams takes it on."""


def _destination(
    outcome: Outcome,
    teams: list[tuple[str, str]],
    services: list[tuple[str, str]],
    suggested: Suggestion,
) -> forms.Field | None:
    match outcome.needs:
        case Needs.TEAM if len(teams) > 1:
            hint = ""
            if suggested.team and suggested.by_rule:
                hint = f"Suggested: {suggested.team.title}, because {suggested.because}"
            elif suggested.because and suggested.team is None:
                hint = f"No team is suggested: {suggested.because}"
            return TeamField("Which team?", teams, hint=hint, empty="Choose a team")
        case Needs.SERVICE:
            return SelectField("Which service?", services, empty="Choose a service")
        case Needs.AUTHORITY:
            return TextField(
                "Which authority, and who accepted it there?", width="two-thirds", max_length=200
            )
    return None
