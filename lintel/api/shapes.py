"""The shapes that come in. Numbers where text is due, and text where a list is due, are refused."""

from datetime import UTC, date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StrictStr,
)
from pydantic_core import PydanticCustomError

from lintel.contacts.rules.telling import (
    AddressTold,
    AdultTold,
    Channel,
    ChildTold,
    Consent,
    Kind,
    ReferrerTold,
    Telling,
)


def _text_only(value: object) -> object:
    if value is not None and not isinstance(value, str):
        raise ValueError("Send text, like 2017-03-09")
    return value


def _day_only(value: object) -> object:
    _text_only(value)
    if isinstance(value, str) and len(value) != 10:
        raise ValueError("Send a date like 2017-03-09")
    return value


def _storable(words: str) -> str:
    """Neither database keeps a NUL, and half of a surrogate pair is no letter."""
    if "\x00" in words or any("\ud800" <= letter <= "\udfff" for letter in words):
        said = "Remove the character that cannot be stored and try again"
        raise PydanticCustomError("bad_character", said)
    return words


def _on_the_clock(moment: datetime) -> datetime:
    """In UTC: an offset of a day, which no place on earth has, is more than PostgreSQL takes."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        said = "Send a time that a calendar has, like 2026-03-02T12:00:00Z"
        raise PydanticCustomError("no_such_time", said) from None


Words = Annotated[StrictStr, AfterValidator(_storable)]
Day = Annotated[date, BeforeValidator(_day_only)]
Moment = Annotated[AwareDatetime, BeforeValidator(_text_only), AfterValidator(_on_the_clock)]


class Shape(Schema):
    """A body in which every field is known and of its own type."""

    model_config = ConfigDict(extra="forbid")


class AddressIn(Shape):
    lines: list[Words] = Field(default_factory=list, max_length=10)
    postcode: Words = ""
    uprn: Words = ""

    def told(self) -> AddressTold:
        return AddressTold(tuple(self.lines), self.postcode, self.uprn)


class ReferrerIn(Shape):
    name: Words = ""
    role: Words = ""
    agency: Words = ""
    phone: Words = ""
    email: Words = ""


class ChildIn(Shape):
    given_name: Words = ""
    family_name: Words = ""
    date_of_birth: Day | None = None
    expected_on: Day | None = None
    age_years: StrictInt | None = None
    sex: Words = ""
    nhs_number: Words = ""
    upn: Words = ""
    ethnicity: Words = ""
    address: AddressIn | None = None
    school: Words = ""

    def told(self) -> ChildTold:
        said = self.model_dump(exclude={"address"})
        return ChildTold(**said, address=self.address.told() if self.address else None)


class AdultIn(Shape):
    given_name: Words = ""
    family_name: Words = ""
    date_of_birth: Day | None = None
    relationship: Words = ""
    address: AddressIn | None = None
    safe_contact: Words = ""

    def told(self) -> AdultTold:
        said = self.model_dump(exclude={"address"})
        return AdultTold(**said, address=self.address.told() if self.address else None)


class ContactIn(Shape):
    """One telling. `source` is a census source code; `occurred_at` is when it happened, which is
    never the moment of receipt."""

    kind: Literal["welfare", "information_request", "signposting", "ehc_request"]
    source: Words
    referrer: ReferrerIn
    children: list[ChildIn]
    adults: list[AdultIn] = Field(default_factory=list)
    concern: Words
    categories: list[Words] = Field(default_factory=list)
    immediate_danger: StrictBool = False
    family_told: StrictBool | None = None
    family_told_reason: Words = ""
    consent: Literal["not_asked", "given", "refused", "not_known"] = "not_asked"
    occurred_at: Moment | None = None

    def told(self, *, channel: Channel, external_reference: str = "") -> Telling:
        return Telling(
            kind=Kind(self.kind),
            channel=channel,
            source=self.source,
            referrer=ReferrerTold(**self.referrer.model_dump()),
            children=tuple(child.told() for child in self.children),
            adults=tuple(adult.told() for adult in self.adults),
            concern=self.concern,
            categories=tuple(self.categories),
            immediate_danger=self.immediate_danger,
            family_told=self.family_told,
            family_told_reason=self.family_told_reason,
            consent=Consent(self.consent),
            occurred_at=self.occurred_at,
            external_reference=external_reference,
        )


class CorrectionIn(Shape):
    """What to put right; only what is sent changes."""

    kind: Words | None = None
    source: Words | None = None
    categories: list[Words] | None = None
    why_now: Words | None = None
    family_told: StrictBool | None = None
    family_told_reason: Words | None = None
    consent: Words | None = None
    occurred_at: Moment | None = None
    reason: Words = ""


class LookIn(Shape):
    immediate: StrictBool
    note: Words = ""


class AcknowledgeIn(Shape):
    action: Words


class RateIn(Shape):
    rating: Literal["blue", "red", "amber", "green"]
    reason: Words


class AssignIn(Shape):
    """`to` is an account id or a team key."""

    to: Words
    reason: Words = ""


class HoldIn(Shape):
    reason: Words
    review_at: Moment


class DecisionIn(Shape):
    """`destination` is a team or service key, or another authority's name, as the outcome needs;
    `route_reason` is why another team than the one that covers the area or the ages."""

    outcome: Words
    rationale: Words
    override_reason: Words = ""
    route_reason: Words = ""
    destination: Words = ""


class ReasonIn(Shape):
    reason: Words


class HandoverIn(Shape):
    """`reason` is needed to return it, and to have it wait for a place."""

    answer: Literal["accept", "return", "wait"]
    reason: Words = ""


class SearchIn(Shape):
    """`text` is a reference, or names."""

    text: Words = Field(min_length=1, max_length=400)


class SeniorReadIn(Shape):
    """What a manager or senior practitioner read, and what they make of it."""

    words: Words


class NoteIn(Shape):
    text: Words


class MomentOut(Schema):
    """A clock and when it runs out."""

    clock: str
    title: str
    due: datetime
