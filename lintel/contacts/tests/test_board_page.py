"""The board, as each person sees it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lintel.access.tests.given import an_account, signed_in
from lintel.access.viewers import Role
from lintel.contacts import actions
from lintel.contacts.rules.facts import Rating
from lintel.contacts.rules.telling import Kind
from lintel.contacts.tests import given
from tests.architecture.reading import assert_get_writes_nothing_but_trail

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]


def somebody(client, role=Role.MANAGER, **more):
    return signed_in(client, an_account("somebody", role=role, name="Jo Marchetti", **more))


def a_contact(*, minutes_ago=5, **differences):
    return given.received(at=timezone.now() - timedelta(minutes=minutes_ago), **differences)


def text_of(answer):
    return answer.content.decode()


def test_what_nobody_has_looked_at_is_first_on_the_page_with_its_worst_clock(client):
    somebody(client)
    a_contact(minutes_ago=40)
    a_contact(minutes_ago=5)

    page = text_of(client.get("/board"))

    assert '<strong class="lx-unseen__count">2</strong> not yet looked at' in page
    assert "late by 10 min" in page


def test_a_row_says_who_why_from_whom_and_what_next(client):
    somebody(client)
    receipt = a_contact(children=(given.a_child(), given.a_child(given_name="Mia")))

    page = text_of(client.get("/board"))

    assert "Tomas Ashgrove (" in page
    assert "Mia Ashgrove (" in page
    assert "A family under strain" in page
    assert "School, from their own system" in page
    assert receipt.reference in page
    assert "Waits for a manager or senior practitioner" in page


def test_an_unanswered_immediate_need_is_pinned_above_what_is_late(client):
    manager = somebody(client)
    now = timezone.now()
    late = a_contact(minutes_ago=600)
    pinned = a_contact(minutes_ago=3)
    actions.look_at_contact(
        contact_id=pinned.id, version=1, immediate=True, note="", by=manager, at=now
    )

    page = text_of(client.get("/board"))

    assert page.index(pinned.reference) < page.index(late.reference)
    assert "lx-row--pinned" in page
    assert "Immediate response" in page[page.index("lx-row--pinned") :]


def test_a_held_row_says_why_until_when_and_whose_it_is(client):
    manager = somebody(client)
    now = timezone.now()
    receipt = a_contact(minutes_ago=20)
    actions.look_at_contact(
        contact_id=receipt.id, version=1, immediate=False, note="", by=manager, at=now
    )
    actions.hold_contact(
        contact_id=receipt.id,
        version=2,
        reason="Health visitor to ring back",
        review_at=now + timedelta(days=3),
        by=manager,
        at=now,
    )

    page = text_of(client.get("/board?queue=held"))

    assert "Health visitor to ring back. Review " in page
    assert "Owner: Jo Marchetti" in page


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("/board?rating=red", {"red"}),
        ("/board?rating=unrated", {"new"}),
        ("/board?queue=not_looked_at", {"new"}),
        ("/board?queue=to_decide", {"red", "green"}),
        ("/board?kind=ehc_request", set()),
        ("/board?source=2A", {"red", "green", "new"}),
        ("/board?mine=yes", set()),
        ("/board?rating=purple&queue=nowhere", {"red", "green", "new"}),
    ],
)
def test_filters_narrow_the_board(client, address, shown):
    somebody(client)
    at = {"red": Rating.RED, "green": Rating.GREEN}
    contacts = {name: given.rated(rating).reference for name, rating in at.items()}
    contacts["new"] = a_contact().reference

    page = text_of(client.get(address))

    assert {name for name, reference in contacts.items() if reference in page} == shown


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.WELFARE])
def test_only_a_worry_about_a_child_is_said_to_be_not_rated(client, kind):
    somebody(client)
    tag = "Not rated</strong>"
    request = a_contact(kind=kind)
    assert tag not in text_of(client.get("/board"))
    assert tag not in text_of(client.get(f"/contacts/{request.id}"))
    worry = a_contact()
    page = text_of(client.get("/board?rating=unrated"))
    assert tag in page
    assert worry.reference in page
    assert request.reference not in page


def test_no_queue_and_no_filter_loses_its_way_back(client):
    somebody(client)
    assert "Nothing waits to be looked at" in text_of(client.get("/board"))
    assert "Nothing open matches" in text_of(client.get("/board?late=yes"))


def test_no_name_and_no_word_is_in_any_address_of_the_page(client):
    somebody(client)
    a_contact(children=(given.a_child(given_name="Xanthippe", family_name="Quillfeather"),))
    page = text_of(client.get("/board"))
    addresses = [part.split('"')[0] for part in page.split('href="')[1:]]
    addresses += [part.split('"')[0] for part in page.split('action="')[1:]]
    assert "Xanthippe Quillfeather" in page
    assert not [a for a in addresses if "anthippe" in a.lower() or "uillfeather" in a.lower()]


@pytest.mark.parametrize("role", [Role.ADMIN_PROVIDER, Role.EARLY_HELP, Role.SOCIAL_WORKER])
def test_what_was_not_given_to_somebody_is_not_there(client, role):
    somebody(client, role=role)
    receipt = a_contact()
    page = text_of(client.get("/board"))
    assert receipt.reference not in page
    assert "Ashgrove" not in page


def test_provider_staff_see_what_they_typed_in_without_names(client):
    viewer = somebody(client, role=Role.ADMIN_PROVIDER, employed_by_council=False)
    receipt = actions.receive_contact(
        telling=given.a_telling(channel="telephone"),
        council=given.COUNCIL,
        by=viewer,
        at=timezone.now(),
    )
    page = text_of(client.get("/board"))
    assert receipt.reference in page
    assert "1 child: " in page
    assert "Ashgrove" not in page
    assert "The child’s needs are not being met" not in page


@pytest.mark.parametrize("role", [Role.REFERRER, Role.VIEWER, Role.SYSADMIN])
def test_roles_without_a_board_are_refused(client, role):
    somebody(client, role=role)
    assert client.get("/board").status_code == 403
    assert client.get("/board/now").status_code == 403


def test_another_council_is_not_there(client):
    somebody(client, council="southmere", agency="southmere-council")
    receipt = a_contact()
    assert receipt.reference not in text_of(client.get("/board"))


@pytest.mark.once
def test_the_board_asks_as_many_queries_for_45_rows_as_for_5(client):
    somebody(client)
    asked = {}
    for rows in (5, 45):
        while client.get("/board").content.count(b'scope="row"') < rows:
            given.rated(Rating.RED)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert_get_writes_nothing_but_trail(client, "/board")
        asked[rows] = len(queries)
    assert asked[5] == asked[45] == 23


def test_what_has_not_changed_is_not_sent_again(client):
    somebody(client)
    first = client.get("/board/now")
    assert first.status_code == 200
    assert "<html" not in text_of(first)
    again = client.get("/board/now", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_pages_of_the_board_follow_each_other_without_gap_or_repeat(client):
    somebody(client)
    references = {a_contact(minutes_ago=n).reference for n in range(53)}
    first, second = (text_of(client.get(f"/board?page={n}")) for n in (1, 2))
    on_first = {r for r in references if r in first}
    on_second = {r for r in references if r in second}
    assert len(on_first) == 50
    assert on_first | on_second == references
    assert not on_first & on_second
    assert 'rel="next"' in first
    assert 'rel="prev"' in second
