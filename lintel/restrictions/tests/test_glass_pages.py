"""From "page not found" to the record in four requests, and the same by the API; and back."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from lintel.access import actions as access, second_factor
from lintel.access.guards import viewer_of
from lintel.access.tests.given import the_house, with_codes
from lintel.access.viewers import Role
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import sign_in
from lintel.restrictions.models import BrokenGlass
from lintel.restrictions.tests.given import REASON, hidden
from lintel.restrictions.tests.test_breaking_glass import let_notices, refuse_notices, stands_near

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]


def somebody(role: Role = Role.SCREENER, *, stepped_up: bool = True, **differences):
    """An account with a session, and the one-time code that comes next."""
    account, client = given.an_account(role, **differences), Client()
    now = timezone.now()
    secret = with_codes(account, now)
    sign_in(client, account)
    if not stepped_up:
        session = client.session
        session.pop("lintel_stepped_up_at", None)
        session.save()
    return account, client, lambda: second_factor.code_for(secret, at=timezone.now())


def without_what_differs(answer) -> str:
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}|value=\"\w{64}\"", "", answer.text)


SAID = {"category": "immediate_safety", "reason": REASON}


def test_four_requests_lead_from_the_refusal_to_the_record(client):
    one = hidden(at=timezone.now())
    account, client, code = somebody(stepped_up=False)
    address = f"/contacts/{one.id}"
    refused = client.get(address)
    nothing = client.get(f"/contacts/{account.id}")
    assert (refused.status_code, refused.content) == (404, nothing.content)
    assert 'href="?break-glass"' in refused.text

    first = client.get(f"{address}?break-glass")
    second = client.get(first.url)
    absent = client.get(f"/contacts/{account.id}/break-glass")
    assert without_what_differs(second) == without_what_differs(absent)
    assert "step_up_code" in second.text
    third = client.post(first.url, SAID | {"step_up_code": code()})
    fourth = client.get(third.url)
    assert [a.status_code for a in (first, second, third, fourth)] == [302, 200, 302, 200]
    assert "Tomas" in fourth.text

    # Read only: nothing to press but "End now", and nothing that changes it answers.
    assert "You have broken the glass of" in fourth.text
    assert re.search(r"5\d minutes left", fourth.text)
    inside = fourth.text[fourth.text.index("<main") :]
    assert "<form" not in inside
    assert "lx-noprint" in inside[:200]
    assert client.get(f"{address}/note").status_code == 403
    assert client.post(f"{address}/note", {"text": "x"}).status_code == 403
    assert client.get(f"{address}/history").status_code == 403
    # The banner is on every page, and the record on no list.
    board = client.get("/board")
    assert "You have broken the glass of" in board.text
    assert address not in board.text[board.text.index("<main") :]

    end = re.search(r"/broken-glass/[0-9a-f-]+/end", board.text).group()
    assert client.post(end).status_code == 302
    assert client.get(address).content == nothing.content
    assert "You have broken the glass" not in client.get("/board").text


def test_glass_that_a_conflict_has_shut_stands_on_no_page():
    one, (account, client, _) = hidden("high_profile", at=timezone.now()), somebody()
    assert client.post(f"/contacts/{one.id}/break-glass", SAID).status_code == 302
    assert one.reference in client.get("/board").text
    now = timezone.now()
    stands_near(viewer_of(account, now), one.id, relation="myself", by=given.a_manager(), at=now)
    assert client.get(f"/contacts/{one.id}").status_code == 404
    board = client.get("/board").text
    assert "You have broken the glass" not in board
    assert one.reference not in board
    assert str(one.id) not in board


def test_what_is_missing_is_said_alike_and_what_is_absent_by_reference_too(client):
    one = hidden(at=timezone.now())
    account, client, _ = somebody()
    wrong = [
        client.post(f"/contacts/{each}/break-glass", {"reason": "short"})
        for each in (one.id, account.id)
    ]
    assert [a.status_code for a in wrong] == [422, 422]
    assert without_what_differs(wrong[0]) == without_what_differs(wrong[1])
    absent = client.post("/break-glass", SAID | {"reference": "NB-2222-22"})
    assert absent.status_code == 404
    assert REASON in absent.text  # nothing typed is lost
    opened = client.post("/break-glass", SAID | {"reference": one.reference})
    assert opened.url == f"/contacts/{one.id}"
    assert client.get(opened.url).status_code == 200


def test_who_may_not_is_shown_no_way(client):
    one = hidden(at=timezone.now())
    for role in (Role.ADMIN, Role.EARLY_HELP):
        _, client, _ = somebody(role)
        refused = client.get(f"/contacts/{one.id}?break-glass")
        assert refused.status_code == 404
        assert "break" not in refused.text
        assert client.get(f"/contacts/{one.id}/break-glass").status_code == 403


def test_when_nobody_can_be_told_the_page_says_whom_to_ring(client):
    one = hidden(at=timezone.now())
    _, client, _ = somebody()
    refuse_notices()
    answer = client.post(f"/contacts/{one.id}/break-glass", SAID)
    let_notices()
    assert answer.status_code == 503
    assert re.search(r"Ring the guardian now: <strong>[0-9 ]+</strong>", answer.text)
    assert client.get(f"/contacts/{one.id}").status_code == 404


def test_by_the_api_a_code_is_needed_and_absent_is_alike():
    one = hidden(at=timezone.now())
    account, _, code = somebody()
    now = timezone.now()
    token = access.issue_token(account_id=account.id, by=the_house(now), at=now)
    partner = given.an_account(Role.PARTNER, agency="police", employed_by_council=False)
    partners = access.issue_token(account_id=partner.id, by=the_house(now), at=now)

    def call(which, token=token, **more):
        return Client().post(
            f"/api/v1/contacts/{which}/break-glass",
            SAID | more,
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}"},
        )

    def read(token=token):
        return Client().get(
            f"/api/v1/contacts/{one.id}", headers={"Authorization": f"Bearer {token}"}
        )

    for more in ({}, {"code": "000000"}, {"code": "1", "reason": "short"}):
        there, absent = call(one.id, **more), call(account.id, **more)
        assert there.status_code in (403, 422)
        assert without_what_differs(there) == without_what_differs(absent)
    for each in (one.id, account.id):
        assert call(each, token=partners, code="000000").status_code == 404
    assert read().status_code == 404
    opened = call(one.id, code=code())
    assert opened.status_code == 201, opened.text
    assert read().status_code == 200, read().text
    assert one.reference in read().text
    assert read(partners).status_code == 404
    noted = Client().post(
        f"/api/v1/contacts/{one.id}/notes",
        {"text": "Seen"},
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}", "If-Match": '"1"'},
    )
    assert (noted.status_code, noted.json()["code"]) == (403, "glass")


def test_the_guardian_reviews_it_on_a_page_that_says_nothing_of_the_child():
    one = hidden(at=timezone.now())
    _, client, _ = somebody()
    client.post(f"/contacts/{one.id}/break-glass", SAID)
    client.get(f"/contacts/{one.id}")
    glass = BrokenGlass.objects.get()
    address = f"/broken-glass/{glass.id}"
    assert client.get(address).status_code == 403
    _, elsewhere, _ = somebody(Role.DPO, council="southmere")
    assert elsewhere.get(address).status_code == 404

    _, guardian, _ = somebody(Role.GUARDIAN)
    assert address in guardian.get("/broken-glass").text
    page = guardian.get(address)
    assert REASON in page.text
    assert "View contact" in page.text  # what they did while it was open
    for name in ("Tomas", "Ashgrove"):
        assert name not in page.text
    assert guardian.post(address, {}).status_code == 422
    sent = {"outcome": "not_justified", "words": "She was not on duty"}
    assert guardian.post(address, sent).status_code == 302
    assert "Open incidents (1)" in guardian.get("/broken-glass").text

    _, officer, _ = somebody(Role.DPO)
    assert officer.post(address, {"because": "Spoken to; training booked"}).status_code == 302
    assert "Incident, closed" in officer.get(address).text
