"""What the clock does about people: it compares, and merges nobody.

People of whom something was said lately are compared with everybody; a search of everybody is
gone on with, some at a time, so that a worker that dies loses nothing and delays nobody.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from lintel.people.finding import Candidate, candidates
from lintel.people.merged import standing_as
from lintel.people.models import DuplicateSearch, Link, Person, PossibleDuplicate
from lintel.people.queries import RecordView, records_of
from lintel.people.rules.facts import facts_of
from lintel.people.rules.likeness import Band, Relation
from lintel.people.scoring import weights_of

AT_ONCE = 50  # people compared in one transaction
IN_A_SWEEP = 1_000
OFTEN = timedelta(minutes=5)
_RECORDS = 4  # of each person are looked up; the latest say the most


def find_duplicates(at: datetime, *, most: int = IN_A_SWEEP) -> int:
    """Go on with every search under way, and begin one of what is new; how many were compared."""
    compared = 0
    for council in Person.objects.values_list("council", flat=True).order_by("council").distinct():
        search = _under_way(council, at=at)
        if search is not None:
            compared += _go_on(search, at=at, most=most)
    return compared


def _under_way(council: str, *, at: datetime) -> DuplicateSearch | None:
    """The search to go on with; a new one of what was said since the last, when it is time."""
    searches = DuplicateSearch.objects.filter(council=council)
    open_one = searches.filter(finished_at=None).first()
    if open_one is not None:
        return open_one
    last = searches.order_by("-asked_at").first()
    if last is not None and at - last.asked_at < OFTEN:
        return None
    since = last.asked_at if last else None
    if last is None:
        # Whoever was known before there was a queue is compared when somebody asks for it.
        since = at - OFTEN
    people = _people(council, since).count()
    if not people:
        if last is not None and last.asked_by is None and last.people == 0:
            last.asked_at = last.finished_at = at  # nothing new again: one row says so
            last.save()
            return None
        done = {"finished_at": at}
    else:
        done = {}
    try:
        with transaction.atomic():
            search = DuplicateSearch.objects.create(
                council=council, since=since, asked_at=at, people=people, **done
            )
    except IntegrityError:
        return searches.filter(finished_at=None).first()  # somebody asked a moment ago
    return None if search.finished_at else search


def _people(council: str, since: datetime | None):
    """Whoever has records, or of whom something was said, linked or undone since."""
    people = Person.objects.filter(council=council)
    if since is None:
        return people
    said = Link.objects.filter(
        Q(linked_at__gt=since)
        | Q(undone_at__gt=since)
        | Q(record__recorded_at__gt=since)
        | Q(record__earlier__replaced_at__gt=since)
    )
    return people.filter(id__in=said.values("about"))


def _go_on(search: DuplicateSearch, *, at: datetime, most: int) -> int:
    compared = 0
    while compared < most and search.finished_at is None:
        with transaction.atomic():
            search = DuplicateSearch.objects.select_for_update().get(id=search.id)
            people = _people(search.council, search.since).order_by("id")
            if search.reached:
                people = people.filter(id__gt=search.reached)
            ids = list(people.values_list("id", flat=True)[: min(AT_ONCE, most - compared)])
            if search.finished_at is None and ids:
                search.found += compare_people(search.council, ids, at=at)
                search.compared += len(ids)
                search.reached = ids[-1]
            elif search.finished_at is None:
                search.finished_at = at
            search.save()
        compared += len(ids)
    return compared


def compare_people(council: str, person_ids: Sequence[UUID], *, at: datetime) -> int:
    """Compare each of these with everybody, and keep whoever may be the same; how many are new."""
    alone = [one for one, stands_as in standing_as(person_ids).items() if one == stands_as]
    records = records_of(alone)
    found: dict[tuple[UUID, UUID], tuple[Candidate, str]] = {}
    for person_id in alone:
        home = _household(records[person_id], person_id)
        for candidate in _same_as(council, person_id, records[person_id]):
            pair = (min(person_id, candidate.person_id), max(person_id, candidate.person_id))
            kept = found.get(pair)
            if kept is None or candidate.weight > kept[0].weight:
                found[pair] = candidate, home
    return _keep(council, set(alone), found, at=at)


def _same_as(council: str, person_id: UUID, records: Sequence[RecordView]) -> Iterable[Candidate]:
    """The best that any of the latest records finds, for each of the others."""
    best: dict[UUID, Candidate] = {}
    for record in records[-_RECORDS:]:
        for one in candidates(council, record.told, limit=6, on=record.as_of):
            if one.person_id == person_id or one.relation is not Relation.SAME:
                continue
            kept = best.get(one.person_id)
            if kept is None or one.weight > kept.weight:
                best[one.person_id] = one
    return best.values()


def _household(records: Sequence[RecordView], person_id: UUID) -> str:
    """The last home told of, as a mark; people nobody told a home of have one of their own."""
    for record in reversed(records):
        facts = facts_of(record.told)
        home = facts.uprn or (f"{facts.postcode}|{facts.street}" if facts.street else "")
        if home:
            return hashlib.sha256(home.encode()).hexdigest()[:32]
    return person_id.hex


def _keep(
    council: str,
    compared: set[UUID],
    found: dict[tuple[UUID, UUID], tuple[Candidate, str]],
    *,
    at: datetime,
) -> int:
    there = {
        (row.one_id, row.other_id): row
        for row in PossibleDuplicate.objects.filter(
            Q(one__in=compared) | Q(other__in=compared), council=council
        )
    }
    bands, new = tuple(Band), 0
    for pair, (candidate, home) in found.items():
        row = there.pop(pair, None)
        if row is None or row.gone_at is not None:
            new += 1
        row = row or PossibleDuplicate(council=council, one_id=pair[0], other_id=pair[1])
        row.household, row.band = home, candidate.band.value
        row.rank = bands.index(candidate.band)
        row.weight, row.prior = candidate.weight, candidate.prior
        row.probability, row.scorer = candidate.probability, weights_of(council).version
        row.agreements = [
            {
                "field": each.field,
                "agreement": each.how.value,
                "weight": round(each.weight, 2),
                "words": each.words,
            }
            for each in candidate.agreements
        ]
        row.found_at, row.gone_at = row.found_at or at, None
        row.save()
    for row in there.values():
        # The other of the pair may still find this one; only what both were asked about is gone.
        if row.gone_at is None and {row.one_id, row.other_id} <= compared:
            row.gone_at = at
            row.save()
    return new
