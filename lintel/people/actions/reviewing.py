"""Saying whose a record is that matching in bulk left: opened on the trail, settled, undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import Permission, Viewer
from lintel.audit import trail
from lintel.people import queries
from lintel.people.actions import linking
from lintel.people.models import ToReview
from lintel.people.queries import Candidate, RecordView
from lintel.people.review_queue import the_review


@dataclass(frozen=True, slots=True)
class Review:
    """A record beside those it may be.

    Shape: `known` are the records of each candidate, as told, and of whom it is linked to.
    """

    review_id: UUID
    record: RecordView
    candidates: Sequence[Candidate]
    known: dict[UUID, list[RecordView]]


@transaction.atomic
def open_review(review_id: UUID, *, by: Viewer, at: datetime) -> Review:
    """The record and its candidates; that they were looked at is on the trail.

    Errors:
        NotPermitted: `by` may not link.
        NotThere: not in the queue of the council of `by`.
    """
    by.must(Permission.LINK_PERSON)
    row = the_review(by, review_id)
    record = queries.record_view(by, row.record_id)
    candidates: Sequence[Candidate] = ()
    if record.person_id is None:
        candidates = queries.candidates(by, row.record_id, limit=5)
    people = [one.person_id for one in candidates]
    people += [record.person_id] if record.person_id else []
    _on_trail("open record to review", row, f"candidates={len(candidates)}", by=by, at=at)
    known = {
        who: queries.as_seen(by, own)
        for who, own in queries.records_of(queries.known_of(by, people)).items()
    }
    return Review(review_id, queries.as_seen(by, [record])[0], candidates, known)


@transaction.atomic
def settle_review(review_id: UUID, person_id: UUID | None, *, by: Viewer, at: datetime) -> UUID:
    """The record is about this person, or about somebody new (None); the id of the person.

    Errors:
        NotPermitted, NotThere, Refused: as `link`.
    """
    by.must(Permission.LINK_PERSON)
    row = the_review(by, review_id)
    said = "said to be the same" if person_id else "said to be somebody new"
    found = linking.link(row.record_id, person_id, [said], by=by, at=at)
    row.settled_at, row.settled_by = at, by.account_id
    row.save(update_fields=["settled_at", "settled_by"])
    return found


@transaction.atomic
def undo_review(review_id: UUID, reason: str, *, by: Viewer, at: datetime) -> None:
    """The link is undone and the record waits again.

    Errors:
        NotPermitted, NotThere, Invalid, Refused: as `unlink`.
    """
    by.must(Permission.LINK_PERSON)
    row = the_review(by, review_id)
    linking.unlink(row.record_id, reason, by=by, at=at)
    row.settled_at = row.settled_by = None
    row.save(update_fields=["settled_at", "settled_by"])


@transaction.atomic
def not_them(review_id: UUID, person_id: UUID, *, by: Viewer, at: datetime) -> None:
    """The record is not about this person, who is not offered for it again.

    Errors:
        NotPermitted, NotThere, Refused: as `say_not_the_same`.
    """
    by.must(Permission.LINK_PERSON)
    row = the_review(by, review_id)
    linking.say_not_the_same(row.record_id, person_id, by=by, at=at)


def _on_trail(did: str, row: ToReview, why: str, *, by: Viewer, at: datetime) -> None:
    trail.record(
        did=did,
        object_type="record to review",
        object_id=str(row.id),
        by=by,
        at=at,
        why=why,
        council=row.council,
        zone="Z1",
    )
