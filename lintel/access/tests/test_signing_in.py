"""Two factors, every time, by every way in."""

import re
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.http import HttpResponse
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path
from django.utils import timezone

from lintel.access import actions, guessing, jobs, second_factor
from lintel.access.events import PasswordResetReady
from lintel.access.guards import guarded
from lintel.access.models import Account, ResetAsked
from lintel.access.rules import Appointment
from lintel.access.tests.given import PASSWORD, an_account, signed_in, the_house, with_codes
from lintel.access.viewers import Permission, Role
from lintel.audit import trail
from lintel.config import urls as house
from lintel.kernel import news
from lintel.kernel.refusals import NotThere

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]


@guarded(Permission.RATE)
def rate(request):
    return HttpResponse(f"role {request.viewer.role}")


@guarded(Permission.VIEW_BOARD)
def board(request):
    return HttpResponse("the board")


urlpatterns = [path("test/rate", rate), path("test/board", board), *house.urlpatterns]
handler403, handler404 = house.handler403, house.handler404


@pytest.fixture(autouse=True)
def _pages(settings):
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def clock(monkeypatch):
    """Time that stands still until the test moves it."""

    class Clock:
        now = datetime(2026, 11, 22, 9, 0, 5, tzinfo=UTC)

        def __call__(self):
            return self.now

        def on(self, **length):
            self.now += timedelta(**length)

    made = Clock()
    monkeypatch.setattr(timezone, "now", made)
    return made


def wrong(client, username="p.shah", password=PASSWORD[::-1], **headers):
    return client.post("/login", {"username": username, "password": password}, **headers)


def test_a_password_and_a_code_open_the_page_that_was_wanted(client):
    account = an_account()
    secret = with_codes(account)

    sent_away = client.get("/test/board?page=2")
    assert sent_away.url == f"/login?next={quote('/test/board?page=2', safe='')}"

    client.get(sent_away.url)
    answer = client.post(
        "/login",
        {"username": " P.Shah ", "password": PASSWORD, "next": "/test/board?page=2"},
    )
    assert answer.url == "/login/code"
    assert client.get("/test/board").status_code == 302, "one factor is not enough"

    before = client.session.session_key
    code = second_factor.code_for(secret, at=timezone.now())
    answer = client.post("/login/code", {"code": code})
    assert answer.url == "/test/board?page=2"
    assert client.session.session_key != before
    page = client.get("/test/board")
    assert page.content == b"the board"
    assert "no-store" in page.headers["Cache-Control"]
    assert [e.did for e in trail.entries_about("account", account.id)][-1] == "signed in"


def test_an_email_address_will_do_for_the_user_name(client):
    account = an_account(email="Priya.Shah@northbeck.example")
    with_codes(account)

    answer = wrong(client, "PRIYA.SHAH@northbeck.example", PASSWORD)

    assert answer.url == "/login/code"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:1"])
def test_nobody_is_sent_to_another_site(client, elsewhere):
    secret = with_codes(an_account())
    client.post("/login", {"username": "p.shah", "password": PASSWORD, "next": elsewhere})
    answer = client.post("/login/code", {"code": second_factor.code_for(secret, at=timezone.now())})

    assert answer.url == "/"


def test_an_account_without_codes_is_taken_to_set_them_up_first(client):
    account = an_account()
    assert wrong(client, "p.shah", PASSWORD).url == "/login/set-up-code"

    page = client.get("/login/set-up-code").content.decode()
    key = re.search(r"<code>([A-Z2-7 ]+)</code>", page).group(1).replace(" ", "")
    assert "<svg" in page
    assert client.get("/test/board").status_code == 302

    assert "not right" in client.post("/login/set-up-code", {"code": "000000"}).content.decode()
    code = second_factor.code_for(key, at=timezone.now())
    shown = client.post("/login/set-up-code", {"code": code}).content.decode()

    recovery = re.findall(r"<code>([a-z2-7]{5}-[a-z2-7]{5})</code>", shown)
    assert len(recovery) == 10
    assert client.get("/test/board").content == b"the board"
    kept = str(list(account.authenticator_set.values_list("data", flat=True)))
    assert key not in kept
    assert not any(code in kept for code in recovery)


