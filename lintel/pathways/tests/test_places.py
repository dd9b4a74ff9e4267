"""Places, waiting lists and their ends: waiting is no acceptance, and what is full is said."""

from datetime import timedelta
from itertools import cycle

import pytest

from lintel.access.models import Account
from lintel.access.viewers import NotPermitted, Role
from lintel.contacts import actions as contacts
from lintel.contacts.family_timeline import FamilyAsked
from lintel.contacts.rules.facts import Rating, Stage
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import sign_in
from lintel.directory import actions as directory
from lintel.directory.places import places_of
from lintel.directory.queries import team
from lintel.directory.rules.kinds import Team
from lintel.kernel.refusals import Invalid, NotThere, Refused
from lintel.notices.models import Notice
from lintel.pathways import actions, queries
from lintel.pathways.models import HandOver
from lintel.pathways.queries import places as places_query
from lintel.pathways.web import pages

pytestmark = pytest.mark.django_db
LATER = given.NOON + timedelta(minutes=50)
KEY = "early-help"


@pytest.fixture(autouse=True)
def hub():
    given.teams()
    by = given.a_viewer(Role.SYSADMIN)
    two = Team(KEY, "Early help team", "early_help", given.COUNCIL, places=2)
    directory.change_team(team=two, by=by, at=given.NOON)


@pytest.fixture
def helper():
    return given.a_viewer(Role.EARLY_HELP, teams=[KEY])


NAMES = "Ola Vance, Piotr Quill, Ines Marsh, Rafe Tolland, Bronwen Ogude, Sukhi Yaxley, Dmitri Fell"
NAMES += ", Noor Haskell"
FAMILIES = cycle(NAMES.split(", "))


def decided(outcome: str, rating: Rating = Rating.AMBER):
    """A family nobody knows, of its own."""
    given_name, family_name = next(FAMILIES).split()
    child = given.a_child(given_name=given_name, family_name=family_name, date_of_birth=None)
    return given.decided(outcome, rating=rating, children=(child,))


def codes(refused) -> set[str]:
    return {refusal.code for refusal in refused.value.refusals}


def places():
    return places_of(given.COUNCIL, [team(given.COUNCIL, KEY)])[KEY]


def accept(receipt, helper, at=LATER):
    actions.accept_handover(contact_id=receipt.id, version=None, by=helper, at=at)


def wait(receipt, helper, at=LATER, words="A worker is back on Monday"):
    actions.wait_for_place(contact_id=receipt.id, version=None, waiting_for=words, by=helper, at=at)


def test_being_on_a_waiting_list_is_no_acceptance(helper):
    receipt = decided("early_help")
    before = given.now(receipt)

    wait(receipt, helper)

    after = given.now(receipt)
    assert after == before
    assert (after.stage, after.awaiting_team) == (Stage.DECIDED, KEY)
    assert (places().taken, places().offered, places().waiting) == (0, 0, 1)
    assert Notice.objects.filter(kind="waits_for_a_place").count() == 1
    with pytest.raises(Refused) as refused:
        contacts.close_contact(
            contact_id=receipt.id, version=None, reason="Sent", by=given.a_manager(), at=LATER
        )
    assert codes(refused) == {"handover_not_accepted"}
    with pytest.raises(Refused) as refused:
        wait(receipt, helper)
    assert codes(refused) == {"already_waiting"}
    accept(receipt, helper)
    assert given.now(receipt).stage is Stage.CLOSED
    assert (places().taken, places().waiting) == (1, 0)


def test_the_list_is_for_teams_that_count_places_and_says_what_for(helper):
    with pytest.raises(Refused) as refused:
        wait(decided("early_help"), helper, words=" ")
    assert codes(refused) == {"no_reason"}
    worker = given.a_viewer(Role.SOCIAL_WORKER, teams=["assessment"])
    with pytest.raises(Refused) as refused:
        wait(decided("assessment"), worker)
    assert codes(refused) == {"no_waiting_list"}


def test_the_most_pressing_wait_first_then_the_longest(helper):
    green = decided("early_help", rating=Rating.GREEN)
    amber = decided("early_help")
    later = decided("early_help")
    for minutes, receipt in enumerate((green, amber, later)):
        wait(receipt, helper, at=LATER + timedelta(minutes=minutes))

    [seen] = queries.places_seen(helper, at=LATER + timedelta(days=2))

    assert [each.reference for each in seen.waiting.families] == [
        each.reference for each in (amber, later, green)
    ]
    assert [each.words for each in seen.waiting.families] == ["A worker is back on Monday"] * 3


