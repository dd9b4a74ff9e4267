"""What the pages about hand-overs say, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from lintel.contacts.queries import BoardRow
from lintel.contacts.queries.shown import Shown, TimelineEntry
from lintel.govuk.answers import Obstacle
from lintel.govuk.words import Clock, clock
from lintel.kernel.instants import london_day, when_in_words
from lintel.pathways.queries import HandOverSeen
from lintel.pathways.rules.handovers import State
from lintel.policy.calendars import calendar
from lintel.policy.clocks import due_at
from lintel.policy.in_force import policy_for

STATE_WORDS = {
    State.OFFERED: "Waiting",
    State.ACCEPTED: "Accepted",
    State.RETURNED: "Returned",
    State.WITHDRAWN: "Taken back by the hub",
}


@dataclass(frozen=True, slots=True)
class HandOverShown:
    """Shape: `clock` is None once answered; `mine`: this viewer's team may answer it; `href` is
    "" when the contact itself is not theirs to open any more."""

    reference: str
    href: str
    answer_href: str
    who: tuple[str, ...]
    rating: str
    outcome: str
    team: str
    offered: str
    state: str
    answered: str
    reason: str
    clock: Clock | None
    mine: bool


def handover_shown(
    seen: HandOverSeen,
    *,
    council: str,
    outcome: str,
    row: BoardRow | None,
    mine: bool,
    at: datetime,
) -> HandOverShown:
    waiting = seen.state == State.OFFERED
    return HandOverShown(
        reference=seen.reference,
        href=reverse("contact", args=[seen.contact_id]) if row else "",
        answer_href=reverse("handover", args=[seen.contact_id]) if waiting and mine else "",
        who=tuple(", ".join(part for part in child if part) for child in row.children)
        if row
        else (),
        rating=row.rating if row else "",
        outcome=outcome,
        team=seen.team_title,
        offered=f"{when_in_words(seen.offered_at)} by {seen.offered_by or 'the hub'}",
        state=STATE_WORDS[State(seen.state)],
        answered=f"{when_in_words(seen.answered_at)} by {seen.answered_by or 'somebody'}"
        if seen.answered_at
        else "",
        reason=seen.reason,
        clock=clock(_due(council, seen.offered_at), at) if waiting else None,
        mine=mine,
    )


def _due(council: str, offered_at: datetime) -> datetime:
    rule = policy_for(council).clock_rule("handover_acceptance", on=london_day(offered_at))
    return due_at(rule, offered_at, calendar())


@dataclass(frozen=True, slots=True)
class HandOversPage:
    waiting: Sequence[HandOverShown]
    answered: Sequence[HandOverShown]
    of_a_team: bool
    done: Sequence[str]


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """Shape: as contacts' step page; `why` is the decision that passed it on, "" when hidden."""

    shown: Shown
    offer: HandOverShown | None
    why: str
    obstacles: Sequence[Obstacle]
    seen_at: str
    stale: bool
    changed: Sequence[TimelineEntry]
    saved_at: str
    autosave: str


@dataclass(frozen=True, slots=True)
class HandOversPanel:
    offers: Sequence[HandOverShown]
