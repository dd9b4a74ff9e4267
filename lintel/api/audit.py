"""Who has opened a record, for those who may know: of a contact they see, or of any by privacy."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from lintel.access.guards import asks_for
from lintel.access.queries import names_of
from lintel.access.viewers import Permission
from lintel.api.routes import REFUSALS
from lintel.audit.trail import Entry
from lintel.contacts import actions as contacts
from lintel.watch import actions as watch

router = Router(tags=["the trail"])
MOST = 1000


class AuditIn(Schema):
    """Shape: `object` is the id of a contact, or of a person for `kind` person."""

    object: UUID
    kind: Literal["contact", "person"] = "contact"
    after: int = Field(0, ge=0, description="The sequence number to go on after")


class EntryOut(Schema):
    sequence: int
    at: datetime
    who: str
    role: str
    employer: str
    did: str
    zone: str
    relation: str
    why: str


class AuditOut(Schema):
    items: list[EntryOut]
    next_cursor: str | None


@router.get("/audit", response={200: AuditOut, **REFUSALS}, summary="Who has opened a record")
@asks_for(None, "trail")
def audit(request: HttpRequest, asked: Query[AuditIn]) -> Any:
    """Oldest first, 1,000 at a time. A manager asks about contacts of their own front door; whoever
    looks after privacy about every contact and person of the council. 404 for everybody else's."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found: Sequence[Entry]
    if viewer.may(Permission.WATCH):
        found = watch.read_who_opened(
            object_type=asked.kind, object_id=asked.object, by=viewer, at=at
        )
    else:
        found = contacts.open_trail(contact_id=asked.object, by=viewer, at=at)
    found = [entry for entry in found if entry.sequence > asked.after]
    page, more = found[:MOST], len(found) > MOST
    names = names_of({entry.by for entry in page})
    return AuditOut(
        items=[
            EntryOut(
                sequence=entry.sequence,
                at=entry.at,
                who=names.get(entry.by, ""),
                role=entry.role,
                employer=entry.employer,
                did=entry.did,
                zone=entry.zone,
                relation=entry.relation,
                why=entry.why,
            )
            for entry in page
        ],
        next_cursor=str(page[-1].sequence) if more else None,
    )
