"""Restricted records: keep a contact from most of the hub, lift it by two, and the register."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from pydantic import StrictBool

from lintel.access.stepping_up import must_step_up
from lintel.access.viewers import Permission, Viewer
from lintel.api.asking import stated_version, version_seen
from lintel.api.operations import operations
from lintel.api.shapes import Shape, Words
from lintel.contacts import actions as contacts
from lintel.contacts.queries.restricted import version_of
from lintel.kernel.refusals import Invalid, NotThere, Refusal
from lintel.policy.in_force import policy_for
from lintel.restrictions import actions
from lintel.restrictions.queries import CONTACT, of_subject
from lintel.restrictions.queries.register import MatchSeen, RestrictionSeen
from lintel.restrictions.rules.lasting import Purpose, ReaderSaid

router = Router(tags=["restricted records"])
on_contact = operations(router, "contact")
on_register = operations(router, "restriction")


class ReaderIn(Shape):
    """Somebody who will read it: an account or a team, not both."""

    account: UUID | None = None
    team: Words = ""
    purpose: Literal["task", "involved"] = "task"


class RestrictIn(Shape):
    """`kind` is K1 to K6. `review_on` may be left out where the kind says when."""

    kind: Literal["K1", "K2", "K3", "K4", "K5", "K6"]
    reason: Words
    readers: list[ReaderIn] = []
    review_on: date | None = None


class UnrestrictIn(Shape):
    """The first who sends it asks, with a reason; the second, somebody else, lifts it, with a
    one-time code."""

    reason: Words = ""
    code: Words = ""


class RestrictedOut(Schema):
    """`hidden`: from whoever is not on the list, which may be you."""

    id: UUID
    kind: str
    hidden: bool


class UnrestrictedOut(Schema):
    state: Literal["asked", "lifted"]


class ReaderOut(Schema):
    who: str
    purpose: str
    until: date


class RestrictionOut(Schema):
    id: UUID
    kind: str
    title: str
    type: str
    subject: UUID
    reference: str
    set_at: datetime
    review_on: date
    overdue: bool
    asked_at: datetime | None
    readers: list[ReaderOut]
    subject_version: int


class NewMatchOut(Schema):
    """A new contact that may be about somebody hidden."""

    id: UUID
    restriction: UUID
    reference: str
    found_at: datetime
    band: str


class RegisterOut(Schema):
    items: list[RestrictionOut]
    matches: list[NewMatchOut]
    next_cursor: str | None = None


class SettleIn(Shape):
    same: StrictBool
    because: Words


class SettledOut(Schema):
    state: Literal["same", "other"]


@on_contact(
    "POST", "/contacts/{uuid:contact_id}/restrict", RestrictedOut, "Restrict", Permission.RESTRICT
)
def restrict(request: HttpRequest, contact_id: UUID, sent: RestrictIn) -> Any:
    """Refusals: restricted_already. Whoever is not on the list no longer finds it."""
    viewer, version = version_seen(request, contact_id, Permission.RESTRICT)
    kinds = policy_for(viewer.council).restricting.kinds.values()
    kind = next(kind for kind in kinds if kind.code == sent.kind)
    found = contacts.restrict_contact(
        contact_id=contact_id,
        version=version,
        kind=kind.key,
        reason=sent.reason,
        readers=[_reader(place, one) for place, one in enumerate(sent.readers)],
        review=sent.review_on,
        by=viewer,
        at=timezone.now(),
    )
    return RestrictedOut(id=found, kind=kind.code, hidden=kind.hides_the_record)


def _reader(place: int, said: ReaderIn) -> ReaderSaid:
    if (said.account is None) == (not said.team):
        words = "Send an account or a team, not both"
        raise Invalid(Refusal("unknown_reader", words, field=f"readers.{place}"))
    return ReaderSaid(said.account, said.team, Purpose(said.purpose))


@on_contact(
    "POST",
    "/contacts/{uuid:contact_id}/unrestrict",
    UnrestrictedOut,
    "Ask to lift a restriction, or lift it",
    Permission.LIFT_RESTRICTION,
)
def unrestrict(request: HttpRequest, contact_id: UUID, sent: UnrestrictIn) -> Any:
    """For readers and the guardian. Refusals: two_people, not_yours_to_lift, and asked_meanwhile
    where somebody else asked between: sent again with a one-time code, it lifts."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    standing = of_subject(viewer, CONTACT, contact_id)
    if not standing:
        raise NotThere("contact")
    viewer.must(Permission.LIFT_RESTRICTION)
    at = timezone.now()
    version = stated_version(request, lambda: version_of(contact_id))
    is_asked = standing[-1].is_asked
    if is_asked:
        must_step_up(by=viewer, code=sent.code, permission=Permission.LIFT_RESTRICTION, at=at)
    lifted = contacts.unrestrict_contact(
        contact_id=contact_id,
        version=version,
        reason=sent.reason,
        stepped_up=is_asked,
        by=viewer,
        at=at,
    )
    return UnrestrictedOut(state="lifted" if lifted else "asked")


@on_register(
    "GET", "/restrictions", RegisterOut, "The guardian's register", Permission.GUARD_RECORDS
)
def register(request: HttpRequest) -> Any:
    """Every restriction that stands, the next review first, and the new contacts to say."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    viewer.must(Permission.GUARD_RECORDS)
    found = actions.read_register(by=viewer, at=timezone.now())
    return RegisterOut(
        items=[_out(one) for one in found.standing],
        matches=[_match(one) for one in found.matches],
    )


@on_register(
    "POST",
    "/restrictions/matches/{uuid:match_id}",
    SettledOut,
    "Say whether a new contact is the same",
    Permission.GUARD_RECORDS,
)
def settle_match(request: HttpRequest, match_id: UUID, sent: SettleIn) -> Any:
    """Refusals: settled_already, nobody_reads."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    actions.settle_match(
        match_id=match_id, is_same=sent.same, because=sent.because, by=viewer, at=timezone.now()
    )
    return SettledOut(state="same" if sent.same else "other")


def _out(one: RestrictionSeen) -> RestrictionOut:
    return RestrictionOut(
        id=one.id,
        kind=one.kind.code,
        title=one.kind.title,
        type=one.subject_type,
        subject=one.subject_id,
        reference=one.reference,
        set_at=one.set_at,
        review_on=one.review_on,
        overdue=one.overdue,
        asked_at=one.asked_at,
        readers=[
            ReaderOut(who=each.who, purpose=each.purpose, until=each.until) for each in one.readers
        ],
        subject_version=one.subject.version,
    )


def _match(one: MatchSeen) -> NewMatchOut:
    return NewMatchOut(
        id=one.id,
        restriction=one.restriction_id,
        reference=one.reference,
        found_at=one.found_at,
        band=one.band,
    )
