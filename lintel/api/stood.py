"""A contact as it stood at a moment: what was known by then, and nothing that came later."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from lintel.access.guards import asks_for
from lintel.access.viewers import Permission
from lintel.api import answers
from lintel.api.discussion_answers import OutcomeOut, outcome_out
from lintel.api.routes import REFUSALS
from lintel.api.shapes import Moment, MomentOut
from lintel.api.steps import StepOut, step_out
from lintel.pathways import actions
from lintel.pathways.queries.stood import AllThen, AskedThen
from lintel.pathways.rules.stood import CANNOT
from lintel.protection.queries.stood import StepThen
from lintel.sharing.rules.handling import Reading

router = Router(tags=["contacts"])

# Of what was told, what has a moment of its own; the rest is worked out from all told so far.
TOLD = frozenset(
    {"id", "reference", "kind", "received_at", "channel", "source", "children", "adults"}
    | {"concern", "why_now", "categories", "immediate_danger", "family_told", "consent"}
    | {"family_told_reason", "occurred_at", "indicators"}
)


class RatedThenOut(Schema):
    rating: str
    at: datetime
    by: str
    reason: str


class HappenedOut(Schema):
    at: datetime
    by: str
    title: str
    words: str


class KnownAsOut(Schema):
    """`number` is empty for whoever the caller may not know of any more."""

    record_id: UUID
    number: str
    at: datetime
    by: str


class OtherContactOut(Schema):
    contact_id: UUID
    reference: str
    received_at: datetime


class ReplyOut(Schema):
    kind: str
    at: datetime


class ItemThenOut(Schema):
    """`reading` is "full", or "that it exists": then `text` is empty."""

    part: str
    text: str
    reading: str
    at: datetime


class AskedThenOut(Schema):
    """`due` is null where more time was given since; `because` is for who reads decisions."""

    agency: str
    agency_title: str
    asked_at: datetime
    due: datetime | None
    state: str
    settled_at: datetime | None
    because: str
    answers: list[ReplyOut]
    items: list[ItemThenOut]


class WeighedOut(Schema):
    at: datetime
    by: str
    said: dict[str, str]


class DiscussedOut(Schema):
    """`outcome` is the newest that had been recorded by then."""

    id: UUID
    convened_at: datetime
    called_because: str
    outcome: OutcomeOut | None


class StepThenOut(StepOut):
    """`unsure`: it had been withdrawn and was opened again, perhaps after this moment."""

    unsure: bool


class DecidedOut(Schema):
    at: datetime
    by: str
    outcome: str
    title: str
    rationale: str
    destination: str
    override_reason: str


class HandedOverOut(Schema):
    team: str
    title: str
    state: str
    offered_at: datetime
    answered_at: datetime | None
    reason: str
    waiting_since: datetime | None
    waiting_for: str
    ended_at: datetime | None
    ended_how: str
    ended_words: str


class StoodOut(Schema):
    """A part the account may not see is not there at all. `cannot` says what is not as it was."""

    id: UUID
    reference: str
    at: datetime
    kind: str
    received_at: datetime
    channel: str
    source: str
    state: str
    rated: RatedThenOut | None
    given_to: str
    held_until: datetime | None
    clocks: list[MomentOut]
    corrected_since: list[str]
    children: list[dict[str, Any]] | None = None
    adults: list[dict[str, Any]] | None = None
    concern: str | None = None
    why_now: str | None = None
    categories: list[str] | None = None
    immediate_danger: bool | None = None
    family_told: bool | None = None
    family_told_reason: str | None = None
    consent: str | None = None
    occurred_at: datetime | None = None
    indicators: list[dict[str, Any]] | None = None
    happened: list[HappenedOut] | None = None
    known_as: list[KnownAsOut] | None = None
    other_contacts: list[OtherContactOut] | None = None
    asked: list[AskedThenOut] | None = None
    weighed: WeighedOut | None = None
    discussions: list[DiscussedOut]
    steps: list[StepThenOut]
    decisions: list[DecidedOut] | None = None
    handovers: list[HandedOverOut]
    cannot: list[str]


@router.get(
    "/contacts/{uuid:contact_id}/as-it-stood",
    response={200: StoodOut, **REFUSALS},
    exclude_unset=True,
    summary="A contact as it stood at a moment",
)
@asks_for(Permission.VIEW_CONTACT, "contact")
def as_it_stood(request: HttpRequest, contact_id: UUID, at: Moment | None = None) -> Any:
    """Without `at`, when the newest decision was made, or now. The moment is on the entry that
    reading leaves in the trail. Refusals: in_the_future, too_early."""
    viewer = request.viewer  # type: ignore[attr-defined]
    found = actions.open_as_it_stood(contact_id=contact_id, moment=at, by=viewer, at=timezone.now())
    return _out(found)


def _out(found: AllThen) -> dict[str, Any]:
    stood, view = found.contact, found.contact.view
    told = answers.contact(view, at=found.moment)
    out = {name: value for name, value in told.items() if name in TOLD} | {
        "at": found.moment,
        "state": stood.stage,
        "rated": _plain(RatedThenOut, stood.rated) if stood.rated else None,
        "given_to": stood.given_to,
        "held_until": stood.held_until,
        "clocks": answers.moments(tuple(stood.clocks)),
        "corrected_since": list(stood.corrected_since),
        "discussions": [
            DiscussedOut(
                id=one.discussion.id,
                convened_at=one.discussion.convened_at,
                called_because=one.discussion.called_because,
                outcome=outcome_out(one.outcome) if one.outcome else None,
            )
            for one in found.discussed
        ],
        "steps": [_step(one) for one in found.steps],
        "handovers": [_plain(HandedOverOut, one, title=one.team_title) for one in found.handovers],
        "cannot": list(CANNOT),
    }
    if view.concern is not None:
        out["happened"] = [_plain(HappenedOut, one) for one in view.concern.happenings]
    if stood.links is not None:
        out["known_as"] = [_plain(KnownAsOut, one) for one in stood.links]
    if stood.earlier is not None:
        out["other_contacts"] = [_plain(OtherContactOut, one) for one in stood.earlier]
    if found.asked is not None:
        out["asked"] = [_asked(one, says_why=found.reads_decisions) for one in found.asked]
    if found.weighed is not None:
        out["weighed"] = WeighedOut(
            at=found.weighed.at, by=found.weighed.by, said=dict(found.weighed.said)
        )
    if found.reads_decisions:
        out["decisions"] = [
            _plain(DecidedOut, one, title=one.outcome_title) for one in found.decisions
        ]
    return out


def _plain(shape: type[Schema], seen: Any, **more: Any) -> Any:
    """The fields of a shape that bear the same name in what was read."""
    names = [name for name in shape.model_fields if name not in more]
    return shape(**{name: getattr(seen, name) for name in names}, **more)


def _step(then: StepThen) -> StepThenOut:
    return StepThenOut(**step_out(then.step).model_dump(), unsure=then.unsure)


def _asked(then: AskedThen, *, says_why: bool) -> AskedThenOut:
    one = then.request
    return AskedThenOut(
        agency=one.agency,
        agency_title=one.agency_title,
        asked_at=one.asked_at,
        due=then.due_at,
        state=one.settled_as or "open",
        settled_at=one.settled_at,
        because=one.settled_because if says_why else "",
        answers=[_plain(ReplyOut, each) for each in one.answers],
        items=[
            ItemThenOut(
                part=each.part if each.reading is Reading.FULL else "",
                text=each.text,
                reading=each.reading,
                at=each.at,
            )
            for each in one.contributions
        ],
    )
