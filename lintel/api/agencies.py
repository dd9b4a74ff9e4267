"""Asking agencies and answering; pooling what they say; the ledger of what was shared."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field, StrictBool

from lintel.access.guards import asks_for
from lintel.access.viewers import Permission
from lintel.api.routes import REFUSALS
from lintel.api.shapes import Moment, Shape, Words
from lintel.contacts import actions as contacts, queries as contact_queries
from lintel.screening import actions, queries
from lintel.screening.queries import RequestSeen
from lintel.screening.rules.asking import AnswerGiven, Ask, ItemGiven, Reply
from lintel.sharing import queries as sharing
from lintel.sharing.rules.disclosures import Disclosure, Gave
from lintel.sharing.rules.handling import Mark

router = Router(tags=["agencies"])

Handling = Literal["H1", "H2", "H3", "H4"]


class RequestsIn(Shape):
    """The same question to each agency. `about` are record ids, without it everybody named;
    `parts` the least that is needed, without it whether they are known, and what worries."""

    agencies: list[Words] = Field(min_length=1, max_length=30)
    question: Words
    told: Words = ""
    about: list[UUID] | None = None
    parts: list[Words] | None = None
    purpose: Words = "protect"
    basis: Words = "public_task_safeguarding"


class ItemIn(Shape):
    text: Words
    handling: Handling
    part: Words = "other"
    named: list[UUID] = Field(default_factory=list)
    onward_leave: StrictBool = False

    def given(self) -> ItemGiven:
        return ItemGiven(
            self.part, self.text, Mark(self.handling), tuple(self.named), self.onward_leave
        )


class AnswerIn(Shape):
    kind: Literal["answered", "nil", "more_time", "refused"]
    items: list[ItemIn] = Field(default_factory=list)
    known: Literal["yes", "no", ""] = ""
    since: Words = ""
    until: Moment | None = None
    ground: Words = ""
    reason: Words = ""


class PoolIn(Shape):
    reason: Words = ""


class WithoutIn(Shape):
    reason: Words


class ChaseIn(Shape):
    how: Literal["reminder", "telephone", "lead"]
    to: Words
    words: Words = ""


class ShareIn(Shape):
    """`to` is an agency or team, or a body outside. A basis is required."""

    to: Words
    items: Words
    purpose: Words
    basis: Words
    consent: Literal["asked", "given", "refused", "not_asked"] = "not_asked"
    consent_why: Words = ""
    family_told: StrictBool | None = None
    family_told_why: Words = ""
    reasoning: Words = ""


class PersonAskedOut(Schema):
    record_id: UUID
    name: str
    date_of_birth: str | None
    sex: str


class ContributionOut(Schema):
    """`reading` is "full", or "that it exists": then text and handling are empty."""

    id: UUID
    agency: str
    part: str
    text: str
    handling: str
    reading: str
    at: datetime


class RequestOut(Schema):
    id: UUID
    contact_id: UUID | None
    reference: str
    agency: str
    agency_title: str
    question: str
    told: str
    parts: list[str]
    about: list[PersonAskedOut]
    purpose: str
    basis: str
    asked_at: datetime
    due: datetime
    state: str
    late: bool
    contributions: list[ContributionOut]


class RequestsOut(Schema):
    items: list[RequestOut]
    next_cursor: str | None = None


class MadeOut(Schema):
    id: UUID


class ContributedOut(Schema):
    request_id: UUID
    state: str
    items: list[UUID]


class ShareOut(Schema):
    id: UUID
    at: datetime
    gave: str
    given_by: str
    to: str
    items: str
    purpose: str
    basis: str
    ground: str
    reasoning: str


class SharesOut(Schema):
    items: list[ShareOut]
    next_cursor: str | None = None


@router.post(
    "/contacts/{uuid:contact_id}/requests",
    response={201: RequestsOut, **REFUSALS},
    summary="Ask agencies",
)
@asks_for(Permission.ASK_AGENCIES, "contact")
def ask(request: HttpRequest, contact_id: UUID, sent: RequestsIn) -> Any:
    """All are asked, or none. The same agency is not asked twice for the same thing."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    contact = contact_queries.the_contact(viewer, contact_id)
    viewer.must(Permission.ASK_AGENCIES)
    about = sent.about
    if about is None:
        about = [told.record_id for told in contact_queries.family_facts(contact).told]
    asks = [
        Ask(
            agency=agency,
            question=sent.question,
            about=tuple(about),
            parts=tuple(sent.parts) if sent.parts is not None else ("known", "concerns"),
            told=sent.told,
            purpose=sent.purpose,
            basis=sent.basis,
        )
        for agency in sent.agencies
    ]
    made = set(actions.ask_agencies(contact_id=contact_id, asks=asks, by=viewer, at=at))
    found = queries.requests_about(viewer, contact_id, at=at)
    return Status(201, RequestsOut(items=[_out(one) for one in found if one.id in made]))


