"""The hub in figures, and finding a contact."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given as for_any, strategies as st

from lintel.access.tests.given import an_account, signed_in
from lintel.access.viewers import Role
from lintel.audit.models import AuditEntry
from lintel.contacts import queries
from lintel.contacts.rules import small_numbers
from lintel.contacts.tests import given

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]
NUMBERS = st.lists(st.integers(0, 60), min_size=1, max_size=10)


def somebody(client, role=Role.MANAGER, **more):
    return signed_in(client, an_account("somebody", role=role, **more))


def test_received_is_open_and_closed_and_every_queue_opens_its_list(client):
    somebody(client)
    given.teams()
    given.received()
    given.rated()
    given.decided()

    page = client.get("/counts").content.decode()

    assert "Received = open + closed: the figures agree" in page
    assert '<a class="govuk-link" href="/board?queue=not_looked_at">' in page
    assert '<a class="govuk-link" href="/board?queue=closed">' in page


def test_contacts_astray_are_named(client):
    somebody(client)
    receipt = given.received()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE contacts_contact SET queue = 'to_rate' WHERE reference = %s",
            [receipt.reference],
        )
    page = client.get("/counts").content.decode()
    assert "1 open contacts are in a queue" in page
    assert receipt.reference in page


def test_what_was_done_today_is_counted_by_the_london_day(client):
    viewer = somebody(client)
    now = timezone.now()
    given.received(at=now)
    given.received(at=now - timedelta(days=1))
    assert queries.day_count(viewer, at=now).received == 1


def test_whoever_sees_figures_only_sees_no_small_number_and_no_link(client):
    somebody(client, role=Role.VIEWER)
    for _ in range(3):
        given.received()

    page = client.get("/counts").content.decode()

    assert "1 to 5" in page
    assert "/board" not in page
    assert ">3<" not in page
    assert "between 1 and 5" in page


@for_any(NUMBERS, st.integers(0, 5))
def test_a_sum_tells_no_more_than_the_numbers_shown(numbers, other):
    """Any small number in place of another gives the same page."""
    changed = [1 + other % 5 if small_numbers.is_small(n) else n for n in numbers]
    assert small_numbers.sum_in_words(changed) == small_numbers.sum_in_words(numbers)
    assert list(map(small_numbers.in_words, changed)) == list(map(small_numbers.in_words, numbers))
    least, most = small_numbers.span(numbers)
    assert least <= sum(numbers) <= most


@pytest.mark.once
def test_the_counts_page_asks_as_many_queries_whatever_there_is(client):
    somebody(client)
    asked = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get("/counts")
        asked.append(len(captured))
        for _ in range(4):
            given.received()
    assert asked[0] == asked[1]


def test_search_finds_by_reference_and_by_name_and_leaves_no_words_behind(client):
    somebody(client)
    receipt = given.received(children=(given.a_child(family_name="Quillfeather"),))
    for words in (receipt.reference.lower().replace("-", ""), "quillf", "tomas quillf"):
        page = client.post("/search", {"words": words}).content.decode()
        assert "1 found" in page
        assert receipt.reference in page
        assert f'value="{words}"' in page
    entries = AuditEntry.objects.filter(object_type="search")
    assert entries.count() == 3
    assert not [e for e in entries if "quillf" in f"{e.why}{e.object_id}".lower()]


def test_a_search_is_never_read_from_an_address(client):
    somebody(client)
    given.received()
    page = client.get("/search?words=Ashgrove").content.decode()
    assert "found" not in page.split("<main")[1].lower().replace("open and closed", "")


def test_a_search_that_finds_nothing_says_what_to_try(client):
    somebody(client)
    assert "Check the spelling" in client.post("/search", {"words": "Zzyzx"}).content.decode()
    assert "Enter a reference" in client.post("/search", {"words": ""}).content.decode()


def test_a_search_finds_what_is_closed(client):
    somebody(client)
    given.teams()
    receipt = given.decided()
    page = client.post("/search", {"words": receipt.reference}).content.decode()
    assert "1 found" in page


@pytest.mark.parametrize(
    ("role", "home"),
    [
        (Role.MANAGER, "/board"),
        (Role.SENIOR_PRACTITIONER, "/board"),
        (Role.SCREENER, "/board"),
        (Role.ADMIN, "/board"),
        (Role.VIEWER, "/counts"),
        (Role.REFERRER, "/challenges"),
    ],
)
def test_everybody_arrives_where_their_work_begins(client, role, home):
    somebody(client, role=role)
    assert client.get("/").url == home
    assert client.get(home).status_code == 200


def test_a_system_administrator_is_told_what_the_role_cannot_do(client):
    somebody(client, role=Role.SYSADMIN)
    assert "open the record of anybody" in client.get("/your-role").content.decode()


def test_a_referrer_is_shown_the_way_to_refer(client):
    somebody(client, role=Role.REFERRER)
    assert "referral form" in client.get("/your-role").content.decode()
