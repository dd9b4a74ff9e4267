"""Where a challenge stands, whose it is there, and what the rules are asked about it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from lintel.access import queries as access
from lintel.access.queries import Addressee
from lintel.access.viewers import Role, Viewer
from lintel.kernel.instants import london_day
from lintel.oversight.models import Challenge, ChallengeAnswer, TakenFurther
from lintel.oversight.rules.challenging import (
    Answerer,
    ChallengeFacts,
    Rung,
    Settled,
    Subject,
    Turn,
    climbed,
)
from lintel.policy.calendars import calendar
from lintel.policy.clocks import due_at
from lintel.policy.in_force import policy_for
from lintel.protection import queries as protection
from lintel.screening import queries as screening

# What is challenged. Shape: (contact, subject, key of the agency whose answer it is).
Act = tuple[UUID, str, str]


def made_by(acts: Iterable[Act]) -> Mapping[Act, set[UUID]]:
    """Whose each act is that is challenged, as it stands now; nobody of them may answer for it.
    A query for each kind of act at the most."""
    acts = set(acts)
    ours = {contact for contact, subject, _ in acts if subject != Subject.AGENCY_ANSWER}
    theirs = {contact for contact, subject, _ in acts if subject == Subject.AGENCY_ANSWER}
    talks = {contact for contact, subject, _ in acts if subject == Subject.DISCUSSION}
    decided = screening.decided_by(ours) if ours else {}
    answered = screening.answered_by(theirs) if theirs else {}
    not_held = protection.not_held_by(talks) if talks else {}
    found = {}
    for contact, subject, agency in acts:
        makers = {decided.get(contact)}
        if subject == Subject.DISCUSSION:
            makers.add(not_held.get(contact))
        if subject == Subject.AGENCY_ANSWER:
            makers = {*answered.get((contact, agency), ())}
        found[contact, subject, agency] = {one for one in makers if one is not None}
    return found


def act_of(row: Challenge) -> Act:
    return row.contact_id, row.subject, row.challenged_agency


def answerer(viewer: Viewer) -> Answerer:
    return Answerer(viewer.account_id, viewer.agency if viewer.role is Role.AGENCY_LEAD else "")


def rungs_of(
    row: Challenge,
    answers: Iterable[ChallengeAnswer],
    further: Iterable[TakenFurther],
    *,
    at: datetime,
) -> tuple[Rung, ...]:
    turns = [Turn(one.at, took_further=False) for one in answers]
    turns += [Turn(one.at, took_further=True) for one in further]
    if row.settled_as == Settled.WITHDRAWN and row.settled_at is not None:
        turns.append(Turn(row.settled_at, took_further=False))
    policy = policy_for(row.council)
    return climbed(
        row.at,
        turns,
        top=policy.challenging.top,
        due=lambda level, since: due_of(row.council, level, since),
        at=at,
    )


def due_of(council: str, level: int, since: datetime) -> datetime:
    """When the time of a step that began at a moment is over."""
    policy = policy_for(council)
    clock = policy.challenging.level(level).clock
    return due_at(policy.clock_rule(clock, on=london_day(since)), since, calendar())


def owners_of(council: str, level: int, *, on: date) -> Sequence[Addressee]:
    """Whose accounts a step belongs to; nobody's where policy names none that could answer now."""
    named = policy_for(council).challenging.level(level).accounts
    return access.named_of_role(council, named, Role.MANAGER, on=on) if named else []


def every_owner(council: str, *, on: date) -> Mapping[int, Sequence[UUID]]:
    """Whose each step is, by its number; one query for each step that names somebody."""
    steps = policy_for(council).challenging.levels
    return {
        one.number: [each.account_id for each in owners_of(council, one.number, on=on)]
        for one in steps
    }


def facts_of(
    row: Challenge,
    answers: Sequence[ChallengeAnswer],
    rungs: Sequence[Rung],
    *,
    now_made_by: Iterable[UUID] = (),
    owners: Iterable[UUID] = (),
) -> ChallengeFacts:
    """Shape: `now_made_by` made what is challenged since it was raised; `owners` of its step."""
    answered_before = {one.by_id for one in answers}
    upheld = row.settled_as == Settled.UPHELD and row.settled_at is not None
    return ChallengeFacts(
        level=rungs[-1].level,
        top=policy_for(row.council).challenging.top,
        subject=Subject(row.subject),
        settled_as=row.settled_as,
        settled_at=row.settled_at,
        further_until=due_of(row.council, rungs[-1].level, row.settled_at) if upheld else None,
        raised_by=row.by_id,
        part_in_it={*(UUID(one) for one in row.made_by), *answered_before, *now_made_by},
        challenged_agency=row.challenged_agency,
        owners=tuple(owners),
    )