def test_codes_cannot_be_set_up_again_with_a_password_alone(client):
    with_codes(an_account())
    wrong(client, "p.shah", PASSWORD)

    assert client.get("/login/set-up-code").url == "/login/code"
    assert client.post("/login/set-up-code", {"code": "123456"}).url == "/login/code"


def test_a_code_works_once_and_within_one_step(client, clock):
    account = an_account()
    secret = with_codes(account)
    code = second_factor.code_for(secret, at=clock.now)

    assert second_factor.use_code(account, code, at=clock.now) == "code"
    assert second_factor.use_code(account, code, at=clock.now + timedelta(seconds=29)) == ""
    early = second_factor.code_for(secret, at=clock.now, steps=1)
    too_early = second_factor.code_for(secret, at=clock.now, steps=2)
    assert second_factor.use_code(account, too_early, at=clock.now) == ""
    assert second_factor.use_code(account, early, at=clock.now) == "code"


def test_a_recovery_code_works_once(client, clock):
    account = an_account()
    codes = actions.enrol_totp(
        account_id=account.id, secret=second_factor.new_secret(), by=the_house(), at=clock.now
    )

    assert second_factor.use_code(account, codes[3].upper(), at=clock.now) == "recovery code"
    assert second_factor.use_code(account, codes[3], at=clock.now) == ""
    assert second_factor.use_code(account, codes[4], at=clock.now) == "recovery code"


def test_a_wrong_password_and_an_unknown_name_look_the_same(client):
    an_account()
    known = wrong(client, "p.shah").content.decode()
    unknown = wrong(client, "nobody.here").content.decode()

    def tidy(words, name):
        return re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', r"\1", words).replace(name, "NAME")

    assert tidy(known, "p.shah") == tidy(unknown, "nobody.here")


class CountingHasher(MD5PasswordHasher):
    """The slow part of signing in, counted: a clock would tell more about the machine."""

    hashed = 0

    def encode(self, *args, **options):
        type(self).hashed += 1
        return super().encode(*args, **options)


@override_settings(PASSWORD_HASHERS=[f"{__name__}.CountingHasher"])
def test_a_wrong_password_and_an_unknown_name_take_the_same_work(client):
    an_account()

    def work(name):
        CountingHasher.hashed = 0
        with CaptureQueriesContext(connection) as queries:
            wrong(client, name)
        return CountingHasher.hashed, len(queries)

    work("p.shah"), work("nobody.here")
    assert work("p.shah") == work("nobody.here")
    assert CountingHasher.hashed == 1


def test_a_disabled_account_looks_like_a_wrong_password(client, clock):
    account = an_account()
    with_codes(account)
    actions.disable_account(account_id=account.id, by=the_house(), at=clock.now)

    assert "is not right" in wrong(client, "p.shah", PASSWORD).content.decode()


def test_a_system_has_no_password_to_sign_in_with(client):
    an_account("northbeck-police", role=Role.AGENCY_SYSTEM, employed_by_council=False)

    assert "is not right" in wrong(client, "northbeck-police", PASSWORD).content.decode()


def test_ten_guesses_in_five_minutes_however_the_name_is_typed(client, clock):
    account = an_account(email="priya@northbeck.example")
    secret = with_codes(account)
    spellings = ["p.shah", "P.SHAH", " p.shah", "priya@northbeck.example", "ｐ.shah"]
    for number in range(10):
        answer = wrong(
            client, spellings[number % 5], headers={"X-Forwarded-For": f"10.0.0.{number}"}
        )
        assert answer.status_code == 200

    answer = wrong(client, "p.shah", PASSWORD)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "300"

    clock.on(minutes=5, seconds=1)
    assert wrong(client, "p.shah", PASSWORD).url == "/login/code"
    for _ in range(10):
        assert client.post("/login/code", {"code": "000000"}).status_code == 200
    code = second_factor.code_for(secret, at=clock.now)
    assert client.post("/login/code", {"code": code}).status_code == 429


