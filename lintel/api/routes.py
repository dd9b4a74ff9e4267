"""Contacts: hand in, read, put right, list."""

import base64
import binascii
import hashlib
import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Header, Query, Router, Status

from lintel.access.guards import asks_for
from lintel.access.viewers import Permission
from lintel.api import answers
from lintel.api.answers import ContactOut, ListOut, ProblemOut, ReceiptOut, with_version
from lintel.api.asking import version_seen
from lintel.api.shapes import ContactIn, CorrectionIn
from lintel.contacts import actions, queries
from lintel.contacts.rules.telling import Channel
from lintel.kernel.refusals import Invalid, Refusal

router = Router(tags=["contacts"])
REFUSALS = dict.fromkeys((401, 403, 404, 405, 409, 412, 422, 428, 503), ProblemOut)
LONGEST_KEY = 200


@router.post("/contacts", response={201: ReceiptOut, **REFUSALS}, summary="Hand in a contact")
@asks_for(Permission.SUBMIT_CONTACT, "contact")
def submit(
    request: HttpRequest,
    response: HttpResponse,
    sent: ContactIn,
    idempotency_key: str = Header("", alias="Idempotency-Key"),
) -> Any:
    """201 only once it is safely stored. Send the same Idempotency-Key again after a failure: the
    contact is taken once, and the first answer comes back with `Idempotency-Replayed: true`."""
    key = idempotency_key.strip()
    if not key or len(key) > LONGEST_KEY or not key.isprintable():
        raise Invalid(
            Refusal(
                "missing",
                f"Send an Idempotency-Key of 1 to {LONGEST_KEY} characters",
                field="Idempotency-Key",
            )
        )
    viewer = request.viewer  # type: ignore[attr-defined]
    given = actions.receive_contact(
        telling=sent.told(channel=Channel.API),
        council=viewer.council,
        by=viewer,
        at=timezone.now(),
        idempotency_key=key,
        body_digest=_digest(request.body),
    )
    if given.replayed:
        response.headers["Idempotency-Replayed"] = "true"
    with_version(response, given.version)
    return Status(201, answers.receipt(given))


def _digest(body: bytes) -> str:
    """The same for the same JSON, however it is spaced and ordered."""
    canonical = json.dumps(json.loads(body), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


@router.get("/contacts", response={200: ListOut, **REFUSALS}, summary="Contacts, oldest first")
@asks_for(Permission.VIEW_CONTACT, "contact")
def listed(
    request: HttpRequest,
    cursor: str = Query("", max_length=200, pattern="^[A-Za-z0-9_=-]*$"),
    queue: str = Query("", max_length=40, pattern="^[a-z_]*$"),
    tag: str = Query("", max_length=40, pattern="^[a-z_]*$"),
    limit: int = Query(50, ge=1, le=200),
) -> Any:
    """Every contact the account may see, each once, even while others arrive. `tag=senior_read`
    narrows to those that wait for a senior read, closed ones too."""
    viewer = request.viewer  # type: ignore[attr-defined]
    viewer.must(Permission.VIEW_CONTACT)
    rows, after = queries.listed(
        viewer,
        queue=queue,
        tag=tag,
        after=_from_cursor(cursor) if cursor else None,
        size=limit,
        at=timezone.now(),
    )
    return ListOut(
        items=[answers.item(row) for row in rows], next_cursor=_to_cursor(after) if after else None
    )


def _to_cursor(after: tuple[datetime, UUID]) -> str:
    return base64.urlsafe_b64encode(f"{after[0].isoformat()}|{after[1]}".encode()).decode()


def _from_cursor(cursor: str) -> tuple[datetime, UUID]:
    try:
        when, last = base64.urlsafe_b64decode(cursor.encode()).decode().split("|")
        moment = datetime.fromisoformat(when)
        if moment.tzinfo is None:
            raise ValueError("no zone")
        return moment, UUID(last)
    except (ValueError, binascii.Error):
        raise Invalid(
            Refusal("invalid", "Send the next_cursor you were given", field="cursor")
        ) from None


@router.get(
    "/contacts/{uuid:contact_id}",
    response={200: ContactOut, **REFUSALS},
    exclude_unset=True,
    summary="One contact",
)
@asks_for(Permission.VIEW_CONTACT, "contact")
def read(request: HttpRequest, response: HttpResponse, contact_id: UUID) -> Any:
    """Reading leaves a trace in the trail, in the same transaction."""
    viewer = request.viewer  # type: ignore[attr-defined]
    at = timezone.now()
    contact = actions.open_contact(contact_id=contact_id, by=viewer, at=at)
    view = queries.contact_view(viewer, contact)
    with_version(response, view.facts.version)
    return answers.contact(view, at=at)


@router.patch(
    "/contacts/{uuid:contact_id}",
    response={200: ContactOut, **REFUSALS},
    exclude_unset=True,
    summary="Put right what was taken down wrong",
)
@asks_for(Permission.CORRECT, "contact")
def correct(
    request: HttpRequest, response: HttpResponse, contact_id: UUID, sent: CorrectionIn
) -> Any:
    """Needs If-Match. What it said before is kept. The concern itself is never changed."""
    viewer, version = version_seen(request, contact_id, Permission.CORRECT)
    changes = sent.model_dump(exclude_unset=True, exclude={"reason"})
    at = timezone.now()
    actions.correct_contact(
        contact_id=contact_id,
        version=version,
        changes=changes,
        reason=sent.reason,
        by=viewer,
        at=at,
    )
    return _as_it_is_now(viewer, response, contact_id, at)


def _as_it_is_now(
    viewer: Any, response: HttpResponse, contact_id: UUID, at: datetime
) -> dict[str, Any]:
    view = queries.contact_view(viewer, queries.the_contact(viewer, contact_id))
    with_version(response, view.facts.version)
    return answers.contact(view, at=at)
