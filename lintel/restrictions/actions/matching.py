"""New contacts that are like somebody hidden: into the guardian's queue, and what they say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import Permission, Role, Viewer
from lintel.kernel.instants import london_day
from lintel.kernel.refusals import Invalid, NotThere, Refusal, Refused
from lintel.notices import actions as notices
from lintel.notices.rules.addressees import everybody_who_is
from lintel.restrictions.actions.changing import on_the_trail, tell_hidden, to_change, who_reads
from lintel.restrictions.models import Covered, NewMatch, Restriction
from lintel.restrictions.queries import CONTACT, PERSON, kind_of
from lintel.restrictions.queries.hiding import matches_near

MATCHED = "restriction_matched"
SAME, OTHER = "same", "other"


@dataclass(frozen=True, slots=True)
class Matched:
    """A contact's record that is like somebody hidden. Shape: `band` as the matcher says."""

    contact_id: UUID
    reference: str
    record_id: UUID
    person_id: UUID
    band: str


def note_matches(found: Iterable[Matched], *, council: str, by: Viewer, at: datetime) -> int:
    """Put each in its guardian's queue, once, with a task that names nobody; how many are new.

    In the transaction that took the contact in, so that it is never lost. Whoever handed it in
    learns nothing of it.
    """
    found = list(found)
    people = {one.person_id for one in found}
    hiding = Covered.objects.filter(
        council=council, subject_type=PERSON, subject_id__in=people, hides=True, ended_at=None
    ).select_related("restriction")
    rows = list(hiding)
    new = 0
    for one in found:
        for covered in rows:
            if covered.subject_id == one.person_id:
                new += _note(covered.restriction, one, by=by, at=at)
    return new


def _note(row: Restriction, one: Matched, *, by: Viewer, at: datetime) -> bool:
    match, is_new = NewMatch.objects.get_or_create(
        restriction=row,
        record_id=one.record_id,
        defaults={
            "council": row.council,
            "contact_id": one.contact_id,
            "reference": one.reference,
            "person_id": one.person_id,
            "band": one.band,
            "found_at": at,
        },
    )
    if is_new:
        notices.queue(
            kind=MATCHED,
            council=row.council,
            channel="task",
            to=row.guardian_team or everybody_who_is(Role.GUARDIAN),
            subject="A new contact may be about a restricted record",
            body="Open the register of restricted records and say whether it is the same.",
            about="",
            due_at=at,
            once_key=f"{MATCHED}:{match.id}",
            by=by,
            at=at,
        )
        on_the_trail(row, "match restricted record", f"contact={one.contact_id}", by, at)
    return is_new


@transaction.atomic
def settle_match(*, match_id: UUID, is_same: bool, because: str, by: Viewer, at: datetime) -> UUID:
    """Say whether a new contact is about the restricted person; its contact's id. When it is, the
    restriction covers the contact from now on.

    Errors:
        NotThere, NotPermitted. Invalid, Refused: every reason.
    """
    by.must(Permission.GUARD_RECORDS)
    found = matches_near(by).filter(id=match_id).first()
    if found is None:
        raise NotThere("match")
    row = to_change(found.restriction_id, by=by)
    match = NewMatch.objects.get(id=match_id)  # as it is now that nobody else can settle it
    if match.settled_at is not None:
        raise Refused(Refusal("settled_already", "It has been said already whether it is the same"))
    if not because.strip():
        raise Invalid(Refusal("no_reason", "Enter what you know that decides it", "because"))
    if is_same and row.lifted_at is None and not who_reads(row, on=london_day(at)):
        words = "Add somebody who reads it first: nobody would see the new contact"
        raise Refused(Refusal("nobody_reads", words))
    match.settled_at, match.settled_by = at, by.account_id
    match.settled_as, match.settled_because = SAME if is_same else OTHER, because.strip()
    match.save(update_fields=["settled_at", "settled_by", "settled_as", "settled_because"])
    kind = kind_of(row.council, row.kind)
    if is_same and kind is not None and row.lifted_at is None:
        Covered.objects.get_or_create(
            restriction=row,
            subject_type=CONTACT,
            subject_id=match.contact_id,
            ended_at=None,
            defaults={"council": row.council, "hides": kind.hides_the_record, "since": at},
        )
        tell_hidden(row, kind, {match.contact_id}, by=by, at=at)
    on_the_trail(row, Permission.GUARD_RECORDS, f"match {match.settled_as}", by, at)
    return match.contact_id
