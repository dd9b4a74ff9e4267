"""Where somebody is signed in, and putting an end to it: one's own, and a colleague's."""

import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta

import pytest
from allauth.core.context import request_context
from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client, RequestFactory
from django.utils import timezone
from hypothesis import HealthCheck, given, settings, strategies as st

from lintel.access import actions, guessing, jobs, passkeys, second_factor, sessions, sign_ins
from lintel.access.guards import viewer_of
from lintel.access.models import SignIn
from lintel.access.tests.given import PASSWORD, an_account, signed_in, with_codes
from lintel.access.viewers import NotPermitted, Role
from lintel.access.web.passkeys import GIVEN
from lintel.audit import trail
from lintel.kernel.refusals import NotThere, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = datetime(2026, 11, 22, 9, 0, 5, tzinfo=UTC)

        def __call__(self):
            return self.now

        def on(self, **length):
            self.now += timedelta(**length)

    made = Clock()
    monkeypatch.setattr(timezone, "now", made)
    return made


BUT = '{"id":"AA","rawId":"AA","type":"public-key","response":%s}'
NO_ANSWERS = [
    *("", "{}", "[]", "nonsense", '{"id": 3}', '{"id":"AA","response":{}}', '{"response":[]}'),
    *("[" * 16_000, '{"a":' * 3000, '{"response":' * 900 + "1" + "}" * 900, "9" * 16_000),
    *('{"id":NaN}', '{"id":"\\u0000"}', '{"id":"\\ud800"}', '{"id":1e999}', '{"x":-Infinity}'),
    *(BUT % f'{{"userHandle":"{handle}"}}' for handle in ("", "AAAA", "4oKs", "/", "MQ")),
    BUT % '{"clientDataJSON":"e30","attestationObject":"gYGBgYGBgYGBgYGBgYGB"}',
    BUT % '{"clientDataJSON":"W10","authenticatorData":"AA","signature":"AA"}',
    BUT % '{"clientDataJSON":"%s","attestationObject":"oA"}' % ("W1tb" * 2000),
    BUT % ('{"clientDataJSON":"e30","attestationObject":"%s"}' % ("gYGB" * 3000)),
    BUT % '{"clientDataJSON":"e30","attestationObject":"G______8"}',
]


def still_in(client):
    return client.get("/your-sign-ins").status_code == 200


def test_somebody_ends_their_other_sessions_one_by_one_and_all_at_once(client, clock):
    account = an_account()
    others = [Client(headers={"user-agent": "Firefox/130 (Windows)"}) for _ in range(3)]
    for each in (client, *others):
        clock.on(minutes=1)
        signed_in(each, account, clock.now)
    shown = client.get("/your-sign-ins").content.decode()
    assert shown.count("Firefox on Windows</td>") == 3
    assert shown.count("This one") == 1

    newest = SignIn.objects.latest("began_at")
    assert client.post(f"/your-sign-ins/{newest.id}/end").status_code == 302
    assert not still_in(others[2])
    assert still_in(others[0])
    assert client.post(f"/your-sign-ins/{newest.id}/end").status_code == 404, "it has ended"
    client.post("/your-sign-ins/end-others")
    assert [still_in(each) for each in (client, *others)] == [True, False, False, False]
    assert [e.did for e in trail.entries_about("account", account.id)][-1] == "session ended"


def test_nobody_ends_a_session_of_somebody_else_but_a_manager_or_administrator_of_the_council(
    client, clock
):
    account = an_account()
    colleague = signed_in(Client(), an_account("j.oe", name="Jo Oe"), clock.now)
    manager = signed_in(Client(), an_account("m.anager", role=Role.MANAGER), clock.now)
    elsewhere = signed_in(
        Client(), an_account("b.oss", role=Role.MANAGER, council="stourmere"), clock.now
    )
    by_whom = signed_in(client, account, clock.now)
    row = SignIn.objects.get(account=account)

    with pytest.raises(NotThere):
        actions.end_sign_in(sign_in_id=row.id, by=colleague, at=clock.now)
    with pytest.raises(NotPermitted):
        actions.expire_sessions(account_id=account.id, by=colleague, at=clock.now)
    with pytest.raises(NotThere):
        actions.expire_sessions(account_id=account.id, by=elsewhere, at=clock.now)
    with pytest.raises(NotThere):
        actions.lift_guessing(account_id=account.id, by=elsewhere, at=clock.now)
    with pytest.raises(NotPermitted):
        actions.lift_guessing(account_id=account.id, by=by_whom, at=clock.now)
    assert still_in(client)
    actions.expire_sessions(account_id=account.id, by=manager, at=clock.now)
    assert not still_in(client)
    assert not sign_ins.open_sign_ins([account], at=clock.now)


