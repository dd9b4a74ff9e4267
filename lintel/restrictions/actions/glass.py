"""Breaking the glass, ending it, reviewing it, and dealing with a use that was not justified.

What the record is and whether it is there is for the context that keeps it to say; it calls
`break_glass` with what it found, in its own transaction.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access.actions import note_glass
from lintel.access.queries import hold_account
from lintel.access.viewers import Permission, Role, Viewer, Zone
from lintel.audit import trail
from lintel.kernel.instants import deadline_in_words, london_day
from lintel.kernel.refusals import Invalid, NotThere, Refusal, Refused
from lintel.notices import actions as notices
from lintel.notices.rules.addressees import everybody_who_is
from lintel.policy.calendars import calendar
from lintel.policy.clocks import due_at
from lintel.policy.in_force import policy_for
from lintel.restrictions.actions.changing import refuse
from lintel.restrictions.models import BrokenGlass, GlassReview, Incident
from lintel.restrictions.queries.glass import must_make_sense, uses_near
from lintel.restrictions.rules.glass import (
    ALERT,
    INCIDENT,
    INCIDENT_CLOCK,
    LASTS,
    LATE,
    LONGEST,
    REVIEW_CLOCK,
    Outcome,
    number_of,
    once_key,
    reasons_not_to_review,
)

LOOKED_AT_BY = (Role.GUARDIAN, Role.DPO)


@dataclass(frozen=True, slots=True)
class Behind:
    """The record behind the glass. Shape: `kinds` of restriction that hide it."""

    contact_id: UUID
    reference: str
    council: str
    kinds: tuple[str, ...] = ()


@transaction.atomic
def break_glass(*, behind: Behind, category: str, reason: str, by: Viewer, at: datetime) -> UUID:
    """Open one record to `by` for sixty minutes, and tell the guardians and the privacy officer.

    The alert is in the same transaction: when it cannot be written, nothing is opened. Broken
    again while open, it is the same use.

    Errors:
        NotPermitted, Invalid, Refused: as `must_make_sense`.
    """
    hold_account(by.account_id)  # sent twice at once, it is one use, and counted before the next
    must_make_sense(category=category, reason=reason, by=by)
    if behind.council != by.council:
        raise NotThere("contact")
    already = BrokenGlass.objects.filter(
        by=by.account_id, contact_id=behind.contact_id, ended_at=None, at__lte=at, ends_at__gt=at
    ).first()
    if already is not None:
        return already.id
    glass = BrokenGlass.objects.create(
        council=behind.council,
        contact_id=behind.contact_id,
        reference=behind.reference,
        kinds=list(behind.kinds),
        by_id=by.account_id,
        role=by.role,
        category=category,
        reason=reason.strip(),
        at=at,
        ends_at=at + LASTS,
        review_due_at=review_due(behind.council, at=at),
    )
    note_glass(until=glass.ends_at, by=by, at=at)
    _alert(glass, LOOKED_AT_BY, kind=ALERT, by=by, at=at)
    trail.record(
        did=Permission.BREAK_GLASS,
        object_type="contact",
        object_id=str(behind.contact_id),
        by=by,
        at=at,
        why=f"{category} {glass.id}",
        council=behind.council,
        zone=Zone.CONCERN,
    )
    return glass.id


@transaction.atomic
def end_glass(*, glass_id: UUID, by: Viewer, at: datetime) -> None:
    """Close it before its time; one that is closed already stays as it is.

    Errors:
        NotThere: it is none of theirs.
    """
    glass = (
        BrokenGlass.objects.select_for_update()
        .filter(id=glass_id, by=by.account_id, council=by.council)
        .first()
    )
    if glass is None:
        raise NotThere("glass")
    if not glass.facts().is_open(at=at):
        return
    glass.ended_at = at
    glass.save(update_fields=["ended_at"])
    still = BrokenGlass.objects.filter(by=by.account_id, ended_at=None, ends_at__gt=at)
    last = still.order_by("-ends_at").values_list("ends_at", flat=True).first()
    note_glass(until=last, by=by, at=at)
    _on_the_trail(glass, Permission.BREAK_GLASS, "ended", by=by, at=at)


@transaction.atomic
def open_glass(*, glass_id: UUID, by: Viewer, at: datetime) -> BrokenGlass:
    """Read what was said when a glass was broken, to review it; that somebody read it is kept.

    Errors:
        NotPermitted; NotThere: there is none in their council, or a conflict of their own keeps
            its record from them.
    """
    glass = _one(glass_id, by=by)
    _on_the_trail(glass, Permission.REVIEW_GLASS, "read", by=by, at=at)
    return glass


@transaction.atomic
def review_glass(*, glass_id: UUID, outcome: str, words: str, by: Viewer, at: datetime) -> None:
    """Say what came of a use. One that was not justified opens an incident, with its owner and
    the time by which it must be dealt with.

    Errors:
        NotPermitted, NotThere. Refused: it was their own, or it is reviewed. Invalid: by field.
    """
    glass = _one(glass_id, by=by, for_change=True)
    refuse(
        reasons_not_to_review(glass.facts(), reviewer=by.account_id, outcome=outcome, words=words)
    )
    GlassReview.objects.create(
        glass=glass, at=at, by=by.account_id, of=glass.by_id, outcome=outcome, words=words.strip()
    )
    glass.reviewed_at = at
    glass.save(update_fields=["reviewed_at"])
    notices.settle(about=number_of(glass.id), kinds=(ALERT, LATE), by=by, at=at)
    if outcome == Outcome.NOT_JUSTIFIED:
        _open_incident(glass, by=by, at=at)
    _on_the_trail(glass, Permission.REVIEW_GLASS, outcome, by=by, at=at)


def _open_incident(glass: BrokenGlass, *, by: Viewer, at: datetime) -> None:
    """Owned by the reviewing privacy officer; by all of them when a guardian found it."""
    owner = str(by.account_id) if by.role is Role.DPO else everybody_who_is(Role.DPO)
    Incident.objects.create(
        council=glass.council,
        glass=glass,
        opened_at=at,
        opened_by=by.account_id,
        owner=owner,
        due_at=_due(INCIDENT_CLOCK, glass.council, at=at),
    )
    _alert(glass, (Role.DPO,), kind=INCIDENT, by=by, at=at)


@transaction.atomic
def close_incident(*, glass_id: UUID, because: str, by: Viewer, at: datetime) -> None:
    """Say how an incident was dealt with. Only the privacy officer closes one, never of their own.

    Errors:
        NotPermitted, NotThere. Refused: it is closed, or was opened by their own use. Invalid.
    """
    glass = _one(glass_id, by=by, for_change=True)
    incident = Incident.objects.select_for_update().filter(glass=glass).first()
    if incident is None or by.role is not Role.DPO:
        raise NotThere("incident")
    if incident.closed_at is not None:
        raise Refused(Refusal("already_closed", "This incident is closed"))
    if glass.by_id == by.account_id:
        raise Refused(Refusal("own_use", "Somebody else must close this: it was your own use"))
    if not because.strip() or len(because) > LONGEST:
        words = f"Enter what was done, in {LONGEST:,} characters or fewer"
        raise Invalid(Refusal("because_missing", words, "because"))
    incident.owner, incident.closed_at = str(by.account_id), at
    incident.closed_by, incident.closed_because = by.account_id, because.strip()
    incident.save(update_fields=["owner", "closed_at", "closed_by", "closed_because"])
    notices.settle(about=number_of(glass.id), kinds=(INCIDENT,), by=by, at=at)
    _on_the_trail(glass, Permission.REVIEW_GLASS, "incident closed", by=by, at=at)


def say_late(glass: BrokenGlass, *, by: Viewer, at: datetime) -> None:
    """Tell the privacy officer that nobody has reviewed a use in time: the sweep's transaction."""
    _alert(glass, (Role.DPO,), kind=LATE, by=by, at=at)


