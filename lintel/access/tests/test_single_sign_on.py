"""Signing in by way of a real provider, which another process plays on this machine."""

import subprocess
import sys
from pathlib import Path

import pytest
import requests
from django.test import Client
from django.utils import timezone

from lintel.access import actions, second_factor
from lintel.access.models import Account, Identity, SignIn
from lintel.access.rules import Appointment, Elsewhere
from lintel.access.tests import a_provider
from lintel.access.tests.given import PASSWORD, an_account, signed_in, the_house, with_codes
from lintel.access.viewers import Role
from lintel.audit import trail
from lintel.config import sso
from lintel.kernel.refusals import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]
CALLBACK = "http://testserver/login/sso/council/callback"


@pytest.fixture(scope="module")
def provider(tmp_path_factory):
    folder = tmp_path_factory.mktemp("provider")
    running = subprocess.Popen(
        [sys.executable, a_provider.__file__, str(folder), CALLBACK],
        stdout=subprocess.PIPE,
        text=True,
    )
    address = running.stdout.readline().strip()
    assert address, "the provider did not start"
    yield address
    running.terminate()
    running.wait(timeout=60)
    running.stdout.close()


@pytest.fixture
def council(provider, settings, tmp_path):
    """Single sign-on as the file in the data folder says it."""
    (tmp_path / "sso.secret").write_text("a-secret-of-the-client\n")
    (tmp_path / "sso.toml").write_text(
        f'[[provider]]\nkey = "council"\ntitle = "Northbeck account"\nserver = "{provider}"\n'
        'council = "northbeck"\n'
        'client_id = "lintel"\nclient_secret_file = "sso.secret"\n'
    )
    apps = sso.providers(tmp_path)
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": apps}}
    settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 60  # seconds: a busy machine is no other side away
    return provider


def come_by(client: Client, provider: str, who: str, onward: str = ""):
    """From Lintel to the provider, as `who` there, and back: what Lintel then answers."""
    there = requests.Session()
    there.get(f"{provider}/enter", params={"who": who}, timeout=60).raise_for_status()
    sent = client.get("/login/sso/council" + (f"?next={onward}" if onward else ""))
    assert sent.url.startswith(f"{provider}/identity/o/authorize?")
    assert "code_challenge=" in sent.url
    back = there.get(sent.url, allow_redirects=False, timeout=60)
    assert back.headers["Location"].startswith(CALLBACK), back.text
    return client.get(back.headers["Location"].removeprefix("http://testserver"))


def code_of(account: Account) -> dict:
    secret = second_factor.secret_of(account)
    return {"code": second_factor.next_unused_code(account, at=timezone.now()) or secret}


def test_a_verified_address_and_the_second_factor_bind_once_and_then_sign_in(client, council):
    account = an_account("m.anager", role=Role.MANAGER, email="mia@northbeck.example")
    with_codes(account, timezone.now())
    assert "Sign in with Northbeck account" in client.get("/login").content.decode()

    answer = come_by(client, council, "mia", onward="/signed-in")
    assert answer.url == "/login/code", "the second factor is asked for all the same"
    assert client.get("/signed-in").status_code == 302
    assert not Identity.objects.exists(), "nothing is bound before it"
    assert client.post("/login/code", code_of(account)).url == "/signed-in"
    bound = Identity.objects.get()
    assert (bound.account_id, bound.issuer) == (account.pk, council)
    assert SignIn.objects.get().how == "single_sign_on_code"
    did = [entry.did for entry in trail.entries_about("account", account.id)]
    assert did[-2:] == ["single sign-on bound", "signed in"]

    Account.objects.filter(pk=account.pk).update(email="another@northbeck.example")
    again = Client()
    assert come_by(again, council, "mia").url == "/login/code", "issuer and subject are what counts"
    actions.disable_account(account_id=account.id, by=the_house(), at=timezone.now())
    assert come_by(Client(), council, "mia").status_code == 403
    assert again.post("/login/code", {"code": "123456"}).url == "/login"


def test_whoever_is_not_known_is_told_the_same_and_no_account_is_made(client, council):
    nobody = come_by(client, council, "mia")
    unproved = an_account("mia", email="mia@northbeck.example")
    without_codes = come_by(Client(), council, "mia")
    with_codes(an_account("sly", email="sly@northbeck.example"), timezone.now())
    unverified = come_by(Client(), council, "sly")

    bodies = {answer.content for answer in (nobody, without_codes, unverified)}
    assert [a.status_code for a in (nobody, without_codes, unverified)] == [403, 403, 403]
    assert len(bodies) == 1
    assert Account.objects.count() == 2
    assert not Identity.objects.exists()
    assert not second_factor.has_second_factor(unproved)


