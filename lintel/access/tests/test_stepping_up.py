"""An act that asks for the second factor again, and nothing typed is lost on the way."""

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone

from lintel.access import second_factor
from lintel.access.guards import guarded, viewer_of
from lintel.access.models import Account
from lintel.access.rules import has_stepped_up
from lintel.access.stepping_up import must_step_up, stepped_up
from lintel.access.tests.given import an_account, signed_in, with_codes
from lintel.access.viewers import NotPermitted, Permission, Role
from lintel.audit import trail
from lintel.config import urls as house
from lintel.kernel.refusals import TooOften

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]
NINE = datetime(2026, 11, 22, 9, 0, 5, tzinfo=UTC)
DONE = []


@guarded(Permission.RATE, methods=("GET", "POST"))
@stepped_up
def act(request):
    if request.method == "POST":
        DONE.append({name: request.POST.getlist(name) for name in request.POST})
    return HttpResponse("done" if request.method == "POST" else "the form")


@guarded(Permission.RATE, methods=("GET", "POST"))
@stepped_up(reading=True)
def secret(request):
    return HttpResponse("the secret")


urlpatterns = [path("test/act", act), path("test/secret", secret), *house.urlpatterns]
handler403, handler404 = house.handler403, house.handler404


@pytest.fixture(autouse=True)
def _pages(settings):
    settings.ROOT_URLCONF = __name__
    DONE.clear()


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = NINE

        def __call__(self):
            return self.now

        def on(self, **length):
            self.now += timedelta(**length)

    made = Clock()
    monkeypatch.setattr(timezone, "now", made)
    return made


@pytest.mark.parametrize(
    ("minutes", "counts"), [(0, True), (9.99, True), (10, False), (600, False), (-1, False)]
)
def test_a_second_factor_counts_for_ten_minutes(minutes, counts):
    assert has_stepped_up(NINE, at=NINE + timedelta(minutes=minutes)) is counts
    assert has_stepped_up(None, at=NINE) is False


def test_signing_in_counts_and_then_it_is_asked_for_with_everything_typed_kept(client, clock):
    account = an_account()
    signed_in(client, account, clock.now)
    assert client.post("/test/act", {"reason": "At once"}).content == b"done"

    clock.on(minutes=10)
    assert client.get("/test/act").content == b"the form"
    words = 'Two\r\nlines & a "mark" <b>'
    asked = client.post("/test/act?page=2", {"reason": words, "child": ["1", "2"]})
    shown = asked.content.decode()
    assert asked.status_code == 403
    assert len(DONE) == 1, "nothing is done before the code"
    kept = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', shown)
    kept = [(name, html.unescape(value)) for name, value in kept if name != "csrfmiddlewaretoken"]
    assert kept == [("reason", words), ("child", "1"), ("child", "2")]
    assert 'action="/test/act?page=2"' in shown

    again = {"reason": words, "child": ["1", "2"]}
    wrong = client.post("/test/act?page=2", {**again, "step_up_code": "000000"})
    assert "is not right" in wrong.content.decode()
    assert html.escape(words) in wrong.content.decode().replace("&#34;", "&quot;")
    before = client.session.session_key
    code = second_factor.code_for(second_factor.secret_of(account), at=clock.now)
    assert client.post("/test/act?page=2", {**again, "step_up_code": code}).content == b"done"
    assert DONE[-1]["reason"] == [words]
    assert DONE[-1]["child"] == ["1", "2"]
    assert client.session.session_key != before
    assert [e.did for e in trail.entries_about("account", account.id)][-1] == "stepped up"

    clock.on(minutes=9)
    assert client.post("/test/act", {"reason": "More"}).content == b"done"
    clock.on(minutes=1)
    used = client.post("/test/act", {"reason": "x", "step_up_code": code})
    assert used.status_code == 403, "a code is good once"


def test_another_session_of_the_same_person_is_not_stepped_up(client, clock):
    account = an_account()
    signed_in(client, account, clock.now)
    clock.on(minutes=11)
    signed_in(Client(), account, clock.now)

    assert client.post("/test/act").status_code == 403


def test_a_page_that_must_not_be_read_without_it_asks_first_and_goes_on_there(client, clock):
    account = an_account()
    signed_in(client, account, clock.now)
    assert client.get("/test/secret?page=2").content == b"the secret"
    clock.on(minutes=10)

    away = client.get("/test/secret?page=2")
    assert away.url == "/step-up?next=%2Ftest%2Fsecret%3Fpage%3D2"
    assert "Confirm that it is you" in client.get(away.url).content.decode()
    assert "Enter the code" in client.post(away.url, {"step_up_code": " "}).content.decode()
    code = second_factor.code_for(second_factor.secret_of(account), at=clock.now)
    assert client.post(away.url, {"step_up_code": code}).url == "/test/secret?page=2"
    assert client.get("/step-up?next=https://evil.example/").url == "/"


def test_guesses_are_counted_with_those_at_signing_in_and_keep_what_was_typed(client, clock):
    account = an_account()
    secret_ = with_codes(account, clock.now)
    signed_in(client, account, clock.now)
    clock.on(minutes=10)
    for _ in range(10):
        sent = {"reason": "Typed", "step_up_code": "000000"}
        assert client.post("/test/act", sent).status_code == 403
    code = second_factor.code_for(secret_, at=clock.now)
    slowed = client.post("/test/act", {"reason": "Typed", "step_up_code": code})

    assert slowed.status_code == 429
    assert slowed.headers["Retry-After"] == "300"
    assert 'value="Typed"' in slowed.content.decode()
    assert client.get("/test/act").content == b"the form", "the session goes on"


def test_a_caller_of_the_api_steps_up_for_one_act_with_a_code(clock):
    account = an_account()
    secret_ = with_codes(account, clock.now)
    by = viewer_of(account, clock.now)

    def why(code, by=by):
        with pytest.raises(NotPermitted) as refused:
            must_step_up(by=by, code=code, permission=Permission.RATE, at=clock.now)
        return refused.value.because

    assert why("") == "step_up"
    assert why("000000") == "step_up_code"
    code = second_factor.code_for(secret_, at=clock.now)
    must_step_up(by=by, code=code, permission=Permission.RATE, at=clock.now)
    assert why(code) == "step_up_code", "one code, one act"
    for _ in range(9):
        why("111111")
    with pytest.raises(TooOften):
        must_step_up(by=by, code="111111", permission=Permission.RATE, at=clock.now)

    system = an_account("police-system", role=Role.AGENCY_SYSTEM, employed_by_council=False)
    assert why(code, viewer_of(Account.objects.get(pk=system.pk), clock.now)) == "step_up"