def test_managers_are_told_once_a_day_that_a_team_was_sent_more_than_it_has_places():
    for _ in range(2):
        decided("early_help")
    assert not places().is_exceeded
    assert not Notice.objects.filter(kind="places_exceeded").exists()

    for _ in range(2):
        decided("early_help")

    assert places().is_exceeded
    [told] = Notice.objects.filter(kind="places_exceeded")
    assert told.to == "role:manager"


def test_a_place_ends_once_with_how_the_children_are_and_is_free_again(helper):
    receipt = decided("early_help")
    end = {"contact_id": receipt.id, "version": None, "by": helper, "at": LATER}
    with pytest.raises(Refused) as refused:
        actions.end_place(how="helped", words="Well", **end)
    assert codes(refused) == {"no_place"}
    accept(receipt, helper)
    with pytest.raises(Refused) as refused:
        actions.end_place(how="forgotten", words=" ", **end)
    assert codes(refused) == {"no_ending", "no_reason"}
    other = given.a_viewer(Role.MANAGER)
    with pytest.raises(NotPermitted):
        actions.end_place(how="helped", words="Well", **(end | {"by": other}))

    actions.end_place(how="more_needed", words="He does not sleep at home any more", **end)

    assert (places().taken, places().left) == (0, 2)
    asked = FamilyAsked(frozenset(), {receipt.id: frozenset()})
    told = queries.handovers_of_family(given.a_manager(), asked, LATER)
    assert [(event.title, event.note) for event in told] == [
        ("The help of Early help team ended", "More than early help is needed: back to the hub"),
        ("Early help team accepted it", ""),
    ]
    assert Notice.objects.get(kind="more_needed").about == receipt.reference
    with pytest.raises(Refused) as refused:
        actions.end_place(how="helped", words="Well", **end)
    assert codes(refused) == {"already_ended"}


def test_reopening_gives_the_place_back(helper):
    receipt = decided("early_help")
    accept(receipt, helper)

    contacts.reopen_contact(
        contact_id=receipt.id, version=None, reason="New call", by=given.a_manager(), at=LATER
    )

    assert places().taken == 0
    [offer] = queries.handovers_of(given.a_manager(), receipt.id)
    assert offer.ended_how == "reopened"


def test_a_team_sees_its_own_places_and_the_hub_all(helper):
    other = given.a_viewer(Role.SOCIAL_WORKER, teams=["assessment"])

    assert [seen.team.key for seen in queries.places_seen(helper, at=LATER)] == [KEY]
    assert [seen.team.key for seen in queries.places_seen(given.a_screener(), at=LATER)] == [KEY]
    assert queries.places_seen(other, at=LATER) == []
    with pytest.raises(NotPermitted):
        queries.places_seen(given.a_viewer(Role.ADMIN), at=LATER)


def all_of(viewer, part):
    """A list, followed from page to page."""
    found, after = [], ""
    while True:
        families, after = queries.places_listed(viewer, part, after=after, at=LATER)
        found += [one.reference for one in families]
        if not after:
            return found


def test_whoever_leaves_a_list_between_two_pages_moves_nobody_else(helper, monkeypatch):
    monkeypatch.setattr(places_query, "PAGE", 2)
    receipts = [decided("early_help") for _ in range(5)]
    for minutes, receipt in enumerate(receipts):
        accept(receipt, helper, at=LATER + timedelta(minutes=minutes))
    [seen] = queries.places_seen(helper, at=LATER)
    for gone in receipts[:2]:
        words = {"how": "helped", "words": "Well"}
        actions.end_place(contact_id=gone.id, version=None, by=helper, at=LATER, **words)
    rest, after = queries.places_listed(
        helper, queries.Part.HOLDERS, team=KEY, after=seen.holders.after, at=LATER
    )
    assert [one.reference for one in rest] == [one.reference for one in receipts[2:4]]
    assert after
    with pytest.raises(NotThere):
        queries.places_listed(helper, queries.Part.HOLDERS, team="assessment", at=LATER)