def test_an_invitation_binds_an_account_that_has_no_password(client, council):
    token = actions.invite(
        appointed=Appointment(Role.VIEWER, "northbeck-council", employed_by_council=True),
        council="northbeck",
        by=the_house(timezone.now()),
        at=timezone.now(),
    )
    client.get(f"/login/invitation/{token}")
    assert "Use Northbeck account" in client.get("/login/invitation").content.decode()
    assert come_by(client, council, "sly").url == "/login/invitation"
    assert 'name="password"' not in client.get("/login/invitation").content.decode()
    made = client.post("/login/invitation", {"name": "Sly Fox", "username": "s.fox"})
    assert made.url == "/login?why=account_made"
    account = Account.objects.get(username="s.fox")
    assert not account.has_usable_password()

    assert come_by(Client(), council, "sly").url == "/login/set-up-code"
    denied = Client().post("/login", {"username": "s.fox", "password": PASSWORD})
    assert "is not right" in denied.content.decode()


def test_an_answer_nobody_asked_for_signs_nobody_in(client, council):
    for asked in ("?code=made-up&state=made-up", "?error=access_denied", ""):
        assert client.get(f"/login/sso/council/callback{asked}").status_code == 403
    assert client.get("/login/sso/elsewhere").status_code == 404


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('server = "http://login.example"', "https"),
        ('key = "Not A Word"', "small letters"),
        ('client_id = ""', "client_id"),
        ('council = ""', "council"),
        ('client_secret_file = "none"', "there is no none"),
    ],
)
def test_a_file_that_makes_no_sense_is_refused_at_the_start(tmp_path: Path, line, says):
    assert sso.providers(tmp_path) == []
    (tmp_path / "kept").write_text("secret")
    told = {
        "key": "council", "title": "A", "council": "northbeck", "server": "https://login.example",
        "client_id": "lintel", "client_secret_file": "kept",
    }  # fmt: skip
    name = line.partition(" ")[0]
    lines = [f'{key} = "{value}"' for key, value in told.items() if key != name]
    (tmp_path / "sso.toml").write_text("\n".join(["[[provider]]", *lines, line]))
    with pytest.raises(sso.BadSso, match=says):
        sso.providers(tmp_path)


@pytest.mark.parametrize(
    "said", [b'key = "council"\n', b'[provider]\nkey = "council"\n', b"provider = [1]\n", b"\xff"]
)
def test_a_file_without_a_provider_is_refused_in_words(tmp_path: Path, said):
    (tmp_path / "sso.toml").write_bytes(said)
    with pytest.raises(sso.BadSso, match=r"sso\.toml: "):
        sso.providers(tmp_path)


def test_a_provider_signs_in_to_accounts_of_its_own_council_alone(client, council):
    far = an_account("far", council="southmere", agency="a", email="mia@northbeck.example")
    with_codes(far, timezone.now())
    nobody = come_by(client, council, "mia")
    assert nobody.status_code == 403
    who = Elsewhere("council", "northbeck", council, "made up")
    with pytest.raises(Refused) as refused:
        actions.bind_identity(account_id=far.id, who=who, by=the_house(), at=timezone.now())
    assert refused.value.refusals[0].code == "identity_elsewhere"
    assert not Identity.objects.exists()


def test_one_subject_is_one_account_and_another_provider_cannot_claim_it(client, council):
    mia = an_account("m.anager", role=Role.MANAGER, email="mia@northbeck.example")
    with_codes(mia, timezone.now())
    come_by(client, council, "mia")
    client.post("/login/code", code_of(mia))
    row = Identity.objects.get()
    who = Elsewhere(row.provider, "northbeck", row.issuer, row.subject)
    jo, by, at = an_account("j.oe"), the_house(), timezone.now()
    with pytest.raises(Refused) as refused:
        actions.bind_identity(account_id=jo.id, who=who, by=by, at=at)
    assert refused.value.refusals[0].code == "identity_taken"
    actions.bind_identity(account_id=mia.id, who=who, by=by, at=at)  # at once with itself
    assert Identity.objects.count() == 1

    Identity.objects.update(provider="another")
    Account.objects.filter(pk=mia.pk).update(email="changed@northbeck.example")
    assert come_by(Client(), council, "mia").status_code == 403


def test_an_administrator_sees_what_is_bound_and_unbinds_it(client, council):
    mia = an_account("m.anager", role=Role.MANAGER, email="mia@northbeck.example")
    with_codes(mia, timezone.now())
    theirs = Client()
    come_by(theirs, council, "mia")
    theirs.post("/login/code", code_of(mia))
    signed_in(client, an_account("s.admin", role=Role.SYSADMIN))
    assert "Stop single sign-on" in client.get(f"/accounts/{mia.id}").content.decode()
    assert client.post(f"/accounts/{mia.id}/unbind").url == f"/accounts/{mia.id}"
    assert not Identity.objects.exists()
    assert theirs.get("/board").status_code == 302, "its sessions are over"
    assert "Stop single sign-on" not in client.get(f"/accounts/{mia.id}").content.decode()
