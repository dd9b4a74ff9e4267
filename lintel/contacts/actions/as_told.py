"""The rows of one telling, as it was told: what receiving one and loading many both write."""

from collections.abc import Iterable
from datetime import datetime
from itertools import combinations
from typing import Any
from uuid import UUID

from lintel.access.viewers import SYSTEM_ID, Role, Viewer
from lintel.contacts.models import Contact, ContactAdult, ContactChild, Referrer
from lintel.contacts.rules.telling import AdultTold, ChildTold, Telling
from lintel.kernel.instants import london_day
from lintel.people.rules.relationships import (
    TOLD_TOGETHER,
    RelationshipIn,
    kind_told,
    whose_partner,
)
from lintel.people.rules.told import PersonTold, folded_name
from lintel.policy.in_force import policy_for

FRONT_DOOR = "front-door"


def contact_of(
    telling: Telling, *, council: str, reference: str, by: Viewer, at: datetime
) -> Contact:
    """The contact itself, not yet saved: at the front door, its clocks running from `at`, or from
    when it was received on paper."""
    paper = telling.on_paper
    received_at = paper.received_at if paper else at
    return Contact(
        council=council,
        reference=reference,
        kind=telling.kind,
        channel=telling.channel,
        source=telling.source,
        policy_version=policy_for(council).version_on(london_day(received_at)),
        received_at=received_at,
        clock_started_at=received_at,
        keyed_at=at if paper else None,
        written_by=paper.written_by.strip() if paper else "",
        occurred_at=telling.occurred_at,
        submitted_by_id=submitter(by),
        submitted_agency=by.agency,
        external_reference=telling.external_reference,
        concern=telling.concern,
        why_now=telling.why_now,
        categories=list(telling.categories),
        immediate_danger=telling.immediate_danger,
        allegation=is_allegation(council, telling.categories),
        family_told=telling.family_told,
        family_told_reason=telling.family_told_reason,
        consent=telling.consent,
        owner_team=FRONT_DOOR,
    )


def is_allegation(council: str, categories: Iterable[str]) -> bool:
    """Whether any kind of worry is an allegation against somebody who works with children."""
    opening = {one.key for one in policy_for(council).codes.categories if one.opens_lado}
    return not opening.isdisjoint(categories)


def submitter(by: Viewer) -> UUID | None:
    """The account that handed it in; None for the public and for Lintel itself."""
    public = by.role is Role.REFERRER and by.agency == "public"
    return None if public or by.account_id == SYSTEM_ID else by.account_id


def referrer_of(contact: Contact, telling: Telling) -> Referrer:
    referrer = telling.referrer
    return Referrer(
        contact=contact,
        name=referrer.name,
        role=referrer.role,
        agency=referrer.agency,
        phone=referrer.phone,
        email=referrer.email,
        relationship=referrer.relationship,
        safe_contact=referrer.safe_contact,
        anonymous=referrer.anonymous,
    )


def child_of(contact: Contact, place: int, child: ChildTold) -> ContactChild:
    return _told(
        ContactChild,
        contact,
        place,
        child,
        expected_on=child.expected_on,
        age_years=child.age_years,
        sex=child.sex,
        nhs_number=child.nhs_number,
        upn=child.upn,
        ethnicity=child.ethnicity,
        school=child.school,
    )


def adult_of(contact: Contact, place: int, adult: AdultTold) -> ContactAdult:
    return _told(
        ContactAdult,
        contact,
        place,
        adult,
        relationship=adult.relationship,
        phone=adult.phone,
        safe_contact=adult.safe_contact,
    )


def _told(model, contact: Contact, place: int, told: ChildTold | AdultTold, **more: Any):
    address = told.address
    return model(
        contact=contact,
        council=contact.council,
        place=place,
        given_name=told.given_name,
        family_name=told.family_name,
        date_of_birth=told.date_of_birth,
        address_lines=list(address.lines) if address else [],
        postcode=address.postcode if address else "",
        uprn=address.uprn if address else "",
        search_name=folded_name(told.given_name, told.family_name),
        **more,
    )


def person_told(row: ContactChild | ContactAdult) -> PersonTold:
    """Somebody in a contact, as they are looked for among the people who are known."""
    child = isinstance(row, ContactChild)
    return PersonTold(
        given_name=row.given_name,
        family_name=row.family_name,
        date_of_birth=row.date_of_birth,
        address_lines=tuple(row.address_lines),
        postcode=row.postcode,
        uprn=row.uprn,
        is_child=child,
        expected_on=row.expected_on if child else None,
        age_years=row.age_years if child else None,
        sex=row.sex if child else "",
        nhs_number=row.nhs_number if child else "",
        upn=row.upn if child else "",
        ethnicity=row.ethnicity if child else "",
        phone="" if child else row.phone,
    )


def relationships_told(
    contact: Contact, told: Iterable[ContactChild | ContactAdult]
) -> list[RelationshipIn]:
    """Who is what to whom, as far as one telling says; every row has its record.

    An adult is to each child what the telling says they are. Children told of together are no
    more than that: nobody has said that they are brothers and sisters. A "mother's partner" is
    the partner of the mother where the telling names one.
    """
    rows = list(told)
    children = [row for row in rows if isinstance(row, ContactChild)]
    adults = [row for row in rows if isinstance(row, ContactAdult)]

    def says(one: ContactChild | ContactAdult, kind: str, other, said: str = "") -> RelationshipIn:
        return RelationshipIn(
            council=contact.council,
            from_record=one.record_id,
            to_record=other.record_id,
            kind=kind,
            told_on=london_day(contact.received_at),
            source="contact",
            said=said,
        )

    found = [says(one, TOLD_TOGETHER, other) for one, other in combinations(children, 2)]
    for adult in adults:
        words = adult.relationship.strip()
        kind = kind_told(words) if words else TOLD_TOGETHER
        found += [says(adult, kind, child, words) for child in children]
    for kind in ("mother", "father"):
        parents = [adult for adult in adults if kind_told(adult.relationship) == kind]
        partners = [adult for adult in adults if whose_partner(adult.relationship) == kind]
        if len(parents) == len(partners) == 1:
            found.append(says(partners[0], "partner", parents[0], partners[0].relationship))
    return found