def test_a_request_under_way_does_not_bring_back_a_session_that_was_ended(client, clock):
    account = an_account()
    signed_in(client, account, clock.now)
    under_way = client.session
    under_way["typed"] = "before"  # it has been read, as by every guard
    client.post("/logout")

    with pytest.raises(UpdateError):
        under_way.save()
    assert not Session.objects.exists()


def test_a_session_that_ran_out_is_not_shown_and_old_ones_are_forgotten(client, clock):
    account = an_account()
    signed_in(client, account, clock.now)
    assert len(sign_ins.open_sign_ins([account], at=clock.now)) == 1
    clock.on(minutes=15)
    assert not sign_ins.open_sign_ins([account], at=clock.now)
    assert jobs.forget_sign_ins(clock.now) == 0
    clock.on(days=91)
    assert jobs.forget_sign_ins(clock.now) == 1
    assert not Session.objects.exists()


def test_stepping_up_moves_the_session_and_it_can_still_be_ended(client, clock):
    account = an_account()
    signed_in(client, account, clock.now)
    clock.on(minutes=12)
    code = second_factor.code_for(second_factor.secret_of(account), at=clock.now)
    before = client.session.session_key
    client.post("/step-up", {"step_up_code": code})
    assert client.session.session_key != before
    (one,) = sign_ins.open_sign_ins([account], at=clock.now, this=client.session.session_key)
    assert one.is_this
    by = viewer_of(account, clock.now)
    actions.end_sign_in(sign_in_id=one.sign_in_id, by=by, at=clock.now)
    assert not still_in(client)


def test_a_session_that_was_ended_does_not_come_back_by_stepping_up(client, clock):
    account = an_account()
    signed_in(client, account, clock.now)
    clock.on(minutes=12)
    request = RequestFactory().post("/step-up")
    request.user, request.session = account, client.session
    request.session["typed"] = "read before it was ended"
    row = SignIn.objects.get()
    by = viewer_of(account, clock.now)
    actions.end_sign_in(sign_in_id=row.id, by=by, at=clock.now)

    with transaction.atomic():
        assert not sessions.step_up(request, clock.now)
    assert not Session.objects.exists()
    assert not SignIn.objects.exclude(session_key="").exists()


@pytest.mark.parametrize("same", [True, False])
def test_signing_in_over_a_live_session_ends_it_and_lists_the_new_one(client, clock, same):
    first, secret = an_account(), None
    other = first if same else an_account("j.oe", name="Jo Oe")
    secret = with_codes(other, clock.now)
    client.post("/login", {"username": other.username, "password": PASSWORD})
    if not same:
        with_codes(first, clock.now)
    stage = client.session["account_login"]
    signed_in(client, first, clock.now)
    clock.on(minutes=2)
    session = client.session
    session["account_login"] = {**stage, "at": clock.now.timestamp()}
    session.save()
    code = second_factor.code_for(secret, at=clock.now)
    assert client.post("/login/code", {"code": code}).status_code == 302

    assert still_in(client)
    (one,) = sign_ins.open_sign_ins([first, other], at=clock.now, this=client.session.session_key)
    assert (one.account_id, one.is_this) == (other.pk, True)
    assert Session.objects.count() == 1


def test_whoever_is_signed_in_is_not_asked_for_a_passkey_to_sign_in(client, clock):
    signed_in(client, an_account(), clock.now)
    for method in (client.get, client.post):
        assert method("/login/passkey").url == "/"
        assert method("/login/passkey/password").url == "/"


def test_nobody_lets_themselves_guess_again(client, clock):
    manager = an_account("m.anager", role=Role.MANAGER)
    by = signed_in(client, manager, clock.now)
    with pytest.raises(Refused) as refused:
        actions.lift_guessing(account_id=manager.id, by=by, at=clock.now)
    assert refused.value.refusals[0].code == "own_account"
    key = guessing.bucket("code", str(manager.pk))
    while guessing.may_guess(key, at=clock.now):
        pass
    shown = client.get("/signed-in").content.decode()
    assert "Too many wrong tries" in shown
    assert "Let them try again" not in shown
    assert client.post(f"/signed-in/{manager.id}/lift").status_code == 409


