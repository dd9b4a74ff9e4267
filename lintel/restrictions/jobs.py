"""What the clock does for restrictions and broken glass: it tells. Late is computed when read."""

from datetime import datetime

from django.db import transaction

from lintel.access.viewers import Role, the_system
from lintel.audit import trail
from lintel.kernel.instants import london_day
from lintel.notices import actions as notices
from lintel.notices.queries import already_queued
from lintel.notices.rules.addressees import everybody_who_is
from lintel.policy.calendars import is_new_to, reckoned_with
from lintel.restrictions.actions.changing import say_unread, unread_key, who_reads
from lintel.restrictions.actions.glass import review_due, say_late
from lintel.restrictions.models import BrokenGlass, Restriction
from lintel.restrictions.queries import kind_of
from lintel.restrictions.queries.glass import late_uses
from lintel.restrictions.rules.glass import LATE, once_key

REVIEW = "restriction_review"


def escalate_glass(at: datetime) -> int:
    """Tell of every use whose review is late, once for each; how many were new."""
    late = {once_key(LATE, glass.id, Role.DPO): glass for glass in late_uses(at=at)}
    fresh = late.keys() - already_queued(late.keys())
    for key in sorted(fresh):
        glass = late[key]
        with transaction.atomic():
            say_late(glass, by=the_system(glass.council, today=london_day(at)), at=at)
    return len(fresh)


def reckon_again(at: datetime) -> int:
    """Where bank holidays have changed, until when each use that nobody has reviewed is to be; how
    many moved."""
    if not is_new_to("restrictions"):
        return 0
    moved = 0
    for id_ in list(BrokenGlass.objects.filter(reviewed_at=None).values_list("id", flat=True)):
        with transaction.atomic():
            waiting = BrokenGlass.objects.select_for_update().filter(reviewed_at=None)
            glass = waiting.filter(id=id_).first()
            if glass is None:  # reviewed since
                continue
            due = review_due(glass.council, at=glass.at)
            if due == glass.review_due_at:
                continue
            moved, glass.review_due_at = moved + 1, due
            glass.save(update_fields=["review_due_at"])
            trail.record(
                did="reckon due time again",
                object_type="glass",
                object_id=str(glass.id),
                by=the_system(glass.council, today=london_day(at)),
                at=at,
                council=glass.council,
            )
    reckoned_with("restrictions")
    return moved


@transaction.atomic
def announce_unread(at: datetime) -> int:
    """Tell guardians, once for each end of its list, of a restriction that hides a record from
    everybody: nobody is left who reads it; how many were new."""
    today = london_day(at)
    unread = [
        row
        for row in Restriction.objects.filter(lifted_at=None).order_by("set_at", "id")
        if (kind := kind_of(row.council, row.kind)) is not None
        and kind.hides_the_record
        and not who_reads(row, on=today)
    ]
    keys = {unread_key(row): row for row in unread}
    fresh = keys.keys() - already_queued(keys)
    for key in sorted(fresh):
        say_unread(keys[key], by=the_system(keys[key].council, today=today), at=at)
    return len(fresh)


@transaction.atomic
def announce_reviews(at: datetime) -> int:
    """Tell guardians, once for each day that was set, that a restriction is overdue to be looked
    at again; how many were new. It goes on hiding what it hides."""
    today = london_day(at)
    rows = Restriction.objects.filter(lifted_at=None, review_on__lt=today)
    keys = {f"{REVIEW}:{row.id}:{row.review_on}": row for row in rows}
    fresh = keys.keys() - already_queued(keys)
    for key in sorted(fresh):
        row = keys[key]
        notices.queue(
            kind=REVIEW,
            council=row.council,
            channel="task",
            to=row.guardian_team or everybody_who_is(Role.GUARDIAN),
            subject="A restricted record is overdue to be looked at again",
            body="Open the register of restricted records, and say whether it still stands.",
            about="",
            due_at=at,
            once_key=key,
            by=the_system(row.council, today=today),
            at=at,
        )
    return len(fresh)
