"""Writing down what is made of a contact before it is decided."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status

from lintel.access.guards import asks_for
from lintel.access.viewers import Permission
from lintel.api.routes import REFUSALS
from lintel.api.shapes import Shape, Words
from lintel.screening import actions

router = Router(tags=["agencies"])


class WeighingIn(Shape):
    """The headings of an analysis; at least one says something."""

    history_says: Words = ""
    change_evidence: Words = ""
    past_attempts: Words = ""
    child_account: Words = ""
    daily_life: Words = ""
    disputed: Words = ""


class WeighingMadeOut(Schema):
    id: UUID


@router.post(
    "/contacts/{uuid:contact_id}/weighings",
    response={201: WeighingMadeOut, **REFUSALS},
    summary="Write an analysis",
)
@asks_for(Permission.DECIDE, "contact")
def weigh(request: HttpRequest, contact_id: UUID, sent: WeighingIn) -> Any:
    """The newest counts; every earlier one is kept."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    made = actions.weigh(contact_id=contact_id, headings=sent.model_dump(), by=viewer, at=at)
    return Status(201, WeighingMadeOut(id=made))