@router.get(
    "/contacts/{uuid:contact_id}/requests",
    response={200: RequestsOut, **REFUSALS},
    summary="What agencies were asked, and said",
)
@asks_for(Permission.VIEW_CONTACT, "contact")
def asked(request: HttpRequest, contact_id: UUID) -> Any:
    """Each item as its handling mark lets this account read it. Reading leaves a trace."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    contacts.open_contact(contact_id=contact_id, by=viewer, at=at)
    found = queries.requests_about(viewer, contact_id, at=at)
    return RequestsOut(items=[_out(one) for one in found])


@router.get("/requests", response={200: RequestsOut, **REFUSALS}, summary="My agency's requests")
@asks_for(Permission.VIEW_REQUESTS, "request")
def mine(request: HttpRequest) -> Any:
    """Those that wait for an answer, the soonest due first."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    viewer.must(Permission.VIEW_REQUESTS)
    return RequestsOut(items=[_out(one) for one in queries.for_my_agency(viewer, at=at)])


@router.get(
    "/requests/{uuid:request_id}",
    response={200: RequestOut, **REFUSALS},
    summary="One of my agency's requests",
)
@asks_for(Permission.VIEW_REQUESTS, "request")
def one(request: HttpRequest, request_id: UUID) -> Any:
    """Reading leaves a trace in the trail."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    return _out(actions.open_request(request_id=request_id, by=viewer, at=at))


@router.post(
    "/requests/{uuid:request_id}/contributions",
    response={201: ContributedOut, **REFUSALS},
    summary="Give one item",
)
@asks_for(Permission.ANSWER_REQUEST, "request")
def contribute(request: HttpRequest, request_id: UUID, sent: ItemIn) -> Any:
    """One thing the agency knows, with the mark that says who may read it. It answers the
    request; more may follow."""
    given = AnswerGiven(kind=Reply.ANSWERED, items=(sent.given(),), known="yes")
    return _answered(request, request_id, given)


@router.post(
    "/requests/{uuid:request_id}/answers",
    response={201: ContributedOut, **REFUSALS},
    summary="Answer, make a nil return, ask for time, or refuse",
)
@asks_for(Permission.ANSWER_REQUEST, "request")
def answer(request: HttpRequest, request_id: UUID, sent: AnswerIn) -> Any:
    """More time needs `until` and a reason; a refusal a ground and a reason."""
    given = AnswerGiven(
        kind=Reply(sent.kind),
        items=[item.given() for item in sent.items],
        known=sent.known,
        since=sent.since,
        until=sent.until,
        ground=sent.ground,
        reason=sent.reason,
    )
    return _answered(request, request_id, given)


def _answered(request: HttpRequest, request_id: UUID, given: AnswerGiven) -> Any:
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    made = actions.answer_request(request_id=request_id, given=given, by=viewer, at=at)
    now = queries.one_for_my_agency(viewer, request_id, at=at)
    return Status(
        201, ContributedOut(request_id=request_id, state=now.settled_as or "open", items=made)
    )


@router.post(
    "/requests/{uuid:request_id}/chase",
    response={204: None, **REFUSALS},
    summary="Note that an agency was chased",
)
@asks_for(Permission.CHASE_AGENCY, "request")
def chase(request: HttpRequest, request_id: UUID, sent: ChaseIn) -> Any:
    """Refusals: already_answered."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    actions.chase_agency(
        request_id=request_id, how=sent.how, to=sent.to, words=sent.words, by=viewer, at=at
    )
    return Status(204, None)


