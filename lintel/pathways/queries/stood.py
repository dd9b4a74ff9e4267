"""What every context had of a contact at a moment: decisions, agencies, discussions, steps, teams.

Here, because this context is above all of them. Marks and places are read as they are now: who may
not read an item today does not read it as it stood, either.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from lintel.access.viewers import Role, Viewer, Zone
from lintel.access.zones import sees
from lintel.contacts import queries as contacts
from lintel.pathways.queries.handovers import HandOverSeen, handovers_of
from lintel.pathways.rules.handovers import State
from lintel.protection import queries as protection
from lintel.protection.queries import DiscussionSeen, OutcomeSeen
from lintel.protection.queries.stood import StepThen, steps_as_they_stood
from lintel.screening import queries as screening
from lintel.screening.queries import DecisionSeen, RequestSeen, WeighingSeen
from lintel.screening.rules.asking import Reply


@dataclass(frozen=True, slots=True)
class AskedThen:
    """One agency. Shape: `request` with only what it had said by then; `due_at` is None where it
    was given more time since, for only the newest time is kept."""

    request: RequestSeen
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class DiscussedThen:
    """One strategy discussion. Shape: `outcome` is the newest that had been recorded by then."""

    discussion: DiscussionSeen
    outcome: OutcomeSeen | None


@dataclass(frozen=True, slots=True)
class AllThen:
    """Shape: `asked` is None for whoever may not know of agencies' answers; decisions, newest
    first; `decided` for whoever may read decisions."""

    moment: datetime
    contact: contacts.Stood
    decisions: Sequence[DecisionSeen]
    reads_decisions: bool
    asked: Sequence[AskedThen] | None
    weighed: WeighingSeen | None
    discussed: Sequence[DiscussedThen]
    steps: Sequence[StepThen]
    handovers: Sequence[HandOverSeen]


def decided_last(viewer: Viewer, contact_id: UUID) -> datetime | None:
    """When the newest decision was made, of one that was reopened too."""
    found = contacts.decided_at([contact_id]).get(contact_id)
    if found is not None:
        return found
    newest = screening.decisions_about(viewer, contact_id)
    return newest[0].at if newest else None


def all_as_it_stood(viewer: Viewer, contact: Any, *, moment: datetime, at: datetime) -> AllThen:
    """`contact` comes from `open_contact`."""
    offered = handovers_of(viewer, contact.id) if sees(viewer, Zone.OUTCOME) else []
    handovers = [_handover(one, moment) for one in offered if one.offered_at <= moment]
    made = [one for one in screening.decisions_about(viewer, contact.id) if one.at <= moment]
    reopened = contacts.reopened_by(contact.id, at=moment)
    ended = _ended(made, handovers, reopened=reopened)
    return AllThen(
        moment=moment,
        contact=contacts.as_it_stood(viewer, contact, moment=moment, ended=ended),
        decisions=made,
        reads_decisions=sees(viewer, Zone.DECISION),
        asked=_asked(viewer, contact.id, moment=moment, at=at),
        weighed=next(
            (one for one in screening.weighings_of(viewer, contact.id) if one.at <= moment), None
        ),
        discussed=[
            _discussed(one, moment)
            for one in protection.discussions_about(viewer, contact.id, at=at)
            if one.convened_at <= moment
        ],
        steps=steps_as_they_stood(viewer, contact.id, moment=moment, at=at),
        handovers=handovers,
    )


def _ended(
    made: Sequence[DecisionSeen],
    handovers: Sequence[HandOverSeen],
    *,
    reopened: datetime | None,
) -> contacts.Ended:
    """Whether a decision held then, and whose it was."""
    last = made[0] if made else None
    if last is None or (reopened is not None and reopened > last.at):
        return contacts.Ended()
    offer = next((one for one in handovers if one.offered_at >= last.at), None)
    if offer is None:
        return contacts.Ended(last.at, last.outcome)
    if offer.state == State.RETURNED:
        return contacts.Ended()
    waits = offer.team if offer.state == State.OFFERED else ""
    return contacts.Ended(last.at, last.outcome, waits, closed=offer.state == State.ACCEPTED)


def _handover(one: HandOverSeen, moment: datetime) -> HandOverSeen:
    if one.answered_at is not None and one.answered_at > moment:
        one = replace(one, state=State.OFFERED, answered_at=None, answered_by="", reason="")
    if one.waiting_since is not None and one.waiting_since > moment:
        one = replace(one, waiting_since=None, waiting_for="")
    if one.ended_at is not None and one.ended_at > moment:
        one = replace(one, ended_at=None, ended_how="", ended_words="")
    return one


def _asked(
    viewer: Viewer, contact_id: UUID, *, moment: datetime, at: datetime
) -> list[AskedThen] | None:
    if not sees(viewer, Zone.AGENCY_ITEMS) or viewer.role is Role.EARLY_HELP:
        return None
    return [
        _request(one, moment)
        for one in screening.requests_about(viewer, contact_id, at=at)
        if one.asked_at <= moment
    ]


def _request(one: RequestSeen, moment: datetime) -> AskedThen:
    moved = any(each.kind == Reply.MORE_TIME and each.at > moment for each in one.answers)
    then = replace(
        one,
        answers=tuple(each for each in one.answers if each.at <= moment),
        contributions=tuple(each for each in one.contributions if each.at <= moment),
        chases=tuple(each for each in one.chases if each.at <= moment),
    )
    if one.settled_at is not None and one.settled_at > moment:
        then = replace(then, settled_as="", settled_at=None, settled_because="")
    return AskedThen(then, None if moved else one.due_at)


def _discussed(one: DiscussionSeen, moment: datetime) -> DiscussedThen:
    recorded = [*one.earlier, *([one.outcome] if one.outcome else [])]
    by_then = [each for each in recorded if each.at <= moment]
    outcome = replace(by_then[-1], replaced=False) if by_then else None
    return DiscussedThen(one, outcome)
