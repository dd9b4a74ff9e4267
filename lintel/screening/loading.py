"""Decisions in bulk, for imports of history and the demo: a named escape from one by one.

Asks the same guards as `actions.decide_contact`, of a walk that is still in memory: what stands
in the way of it is what was loaded beside it, and no discussion answers its signs of harm.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from lintel.access.viewers import Permission, Viewer
from lintel.audit.in_bulk import insert_many
from lintel.contacts.loading import Walk
from lintel.contacts.rules.harm import INDICATED, MAY_HOLD_TEAMS, reasons_not_to_pass_on
from lintel.directory import queries as directory
from lintel.kernel.instants import london_day
from lintel.kernel.refusals import Refusal, Refused
from lintel.policy.codes import Outcome
from lintel.policy.in_force import policy_for
from lintel.screening.models import Decision
from lintel.screening.rules.guards import (
    STANDING_HARM,
    DecisionFacts,
    Flag,
    after_override,
    signs_that_hold,
    standing_in_the_way,
)

ESCAPE = "screening loading"


@dataclass(frozen=True, slots=True)
class Known:
    """How many earlier contacts the family's history held when the decision was made."""

    earlier: int = 0


def decide(
    walk: Walk,
    outcome: Outcome,
    *,
    rationale: str,
    known: Known,
    team: str = "",
    destination: str = "",
    destination_title: str = "",
    override_reason: str = "",
    by: Viewer,
    at: datetime,
) -> Decision:
    """The decision, not yet written; the walk has moved on.

    Errors:
        Refused: everything that stood in the way, as when deciding.
        NotThere: the council has no such team.
    """
    by.must(Permission.DECIDE)
    contact = walk.contact
    policy = policy_for(contact.council)
    facts = DecisionFacts(
        contact=walk.facts,
        by=by.account_id,
        flags=[
            Flag(str(f.id), f.title, f.level, policy.holds_low(f.rule))
            for f in walk.standing_indicators
        ],
        earlier=known.earlier,
        history_opened=walk.opened_history(by),
        stands=tuple(walk.stands.values()),
    )
    refusals, overridden = after_override(
        (
            *standing_in_the_way(facts, outcome.guards, outcome=outcome.key),
            *_to_a_team(walk, outcome, team, facts),
        ),
        reason=override_reason,
        may_override=by.may(Permission.OVERRIDE),
    )
    if refusals:
        raise Refused(*refusals)
    seen = contact.version
    walk.mark_decided(
        outcome=outcome.key,
        awaiting_team=team if outcome.hands_over else "",
        past=overridden,
        by=by,
        at=at,
    )
    why = outcome.key if not overridden else f"{outcome.key}; past {', '.join(overridden)}"
    walk.on_the_trail(Permission.DECIDE, by=by, at=at, why=why)
    return Decision(
        contact_id=contact.id,
        contact_version=seen,
        reference=contact.reference,
        council=contact.council,
        at=at,
        by_id=by.account_id,
        outcome=outcome.key,
        rationale=rationale,
        destination=team or destination,
        destination_title=destination_title,
        overridden=list(overridden),
        override_reason=override_reason if overridden else "",
        was_overridden=bool(overridden),
        policy_version=policy.version_on(london_day(at)),
    )


def _to_a_team(
    walk: Walk, outcome: Outcome, team: str, facts: DecisionFacts
) -> tuple[Refusal, ...]:
    """What the guards of the outcome do not ask, and the team it goes to does."""
    if not team or (INDICATED in outcome.guards and STANDING_HARM in outcome.guards):
        return ()
    kind = directory.team(walk.contact.council, team).kind
    refusals: tuple[Refusal, ...] = ()
    if INDICATED not in outcome.guards and kind not in MAY_HOLD_TEAMS:
        refusals += reasons_not_to_pass_on(walk.unanswered_harm, field="destination")
    if STANDING_HARM not in outcome.guards and kind == "early_help":
        refusals += signs_that_hold(facts, field="destination")
    return refusals


def write(decisions: Iterable[Decision]) -> None:
    """Inside the caller's transaction; the trail entries are the walks'."""
    insert_many(Decision, list(decisions), reason=ESCAPE)
