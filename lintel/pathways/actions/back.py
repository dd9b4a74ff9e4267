"""Noting that a family which was stepped down came back, and telling who stepped it down."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import Viewer
from lintel.audit import trail
from lintel.kernel.instants import day_in_words, london_day
from lintel.notices import actions as notices
from lintel.pathways.models import CameBack, HandOver
from lintel.pathways.queries.back import step_downs_of
from lintel.pathways.rules.handovers import State
from lintel.pathways.rules.step_downs import came_back_within


@transaction.atomic
def note_came_back(
    *,
    contact_id: UUID,
    reference: str,
    council: str,
    came_at: datetime,
    tells: bool,
    earlier: Collection[UUID],
    by: Viewer,
    at: datetime,
) -> None:
    """Keep which step-downs of the family a contact brings back, and no longer those it does not.

    Part of what changed the family: its transaction is the caller's. `tells` whoever stepped it
    down, with a task that names nobody: for a contact that is still open.
    """
    noted = {
        row.handover_id: row
        for row in CameBack.objects.filter(contact_id=contact_id, reopened=False, withdrawn_at=None)
    }
    rows = HandOver.objects.filter(
        contact_id__in=list(earlier),
        council=council,
        state=State.ACCEPTED,
        outcome__in=step_downs_of(council),
        answered_at__lte=came_at,
    )
    found = {row.id: row for row in rows} if earlier else {}
    for handover_id in noted.keys() - found.keys():
        noted[handover_id].withdrawn_at = at
        noted[handover_id].save(update_fields=["withdrawn_at"])
    for handover_id in found.keys() - noted.keys():
        _note(
            found[handover_id],
            contact_id=contact_id,
            reference=reference,
            came_at=came_at,
            reopened=False,
            tells=tells,
            by=by,
            at=at,
        )


def note_reopened(held: HandOver, *, by: Viewer, at: datetime) -> None:
    """The hub takes up again what it had stepped down. Part of reopening."""
    again = CameBack.objects.filter(handover=held, contact_id=held.contact_id, withdrawn_at=None)
    if held.outcome in step_downs_of(held.council) and not again.exists():
        _note(
            held,
            contact_id=held.contact_id,
            reference=held.reference,
            came_at=at,
            reopened=True,
            tells=True,
            by=by,
            at=at,
        )


def _note(
    held: HandOver,
    *,
    contact_id: UUID,
    reference: str,
    came_at: datetime,
    reopened: bool,
    tells: bool,
    by: Viewer,
    at: datetime,
) -> None:
    if held.answered_at is None:
        return
    accepted = london_day(held.answered_at)
    within = came_back_within(accepted, london_day(came_at))
    if within is None:
        return
    row = CameBack.objects.create(
        handover=held,
        council=held.council,
        contact_id=contact_id,
        reference=reference,
        came_at=came_at,
        within=within,
        reopened=reopened,
        noted_at=at,
    )
    if tells:
        notices.queue(
            kind="came_back",
            council=held.council,
            channel="task",
            to=str(held.offered_by_id),
            subject=f"{held.reference}, which you stepped down, came back",
            body=f"It was taken on for early help on {day_in_words(accepted)} and came back "
            f"within {within} months, as {reference}. Read what came back: it shows what the "
            "step-down missed, or that life changed.",
            about=reference,
            due_at=None,
            once_key=f"back:{row.id}",
            by=by,
            at=at,
        )
    if reopened:
        return
    trail.record(
        did="note that it came back",
        object_type="contact",
        object_id=str(contact_id),
        by=by,
        at=at,
        why=f"after {held.reference}",
        council=held.council,
    )