def test_unknown_names_are_slowed_down_alike(client, clock):
    for _ in range(10):
        assert wrong(client, "nobody").status_code == 200
    assert wrong(client, "nobody").status_code == 429


def test_guessing_does_not_end_a_live_session(client, client_elsewhere, clock):
    account = an_account()
    signed_in(client, account)
    for _ in range(12):
        wrong(client_elsewhere)

    assert client.get("/test/board").content == b"the board"


@pytest.fixture
def client_elsewhere():
    from django.test import Client

    return Client()


def test_a_session_ends_when_idle_and_after_a_shift(client, clock):
    account = an_account()
    signed_in(client, account)
    clock.on(minutes=14)
    assert client.get("/test/board").status_code == 200
    clock.on(minutes=14)
    assert client.get("/test/board").status_code == 200
    clock.on(minutes=15)
    away = client.get("/test/board")
    assert away.url == "/login?why=timed_out&next=%2Ftest%2Fboard"
    assert "not used for a while" in client.get(away.url).content.decode()

    signed_in(client, account)
    for _ in range(71):
        clock.on(minutes=10)
        assert client.get("/test/board").status_code == 200
    clock.on(minutes=10)
    assert client.get("/test/board").status_code == 302


def test_disabling_or_leaving_ends_the_session_at_the_next_request(client, clock):
    account = an_account()
    signed_in(client, account)
    actions.expire_sessions(account_id=account.id, by=the_house(), at=clock.now)
    assert client.get("/test/board").status_code == 302

    clock.on(seconds=60)
    signed_in(client, account)
    Account.objects.filter(pk=account.pk).update(employed_until=clock.now.date())
    assert client.get("/test/board").status_code == 200, "the last day counts"
    clock.on(hours=15)
    assert client.get("/test/board").status_code == 302

    Account.objects.filter(pk=account.pk).update(employed_until=None)
    signed_in(client, account)
    actions.disable_account(account_id=account.id, by=the_house(), at=clock.now)
    assert client.get("/test/board").status_code == 302


@pytest.mark.parametrize("ends", [actions.set_password, actions.expire_sessions])
def test_a_password_that_was_given_before_is_worth_nothing_once_sessions_are_ended(
    client, clock, ends
):
    """Half way in, with the password that has since been changed, a stranger would be asked to set
    up codes of their own as soon as a lost telephone is forgotten."""
    account = an_account()
    secret = with_codes(account)
    client.post("/login", {"username": "p.shah", "password": PASSWORD})
    assert client.get("/login/code").status_code == 200
    more = {"password": "gravel walrus kettle 3"} if ends is actions.set_password else {}
    ends(account_id=account.id, by=the_house(), at=clock.now, **more)
    assert client.get("/login/code").url == "/login"
    answer = client.post("/login/code", {"code": second_factor.code_for(secret, at=clock.now)})
    assert answer.url == "/login"
    actions.reset_second_factor(account_id=account.id, by=the_house(), at=clock.now)
    assert client.get("/login/set-up-code").url == "/login"


def test_a_lapsed_registration_stops_a_reserved_decision_at_once(client, clock):
    account = an_account(registered_until=clock.now.date())
    signed_in(client, account)
    assert client.get("/test/rate").status_code == 200

    Account.objects.update(registered_until=clock.now.date() - timedelta(days=1))
    assert client.get("/test/rate").status_code == 403
    assert client.get("/test/board").status_code == 200


def test_signing_out_asks_and_then_ends_the_session_on_the_server(client):
    signed_in(client, an_account())
    kept = client.cookies["lintel"].value
    assert "Sign out?" in client.get("/logout").content.decode()
    assert client.get("/test/board").status_code == 200

    assert client.post("/logout").url == "/login?why=signed_out"
    client.cookies["lintel"] = kept
    assert client.get("/test/board").status_code == 302


