"""A contact as it stood at a moment, from what was kept with its own moment and nothing else.

What a decision was made with is asked for in complaints, reviews and courts, long after the
record has moved on. Each row says when it came; what came later is left out, what was put right
later says again what it said. Nothing is guessed: what has no moment of its own is named by the
page, and not shown.
"""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from lintel.access.queries import names_of
from lintel.access.viewers import Permission, Viewer
from lintel.contacts.models import (
    Acknowledgement,
    Assignment,
    Closing,
    Contact,
    Correction,
    Hold,
    Look,
    RatingGiven,
)
from lintel.contacts.queries.family import contacts_naming
from lintel.contacts.queries.record import ContactView, IndicatorSeen, contact_view
from lintel.contacts.queries.visibility import visible_to
from lintel.contacts.rules.clocks import Clock, running_clocks
from lintel.contacts.rules.facts import RANK, Stage
from lintel.directory import queries as directory
from lintel.people import queries as people
from lintel.policy.calendars import calendar
from lintel.policy.in_force import policy_for


@dataclass(frozen=True, slots=True)
class Ended:
    """What the contexts above know of the contact at that moment.

    Shape: decided_at and outcome of the decision that held then; awaiting_team had been offered
    it; closed: a team had taken it.
    """

    decided_at: datetime | None = None
    outcome: str = ""
    awaiting_team: str = ""
    closed: bool = False


@dataclass(frozen=True, slots=True)
class RatedThen:
    """Shape: `reason` is "" for whoever is not shown what was told."""

    rating: str
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class LinkThen:
    """Who somebody told of was known to be. Shape: `number` is "" for whom this viewer may not
    know of any more."""

    record_id: UUID
    number: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class EarlierThen:
    """Another contact that named the same people, and had come by then."""

    contact_id: UUID
    reference: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Stood:
    """Shape:

    view: what the viewer may see of it, with what was put right later as it was.
    rated, given_to, held_until, clocks: as they were; None, "" and empty where there were none.
    corrected_since: names of fields that were put right later, shown as they were.
    links, earlier: None for whoever may not read the history of families.
    """

    view: ContactView
    stage: Stage
    rated: RatedThen | None
    given_to: str
    held_until: datetime | None
    clocks: Sequence[Clock]
    corrected_since: Sequence[str]
    links: Sequence[LinkThen] | None
    earlier: Sequence[EarlierThen] | None


def reopened_by(contact_id: UUID, *, at: datetime) -> datetime | None:
    """When it was last reopened, by a moment; None when it was not."""
    rows = Closing.objects.filter(contact=contact_id, reopened=True, at__lte=at)
    return rows.order_by("-at").values_list("at", flat=True).first()


def as_it_stood(viewer: Viewer, contact: Contact, *, moment: datetime, ended: Ended) -> Stood:
    """`contact` comes from `open_contact`, so that reading it has left its trace."""
    then = copy(contact)
    corrected = _uncorrect(then, moment=moment)
    ratings = list(RatingGiven.objects.filter(contact=contact, at__lte=moment).order_by("-at")[:1])
    given = list(Assignment.objects.filter(contact=contact, at__lte=moment).order_by("-at")[:1])
    names = names_of({row.by_id for row in ratings} | {row.to_account_id for row in given} - {None})
    _turn_back(then, ratings[0] if ratings else None, moment=moment, ended=ended)
    view = _as_then(contact_view(viewer, then), moment=moment)
    links = _links(viewer, view, moment=moment)
    facts = then.facts()
    return Stood(
        view=view,
        stage=facts.stage,
        rated=RatedThen(
            ratings[0].rating,
            ratings[0].at,
            names.get(ratings[0].by_id, ""),
            # Why speaks of what was told, and stands on the record beside it.
            ratings[0].reason if view.concern is not None else "",
        )
        if ratings
        else None,
        given_to=_given_to(given[0], names) if given else "",
        held_until=then.held_until,
        clocks=running_clocks(facts, policy=policy_for(contact.council), calendar=calendar()),
        corrected_since=corrected,
        links=links,
        earlier=_earlier(viewer, contact, moment=moment) if links is not None else None,
    )


def _uncorrect(then: Contact, *, moment: datetime) -> list[str]:
    """Give each field that was put right later what it said before; which they were."""
    later = Correction.objects.filter(contact=then.id, at__gt=moment).order_by("-at", "-id")
    fields = []
    for row in later:
        was = row.was
        if row.field == "occurred_at" and was:
            was = datetime.fromisoformat(was)
        setattr(then, row.field, was)
        fields.append(row.field)
    return list(dict.fromkeys(fields))


