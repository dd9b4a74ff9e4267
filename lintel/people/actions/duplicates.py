"""The queue of people who may be one: asking for a search of everybody, leaving a pair for later.

Merging and "not the same" are what takes a pair out of it; see `merging`.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import Permission, Viewer
from lintel.audit import trail
from lintel.kernel.refusals import NotThere, Refusal, Refused
from lintel.people.models import DuplicateSearch, Person, PossibleDuplicate


@transaction.atomic
def search_everybody(*, by: Viewer, at: datetime) -> UUID:
    """Have the worker compare everybody of the council with everybody; the id of the search.

    Errors:
        NotPermitted: `by` may not merge.
        Refused: one is under way ("search_under_way").
    """
    by.must(Permission.MERGE_PEOPLE)
    under_way = DuplicateSearch.objects.select_for_update().filter(
        council=by.council, finished_at=None
    )
    if under_way.filter(since=None).exists():
        raise Refused(Refusal("search_under_way", "Everybody is being compared already"))
    for smaller in under_way:  # everybody is among everybody
        smaller.finished_at = at
        smaller.save()
    search = DuplicateSearch.objects.create(
        council=by.council,
        asked_at=at,
        asked_by=by.account_id,
        people=Person.objects.filter(council=by.council).count(),
    )
    _on_trail("search for duplicates", "search", str(search.id), by=by, at=at)
    return search.id


@transaction.atomic
def leave_pair(pair_id: UUID, *, by: Viewer, at: datetime) -> None:
    """Leave a pair for later: it goes to the list of those left, and stays there.

    Errors:
        NotThere: no such pair in the council of `by`.
        NotPermitted: `by` may not say who people are.
    """
    pair = _pair(pair_id, by)
    if pair.left_at is None:
        pair.left_at, pair.left_by = at, by.account_id
        pair.save()
        _on_trail("leave possible duplicate", "person", str(pair.one_id), by=by, at=at)


@transaction.atomic
def take_up_pair(pair_id: UUID, *, by: Viewer, at: datetime) -> None:
    """Put a pair that was left back among those that wait.

    Errors: as `leave_pair`.
    """
    pair = _pair(pair_id, by)
    if pair.left_at is not None:
        pair.left_at = pair.left_by = None
        pair.save()
        _on_trail("take up possible duplicate", "person", str(pair.one_id), by=by, at=at)


def _pair(pair_id: UUID, by: Viewer) -> PossibleDuplicate:
    by.must(Permission.LINK_PERSON)
    pairs = PossibleDuplicate.objects.select_for_update().filter(council=by.council)
    pair = pairs.filter(id=pair_id).first()
    if pair is None:
        raise NotThere("no such pair")
    return pair


def _on_trail(did: str, kind: str, object_id: str, *, by: Viewer, at: datetime) -> None:
    trail.record(
        did=did,
        object_type=kind,
        object_id=object_id,
        by=by,
        at=at,
        council=by.council,
        zone="Z1",
    )