def test_a_lost_password_is_replaced_by_link_without_telling_who_has_an_account(client, clock):
    account = an_account(email="priya@northbeck.example")
    signed_in(client, account)
    told = []
    for name in ("p.shah", "nobody.here"):
        answer = client.post("/password-reset", {"username": name})
        assert answer.url == "/password-reset/sent"
    news.listen(PasswordResetReady, told.append)
    try:
        assert jobs.answer_resets(clock.now) == 1
    finally:
        news._listeners[PasswordResetReady].remove(told.append)
    assert not ResetAsked.objects.exists()
    assert told[0].email == "priya@northbeck.example"

    link = told[0].link.removeprefix("http://testserver")
    assert client.get(link).url == "/password-reset/choose"
    weak = client.post("/password-reset/choose", {"password": "northbeck-council"})
    assert "not made of words about your work" in weak.content.decode()
    answer = client.post("/password-reset/choose", {"password": "gravel walrus kettle 3"})
    assert answer.url == "/login?why=password_set"
    assert client.get("/test/board").status_code == 302, "the session that was open has ended"
    client.get(link)
    assert client.get("/password-reset/choose").status_code == 410, "a link works once"
    assert wrong(client, "p.shah", "gravel walrus kettle 3").url == "/login/code"


def test_an_invitation_makes_one_account_once(client, clock):
    token = actions.invite(
        appointed=Appointment(
            Role.MANAGER,
            "northbeck-council",
            employed_by_council=True,
            registration_number="SW123",
            registered_until=date(2027, 11, 30),
        ),
        council="northbeck",
        by=the_house(),
        at=clock.now,
    )
    filled = {"name": "Dana Okoro", "username": "D.Okoro", "password": "kettle gravel moss 8"}

    assert client.get(f"/login/invitation/{token}").url == "/login/invitation"
    assert client.post("/login/invitation", filled).url == "/login?why=account_made"
    assert Account.objects.get(username="d.okoro").role == Role.MANAGER

    client.get(f"/login/invitation/{token}")
    again = client.post("/login/invitation", filled | {"username": "other"})
    assert again.status_code == 410
    with pytest.raises(NotThere):
        actions.accept_invitation(token="made up", **filled, by=the_house(), at=clock.now)


def test_the_demo_door_is_shut_outside_the_demo(client, settings, tmp_path):
    account = an_account(demo_key="d-screener")
    with_codes(account)
    assert client.post("/login/demo", {"key": "d-screener"}).status_code == 404
    assert "Try it as somebody" not in client.get("/login").content.decode()

    settings.LINTEL_DEMO = True
    assert client.post("/login/demo", {"key": "d-screener"}).status_code == 404


def test_the_demo_gives_the_password_and_shows_the_code_on_this_machine_only(
    client, settings, tmp_path
):
    account = an_account(demo_key="d-screener")
    with_codes(account)
    (tmp_path / "instance").write_text("abc\n")
    (tmp_path / "demo.json").write_text(
        '{"instance": "abc", "accounts": [{"key": "d-screener", "username": "p.shah",'
        f' "password": "{PASSWORD}", "totp_secret": "x", "role": "screener",'
        ' "council": "northbeck", "what_for": "Rate and decide"}]}'
    )
    settings.LINTEL_DEMO, settings.DATA = True, tmp_path
    away = client.post("/login/demo", {"key": "d-screener"}, REMOTE_ADDR="10.0.0.8")
    assert away.status_code == 404
    local = {"headers": {"host": "127.0.0.1:8000"}}

    assert "Rate and decide" in client.get("/login", **local).content.decode()
    assert client.post("/login/demo", {"key": "d-screener"}, **local).url == "/login/code"
    shown = client.get("/login/code", **local).content.decode()
    code = re.search(r"<strong>(\d{6})</strong>", shown).group(1)
    assert client.get("/test/board", **local).status_code == 302
    assert client.post("/login/code", {"code": code}, **local).url == "/"


def test_old_guesses_are_forgotten(clock):
    guessing.may_guess(guessing.bucket("password", "x"), at=clock.now)
    assert jobs.forget_guesses(clock.now + timedelta(hours=23)) == 0
    assert jobs.forget_guesses(clock.now + timedelta(hours=25)) == 1
