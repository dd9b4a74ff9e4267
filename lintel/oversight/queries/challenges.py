"""Challenges as somebody may see them, and what an open one holds up.

Who may read decisions reads a challenge whole. Whoever raised it reads their own words, where it
stands and what they are told; so does their agency.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from lintel.access.queries import names_of
from lintel.access.viewers import Permission, Role, Viewer, Zone
from lintel.access.worded_once import worded_once
from lintel.access.zones import sees
from lintel.contacts import queries as contacts
from lintel.contacts.counted import Counted
from lintel.contacts.family_timeline import FamilyAsked, HistoryEvent
from lintel.contacts.rules.obstacles import CLOSING, LETTING_GO, Stands
from lintel.directory import queries as directory
from lintel.kernel.instants import london_day
from lintel.kernel.refusals import NotThere, Refusal
from lintel.oversight.models import Challenge, ChallengeAnswer, TakenFurther
from lintel.oversight.queries.steps import (
    act_of,
    answerer,
    every_owner,
    facts_of,
    made_by,
    rungs_of,
)
from lintel.oversight.rules.challenging import (
    Rung,
    Settled,
    reasons_not_further,
    who_may_not_answer,
)
from lintel.policy.in_force import policy_for
from lintel.restrictions.queries import hidden_contacts
from lintel.screening import queries as screening

MOST = 500
OF_AN_AGENCY = frozenset({Role.PARTNER, Role.AGENCY_LEAD})


@dataclass(frozen=True, slots=True)
class AnswerSeen:
    """Shape: reasons, learning, by and answered_for are "" for who may not read decisions."""

    level: int
    at: datetime
    answer: str
    told: str
    reasons: str
    learning: str
    by: str
    answered_for: str


@dataclass(frozen=True, slots=True)
class FurtherSeen:
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class ChallengeSeen:
    """One challenge as one viewer may read it.

    Shape:
        rungs: the steps it has stood at, the present one last; level_title in words.
        whole: this viewer may read decisions, and the contact.
        may_answer, may_take_further, may_withdraw: whether this viewer could do so now.
        owners: names of the accounts that this step belongs to, for who reads it whole; none where
            it belongs to every manager. on_my_list: it is open, and the viewer is one of them.
        answers_for_others: whoever answers must name whoever gave the answer.
        further_until: until when an upheld one may be taken further.
    """

    id: UUID
    contact_id: UUID
    reference: str
    at: datetime
    by: str
    agency: str
    agency_title: str
    subject: str
    challenged_agency: str
    theme: str
    disagrees: str
    wants: str
    rungs: Sequence[Rung]
    level_title: str
    level_owner: str
    owners: Sequence[str]
    on_my_list: bool
    answers_for_others: bool
    settled_as: str
    settled_at: datetime | None
    settled_because: str
    further_until: datetime | None
    answers: Sequence[AnswerSeen]
    further: Sequence[FurtherSeen]
    whole: bool
    mine: bool
    may_answer: bool
    may_take_further: bool
    may_withdraw: bool

    @property
    def is_open(self) -> bool:
        return not self.settled_as

    @property
    def level(self) -> int:
        return self.rungs[-1].level

    @property
    def due_at(self) -> datetime:
        return self.rungs[-1].due_at

    def is_late(self, *, at: datetime) -> bool:
        return self.is_open and at >= self.due_at


@dataclass(frozen=True, slots=True)
class Challengeable:
    """A contact that a viewer may challenge. Shape: `agencies` (key: title) have answered, and
    their answers may be challenged by this viewer."""

    contact_id: UUID
    reference: str
    is_decided: bool
    agencies: Mapping[str, str]


def challengeable(viewer: Viewer, contact_id: UUID, *, at: datetime) -> Challengeable:
    """A contact this viewer stands in a relation to: the hub's, handed over to their team, asked
    of their agency, or told by themselves.

    Errors:
        NotThere: there is none, or none for this viewer.
    """
    reference = ""
    if viewer.role in OF_AN_AGENCY:
        reference = screening.asked_of_my_agency(viewer, contact_id, at=at)
    if not reference and viewer.role in {Role.REFERRER, *OF_AN_AGENCY}:
        own = contacts.told_by(viewer, contact_id=contact_id)
        reference = own[0].reference if own else ""
    if not reference:
        reference = contacts.the_contact(viewer, contact_id).reference
    return Challengeable(
        contact_id,
        reference,
        is_decided=contact_id in contacts.decided_at([contact_id]),
        agencies=screening.agencies_that_answered(viewer, contact_id),
    )


def _near(viewer: Viewer) -> QuerySet[Challenge]:
    """The challenges a viewer may know of."""
    own = Q(by=viewer.account_id)
    if viewer.role in OF_AN_AGENCY:
        own |= Q(agency=viewer.agency)
    if viewer.role is Role.AGENCY_LEAD:
        own |= Q(challenged_agency=viewer.agency)
    if sees(viewer, Zone.DECISION):
        own |= Q(contact_id__in=contacts.visible_to(viewer).values("id"))
    near = Challenge.objects.filter(own, council=viewer.council)
    return near.exclude(contact_id__in=hidden_contacts(viewer))


@worded_once
def _open_near(viewer: Viewer) -> QuerySet[Challenge]:
    return _near(viewer).filter(settled_at=None)[:MOST]


@worded_once
def _near_about(viewer: Viewer, contact_id: UUID) -> QuerySet[Challenge]:
    return _near(viewer).filter(contact_id=contact_id)


def challenges_about(viewer: Viewer, contact_id: UUID, *, at: datetime) -> list[ChallengeSeen]:
    """The challenges of a contact that this viewer may know of, open ones first."""
    rows = _near_about(viewer, contact_id)
    return sorted(_seen(rows, viewer, at=at), key=lambda one: (not one.is_open, one.at))


def one_challenge(viewer: Viewer, challenge_id: UUID, *, at: datetime) -> ChallengeSeen:
    """
    Errors:
        NotThere: there is none, or none for this viewer.
    """
    row = _near(viewer).filter(id=challenge_id).first()
    if row is None:
        raise NotThere("challenge")
    return _seen([row], viewer, at=at)[0]


def open_challenges(viewer: Viewer, *, at: datetime) -> list[ChallengeSeen]:
    """Every open one this viewer may know of: the highest step first, then the least time left."""
    rows = list(_near(viewer).filter(settled_at=None)[:MOST])
    return sorted(_seen(rows, viewer, at=at), key=lambda one: (-one.level, one.due_at))


def my_challenges(viewer: Viewer, *, at: datetime) -> list[ChallengeSeen]:
    """Those the viewer or their agency raised, and those about its answers; the newest first."""
    own = Q(by=viewer.account_id)
    if viewer.role in OF_AN_AGENCY:
        own |= Q(agency=viewer.agency)
    if viewer.role is Role.AGENCY_LEAD:
        own |= Q(challenged_agency=viewer.agency)
    rows = Challenge.objects.filter(own, council=viewer.council).order_by("-at", "id")[:MOST]
    return _seen(list(rows), viewer, at=at)


def _seen(rows: Sequence[Challenge], viewer: Viewer, *, at: datetime) -> list[ChallengeSeen]:
    """A constant number of queries, and one or two more for who may answer each open one."""
    if not rows:
        return []
    ids = [row.id for row in rows]
    answers: dict[UUID, list[ChallengeAnswer]] = {}
    for answer in ChallengeAnswer.objects.filter(challenge_id__in=ids):
        answers.setdefault(answer.challenge_id, []).append(answer)
    further: dict[UUID, list[TakenFurther]] = {}
    for step in TakenFurther.objects.filter(challenge_id__in=ids):
        further.setdefault(step.challenge_id, []).append(step)
    told = {row.by_id for row in rows}
    told |= {one.by_id for each in answers.values() for one in each}
    told |= {one.by_id for each in further.values() for one in each}
    owners = every_owner(viewer.council, on=london_day(at))
    told |= {one for each in owners.values() for one in each}
    names = names_of(told)
    makers = made_by(act_of(row) for row in rows)
    titles = {one.key: one.title for one in directory.agencies(viewer.council)}
    whole: set[UUID] = set()
    if sees(viewer, Zone.DECISION):
        near = contacts.visible_to(viewer).filter(id__in={row.contact_id for row in rows})
        whole = set(near.values_list("id", flat=True))
    return [
        _one(
            row,
            answers.get(row.id, []),
            further.get(row.id, []),
            names,
            titles,
            viewer,
            owners,
            now_made_by=makers[act_of(row)],
            whole=row.contact_id in whole,
            at=at,
        )
        for row in rows
    ]


def _one(
    row: Challenge,
    answers: Sequence[ChallengeAnswer],
    further: Sequence[TakenFurther],
    names: Mapping[UUID, str],
    titles: Mapping[str, str],
    viewer: Viewer,
    owners: Mapping[int, Sequence[UUID]],
    *,
    now_made_by: Collection[UUID],
    whole: bool,
    at: datetime,
) -> ChallengeSeen:
    rungs = rungs_of(row, answers, further, at=at)
    level = policy_for(row.council).challenging.level(rungs[-1].level)
    facts = facts_of(
        row, answers, rungs, now_made_by=now_made_by, owners=owners.get(rungs[-1].level, ())
    )
    mine = row.by_id == viewer.account_id or (
        viewer.role is Role.AGENCY_LEAD and row.agency == viewer.agency
    )
    asked_to_answer = whole or row.challenged_agency == viewer.agency
    return ChallengeSeen(
        id=row.id,
        contact_id=row.contact_id,
        reference=row.reference,
        at=row.at,
        by=names.get(row.by_id, "Somebody who has left"),
        agency=row.agency,
        agency_title=titles.get(row.agency, row.agency),
        subject=row.subject,
        challenged_agency=titles.get(row.challenged_agency, row.challenged_agency),
        theme=row.theme,
        disagrees=row.disagrees,
        wants=row.wants,
        rungs=rungs,
        level_title=level.title,
        level_owner=level.owner,
        owners=[names[one] for one in facts.owners if one in facts.may_be_owners and one in names]
        if whole
        else [],
        on_my_list=facts.is_open and viewer.account_id in facts.may_be_owners,
        answers_for_others=facts.level > 1 and viewer.account_id not in facts.may_be_owners,
        settled_as=row.settled_as,
        settled_at=row.settled_at,
        settled_because=row.settled_because,
        further_until=facts.further_until,
        answers=[_answer(one, names, whole=whole) for one in answers],
        further=[FurtherSeen(one.at, names.get(one.by_id, ""), one.reason) for one in further],
        whole=whole,
        mine=mine,
        may_answer=facts.is_open
        and asked_to_answer
        and viewer.may(Permission.ANSWER_CHALLENGE)
        and not who_may_not_answer(facts, answerer(viewer)),
        may_take_further=mine and not reasons_not_further(facts, reason="said", at=at),
        may_withdraw=mine and facts.is_open,
    )


def _answer(row: ChallengeAnswer, names: Mapping[UUID, str], *, whole: bool) -> AnswerSeen:
    return AnswerSeen(
        level=row.level,
        at=row.at,
        answer=row.answer,
        told=row.told,
        reasons=row.reasons if whole else "",
        learning=row.learning if whole else "",
        by=names.get(row.by_id, "Somebody who has left") if whole else "",
        answered_for=row.answered_for if whole else "",
    )


@worded_once
def _open_about(contact_id: UUID) -> QuerySet[Challenge]:
    return Challenge.objects.filter(contact_id=contact_id, settled_at=None)


def what_stands(contact: Any, by: Viewer) -> Iterable[Stands]:
    """An open challenge stops the closing, and keeps a contact that a team has taken on."""
    for row in _open_about(contact.id):
        words = (
            "Have the challenge answered first: it is open, and a contact does not close past it"
        )
        refusal = Refusal("challenge_open", words, cause=f"challenge:{row.id}")
        yield Stands(refusal, frozenset({CLOSING, LETTING_GO}))


def open_count(viewer: Viewer, at: datetime) -> Counted | None:
    """How many are open, for the board; None for who does not answer them."""
    if not viewer.may(Permission.ANSWER_CHALLENGE) or not sees(viewer, Zone.DECISION):
        return None
    rows = _open_near(viewer)
    if not rows:
        return None
    seen = _seen(rows, viewer, at=at)
    late = sum(one.is_late(at=at) for one in seen)
    return Counted("challenges", "Open challenges", len(seen), late)


_ENDED = {
    Settled.CHANGED: "and it was changed",
    Settled.UPHELD: "and it was upheld",
    Settled.WITHDRAWN: "and settled by talking",
    "": "and not yet answered",
}


@worded_once
def _about(contact_ids: list[UUID], council: str) -> QuerySet[Challenge]:
    return Challenge.objects.filter(contact_id__in=contact_ids, council=council)


def challenges_of_family(viewer: Viewer, asked: FamilyAsked, at: datetime) -> list[HistoryEvent]:
    """What was challenged about a family, for its time line."""
    if not asked.contacts or not sees(viewer, Zone.DECISION):
        return []
    rows = _about(list(asked.contacts), viewer.council)
    titles = {one.key: one.title for one in directory.agencies(viewer.council)} if rows else {}
    return [
        HistoryEvent(
            on=london_day(row.at),
            kinds=frozenset({"agency"}),
            title=f"Challenged by {titles.get(row.agency, row.agency)}, {_ENDED[row.settled_as]}",
            whose=asked.contacts[row.contact_id],
            detail=row.disagrees,
            contact_id=row.contact_id,
            reference=row.reference,
            at=row.at,
        )
        for row in rows
    ]
