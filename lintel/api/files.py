"""Files: attached, listed, given back, and marked anew."""

import json
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field, StrictBool

from lintel.access.guards import asks_for
from lintel.access.viewers import Permission
from lintel.api.agencies import Handling
from lintel.api.answers import ProblemOut
from lintel.api.asking import stated_version
from lintel.api.routes import REFUSALS
from lintel.api.shapes import Shape, Words
from lintel.contacts import actions as contacts
from lintel.files import actions, queries
from lintel.files.giving import as_attachment
from lintel.files.incoming import sent_with
from lintel.files.rules.reading import Belongs, reasons_not_to_mark_so
from lintel.kernel.refusals import Invalid, Refusal
from lintel.sharing.rules.handling import Mark

router = Router(tags=["files"])
TAKES = REFUSALS | {413: ProblemOut, 507: ProblemOut}
# Said by hand, so that a part with another name is refused as a field of JSON would be.
FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "additionalProperties": False,
                    "properties": {
                        "file": {
                            "type": "array",
                            "items": {"type": "string", "format": "binary"},
                            "minItems": 1,
                            "maxItems": 5,
                            "description": "One part for each file, each named file, of 20 MB",
                        },
                        "handling": {
                            "type": "string",
                            "enum": ["H1", "H2", "H3", "H4"],
                            "default": "H2",
                            "description": "Who may read them. Somebody who hands in a contact "
                            "and reads nothing back says nothing of it.",
                        },
                        "named": {
                            "type": "array",
                            "items": {"type": "string", "format": "uuid"},
                            "description": "Who may read them when they are sealed (H4)",
                        },
                        "onward_leave": {"type": "string", "enum": ["true", "false"]},
                    },
                }
            }
        },
    }
}
KNOWN = frozenset({"file", "handling", "named", "onward_leave"})


class MarkIn(Shape):
    handling: Handling
    named: list[UUID] = Field(default_factory=list)
    onward_leave: StrictBool = False
    reason: Words = ""


class FileOut(Schema):
    """Without `in_full` the account may know only that there is a file. `check` is what the virus
    scanner said: "waiting" and "found" are given to nobody."""

    id: UUID
    belongs_to: Literal["contact", "request", "discussion"]
    belongs_id: UUID | None
    given_at: datetime
    agency: str
    in_full: bool
    name: str
    kind: str
    size: int
    handling: str
    version: int
    check: Literal["waiting", "clean", "found"]
    notices: list[str]


class FilesOut(Schema):
    items: list[FileOut]
    next_cursor: str | None = None


class AttachedOut(Schema):
    """`id` is the first, for who sent one."""

    id: UUID
    items: list[UUID]


@router.post(
    "/contacts/{uuid:contact_id}/files",
    response={201: AttachedOut, **TAKES},
    summary="Attach files to a contact",
    openapi_extra=FORM,
)
@asks_for(Permission.ATTACH_FILE, "contact")
def attach(request: HttpRequest, contact_id: UUID) -> Any:
    """All are taken or none. What a file is comes from its content, not from its name or declared
    type. 507: there is no room for files now; contacts are still taken."""
    return _attached(request, Belongs.CONTACT, contact_id)


@router.post(
    "/requests/{uuid:request_id}/files",
    response={201: AttachedOut, **TAKES},
    summary="Attach files to my agency's answer",
    openapi_extra=FORM,
)
@asks_for(Permission.ATTACH_FILE, "request")
def attach_to_request(request: HttpRequest, request_id: UUID) -> Any:
    """The agency that gave them controls them, as it does what it said."""
    return _attached(request, Belongs.REQUEST, request_id)


@router.post(
    "/discussions/{uuid:discussion_id}/files",
    response={201: AttachedOut, **TAKES},
    summary="Bring files to a discussion",
    openapi_extra=FORM,
)
@asks_for(Permission.ATTACH_FILE, "discussion")
def attach_to_discussion(request: HttpRequest, discussion_id: UUID) -> Any:
    """Open to those who were there, or once it was held, as its items are."""
    return _attached(request, Belongs.DISCUSSION, discussion_id)