@router.post(
    "/requests/{uuid:request_id}/decide-without",
    response={204: None, **REFUSALS},
    summary="Do not wait for an agency",
)
@asks_for(Permission.DECIDE, "request")
def decide_without(request: HttpRequest, request_id: UUID, sent: WithoutIn) -> Any:
    """Needs a reason. Refusals: already_answered, no_reason."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    actions.decide_without(request_id=request_id, reason=sent.reason, by=viewer, at=at)
    return Status(204, None)


@router.post(
    "/contacts/{uuid:contact_id}/pool", response={201: MadeOut, **REFUSALS}, summary="Pool"
)
@asks_for(Permission.POOL, "contact")
def pool(request: HttpRequest, contact_id: UUID, sent: PoolIn) -> Any:
    """Lay the answers side by side for the agencies asked. Refusals: agencies_unanswered."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    made = actions.pool_contributions(contact_id=contact_id, reason=sent.reason, by=viewer, at=at)
    return Status(201, MadeOut(id=made))


@router.post(
    "/contacts/{uuid:contact_id}/shares", response={201: MadeOut, **REFUSALS}, summary="Share"
)
@asks_for(Permission.SHARE, "contact")
def share(request: HttpRequest, contact_id: UUID, sent: ShareIn) -> Any:
    """Record what was given to another body, why, and on what basis."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    made = contacts.share_information(
        contact_id=contact_id,
        disclosure=Disclosure(gave=Gave.SHARED, **sent.model_dump()),
        by=viewer,
        at=at,
    )
    return Status(201, MadeOut(id=made))


@router.get(
    "/contacts/{uuid:contact_id}/shares",
    response={200: SharesOut, **REFUSALS},
    summary="The ledger of what was shared, and refused",
)
@asks_for(Permission.SHARE, "contact")
def shares(request: HttpRequest, contact_id: UUID) -> Any:
    """For whoever may share. Reading leaves a trace in the trail."""
    viewer, at = request.viewer, timezone.now()  # type: ignore[attr-defined]
    contact_queries.the_contact(viewer, contact_id)
    viewer.must(Permission.SHARE)
    contacts.open_contact(contact_id=contact_id, by=viewer, at=at)
    found = sharing.shares_about(contact_id)
    return SharesOut(
        items=[
            ShareOut(
                **{name: getattr(one, name) for name in ShareOut.model_fields},
            )
            for one in found
        ]
    )


def _out(seen: RequestSeen) -> RequestOut:
    return RequestOut(
        id=seen.id,
        contact_id=seen.contact_id,
        reference=seen.reference,
        agency=seen.agency,
        agency_title=seen.agency_title,
        question=seen.question,
        told=seen.told,
        parts=list(seen.parts),
        about=[
            PersonAskedOut(
                record_id=one.record_id,
                name=one.name,
                date_of_birth=one.born_on.isoformat() if one.born_on else None,
                sex=one.sex,
            )
            for one in seen.about
        ],
        purpose=seen.purpose,
        basis=seen.basis,
        asked_at=seen.asked_at,
        due=seen.due_at,
        state=seen.settled_as or "open",
        late=seen.late,
        contributions=[
            ContributionOut(
                id=one.id,
                agency=one.agency,
                part=one.part,
                text=one.text,
                handling=one.mark,
                reading=one.reading,
                at=one.at,
            )
            for one in seen.contributions
        ],
    )
