"""Contacts whose every field holds a token of its own, so that a leak says where it came from.

A tester looks for the tokens wherever a viewer should not see them. Numbers and dates that the
rules check cannot hold one.
"""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from lintel.contacts import actions as contacts
from lintel.contacts.rules.facts import Rating
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
from lintel.demo.history import STAFF
from lintel.demo.loading import Company
from lintel.files.actions import Given, attach
from lintel.files.loading import made_here
from lintel.files.queries import near_to_attach
from lintel.files.rules.reading import Belongs
from lintel.sharing.rules.handling import Mark


class Tokens:
    """Hands out tokens for one object and remembers where each went."""

    def __init__(self, name: str) -> None:
        self.name, self.used = name, []

    def __call__(self, zone: str, field: str) -> str:
        token = f"LX{secrets.token_hex(6)}"
        self.used.append({"token": token, "object": self.name, "zone": zone, "field": field})
        return token


def plant(council: str, company: Company, *, at: datetime) -> tuple[list[dict], list[dict]]:
    """(objects, canaries) for the manifest: a school's contact and a neighbour's, both open."""
    objects, used = [], []
    for place, public in enumerate((False, True)):
        name = f"contact.canary_{council}_{'public' if public else 'professional'}"
        token = Tokens(name)
        received_at = at - timedelta(minutes=50 + place)
        by = company.viewer(
            "public" if public else STAFF[council].referrer or "public", council, received_at
        )
        telling = _telling(token, public=public)
        receipt = contacts.receive_contact(telling=telling, council=council, by=by, at=received_at)
        _work_on(receipt.id, token, council, company, received_at)
        objects.append({"key": name, "type": "contact", "id": str(receipt.id), "council": council})
        used += token.used
    return objects, used


def _telling(token: Tokens, *, public: bool) -> Telling:
    def address(whose: str) -> AddressTold:
        return AddressTold((token("Z2", f"{whose}.address.lines.0"),), "ZN1 9ZZ")

    child = ChildTold(
        given_name=token("Z1", "children.0.given_name"),
        family_name=token("Z1", "children.0.family_name"),
        age_years=8,
        sex="F",
        address=address("children.0"),
        school=token("Z1", "children.0.school"),
    )
    adult = AdultTold(
        given_name=token("Z1", "adults.0.given_name"),
        family_name=token("Z1", "adults.0.family_name"),
        relationship=token("Z1", "adults.0.relationship"),
        address=address("adults.0"),
        phone=token("Z2", "adults.0.phone"),
        safe_contact=token("Z2", "adults.0.safe_contact"),
    )
    referrer = ReferrerTold(
        name=token("Z4", "referrer.name"),
        role="" if public else token("Z4", "referrer.role"),
        agency="" if public else token("Z4", "referrer.agency"),
        phone=token("Z4", "referrer.phone"),
        email=f"{token('Z4', 'referrer.email').lower()}@canary.example",
        relationship=token("Z4", "referrer.relationship") if public else "",
        safe_contact=token("Z4", "referrer.safe_contact"),
    )
    return Telling(
        kind=Kind.WELFARE,
        channel=Channel.PUBLIC_FORM if public else Channel.PROFESSIONAL_FORM,
        source="1B" if public else "2A",
        referrer=referrer,
        children=(child,),
        adults=(adult,),
        concern=f"A worry that is marked {token('Z3', 'concern')} for a test.",
        why_now=token("Z3", "why_now"),
        categories=("neglect",),
        family_told=False,
        family_told_reason=token("Z3", "family_told_reason"),
        consent=Consent.NOT_ASKED,
        external_reference=token("Z3", "external_reference"),
    )


def _work_on(
    contact_id, token: Tokens, council: str, company: Company, received_at: datetime
) -> None:
    staff = STAFF[council]
    looked_at, rated_at = received_at + timedelta(minutes=9), received_at + timedelta(minutes=16)
    contacts.look_at_contact(
        contact_id=contact_id,
        version=None,
        immediate=False,
        note=token("Z6", "look.note"),
        by=company.viewer(staff.seniors[0], council, looked_at),
        at=looked_at,
    )
    by = company.viewer(staff.screeners[0], council, rated_at)
    contacts.rate_contact(
        contact_id=contact_id,
        version=None,
        rating=Rating.AMBER,
        reason=token("Z6", "rating.reason"),
        by=by,
        at=rated_at,
    )
    contacts.add_note(contact_id=contact_id, text=token("Z3", "note.text"), by=by, at=rated_at)
    said = made_here(f"{token('Z8', 'file.name')}.txt", token("Z8", "file.content").encode())
    with transaction.atomic():
        near = near_to_attach(by, Belongs.CONTACT, contact_id, at=rated_at)
        attach([said], near, Given(Mark.OPEN), agency=by.agency, by=by, at=rated_at)
