"""People to tell, as staff see and use them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lintel.access.tests import given as people
from lintel.access.viewers import Role
from lintel.audit import trail
from lintel.notices import queries
from lintel.notices.models import Notice
from lintel.notices.tests import given

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]


def signed_in(client, role=Role.SCREENER, **more):
    return people.signed_in(client, people.an_account(role=role, **more))


def a_call(**differences):
    ordinary = {
        "channel": "telephone",
        "to": "01632 960001",
        "body": "We have looked at what you told us.",
        "due_at": timezone.now() + timedelta(hours=2),
        "at": timezone.now(),
    }
    return given.a_notice(**(ordinary | differences))


def test_the_list_says_what_is_late_in_words_and_shows_no_number(client):
    signed_in(client)
    a_call()
    late = a_call(due_at=timezone.now() - timedelta(minutes=35, seconds=5))

    page = client.get("/to-tell").content.decode()

    assert "late by 35 min" in page
    assert page.index(str(late.id)) < page.index("1 h 59 min left")
    assert "01632 960001" not in page


def test_opening_one_shows_whom_to_ring_and_what_to_say_and_is_on_the_trail(client):
    signed_in(client, Role.SCREENER)
    call = a_call()

    page = client.get(f"/to-tell/{call.id}").content.decode()

    assert "01632 960001" in page
    assert "We have looked at what you told us." in page
    assert len(trail.entries_about("notice", str(call.id))) == 1


def test_a_role_that_may_not_see_who_referred_tells_nobody(client):
    signed_in(client, Role.ADMIN)
    call = a_call(channel="telephone")

    answer = client.get(f"/to-tell/{call.id}")

    assert answer.status_code == 403
    assert "01632 960001" not in answer.content.decode()


def test_somebody_told_leaves_the_list(client):
    viewer = signed_in(client)
    call = a_call()

    answer = client.post(f"/to-tell/{call.id}", {"how": "telephone", "note": ""}, follow=True)

    assert "they have been told" in answer.content.decode()
    assert "Nobody is waiting to hear from us" in answer.content.decode()
    assert Notice.objects.get(pk=call.id).done_by == viewer.account_id


def test_somebody_not_reached_stays_on_the_list(client):
    signed_in(client)
    call = a_call()

    answer = client.post(f"/to-tell/{call.id}", {"how": "not_reached"}, follow=True)

    assert "Tried once" in answer.content.decode()


def test_what_happened_must_be_said_and_what_was_noted_is_kept(client):
    signed_in(client)
    call = a_call()

    page = client.post(f"/to-tell/{call.id}", {"note": "Left word with the office"})

    body = page.content.decode()
    assert "Select what happened" in body
    assert "Error: " in body
    assert "Left word with the office" in body
    assert Notice.objects.get(pk=call.id).state == "queued"


def test_the_second_person_hears_that_it_is_done(client):
    signed_in(client)
    call = a_call()
    client.post(f"/to-tell/{call.id}", {"how": "telephone"})

    again = client.post(f"/to-tell/{call.id}", {"how": "letter"})

    assert "Somebody has already told them" in again.content.decode()


def test_another_councils_and_none_at_all_look_the_same(client):
    signed_in(client)
    theirs = a_call(council="southmere")

    absent = client.get("/to-tell/00000000-0000-4000-8000-000000000000")
    hidden = client.get(f"/to-tell/{theirs.id}")

    assert absent.status_code == hidden.status_code == 404
    assert len(absent.content) == len(hidden.content)


def test_a_role_that_tells_nobody_may_not_open_the_list(client):
    signed_in(client, Role.SOCIAL_WORKER)

    assert client.get("/to-tell").status_code == 403


def test_nobody_reads_the_list_without_signing_in(client):
    assert client.get("/to-tell").status_code == 302


def test_the_list_costs_the_same_with_one_row_and_with_many(client, django_assert_max_num_queries):
    signed_in(client)
    for _ in range(50):
        a_call()

    with django_assert_max_num_queries(12):
        assert client.get("/to-tell").status_code == 200


def test_more_than_a_page_can_be_paged_through(client):
    signed_in(client)
    for _ in range(51):
        a_call()

    first, second = (client.get(f"/to-tell?page={n}").content.decode() for n in (1, 2))

    assert "1 to 50 of 51" in first
    assert "51 to 51 of 51" in second
    assert client.get("/to-tell?page=elephant").status_code == 200
    assert client.get("/to-tell?page=999999999999").status_code == 200


def test_an_alert_is_read_by_its_reader_and_goes_back_only_to_our_own_pages(client):
    viewer = signed_in(client, Role.MANAGER)
    alert = given.queued(kind="overdue", channel="task", to=str(viewer.account_id))

    answer = client.post(f"/alerts/{alert}/seen", {"back": "https://elsewhere.example/"})

    assert answer.headers["Location"] == "/alerts"
    assert not queries.unread_count(viewer)
    assert client.get(f"/alerts/{alert}/seen").status_code == 405


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_both_pages_are_accessible_wide_narrow_and_enlarged(
    page, client, live_server, page_is_accessible
):
    signed_in(client)
    call = a_call()
    a_call(due_at=timezone.now() - timedelta(hours=3), channel="letter", to="1 Hill Road\nHill")
    cookies = [
        {"name": name, "value": morsel.value, "url": live_server.url}
        for name, morsel in client.cookies.items()
    ]
    page.context.add_cookies(cookies)

    page.goto("/to-tell")
    page_is_accessible(page)
    page.goto(f"/to-tell/{call.id}")
    page_is_accessible(page)
    page.get_by_role("button", name="Save").click()
    page_is_accessible(page)