def test_a_place_on_the_waiting_list_is_none_among_those_who_have_one(helper):
    receipt = decided("early_help")
    wait(receipt, helper)
    cursor = f"0-{HandOver.objects.get(contact_id=receipt.id).id.hex}"
    assert queries.places_listed(helper, queries.Part.WAITING, after=cursor, at=LATER)[1] == ""
    with pytest.raises(Invalid, match="cursor"):
        queries.places_listed(helper, queries.Part.HOLDERS, after=cursor, at=LATER)


def test_the_page_reads_no_more_families_than_it_shows(helper, monkeypatch):
    monkeypatch.setattr(places_query, "PAGE", 2)
    for _ in range(4):
        accept(decided("early_help"), helper)
    made = []
    monkeypatch.setattr(HandOver, "from_db", watched(made))
    queries.places_seen(helper, at=LATER)
    assert len(made) == 2


def watched(made):
    original = HandOver.from_db.__func__

    def from_db(cls, *row):
        made.append(row)
        return original(cls, *row)

    return classmethod(from_db)


def test_a_long_waiting_list_is_paged_and_keeps_its_order(helper, client, monkeypatch):
    monkeypatch.setattr(places_query, "PAGE", 2)
    monkeypatch.setattr(pages, "PAGE", 2)
    receipts = [decided("early_help", rating=Rating.GREEN) for _ in range(4)]
    red = decided("early_help")
    for minutes, receipt in enumerate((*receipts, red)):
        wait(receipt, helper, at=LATER + timedelta(minutes=minutes))
    order = [one.reference for one in (red, *receipts)]

    def page(number):
        [seen] = queries.places_seen(
            helper, pages=queries.Pages(KEY, number), at=LATER + timedelta(days=2)
        )
        waiting = seen.waiting
        return waiting.first, [one.reference for one in waiting.families], waiting.count

    assert page(1) == (0, order[:2], 5)
    assert page(2) == (2, order[2:4], 5)
    assert page(3) == page(9) == (4, order[4:], 5)
    assert page(0) == page(1)
    assert all_of(helper, queries.Part.WAITING) == order

    sign_in(client, Account.objects.get(id=helper.account_id))
    first = client.get("/places").content.decode()
    assert "1 to 2 of 5" in first
    assert f"/places?team={KEY}&amp;page=2#waiting-{KEY}" in first
    second = client.get("/places", {"team": KEY, "page": 2}).content.decode()
    assert "3 to 4 of 5" in second
    assert order[0] not in second
    for asked in ("elephant", "-3", "99999999999999"):
        assert client.get("/places", {"team": KEY, "page": asked}).status_code == 200


def test_who_has_a_place_is_paged_too_and_nobody_is_left_out(helper, client, monkeypatch):
    monkeypatch.setattr(places_query, "PAGE", 2)
    monkeypatch.setattr(pages, "PAGE", 2)
    receipts = [decided("early_help") for _ in range(5)]
    for minutes, receipt in enumerate(receipts):
        accept(receipt, helper, at=LATER + timedelta(minutes=minutes))
    waits = [decided("early_help") for _ in range(3)]
    for receipt in waits:
        wait(receipt, helper, at=LATER)
    order = [one.reference for one in receipts]
    later = LATER + timedelta(days=2)

    assert all_of(helper, queries.Part.HOLDERS) == order
    [last] = queries.places_seen(helper, pages=queries.Pages(KEY, holders=9), at=later)
    assert (last.holders.first, last.holders.count) == (4, 5)
    assert [one.reference for one in last.holders.families] == order[4:]

    sign_in(client, Account.objects.get(id=helper.account_id))
    first = client.get("/places").content.decode()
    assert "Has a place (5)" in first
    assert f"/places?team={KEY}&amp;held=2#held-{KEY}" in first
    assert order[2] not in first
    second = client.get("/places", {"team": KEY, "held": 2, "page": 2}).content.decode()
    assert "3 to 4 of 5" in second
    assert f"/places?team={KEY}&amp;page=2&amp;held=3#held-{KEY}" in second
    assert f"/places?team={KEY}&amp;held=2#waiting-{KEY}" in second
    for asked in ("elephant", "-3", "99999999999999"):
        assert client.get("/places", {"team": KEY, "held": asked}).status_code == 200
