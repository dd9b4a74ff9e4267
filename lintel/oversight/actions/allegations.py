"""Allegations: opened by what is told, taken in hand, considered, decided on, ended."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import Permission, Role, Viewer, Zone
from lintel.audit import trail
from lintel.contacts import actions as contacts
from lintel.kernel.instants import deadline_in_words, london_day
from lintel.kernel.refusals import Invalid, Refusal, Refused
from lintel.notices import actions as notices
from lintel.notices.rules.addressees import everybody_who_is
from lintel.oversight.models import Allegation, AllegationEnding, Considered, CourseTaken
from lintel.oversight.queries.allegations import AllegationSeen, facts_of, one_allegation
from lintel.oversight.rules.allegations import (
    ConsideredSaid,
    Course,
    reasons_not_to_consider,
    reasons_not_to_decide,
    reasons_not_to_end,
    reasons_not_to_take,
)
from lintel.policy.calendars import calendar
from lintel.policy.clocks import due_at
from lintel.policy.in_force import policy_for

ALERT = "allegation_told"
CLOCK = "lado_report_1wd"


def open_allegation(
    *, contact_id: UUID, reference: str, council: str, by: Viewer, at: datetime
) -> None:
    """Open one for a contact, once, and tell the designated officer that it waits. Part of
    receiving or correcting the contact: its transaction, and its trail entry."""
    rule = policy_for(council).clock_rule(CLOCK, on=london_day(at))
    due = due_at(rule, at, calendar())
    row, is_new = Allegation.objects.get_or_create(
        contact_id=contact_id,
        defaults={"reference": reference, "council": council, "at": at, "due_at": due},
    )
    if is_new:
        notices.queue(
            kind=ALERT,
            council=council,
            channel="task",
            to=everybody_who_is(Role.LADO),
            subject=f"{reference}: an allegation waits for you",
            body=f"Open it under Allegations by {deadline_in_words(due)}.",
            about=reference,
            due_at=due,
            once_key=f"{ALERT}:{row.id}",
            by=by,
            at=at,
        )


@transaction.atomic
def read_allegation(*, allegation_id: UUID, by: Viewer, at: datetime) -> AllegationSeen:
    """Read one; that somebody read it is kept.

    Errors:
        NotThere: there is none, or none for `by`.
    """
    seen = one_allegation(by, allegation_id)
    _on_the_trail(seen.id, Permission.VIEW_ALLEGATION, "", by=by, at=at)
    return seen


@transaction.atomic
def take_allegation(*, allegation_id: UUID, by: Viewer, at: datetime) -> None:
    """The designated officer has it: the clock for telling them ends.

    Errors:
        NotThere, NotPermitted. Refused: it is taken or closed.
    """
    row = _to_change(allegation_id, by=by)
    _tell(reasons_not_to_take(facts_of(row)))
    _take(row, by=by, at=at)
    _on_the_trail(row.id, Permission.RECORD_ALLEGATION, "taken", by=by, at=at)


def _take(row: Allegation, *, by: Viewer, at: datetime) -> None:
    row.taken_at, row.taken_by_id = at, by.account_id
    row.save(update_fields=["taken_at", "taken_by"])
    notices.settle(about=row.reference, kinds=(ALERT,), by=by, at=at)


@transaction.atomic
def consider_allegation(
    *, allegation_id: UUID, said: ConsideredSaid, by: Viewer, at: datetime
) -> None:
    """Record who it is against and the four tests; it is taken in hand with that.

    Errors:
        NotThere, NotPermitted. Refused: it is closed. Invalid: by field.
    """
    row = _to_change(allegation_id, by=by)
    _tell(reasons_not_to_consider(said, facts_of(row)))
    Considered.objects.create(
        allegation=row,
        at=at,
        by_id=by.account_id,
        person=said.person.strip(),
        work=said.work.strip(),
        employer=said.employer.strip(),
        tests=dict(said.tests),
        reasons=said.reasons.strip(),
    )
    if row.taken_at is None:
        _take(row, by=by, at=at)
    _on_the_trail(row.id, Permission.RECORD_ALLEGATION, "considered", by=by, at=at)


@transaction.atomic
def decide_allegation(
    *, allegation_id: UUID, course: str, reasons: str, by: Viewer, at: datetime
) -> None:
    """Decide what happens. Where it turns out to be no allegation against somebody who works with
    children, the whole hub sees the contact again. A joint meeting settles nothing for the child:
    what calls for a strategy discussion still does.

    Errors:
        NotThere, NotPermitted. Refused: closed, or the tests are not recorded. Invalid: by field.
    """
    row = _to_change(allegation_id, by=by)
    _tell(reasons_not_to_decide(course, reasons, facts_of(row)))
    CourseTaken.objects.create(
        allegation=row, at=at, by_id=by.account_id, course=course, reasons=reasons.strip()
    )
    is_one = course != Course.NOT_AN_ALLEGATION
    contacts.mark_allegation(contact_id=row.contact_id, is_one=is_one, by=by, at=at)
    _on_the_trail(row.id, Permission.RECORD_ALLEGATION, course, by=by, at=at)


@transaction.atomic
def end_allegation(
    *, allegation_id: UUID, finding: str, words: str, by: Viewer, at: datetime
) -> None:
    """Say what was found, and close it. The contact about the child goes its own way.

    Errors:
        NotThere, NotPermitted. Refused: closed, or nothing is decided. Invalid: by field.
    """
    row = _to_change(allegation_id, by=by)
    _tell(reasons_not_to_end(finding, words, facts_of(row)))
    AllegationEnding.objects.create(
        allegation=row, at=at, by_id=by.account_id, finding=finding, words=words.strip()
    )
    row.closed_at = at
    row.save(update_fields=["closed_at"])
    _on_the_trail(row.id, Permission.RECORD_ALLEGATION, finding, by=by, at=at)


def _to_change(allegation_id: UUID, *, by: Viewer) -> Allegation:
    """The allegation, locked; not visible is not there."""
    one_allegation(by, allegation_id)
    by.must(Permission.RECORD_ALLEGATION)
    return Allegation.objects.select_for_update().get(id=allegation_id)


def _tell(wrong: Iterable[Refusal]) -> None:
    """
    Errors:
        Refused: when the state of things is in the way; Invalid: when a field is.
    """
    wrong = tuple(wrong)
    if any(not refusal.field for refusal in wrong):
        raise Refused(*wrong)
    if wrong:
        raise Invalid(*wrong)


def _on_the_trail(
    allegation_id: UUID, did: Permission, why: str, *, by: Viewer, at: datetime
) -> None:
    trail.record(
        did=did,
        object_type="allegation",
        object_id=str(allegation_id),
        by=by,
        at=at,
        why=why,
        council=by.council,
        zone=Zone.CONCERN,
    )