def _attached(request: HttpRequest, belongs: Belongs, belongs_id: UUID) -> Any:
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    given = _handled(request)
    queries.near_to_attach(viewer, belongs, belongs_id, at=at)
    viewer.must(Permission.ATTACH_FILE)
    made = actions.attach_files(
        belongs=belongs,
        belongs_id=belongs_id,
        given=given,
        sent=sent_with(request, "file"),
        by=viewer,
        at=at,
    )
    return Status(201, AttachedOut(id=made[0], items=made))


def _handled(request: HttpRequest) -> actions.Given:
    """What the form says of who may read.

    Errors:
        Invalid: a part that means nothing here, as a JSON body's field would be, or a wrong value.
    """
    names = {*request.POST, *request.FILES}
    if request.content_type == "application/json":
        sent = json.loads(request.body or b"{}")
        names |= {*sent} if isinstance(sent, dict) else set()
    said = "This field is not known here: remove it"
    wrong = [Refusal("extra_forbidden", said, field=name) for name in sorted(names - KNOWN)]
    mark, leave = request.POST.get("handling", "H2"), request.POST.get("onward_leave", "false")
    if mark not in {*Mark}:
        wrong.append(Refusal("literal_error", "Send H1, H2, H3 or H4", field="handling"))
    if leave not in {"true", "false"}:
        wrong.append(Refusal("bool_type", "Send true or false", field="onward_leave"))
    named: list[UUID] = []
    asked = request.POST.getlist("named")
    wrong += reasons_not_to_mark_so(mark, asked)
    for place, words in enumerate(asked):
        try:
            named.append(UUID(words))
        except ValueError:
            wrong.append(Refusal("uuid", "Send an account's id", field=f"named.{place}"))
    if wrong:
        raise Invalid(*wrong)
    return actions.Given(Mark(mark), tuple(named), leave == "true")


@router.get(
    "/contacts/{uuid:contact_id}/files",
    response={200: FilesOut, **REFUSALS},
    summary="What is attached to a contact",
)
@asks_for(Permission.OPEN_FILE, "contact")
def attached(request: HttpRequest, contact_id: UUID) -> Any:
    """As each file's mark lets this account know of it. Reading leaves a trace."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    contacts.open_contact(contact_id=contact_id, by=viewer, at=at)
    viewer.must(Permission.OPEN_FILE)
    return FilesOut(items=[_out(one) for one in queries.files_of(viewer, contact_id, at=at)])


@router.get(
    "/files/{uuid:file_id}",
    response={200: None, **REFUSALS},
    summary="One file",
    openapi_extra={
        "responses": {
            200: {
                "description": "The file, as an attachment of its own type",
                "content": {
                    "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
                },
            }
        }
    },
)
@asks_for(Permission.OPEN_FILE, "file")
def one_file(request: HttpRequest, file_id: UUID, sharing: bool = False) -> Any:
    """`sharing=true` gives the copy that says neither where nor by whom; outside the hub there is
    no other. Refusals: file_not_checked, file_held, file_no_copy."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    opened = actions.open_file(file_id=file_id, for_sharing=sharing, by=viewer, at=at)
    return as_attachment(opened)


@router.post(
    "/files/{uuid:file_id}/handling",
    response={200: FileOut, **REFUSALS},
    summary="Say anew who may read a file",
)
@asks_for(Permission.ATTACH_FILE, "file")
def mark_file(request: HttpRequest, file_id: UUID, sent: MarkIn) -> Any:
    """For whoever gave it; what a referrer sent, for the hub's seniors. The mark before is kept.
    Needs If-Match with the `version` of the file."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    _, seen = queries.one_file(viewer, file_id, at=at)
    viewer.must(Permission.ATTACH_FILE)
    return _out(
        actions.mark_file(
            file_id=file_id,
            version=stated_version(request, lambda: seen.version),
            given=actions.Given(Mark(sent.handling), tuple(sent.named), sent.onward_leave),
            reason=sent.reason,
            by=viewer,
            at=at,
        )
    )


def _out(one: queries.FileSeen) -> dict[str, Any]:
    return {
        "id": one.id,
        "belongs_to": one.belongs,
        "belongs_id": one.belongs_id,
        "given_at": one.given_at,
        "agency": one.agency,
        "in_full": one.in_full,
        "name": one.name,
        "kind": one.kind or "",
        "size": one.size,
        "handling": one.mark or "",
        "version": one.version,
        "check": one.check,
        "notices": list(one.notices),
    }
