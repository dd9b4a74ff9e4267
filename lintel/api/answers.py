"""The shapes that go out: what an account may see of a contact, and no more."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Schema

from lintel.api.shapes import MomentOut
from lintel.contacts.actions import Receipt
from lintel.contacts.queries import BoardRow, ContactView
from lintel.contacts.rules.clocks import Clock


class ReceiptOut(Schema):
    id: UUID
    reference: str
    received_at: datetime
    version: int
    due: list[MomentOut]


class ItemOut(Schema):
    """A contact in a list. `state` is its stage; `due` and `owner` are empty only when closed."""

    id: UUID
    reference: str
    kind: str
    state: str
    queue: str
    rating: str | None
    owner: str
    next_step: str
    waiting_for: str
    due: datetime | None
    late: bool
    received_at: datetime
    version: int


class ListOut(Schema):
    items: list[ItemOut]
    next_cursor: str | None


class ContactOut(ItemOut):
    """One contact. A part the account may not see is not there at all."""

    channel: str
    source: str
    clocks: list[MomentOut]
    outcome: str | None
    policy_version: str
    closed_at: datetime | None
    children: list[dict[str, Any]] | None = None
    adults: list[dict[str, Any]] | None = None
    referrer: dict[str, Any] | None = None
    concern: str | None = None
    why_now: str | None = None
    categories: list[str] | None = None
    immediate_danger: bool | None = None
    family_told: bool | None = None
    family_told_reason: str | None = None
    consent: str | None = None
    occurred_at: datetime | None = None
    indicators: list[dict[str, Any]] | None = None
    raised: list[dict[str, Any]] | None = None
    senior_reads: list[dict[str, Any]] | None = None


class QueueOut(Schema):
    name: str
    title: str
    count: int
    late: int
    url: str


class QueuesOut(Schema):
    """Shape: each open contact is in one of `items`; `tags` mark some of them besides."""

    items: list[QueueOut]
    tags: list[QueueOut]
    open: int
    closed: int
    received: int


class ProblemOut(Schema):
    """What every refusal looks like (application/problem+json)."""

    type: str
    title: str
    status: int
    detail: str
    request_id: str
    errors: list[dict[str, str]] | None = None
    refusals: list[dict[str, Any]] | None = None
    version: int | None = None
    code: str | None = None


class MeOut(Schema):
    account: str
    id: UUID
    name: str
    role: str
    agency: str
    council: str
    registered: bool
    permissions: list[str]


def moments(clocks: list[Clock] | tuple[Clock, ...]) -> list[MomentOut]:
    return [MomentOut(clock=c.name, title=c.title, due=c.due_at) for c in clocks]


def receipt(given: Receipt) -> ReceiptOut:
    return ReceiptOut(
        id=given.id,
        reference=given.reference,
        received_at=given.received_at,
        version=given.version,
        due=moments(given.due),
    )


def item(row: BoardRow) -> ItemOut:
    return ItemOut(
        id=row.id,
        reference=row.reference,
        kind=row.kind,
        state=row.stage,
        queue=row.queue,
        rating=row.rating or None,
        owner=row.owner,
        next_step=row.next_step,
        waiting_for=row.waits_for,
        due=row.clock.due_at if row.clock else None,
        late=row.is_late,
        received_at=row.received_at,
        version=row.version,
    )


def contact(view: ContactView, *, at: datetime) -> dict[str, Any]:
    """A contact for one account: zones it may not see leave no key behind."""
    facts = view.facts
    due = view.due
    shown: dict[str, Any] = {
        "id": view.id,
        "reference": facts.reference,
        "kind": facts.kind,
        "state": facts.stage,
        "queue": view.queue,
        "rating": facts.rating,
        "owner": view.owner,
        "next_step": view.next_step,
        "waiting_for": view.waits_for,
        "due": due.due_at if due else None,
        "late": due is not None and due.is_late(at=at),
        "received_at": facts.received_at,
        "version": facts.version,
        "channel": view.channel,
        "source": view.source,
        "clocks": moments(tuple(view.clocks)),
        "outcome": facts.outcome or None,
        "policy_version": view.policy_version,
        "closed_at": view.closed_at,
    }
    if view.children is not None:
        shown["children"] = [_fields(child) for child in view.children]
    if view.adults is not None:
        shown["adults"] = [_fields(adult) for adult in view.adults]
    if view.referrer is not None:
        shown["referrer"] = _fields(view.referrer)
    if view.concern is not None:
        said = view.concern
        shown |= {
            "concern": said.concern,
            "why_now": said.why_now,
            "categories": list(said.categories),
            "immediate_danger": said.immediate_danger,
            "family_told": said.family_told,
            "family_told_reason": said.family_told_reason,
            "consent": said.consent,
            "occurred_at": said.occurred_at,
            "indicators": [_fields(one) for one in said.indicators],
        }
    if view.adding_up is not None:
        shown["raised"] = [
            _fields(rule) | {"events": [_fields(event) for event in rule.events]}
            for rule in view.adding_up.rules
        ]
        shown["senior_reads"] = [_fields(read) for read in view.adding_up.reads]
    return shown


def _fields(value: Any) -> dict[str, Any]:
    return {
        name: _plain(getattr(value, name))
        for name in value.__dataclass_fields__
        if getattr(value, name) is not None
    }


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def with_version(response: HttpResponse, version: int) -> None:
    """The ETag is the version in quotes; If-Match takes it back."""
    response.headers["ETag"] = f'"{version}"'
