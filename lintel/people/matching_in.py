"""Whose the records of an import are: the certain are linked, the uncertain left for review.

Some at a time, each lot in a transaction of its own, so that matching that was stopped goes on
where it was: what is linked is not asked again, and what is left for review stays in the queue
once. Two who share a birthday and a surname but no first name are never linked.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import Viewer
from lintel.people.families import tell_changed
from lintel.people.finding import Candidate, candidates
from lintel.people.loading import (
    LinkIn,
    PersonIn,
    RecordIn,
    load_links,
    load_people,
    load_records,
)
from lintel.people.models import NotTheSame, SourceRecord, ToReview
from lintel.people.queries import batches, person_of
from lintel.people.rules.agreements import How
from lintel.people.rules.likeness import Band, Relation
from lintel.people.rules.told import from_plain
from lintel.people.scoring import weights_of

# (what is being done, how many are done, of how many; None when nobody knows)
Progress = Callable[[str, int, int | None], None]
AT_ONCE = 200
LINKED, NEW, LEFT, BEFORE = "linked as certain", "somebody new", "left for review", "linked before"


def match_records(
    record_ids: Sequence[UUID],
    council: str,
    *,
    by: Viewer,
    at: datetime,
    tell: Progress | None = None,
) -> dict[str, int]:
    """How many were linked, became somebody new, were left, or were linked before.

    Record by record, so that the second telling of a new person finds the first.
    """
    counts: Counter[str] = Counter({LINKED: 0, NEW: 0, LEFT: 0, BEFORE: 0})
    done = 0
    for batch in batches(record_ids, AT_ONCE):
        with transaction.atomic():
            before = person_of(batch)
            counts.update(_match(batch, council, by=by, at=at))
            tell_changed(council, set(person_of(batch)) - set(before), by=by, at=at)
        done += len(batch)
        if tell:
            tell("matched", done, len(record_ids))
    return dict(counts)


def make_known(records: Sequence[RecordIn], said: str, *, by: Viewer, at: datetime) -> None:
    """Somebody known for each record without matching; what waits for review goes on waiting."""
    waiting: set[tuple[str, str, str]] = set()
    for batch in batches(records):
        rows = ToReview.objects.filter(record__source_ref__in=[one.source_ref for one in batch])
        waiting.update(rows.values_list("council", "source", "record__source_ref"))

    def waits(record: RecordIn) -> bool:
        return (record.council, record.source, record.source_ref) in waiting

    load_records([one for one in records if waits(one)], by=by, at=at)
    people = [PersonIn([one], reasons={"said": [said]}) for one in records if not waits(one)]
    load_people(people, by=by, at=at)


def _match(batch: Sequence[UUID], council: str, *, by: Viewer, at: datetime) -> Counter[str]:
    counts: Counter[str] = Counter()
    linked = person_of(batch)
    rows = SourceRecord.objects.in_bulk([one for one in batch if one not in linked])
    refused = set(
        NotTheSame.objects.filter(record__in=list(rows), withdrawn_at=None).values_list(
            "record_id", flat=True
        )
    )
    waiting = set(
        ToReview.objects.filter(record__in=list(rows)).values_list("record_id", flat=True)
    )
    for record_id in batch:
        row = rows.get(record_id)
        if row is None:
            counts[BEFORE] += 1
            continue
        offered = candidates(council, record_id, limit=3)
        what = _decided(offered)
        if what == NEW and record_id in refused:
            what = LEFT  # somebody has said whom it is not: a person goes on
        counts[what] += 1
        if what == LINKED:
            best = offered[0]
            link = LinkIn(
                record_id, best.person_id, by.account_id, at, "import", _grounds(best, council)
            )
            load_links([link], by=by, at=at)
        elif what == NEW:
            record = RecordIn(council, row.source, row.source_ref, from_plain(row.told), row.as_of)
            reasons = {"said": ["nobody known looks like this record"]}
            load_people([PersonIn([record], reasons=reasons)], by=by, at=at)
        elif record_id not in waiting:
            _leave(row, offered, by=by, at=at)
    return counts


def _leave(row: SourceRecord, offered: Sequence[Candidate], *, by: Viewer, at: datetime) -> None:
    band = next((one.band for one in offered if one.relation is Relation.SAME), Band.POSSIBLE)
    ToReview.objects.create(
        council=row.council,
        record=row,
        source=row.source,
        band=band.value,
        left_at=at,
        left_by=by.account_id,
    )


def _decided(offered: Sequence[Candidate]) -> str:
    same = [one for one in offered if one.relation is Relation.SAME]
    if not same:
        return NEW
    sure = [one for one in same if one.band is Band.CERTAIN]
    return LINKED if len(sure) == 1 and same[0] is sure[0] and _may_link(same[0]) else LEFT


def _may_link(best: Candidate) -> bool:
    """Never two who share a birthday and a surname but not a first name, whatever the sum."""
    said = {one.field: one for one in best.agreements}
    given = said.get("given_name")
    if given is None:
        return "family_name" not in said
    return given.how is not How.DIFFERS and given.level in ("same", "alias", "form")


def _grounds(best: Candidate, council: str) -> dict[str, object]:
    return {
        "band": best.band,
        "weight": best.weight,
        "probability": best.probability,
        "scorer": weights_of(council).version,
        "agrees": list(best.reasons),
        "differs": list(best.differs),
        "said": ["certain, by an import that was told to match"],
    }
