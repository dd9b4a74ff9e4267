"""What every change of a restriction does: it locks, counts, refuses, tells and is on the trail."""

import hashlib
from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from lintel.access.viewers import Permission, Role, Viewer, Zone
from lintel.audit import trail
from lintel.kernel import news
from lintel.kernel.instants import london_day
from lintel.kernel.refusals import Invalid, Refusal, Refused
from lintel.notices import actions as notices
from lintel.notices.rules.addressees import everybody_who_is
from lintel.policy.restricting import RestrictionKind
from lintel.restrictions.events import ContactsHidden
from lintel.restrictions.models import Covered, ProtectedPlace, Restriction
from lintel.restrictions.queries import CONTACT, the_restriction
from lintel.restrictions.queries.conflicts import accounts_apart, came_back
from lintel.restrictions.rules.lasting import Purpose, ReaderSaid

UNREAD = "restriction_unread"


def to_change(restriction_id: UUID, *, by: Viewer) -> Restriction:
    """The restriction, locked; not visible is not there."""
    the_restriction(by, restriction_id)
    return Restriction.objects.select_for_update().get(id=restriction_id)


def must_stand(row: Restriction) -> None:
    if row.lifted_at is not None:
        raise Refused(Refusal("lifted_already", "The restriction has been lifted"))


def count(row: Restriction) -> None:
    row.version += 1
    row.save(update_fields=["version"])


def refuse(wrong: Collection[Refusal]) -> None:
    """
    Errors:
        Refused: when the state of things is in the way; Invalid: when a field is.
    """
    if any(not refusal.field for refusal in wrong):
        raise Refused(*wrong)
    if wrong:
        raise Invalid(*wrong)


def on_the_trail(
    row: Restriction, did: Permission | str, why: str, by: Viewer, at: datetime
) -> None:
    trail.record(
        did=did,
        object_type="restriction",
        object_id=str(row.id),
        by=by,
        at=at,
        why=why,
        council=row.council,
        zone=Zone.ENVELOPE,
    )


def tell_hidden(
    row: Restriction,
    kind: RestrictionKind,
    contact_ids: Collection[UUID],
    *,
    by: Viewer,
    at: datetime,
) -> None:
    """Have them put in the hands of somebody who reads them; where nobody does, that is the
    guardian's to mend."""
    if not contact_ids or not kind.hides_the_record:
        return
    reading = who_reads(row, on=london_day(at))
    apart = accounts_apart(CONTACT, contact_ids)
    by_reader: dict[tuple[ReaderSaid, ...], set[UUID]] = {}
    for contact_id in contact_ids:
        kept_from = apart.get(contact_id, frozenset())
        left = tuple(one for one in reading if one.account not in kept_from)
        by_reader.setdefault(left, set()).add(contact_id)
    for readers, ids in by_reader.items():
        if readers:
            news.tell(ContactsHidden(row.council, frozenset(ids), readers, by, at))
        else:
            say_unread(row, () if not reading else ids, by=by, at=at)


def who_reads(row: Restriction, *, on: date) -> tuple[ReaderSaid, ...]:
    """Who is on the list and in date, but for those whom a conflict keeps from its subject."""
    reading = row.readers.filter(ended_at=None, until__gt=on).order_by("given_at", "place", "id")
    apart = accounts_apart(row.subject_type, [row.subject_id]).get(row.subject_id, frozenset())
    return tuple(
        ReaderSaid(each.account, each.team, Purpose(each.purpose))
        for each in reading
        if each.account not in apart
    )


def unread_key(row: Restriction, contact_ids: Collection[UUID] = ()) -> str:
    """Once for each end of the list: whoever is added later and runs out, sooner or later than
    those before them, is told of anew, and so is whoever read it again after a conflict of theirs
    had ended. What the list reads but for some contacts is told of for those."""
    last = row.readers.order_by("-given_at", "-place", "-id").values_list("id", "until").first()
    key = f"{UNREAD}:{row.id}:{last[1] if last else ''}:{last[0] if last else ''}"
    about = {(CONTACT, one) for one in contact_ids} or {(row.subject_type, row.subject_id)}
    if back := came_back(about, set(row.readers.values_list("account", flat=True))):
        key += f":{back}"
    if contact_ids:
        told = ",".join(sorted(map(str, contact_ids))).encode()
        key += f":{hashlib.sha256(told).hexdigest()[:16]}"
    return key


def say_unread(
    row: Restriction, contact_ids: Collection[UUID] = (), *, by: Viewer, at: datetime
) -> None:
    """Give the guardian a task, that names nobody, to put somebody on the list. Shape:
    `contact_ids` where others that it covers are read."""
    notices.queue(
        kind=UNREAD,
        council=row.council,
        channel="task",
        to=row.guardian_team or everybody_who_is(Role.GUARDIAN),
        subject="Nobody reads a restricted record any more",
        body="Open the register of restricted records, and add somebody who reads it.",
        about="",
        due_at=at,
        once_key=unread_key(row, contact_ids),
        by=by,
        at=at,
    )


def end(row: Covered | ProtectedPlace, *, at: datetime) -> None:
    row.ended_at = at
    row.save(update_fields=["ended_at"])