SUBJECTS = {
    ALERT: "{about}: the glass of a record was broken",
    LATE: "{about}: nobody has reviewed a broken glass in time",
    INCIDENT: "{about}: a broken glass was found not justified",
}


def _alert(
    glass: BrokenGlass, roles: Iterable[Role], *, kind: str, by: Viewer, at: datetime
) -> None:
    """A reference and no name, neither of whom the record is about nor of who opened it."""
    due = glass.review_due_at
    for role in roles:
        notices.queue(
            kind=kind,
            council=glass.council,
            channel="task",
            to=everybody_who_is(role),
            subject=SUBJECTS[kind].format(about=number_of(glass.id)),
            body=f"Open it under Broken glass. It is to be reviewed by {deadline_in_words(due)}.",
            about=number_of(glass.id),
            due_at=due,
            once_key=once_key(kind, glass.id, role),
            by=by,
            at=at,
        )


def review_due(council: str, *, at: datetime) -> datetime:
    """Until when somebody else is to have looked at a use that began at a moment."""
    return _due(REVIEW_CLOCK, council, at=at)


def _due(clock: str, council: str, *, at: datetime) -> datetime:
    rule = policy_for(council).clock_rule(clock, on=london_day(at))
    return due_at(rule, at, calendar())


def _one(glass_id: UUID, *, by: Viewer, for_change: bool = False) -> BrokenGlass:
    by.must(Permission.REVIEW_GLASS)
    found = uses_near(by).filter(id=glass_id)
    glass = (found.select_for_update() if for_change else found).first()
    if glass is None:
        raise NotThere("glass")
    return glass


def _on_the_trail(
    glass: BrokenGlass, did: Permission, why: str, *, by: Viewer, at: datetime
) -> None:
    trail.record(
        did=did,
        object_type="broken_glass",
        object_id=str(glass.id),
        by=by,
        at=at,
        why=why,
        council=glass.council,
        zone=Zone.AUDIT,
    )