def _turn_back(then: Contact, rated: RatingGiven | None, *, moment: datetime, ended: Ended) -> None:
    """The state of it, by rows that had come by then."""
    turns = list(Closing.objects.filter(contact=then.id, at__lte=moment).order_by("at"))
    reopened = [row.at for row in turns if row.reopened]
    looks = list(Look.objects.filter(contact=then.id, at__lte=moment).order_by("at"))
    closed = bool(turns) and not turns[-1].reopened
    then.rating = rated.rating if rated else ""
    then.rating_rank = RANK[then.rating]
    then.clock_started_at = max([then.received_at, *reopened])
    then.immediate_since = _immediate(then.id, looks, moment=moment)
    then.held_until = _held_until(then.id, moment=moment)
    then.decided_at, then.outcome = ended.decided_at, ended.outcome
    then.awaiting_team, then.accepted_team = ended.awaiting_team, ""
    then.answers_due_at = None  # each agency's own time is shown with what it was asked
    then.closed_at = None
    if closed or ended.closed:
        then.stage = Stage.CLOSED
    elif ended.decided_at is not None:
        then.stage = Stage.DECIDED
    elif rated is not None:
        then.stage = Stage.SCREENING
    else:
        then.stage = Stage.LOOKED_AT if looks else Stage.RECEIVED


def _immediate(contact_id: UUID, looks: Sequence[Look], *, moment: datetime) -> datetime | None:
    urgent = [row.at for row in looks if row.immediate]
    if not urgent:
        return None
    answered = Acknowledgement.objects.filter(
        contact=contact_id, at__gte=urgent[-1], at__lte=moment
    )
    return None if answered.exists() else urgent[-1]


def _held_until(contact_id: UUID, *, moment: datetime) -> datetime | None:
    held = Hold.objects.filter(contact=contact_id, at__lte=moment).order_by("-at").first()
    if held is None or (held.released_at is not None and held.released_at <= moment):
        return None
    return held.review_at


def _given_to(row: Assignment, names: dict | object) -> str:
    if row.to_account_id is not None:
        return names.get(row.to_account_id, "somebody who has left")  # type: ignore[attr-defined]
    council = row.contact.council
    titles = {team.key: team.title for team in directory.teams(council)}
    return titles.get(row.to_team, row.to_team)


def _as_then(view: ContactView, *, moment: datetime) -> ContactView:
    """Without what was added later. What adds up is in what had happened."""
    if view.concern is None:
        return replace(view, adding_up=None)
    signs = [_sign(row, moment=moment) for row in view.concern.indicators if row.fired_at <= moment]
    happened = [one for one in view.concern.happenings if one.at <= moment]
    concern = replace(view.concern, indicators=signs, happenings=happened)
    return replace(view, concern=concern, adding_up=None)


def _sign(row: IndicatorSeen, *, moment: datetime) -> IndicatorSeen:
    if row.dismissed_at is None or row.dismissed_at <= moment:
        return row
    return replace(row, dismissed_at=None, dismissed_by="", dismissed_because="")


def _links(viewer: Viewer, view: ContactView, *, moment: datetime) -> list[LinkThen] | None:
    """Who each person told of was known to be, of those this viewer may know of now."""
    if view.children is None or not viewer.may(Permission.OPEN_HISTORY):
        return None
    standing = people.links_at([one.record_id for one in (*view.children, *(view.adults or ()))],
                               whose=viewer, at=moment)  # fmt: skip
    cards = people.person_summaries(viewer, {link.person_id for link in standing})
    names = names_of({link.linked_by for link in standing})
    return [
        LinkThen(
            link.record_id,
            cards[link.person_id].number if link.person_id in cards else "",
            link.linked_at,
            names.get(link.linked_by, "Somebody who has left"),
        )
        for link in standing
    ]


def _earlier(viewer: Viewer, contact: Contact, *, moment: datetime) -> list[EarlierThen]:
    """Contacts that had come by then, about the people who were linked by then, newest first."""
    own = [*contact.children.all(), *contact.adults.all()]
    linked = people.links_at([row.record_id for row in own], whose=viewer, at=moment)
    known = people.known_of(viewer, {link.person_id for link in linked})
    records = people.records_linked_at(known, whose=viewer, at=moment)
    near = visible_to(viewer).filter(
        id__in=contacts_naming(records) - {contact.id}, received_at__lte=moment
    )
    rows = near.order_by("-received_at").values_list("id", "reference", "received_at")
    return [EarlierThen(*row) for row in rows]