def test_ending_sessions_and_letting_try_again_ask_for_the_second_factor(client, clock):
    account = an_account()
    signed_in(client, an_account("m.anager", role=Role.MANAGER), clock.now)
    clock.on(minutes=10)
    for what in ("end", "lift"):
        answer = client.post(f"/signed-in/{account.id}/{what}")
        assert answer.status_code == 403
        assert "Confirm that it is you" in answer.content.decode()


def test_a_manager_sees_who_is_kept_out_and_lets_them_try_again(client, clock):
    account = an_account(name="Priya Shah")
    for _ in range(11):
        Client().post("/login", {"username": "p.shah", "password": PASSWORD[::-1]})
    signed_in(client, an_account("m.anager", role=Role.MANAGER, name="Mia"), clock.now)
    shown = client.get("/signed-in").content.decode()
    assert "Too many wrong tries" in shown
    assert guessing.slowed_down([account.pk], at=clock.now) == {account.pk}

    client.post(f"/signed-in/{account.id}/lift")
    answer = Client().post("/login", {"username": "p.shah", "password": PASSWORD})
    assert answer.url == "/login/set-up-code"


@pytest.mark.parametrize("said", NO_ANSWERS)
def test_what_is_no_answer_of_a_passkey_is_refused(client, clock, said):
    account = an_account()
    signed_in(client, account, clock.now)
    stranger = Client()
    stranger.post("/login/passkey/begin")
    assert stranger.post("/login/passkey", {"passkey": said}).status_code == 200
    assert stranger.get("/login/passkey/password").url == "/login/passkey"
    client.post("/your-sign-ins/passkeys/make")
    made = client.post("/your-sign-ins/passkeys/add", {"name": "x", "passkey": said})
    assert made.status_code == 200
    assert not passkeys.has_passkey(account)


KEYS = ("id", "rawId", "type", "response", "clientDataJSON", "attestationObject", "userHandle")
KEYS += ("authenticatorData", "signature", "clientExtensionResults")
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
LEAVES |= st.binary(max_size=60).map(lambda raw: urlsafe_b64encode(raw).rstrip(b"=").decode())
SHAPES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), inner, max_size=6)
    ),
    max_leaves=12,
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(shape=SHAPES)
def test_whatever_shape_is_sent_no_passkey_is_read_and_nothing_breaks(rf, shape):
    request = rf.post("/login/passkey")
    request.session = SessionStore()
    with request_context(request):
        passkeys.begin_using(None)
        assert passkeys.whose(json.dumps(shape), at=timezone.now()) is None
        assert passkeys.read_new(json.dumps(shape)) is None


def test_whoever_asked_too_often_for_a_new_password_can_be_let_try_again(client, clock):
    account = an_account(email="priya@northbeck.example")
    for name in ("p.shah", "priya@northbeck.example") * 5:
        assert Client().post("/password-reset", {"username": name}).status_code == 302
    slowed = Client().post("/password-reset", {"username": "p.shah"})
    assert slowed.status_code == 429
    assert "passkey" not in slowed.content.decode(), "it is no way to a new password"

    signed_in(client, an_account("m.anager", role=Role.MANAGER), clock.now)
    assert "Too many wrong tries" in client.get("/signed-in").content.decode()
    client.post(f"/signed-in/{account.id}/lift")
    assert Client().post("/password-reset", {"username": "p.shah"}).status_code == 302


def test_your_sign_ins_leads_to_a_new_password(client, clock):
    signed_in(client, an_account(), clock.now)
    assert 'href="/password-reset"' in client.get("/your-sign-ins").content.decode()
    assert client.get("/password-reset").status_code == 200


def test_a_password_alone_is_not_enough_when_the_passkey_given_before_it_was_removed(client, clock):
    account = an_account()
    key = Authenticator.objects.create(user=account, type="webauthn", data={"name": "Key"})
    Authenticator.objects.update(created_at=clock.now, last_used_at=clock.now)
    client.get("/login")
    session = client.session
    session[GIVEN] = [str(account.pk), int(clock.now.timestamp())]
    session.save()
    assert client.get("/login/passkey/password").status_code == 200
    key.delete()
    answer = client.post("/login/passkey/password", {"password": PASSWORD})
    assert answer.url == "/login/passkey"
    assert not SignIn.objects.exists()
