"""Alerts: all that somebody is told, on one page; read by one reader at a time."""

import os
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone

from lintel.access.models import Account
from lintel.access.viewers import Role
from lintel.audit.models import AuditEntry
from lintel.contacts.tests import given as contacts
from lintel.contacts.tests.signing_in import become, sign_in
from lintel.kernel.refusals import NotThere
from lintel.notices import actions, queries
from lintel.notices.models import Notice
from lintel.notices.tests import given

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]

NOON = given.MONDAY_NOON
HOUR = timedelta(hours=1)


def told(to="role:manager", **differences):
    return given.queued(
        **(
            {"kind": "overdue", "channel": "task", "to": to, "subject": "NB-7K4M-2Q: 2 h late"}
            | differences
        )
    )


def lines(viewer):
    return [(one.alert.id, one.read, one.settled) for one in queries.alerts(viewer)]


def test_what_everybody_of_a_role_is_told_each_reads_for_themselves():
    alert = told()
    first, second = contacts.a_manager(), contacts.a_manager()
    assert actions.mark_read(notice_id=alert, by=first, at=NOON)
    assert not actions.mark_read(notice_id=alert, by=first, at=NOON)
    assert (queries.unread_count(first), queries.unread_count(second)) == (0, 1)
    assert lines(first) == [(alert, True, False)]
    assert lines(second) == [(alert, False, False)]
    entries = AuditEntry.objects.filter(object_id=str(alert), did="take in alert")
    assert [entry.why for entry in entries] == ["read NB-7K4M-2Q"]


def test_what_is_told_to_others_is_not_there():
    reader = contacts.a_manager()
    for to, more in (
        (str(uuid4()), {}),
        ("role:guardian", {}),
        ("role:manager", {"council": "southmere"}),
    ):
        alert = told(to, **more)
        with pytest.raises(NotThere):
            actions.mark_read(notice_id=alert, by=reader, at=NOON)
    assert (queries.alert_count(reader), queries.unread_count(reader)) == (0, 0)


def test_what_is_settled_stays_on_the_list_and_is_not_to_be_read():
    reader = contacts.a_manager()
    alert = told(once_key="late", at=NOON)
    newer = told(str(reader.account_id), at=NOON + HOUR)
    actions.cancel(once_key="late", by=reader, at=NOON + HOUR)
    assert queries.unread_count(reader) == 1
    assert lines(reader) == [(newer, False, False), (alert, False, True)]


def test_what_became_late_is_told_once_more_and_its_first_alert_says_so(client):
    account = signed_in(client)
    reader = contacts.viewer_of(account, NOON)
    soon = told(kind="due_soon", once_key="soon", due_at=NOON, at=NOON - HOUR)
    late = told(due_at=NOON, at=NOON)
    assert actions.supersede(once_keys=["soon", "none"], by=given.SYSTEM, at=NOON) == 1
    assert queries.unread_count(reader) == 1
    newest, first = queries.alerts(reader)
    assert (newest.alert.id, newest.superseded) == (late, False)
    assert (first.alert.id, first.superseded, first.settled) == (soon, True, False)
    page = client.get("/alerts").content.decode()
    assert "It has become late since: a later alert says so" in page
    assert "Settled since" not in page


def test_all_that_had_come_are_read_at_once_and_what_comes_later_is_not():
    reader = contacts.a_manager()
    told(at=NOON), told(str(reader.account_id), at=NOON)
    later = told(at=NOON + HOUR)
    assert actions.mark_all_read(until=NOON, by=reader, at=NOON + 2 * HOUR) == 2
    assert [one for one, read, _ in lines(reader) if not read] == [later]
    [entry] = AuditEntry.objects.filter(object_id=str(reader.account_id), did="take in alert")
    assert entry.why == "2 read"
    assert actions.mark_all_read(until=NOON, by=reader, at=NOON + 2 * HOUR) == 0


# --- The page ------------------------------------------------------------------------------


def signed_in(client, role=Role.MANAGER, **differences):
    account = contacts.an_account(role, **differences)
    sign_in(client, account)
    return account


def test_the_page_lists_pages_and_marks_and_the_head_counts(client):
    account = signed_in(client)
    now = timezone.now()
    for number in range(27):
        told(at=now - number * HOUR, subject=f"NB-2345-67: alert {number}")
    first = client.get("/alerts").content.decode()
    assert "1 to 25 of 27" in first
    assert first.index("alert 0") < first.index("alert 24")
    assert "alert 25" not in first
    assert '<strong class="lx-header__count">27</strong>' in first
    assert '<strong class="lx-header__count">27</strong>' in client.get("/board").content.decode()

    newest = Notice.objects.order_by("-queued_at").first()
    one = client.post(f"/alerts/{newest.id}/seen", {"back": "/alerts?page=2"})
    assert one.headers["Location"] == "/alerts?page=2"
    came_since = told(at=timezone.now() + HOUR)
    every = client.post("/alerts/seen", {"until": timezone.now().isoformat()})
    assert every.headers["Location"] == "/alerts"
    after = client.get("/alerts").content.decode()
    assert "26 alerts marked as read" in after
    assert '<strong class="lx-header__count">1</strong>' in after
    viewer = contacts.viewer_of(account, now)
    assert queries.unread_until(viewer, timezone.now() + 2 * HOUR) == [came_since]
    for asked in ("elephant", "999999999999", "0", "-1"):
        assert client.get(f"/alerts?page={asked}").status_code == 200


def test_an_alert_leads_to_the_contact_for_who_may_open_it_and_to_no_other(client):
    receipt = contacts.received()
    reference = receipt.reference
    for reader in ("role:manager", "role:guardian"):
        told(reader, about=reference, subject=f"{reference}: late")
    signed_in(client)
    assert f"/contacts/{receipt.id}" in client.get("/alerts").content.decode()
    signed_in(client, Role.GUARDIAN)
    shown = client.get("/alerts").content.decode()
    assert f"{reference}: late" in shown
    assert f"/contacts/{receipt.id}" not in shown


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.AGENCY_SYSTEM])
def test_everybody_who_signs_in_has_a_page_and_one_who_was_told_nothing_is_told_so(client, role):
    signed_in(client, role)
    page = client.get("/alerts")
    assert page.status_code == 200
    assert "You have not been told anything yet" in page.content.decode()


def test_the_count_costs_every_page_one_question(client, django_assert_max_num_queries):
    signed_in(client)
    for _ in range(30):
        told()
    client.get("/alerts")
    with django_assert_max_num_queries(14):
        assert client.get("/alerts").status_code == 200


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_page_is_accessible_wide_and_narrow(page, live_server, page_is_accessible, tmp_path):
    pictures = Path(os.environ.get("LINTEL_PICTURES", tmp_path))
    account = contacts.an_account(Role.MANAGER, name="Rhoda Quill")
    now = timezone.now()
    told(at=now, due_at=now - HOUR)
    told(
        at=now - HOUR,
        due_at=now + HOUR,
        subject="NB-2345-67 is challenged",
        kind="challenge_raised",
    )
    told(at=now - 2 * HOUR, once_key="gone", subject="NB-2345-67 waits for a place")
    actions.cancel(once_key="gone", by=given.SYSTEM, at=now)
    become(page, live_server, Account.objects.get(id=account.id))
    page.goto("/alerts")
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        page_is_accessible(page)
        page.screenshot(path=pictures / f"alerts-{width}.png", full_page=True)
    page.get_by_role("button", name="Mark as read").first.click()
    page.get_by_role("button", name="Mark all as read").click()
    assert page.get_by_role("button").count() == 1  # to sign out
