"""Every mark, every role, every way out: what an agency told is read by whom the table says.

Driven by `sharing.rules.handling`, whose own test states the table by hand.
"""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lintel.access.viewers import Role
from lintel.api.tests.given import Caller
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import sign_in
from lintel.screening import actions
from lintel.screening.rules.asking import AnswerGiven, ItemGiven, Reply
from lintel.screening.tests.given_asked import agency, answered, asked, weighed
from lintel.sharing.rules.handling import ItemFacts, Mark, Reading, reading

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]

KINDS = [(mark, onward) for mark in Mark for onward in (False, True)]
# Whoever may not open the contact at all reads nothing, whatever the table says of items.
OF_THE_RECORD = {
    Role.SCREENER,
    Role.SENIOR_PRACTITIONER,
    Role.MANAGER,
    Role.EMERGENCY_DUTY,
    Role.SOCIAL_WORKER,
    Role.EARLY_HELP,
    Role.CHILD_PROTECTION,
}
OTHER_AGENCY = {Role.PARTNER, Role.AGENCY_LEAD, Role.AGENCY_SYSTEM, Role.REFERRER}


def token(mark: Mark, onward: bool, named: bool = False) -> str:
    return f"zq{mark.lower()}{'onward' if onward else 'stays'}{'named' if named else ''}qz"


@pytest.fixture(scope="module")
def agencies(begun_once):
    """What makes somebody one of the police, or of health."""
    with begun_once():
        given.teams()
        yield agency("police"), agency("health")


@pytest.fixture(scope="module", params=[False, True], ids=["before pooling", "pooled"])
def told(request, agencies, begun_once):
    """A contact handed to early help whose police have told one thing of every kind, and two of
    every role; what is sealed is sealed for the second."""
    _, health = agencies
    with begun_once():
        people = {role: (_account(role, health), _account(role, health)) for role in Role}
        contact = given.rated()
        at = timezone.now()
        to_police, to_health = asked(contact, "police", "health", at=at)
        officer, nurse = (given.a_viewer(Role.PARTNER, **one) for one in agencies)
        say_everything(to_police, officer, [named for _, named in people.values()])
        nil = AnswerGiven(Reply.NIL, known="no")
        actions.answer_request(request_id=to_health, given=nil, by=nurse, at=timezone.now())
        manager = given.a_manager()
        if request.param:
            actions.pool_contributions(contact_id=contact.id, by=manager, at=timezone.now())
        weighed(contact, manager, at=timezone.now())
        actions.decide_contact(
            contact_id=contact.id,
            version=given.now(contact).version,
            outcome="early_help",
            rationale="The school and the family agree",
            by=manager,
            at=timezone.now() + timedelta(seconds=1),
        )
        yield contact, to_health, people, request.param


def _account(role: Role, health: dict):
    theirs = health if role in OTHER_AGENCY else {}
    return given.an_account(role, **({"teams": ["early-help"]} | theirs))


def say_everything(request_id, officer, named) -> None:
    items = [ItemGiven("concerns", token(m, o), m, onward_leave=o) for m, o in KINDS]
    sealed_for = tuple(one.id for one in named)
    items.append(ItemGiven("concerns", token(Mark.SEALED, False, True), Mark.SEALED, sealed_for))
    said = AnswerGiven(Reply.ANSWERED, items=items, known="yes", since="zqbesideqz")
    actions.answer_request(request_id=request_id, given=said, by=officer, at=timezone.now())


def read_in(*pages: str) -> set[str]:
    return set(re.findall(r"zq(?:h[1-4]|beside)[a-z]*?qz", " ".join(pages)))


@pytest.mark.walk
@pytest.mark.parametrize("role", [*Role])
def test_each_way_out_gives_what_the_table_says_and_no_more(role, told):
    contact, to_health, people, pooled = told
    account, named = people[role]

    for who in (account, named):
        viewer = given.viewer_of(who, timezone.now())
        may = {
            token(mark, onward)
            for mark, onward in KINDS
            if _reads(viewer, mark, onward, pooled=pooled)
        }
        if _comes_near(role, pooled=pooled):
            may |= {token(Mark.SEALED, False, True)} if who is named else set()
        read = _every_way(who, contact, to_health)
        for way, words in read.items():
            assert words - {"zqbesideqz"} <= may, (way, words - may)
            if "zqbesideqz" in words:
                assert reading(ItemFacts("police", Mark.HUB_ONLY, pooled=pooled), viewer) is (
                    Reading.FULL
                ), way
        if role in OF_THE_RECORD:
            # Nothing is kept from whoever may read it, either.
            assert read["api"] - {"zqbesideqz"} == may


def _comes_near(role: Role, *, pooled: bool) -> bool:
    return role in OF_THE_RECORD or (pooled and role in (Role.PARTNER, Role.AGENCY_LEAD))


def _reads(viewer, mark: Mark, onward: bool, *, pooled: bool) -> bool:
    if not _comes_near(viewer.role, pooled=pooled):
        return False
    item = ItemFacts("police", mark, onward_leave=onward, pooled=pooled)
    return reading(item, viewer) is Reading.FULL


def _every_way(account, contact, own_request) -> dict[str, set[str]]:
    """What this account reads, by way: pages, time line, workspace and API."""
    client = Client()
    sign_in(client, account)
    pages = {
        "contact": f"/contacts/{contact.id}",
        "requests": f"/contacts/{contact.id}/requests",
        "decide": f"/contacts/{contact.id}/decide",
        "time line": f"/contacts/{contact.id}/history",
        "ledger": f"/contacts/{contact.id}/shares",
        "trail": f"/contacts/{contact.id}/trail",
        "workspace": "/requests",
        "own request": f"/requests/{own_request}",
    }
    read = {way: read_in(client.get(address).content.decode()) for way, address in pages.items()}
    caller = Caller(account.role, account)
    read["api"] = read_in(caller("GET", f"/contacts/{contact.id}/requests").content.decode())
    read["api, own"] = read_in(caller("GET", "/requests").content.decode())
    read["api, contact"] = read_in(caller("GET", f"/contacts/{contact.id}").content.decode())
    return read


def test_its_own_agency_reads_all_of_it_and_sees_each_mark(agencies):
    police, _ = agencies
    [to_police] = asked(given.rated(), "police", at=timezone.now())
    officer = given.an_account(Role.PARTNER, **police)
    viewer = given.viewer_of(officer, timezone.now())
    answered(to_police, viewer, *((token(m, False), m) for m in Mark), at=timezone.now())
    client = Client()
    sign_in(client, given.an_account(Role.AGENCY_LEAD, **police))
    page = client.get(f"/requests/{to_police}").content.decode()
    assert read_in(page) == {token(mark, False) for mark in Mark}
    for words in ("Open", "Hub only", "Decision-maker only", "Sealed"):
        assert words in page
