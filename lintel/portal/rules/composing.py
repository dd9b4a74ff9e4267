"""From answers that make sense to one telling."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

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
from lintel.kernel.instants import LONDON
from lintel.portal.rules.answers import Answers

Clean = Mapping[str, Mapping[str, Any]]

ANONYMOUS_SOURCE = "9"
WORK_DETAILS = ("name", "role", "agency", "phone", "email")


def compose(answers: Answers, clean: Clean, *, relationships: Mapping[str, str]) -> Telling:
    """The telling that the answers make.

    Shape:
        clean: address of each page on the way -> its cleaned values.
        relationships: census code -> what the public chose, in words.
    """
    kind = Kind(answers.kind)
    told = {"yes": True, "no": False}.get(_of(clean, "family-told", "told"))
    return Telling(
        kind=kind,
        channel=Channel.PROFESSIONAL_FORM if answers.is_professional else Channel.PUBLIC_FORM,
        source=_source(answers, clean),
        referrer=_referrer(answers, clean, relationships),
        children=tuple(_child(clean, number) for number in answers.children),
        adults=tuple(_adult(clean, number) for number in _adults_of(answers, kind)),
        concern=_of(clean, "worries", "concern") + _ages_as_written(answers, clean),
        categories=tuple(_of(clean, "categories", "categories") or ()),
        why_now=_of(clean, "why-now", "why_now"),
        immediate_danger=answers.in_danger,
        family_told=told,
        family_told_reason=_of(clean, "family-told", "reason"),
        consent=Consent(_of(clean, "family-told", "consent") or Consent.NOT_KNOWN),
        occurred_at=_beginning(_of(clean, "why-now", "occurred_on")),
    )


def _of(clean: Clean, address: str, name: str) -> Any:
    return clean.get(address, {}).get(name) or ""


def _source(answers: Answers, clean: Clean) -> str:
    if answers.is_professional:
        return str(_of(clean, "workplace", "source"))
    return ANONYMOUS_SOURCE if answers.is_anonymous else _of(clean, "relationship", "source")


def _referrer(answers: Answers, clean: Clean, relationships: Mapping[str, str]) -> ReferrerTold:
    safe = _of(clean, "safe-contact", "safe_contact")
    if answers.is_professional:
        details = clean.get("your-details", {})
        return ReferrerTold(
            **{
                name: details.get(name, "") for name in ("name", "role", "agency", "phone", "email")
            },
            safe_contact=safe,
        )
    relationship = relationships.get(_of(clean, "relationship", "source"), "")
    if answers.is_anonymous:
        return ReferrerTold(relationship=relationship, anonymous=True)
    details = clean.get("your-contact", {})
    return ReferrerTold(
        **{name: details.get(name, "") for name in ("name", "phone", "email")},
        relationship=relationship,
        safe_contact=safe,
    )


def _child(clean: Clean, number: int) -> ChildTold:
    at = f"child/{number}"
    lines = tuple(
        line for line in _of(clean, f"{at}/address", "lines").splitlines() if line.strip()
    )
    postcode = _of(clean, f"{at}/address", "postcode")
    years = clean.get(f"{at}/age", {}).get("age_years")
    return ChildTold(
        given_name=_of(clean, f"{at}/name", "given_name"),
        family_name=_of(clean, f"{at}/name", "family_name"),
        date_of_birth=_of(clean, f"{at}/age", "date_of_birth") or None,
        expected_on=_of(clean, f"{at}/age", "expected_on") or None,
        age_years=years,
        sex=_of(clean, f"{at}/about", "sex"),
        nhs_number=_of(clean, f"{at}/about", "nhs_number"),
        upn=_of(clean, f"{at}/about", "upn"),
        school=_of(clean, f"{at}/about", "school"),
        address=AddressTold(lines, postcode) if lines or postcode else None,
    )


def _ages_as_written(answers: Answers, clean: Clean) -> str:
    """Ages that a number of years would lose, such as "8 months", at the end of the story."""
    lines = []
    for place, number in enumerate(answers.children, start=1):
        written = answers.said(f"child/{number}/age", "age_years").strip()
        known = clean.get(f"child/{number}/age", {}).get("age_years")
        if known is not None and not written.isdecimal():
            lines.append(f"Age of child {place} as written: {written}")
    return "\n\n" + "\n".join(lines) if lines else ""


def _adults_of(answers: Answers, kind: Kind) -> tuple[int, ...]:
    return answers.adults if kind is Kind.WELFARE else ()


def _adult(clean: Clean, number: int) -> AdultTold:
    person = clean.get(f"adult/{number}/person", {})
    return AdultTold(
        given_name=person.get("given_name") or "",
        family_name=person.get("family_name") or "",
        relationship=person.get("relationship") or "",
        phone=person.get("phone") or "",
        safe_contact=person.get("safe_contact") or "",
        date_of_birth=person.get("date_of_birth"),
    )


def _beginning(day: date | str) -> datetime | None:
    """People know the day, seldom the hour: the day's first moment stands for it."""
    return datetime.combine(day, time.min, tzinfo=LONDON) if isinstance(day, date) else None
