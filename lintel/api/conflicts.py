"""Conflicts of interest: declaring one, for oneself or, by a manager, for somebody else."""

from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status

from lintel.access.guards import asks_for
from lintel.access.viewers import Permission
from lintel.api.routes import REFUSALS
from lintel.api.shapes import Day, Shape, Words
from lintel.contacts import actions, queries
from lintel.restrictions.rules.conflicts import Named

router = Router(tags=["contacts"])


class DescribedIn(Shape):
    given_name: Words
    family_name: Words
    date_of_birth: Day


class ConflictIn(Shape):
    """One of `contact_id`, `reference`, `person_id` and `person` (somebody described). `of` is
    another's account, for a manager."""

    relation: Literal["myself", "family", "friend", "neighbour", "other"]
    reason: Words
    contact_id: UUID | None = None
    reference: Words = ""
    person_id: UUID | None = None
    person: DescribedIn | None = None
    of: UUID | None = None


class ConflictOut(Schema):
    id: UUID


class WhyOpenIn(Shape):
    reason: Words


@router.post("/conflicts", response={201: ConflictOut, **REFUSALS}, summary="Declare a conflict")
@asks_for(Permission.DECLARE_CONFLICT, "conflict")
def declare_a_conflict(request: HttpRequest, sent: ConflictIn) -> Any:
    """Everything of that family is hidden from whoever is near to them, from now on. What is said
    of somebody described answers alike whether or not there is a record."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    viewer.must(Permission.DECLARE_CONFLICT)
    reference = sent.reference
    if sent.contact_id is not None:
        reference = queries.the_contact(viewer, sent.contact_id).reference
    described = sent.person and Named(
        sent.person.given_name, sent.person.family_name, sent.person.date_of_birth
    )
    made = actions.declare_conflict(
        relation=sent.relation,
        reason=sent.reason,
        reference=reference,
        person_id=sent.person_id,
        described=described,
        of=sent.of,
        by=viewer,
        at=at,
    )
    return Status(201, ConflictOut(id=made))


@router.post(
    "/contacts/{uuid:contact_id}/possible-conflict",
    response={204: None, **REFUSALS},
    summary="Say why you open it",
)
@asks_for(Permission.VIEW_CONTACT, "contact")
def open_in_spite(request: HttpRequest, contact_id: UUID, sent: WhyOpenIn) -> Any:
    """After a 409 with `possible_conflict`: the contact may be of one's own family. The managers
    are told."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    actions.open_with_reason(contact_id=contact_id, reason=sent.reason, by=viewer, at=at)
    return Status(204, None)
