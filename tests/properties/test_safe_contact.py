"""How somebody must not be reached, and where they must not be looked for, holds on every way out.

Every page and every answer of the API about a contact, as every role; search; the trail; notices.
"""

import re
from itertools import chain

import pytest
from django.test import Client
from django.utils import timezone

from lintel.access.viewers import Role, Zone
from lintel.access.zones import sees
from lintel.api.tests.given import Caller
from lintel.audit.models import AuditEntry
from lintel.config.routes import routes
from lintel.contacts import queries
from lintel.contacts.rules.telling import AddressTold, AdultTold
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import sign_in
from lintel.directory import actions as directory
from lintel.directory.rules.kinds import Agency
from lintel.notices.models import Notice
from lintel.screening import actions as screening
from lintel.screening.models import AgencyRequest
from lintel.screening.rules.asking import Ask

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]

STREET, POSTCODE, PHONE = "17 Zephyrine Row", "ZQ9 7XJ", "07700 900417"
DO_NOT_RING = "Do not ring: he answers it. Quietword"
WHERE = (STREET, POSTCODE, "ZQ97XJ", PHONE, "07700900417")
SECRETS = (*WHERE, "Quietword")
OUTSIDE = frozenset({Role.PARTNER, Role.AGENCY_LEAD})


def told_with_care():
    mother = AdultTold(
        "Carla",
        "Ashgrove",
        None,
        "mother",
        address=AddressTold((STREET,), POSTCODE),
        phone=PHONE,
        safe_contact=DO_NOT_RING,
    )
    receipt = given.rated(adults=(mother,))
    manager, now = given.a_manager(), timezone.now()
    agency = Agency("police", "Police", "police", given.COUNCIL, email="hub@police.example")
    directory.add_agency(agency=agency, by=given.a_viewer(Role.SYSADMIN), at=now)
    row = queries.the_contact(manager, receipt.id)
    about = tuple(one.record_id for one in queries.family_facts(row).told)
    ask = Ask("police", "What is known?", about, ("known",))
    screening.ask_agencies(contact_id=receipt.id, asks=[ask], by=manager, at=now)
    return receipt


@pytest.fixture(scope="module")
def receipt(begun_once):
    with begun_once():
        yield told_with_care()


def account_of(role: Role):
    outside = role in OUTSIDE
    return given.an_account(
        role,
        agency="police" if outside else "northbeck-council",
        employed_by_council=not outside,
        teams=["front-door", "assessment"],
    )


def ways_out(contact_id):
    """Every address of the house that can be read and names nothing but a contact."""
    for route in routes():
        if "GET" not in route.methods:
            continue
        where = re.sub(r"<\w+:contact_id>", str(contact_id), route.pattern)
        if "<" not in where:
            yield where


def shown_by(answer) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode(errors="ignore") + str(answer.headers)


def found_in(words: str, secrets=SECRETS) -> list[str]:
    return [secret for secret in secrets if secret.casefold() in words.casefold()]


@pytest.mark.walk
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.AGENCY_SYSTEM])
def test_only_who_may_know_where_people_live_is_shown_it_on_any_way_out(role, receipt):
    account = account_of(role)
    client, caller = Client(), Caller(role, account)
    viewer = sign_in(client, account)
    searches = [
        client.post("/search", {"text": text}, follow=True) for text in ("Ashgrove", POSTCODE)
    ]
    searches += [caller("POST", "/search", {"text": text}) for text in ("Ashgrove", POSTCODE)]
    for answer in searches:  # what was typed is shown again in its own box, and nowhere else
        again = shown_by(answer).replace(f'value="{POSTCODE}"', "")
        assert found_in(again) == []
    pages = {}
    for where in ways_out(receipt.id):
        if where.startswith("/api/v1/"):
            pages[where] = caller("GET", where.removeprefix("/api/v1"))
        else:
            pages[where] = client.get(where)
    assert any(answer.status_code == 200 for answer in pages.values())
    if not sees(viewer, Zone.LOCATION):
        leaks = {where: found_in(shown_by(answer), WHERE) for where, answer in pages.items()}
        assert {where: found for where, found in leaks.items() if found} == {}
    for where, answer in pages.items():
        if found_in(shown_by(answer), (PHONE,)):
            assert found_in(shown_by(answer), ("Quietword",)), f"{where} rings without the warning"


def test_no_notice_and_no_line_of_the_trail_says_where_or_how(receipt):
    given.teams()
    screening.decide_without(
        request_id=screening_request(receipt),
        reason="It cannot wait",
        by=given.a_manager(),
        at=timezone.now(),
    )
    screening.decide_contact(
        contact_id=receipt.id,
        version=given.now(receipt).version,
        outcome="early_help",
        rationale="Seen with the school",
        by=given.a_manager(),
        at=timezone.now(),
    )

    said = [
        " ".join([one.subject, one.body, one.about, one.once_key]) for one in Notice.objects.all()
    ]
    assert said
    for words in chain(said, (str(entry) for entry in AuditEntry.objects.values())):
        assert found_in(words) == []


def screening_request(receipt):
    return AgencyRequest.objects.values_list("id", flat=True).get(contact_id=receipt.id)
