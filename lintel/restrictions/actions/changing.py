"""What every change of a restriction does: it locks, counts, refuses, tells and is on the trail."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from lintel.access.viewers import Permission, Viewer, Zone
from lintel.audit import trail
from lintel.kernel import news
from lintel.kernel.instants import london_day
from lintel.kernel.refusals import Invalid, Refusal, Refused
from lintel.policy.restricting import RestrictionKind
from lintel.restrictions.events import ContactsHidden
from lintel.restrictions.models import Covered, ProtectedPlace, Restriction
from lintel.restrictions.queries import the_restriction
from lintel.restrictions.rules.lasting import Purpose, ReaderSaid


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
    if not contact_ids or not kind.hides_the_record:
        return
    news.tell(
        ContactsHidden(
            row.council, frozenset(contact_ids), who_reads(row, on=london_day(at)), by, at
        )
    )


def who_reads(row: Restriction, *, on: date) -> tuple[ReaderSaid, ...]:
    reading = row.readers.filter(ended_at=None, until__gt=on).order_by("given_at", "id")
    return tuple(ReaderSaid(each.account, each.team, Purpose(each.purpose)) for each in reading)


def end(row: Covered | ProtectedPlace, *, at: datetime) -> None:
    row.ended_at = at
    row.save(update_fields=["ended_at"])
