"""Contacts whose every field holds a token of its own, so that a leak says where it came from.

The contacts that are known by name are marked as they are told (`marked`); two more for each
council are planted, of a school and of a neighbour, on which more has been done (`plant`).

A tester looks for the tokens wherever a viewer should not see them. Numbers and dates that the
rules check cannot hold one.
"""

import dataclasses
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

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
from lintel.demo.history import STAFF, Step, Story
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


# The zone of what is written at each step; what partners write is of their own zone.
_OF_STEP: Mapping[str, str] = MappingProxyType(
    {"note": "Z3", "hold": "Z3", "assign": "Z3", "acknowledge": "Z3", "return": "Z7", "close": "Z6"}
)


def marked(story: Story) -> tuple[Story, list[dict]]:
    """The story with a token in every field that holds text, and where each token went."""
    token = Tokens(story.key)
    told = dataclasses.replace(story.told, telling=marked_telling(story.told.telling, token))
    steps = tuple(_marked_step(step, place, token) for place, step in enumerate(story.steps))
    return dataclasses.replace(story, told=told, steps=steps, token=token), token.used


def _marked_step(step: Step, place: int, token: "Tokens") -> Step:
    if not step.words or step.verb == "dismiss":  # said only where a sign stands
        return step
    mark = token(_OF_STEP.get(step.verb, "Z6"), f"steps.{place}.{step.verb}")
    return dataclasses.replace(step, words=f"{step.words} ({mark})")


def marked_telling(telling: Telling, token: "Tokens") -> Telling:
    """What was empty stays so: nobody said it, and a rule may rest on that."""

    def after(words: str, zone: str, field: str) -> str:
        return f"{words} {token(zone, field)}" if words else ""

    def place(address: AddressTold | None, whose: str) -> AddressTold | None:
        if address is None or not address.lines:
            return address
        first = after(address.lines[0], "Z2", f"{whose}.address.lines.0")
        return dataclasses.replace(address, lines=(first, *address.lines[1:]))

    def one(told, whose: str):
        said = {
            "given_name": after(told.given_name, "Z1", f"{whose}.given_name"),
            "family_name": after(told.family_name, "Z1", f"{whose}.family_name"),
            "address": place(told.address, whose),
        }
        if isinstance(told, ChildTold):
            return dataclasses.replace(
                told, school=after(told.school, "Z1", f"{whose}.school"), **said
            )
        phone = token("Z2", f"{whose}.phone") if told.phone else ""
        safe = after(told.safe_contact, "Z2", f"{whose}.safe_contact")
        return dataclasses.replace(told, phone=phone, safe_contact=safe, **said)

    def referrer(who: ReferrerTold) -> ReferrerTold:
        kept = ("name", "role", "agency", "relationship", "safe_contact")
        said = {name: after(getattr(who, name), "Z4", f"referrer.{name}") for name in kept}
        if who.phone:
            said["phone"] = token("Z4", "referrer.phone")
        if who.email:
            said["email"] = f"{token('Z4', 'referrer.email').lower()}@canary.example"
        return dataclasses.replace(who, **said)

    texts = ("concern", "why_now", "family_told_reason", "external_reference")
    return dataclasses.replace(
        telling,
        referrer=referrer(telling.referrer),
        children=tuple(one(c, f"children.{n}") for n, c in enumerate(telling.children)),
        adults=tuple(one(a, f"adults.{n}") for n, a in enumerate(telling.adults)),
        **{name: after(getattr(telling, name), "Z3", name) for name in texts},
    )


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
