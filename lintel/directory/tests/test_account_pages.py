"""A council lets its people in, on terms, and puts an end to it, by pages alone."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lintel.access import second_factor
from lintel.access.guards import viewer_of
from lintel.access.models import Account, ApiToken
from lintel.access.tests.given import PASSWORD, an_account, signed_in, with_codes
from lintel.access.viewers import Permission, Role
from lintel.audit import trail
from lintel.config.beginning import begin_directory
from lintel.contacts.tests.signing_in import sign_in, signed_in_as
from lintel.govuk.tests.as_seen import as_seen
from lintel.kernel.instants import day_in_words, london_day
from lintel.notices.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]


@pytest.fixture
def admin(client):
    begin_directory("northbeck", at=timezone.now())
    return sign_in(client, an_account("s.admin", role=Role.SYSADMIN, registered_until=None))


def confirmed_by_a_second_person():
    """A manager confirms whatever waits; the link they are shown, if any."""
    manager = Client()
    signed_in_as(manager, Role.MANAGER)
    waiting = re.findall(r"/accounts/grants/[\w-]+/confirm", shows(manager.get("/accounts/grants")))
    assert waiting
    link = ""
    for address in waiting:
        answer = manager.post(address)
        if answer.status_code == 200:
            link = re.search(r"http://testserver(/login/invitation/[\w-]+)", shows(answer))[1]
        else:
            assert answer.url == "/accounts/grants"
    return link


def terms(**different):
    """What an administrator types for a screening social worker."""
    until = london_day(timezone.now()) + timedelta(days=200)
    return {
        "name": "Jo Okafor",
        "email": "j.okafor@northbeck.example",
        "username": "j.okafor",
        "role": "screener",
        "agency": "northbeck-council",
        "employed_by_council": "yes",
        "teams": ["front-door"],
        "registration_number": "sw 12345",
        "why": "Joins the hub on Monday",
        **day("registered_until", until),
    } | different


def day(field, value):
    return {f"{field}_day": value.day, f"{field}_month": value.month, f"{field}_year": value.year}


def shows(answer, status=200):
    assert answer.status_code == status, (answer.status_code, answer.content.decode()[:3000])
    return answer.content.decode()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSADMIN])
@pytest.mark.parametrize("address", ["/accounts", "/accounts/invite", "/directory"])
def test_nobody_but_an_administrator_opens_these_pages(client, role, address):
    signed_in_as(client, role)

    assert client.get(address).status_code == 403


def test_an_invitation_ends_in_somebody_who_looks_until_their_registration_ends(client, admin):
    assert client.post("/accounts/invite", terms()).url == "/accounts"
    listed = shows(client.get("/accounts"))
    assert "Jo Okafor" in listed
    assert "/login/invitation/" not in listed
    assert not Notice.objects.exists()

    waiting = shows(client.get("/accounts/grants"))
    assert "You asked for this" in waiting
    assert "j.okafor@northbeck.example" in waiting
    client.post("/logout")
    assert not confirmed_by_a_second_person(), "it goes to the person, not to who confirms"
    sent = Notice.objects.get(kind="invitation")
    assert sent.to == "j.okafor@northbeck.example"
    link = re.search(r"http://testserver(/login/invitation/[\w-]+)", sent.body)[1]
    client.get(link)
    assert 'value="j.okafor"' in shows(client.get("/login/invitation"))
    made = {"name": "Jo Okafor", "username": "j.okafor", "password": PASSWORD}
    assert client.post("/login/invitation", made).url == "/login?why=account_made"
    wanted = client.post("/login", {"username": "j.okafor", "password": PASSWORD})
    assert wanted.url == "/login/set-up-code"
    page = shows(client.get("/login/set-up-code"))
    key = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")
    code = second_factor.code_for(key, at=timezone.now())
    assert "recovery" in shows(client.post("/login/set-up-code", {"code": code})).lower()
    account = Account.objects.get(username="j.okafor")
    assert account.registration_number == "SW12345"
    assert account.teams == ["front-door"]
    assert client.get("/board").status_code == 200
    assert client.get("/accounts").status_code == 403


def test_a_registration_that_has_ended_stops_looking_and_the_list_says_so(client, admin):
    now = timezone.now()
    manager = an_account(
        "m.anager", role=Role.MANAGER, registration_number="SW9", teams=["front-door"], at=now
    )
    assert viewer_of(manager, now).may(Permission.LOOK)

    over = day("registered_until", london_day(now) - timedelta(days=1))
    where = f"/accounts/{manager.id}"
    wanted = terms(role="manager", registration_number="SW9") | over
    changed = client.post(where, wanted | as_seen(client.get(where)))

    assert changed.status_code == 302
    manager.refresh_from_db()
    assert not viewer_of(manager, now).may(Permission.LOOK)
    assert "may not look, rate or decide" in shows(client.get("/accounts"))
    entry = trail.entries_about("account", str(manager.id))[-1]
    assert (entry.did, "registered_until" in entry.why) == ("account changed", True)


@pytest.mark.parametrize(
    ("different", "words"),
    [
        ({"role": ""}, "Select what they do"),
        ({"registration_number": ""}, "Enter their Social Work England registration number"),
        ({"registered_until_year": "2020"}, "must be today or later"),
        ({"role": "early_help", "teams": []}, "hand-overs come to their team"),
        ({"role": "admin_provider"}, "this role is for people employed by a provider"),
        ({"agency": "southmere-council"}, "Select who employs them"),
        ({"username": "s.admin"}, "That user name is taken"),
    ],
)
def test_terms_that_make_no_sense_are_named_and_nobody_is_invited(client, admin, different, words):
    assert words in shows(client.post("/accounts/invite", terms(**different)), 422)
    assert not Notice.objects.exists()


def test_nothing_is_chosen_beforehand(client, admin):
    assert " checked" not in shows(client.get("/accounts/invite"))


def test_another_councils_account_is_not_there(client, admin):
    other = an_account("o.ther", council="southmere", agency="southmere-council", name="Ottoline")

    assert "Ottoline" not in shows(client.get("/accounts"))
    for address in ("", "/disable", "/end-sessions", "/reset-codes"):
        assert client.get(f"/accounts/{other.id}{address}").status_code == 404
        assert client.post(f"/accounts/{other.id}{address}", terms()).status_code == 404
    assert Account.objects.get(pk=other.id).is_active


def test_somebody_disabled_is_refused_at_their_next_request(client, admin):
    theirs, account = Client(), an_account("j.oe")
    signed_in(theirs, account)
    assert theirs.get("/board").status_code == 200

    shows(client.get(f"/accounts/{account.id}/disable"))
    assert client.post(f"/accounts/{account.id}/disable").status_code == 302

    assert theirs.get("/board").status_code == 302
    assert "Disabled" in shows(client.get("/accounts"))


def test_a_lost_telephone_is_forgotten_and_the_next_sign_in_sets_up_another(client, admin):
    account = an_account("j.oe")
    with_codes(account)

    shows(client.get(f"/accounts/{account.id}/reset-codes"))
    client.post(f"/accounts/{account.id}/reset-codes")

    assert not second_factor.has_second_factor(account)
    assert trail.entries_about("account", str(account.id))[-1].did == "second factor reset"
    client.post("/logout")
    answer = client.post("/login", {"username": "j.oe", "password": PASSWORD})
    assert answer.url == "/login/set-up-code"


def test_an_administrator_changes_nothing_of_their_own_that_matters(client, admin):
    own = f"/accounts/{admin.account_id}"
    page = shows(client.get(own))
    assert "Disable account" not in page
    assert "Reset one-time codes" not in page

    answer = client.post(own, terms(role="manager") | as_seen(client.get(own)))

    assert "You cannot change your own role" in shows(answer, 409)
    for step in ("disable", "reset-codes"):
        assert client.post(f"{own}/{step}").status_code == 409
    assert Account.objects.get(pk=admin.account_id).role == Role.SYSADMIN
    assert client.get("/board").status_code == 403


def test_a_system_gets_a_token_that_is_shown_once_and_can_be_revoked(client, admin):
    opened = client.post("/accounts/invite", terms(role="agency_system", registration_number=""))
    shows(client.get(opened.url))
    assert "Select what it may be used for" in shows(client.post(f"{opened.url}/tokens"), 422)
    asked = {"scopes": ["submit", "read"], "days": "90"}
    token = re.search(r"lintel_[\w-]+", shows(client.post(f"{opened.url}/tokens", asked)))[0]
    bearer = {"headers": {"authorization": f"Bearer {token}"}}
    assert Client().get("/api/v1/me", **bearer).status_code == 401
    assert client.post(f"{opened.url}/enable").status_code == 409
    confirmed_by_a_second_person()
    assert Client().get("/api/v1/me", **bearer).status_code == 200
    assert token not in shows(client.get(opened.url))

    client.post(f"{opened.url}/tokens/{ApiToken.objects.get().id}/revoke")
    assert Client().get("/api/v1/me", **bearer).status_code == 401
    person = an_account("j.oe")
    assert client.post(f"/accounts/{person.id}/tokens").status_code == 404
    wanted = terms(role="manager") | as_seen(client.get(opened.url))
    promoted = client.post(opened.url, wanted)
    assert "A system cannot become a person" in shows(promoted, 409)


def test_an_invitation_that_is_withdrawn_opens_nothing(client, admin):
    client.post("/accounts/invite", terms(email=""))
    link = confirmed_by_a_second_person()
    withdraw = re.search(r"/accounts/invitations/[\w-]+/withdraw", shows(client.get("/accounts")))[
        0
    ]

    assert client.post(withdraw).status_code == 302
    client.get(link)
    made = {"name": "Jo", "username": "j.okafor", "password": PASSWORD}
    assert client.post("/login/invitation", made).status_code == 410


def test_whoever_confirms_a_change_reads_from_what_to_what_and_until_when(client, admin):
    now = timezone.now()
    until = london_day(now) + timedelta(days=9)
    worker = an_account(
        "j.oe", name="Jo Oe", registration_number="SW12345", registered_until=until, at=now
    )
    wanted = terms(role="manager", teams=[])
    wanted |= as_seen(client.get(f"/accounts/{worker.id}"))
    refused = shows(client.post(f"/accounts/{worker.id}", wanted | {"why": ""}), 422)
    assert "Enter why they need it" in refused
    assert client.post(f"/accounts/{worker.id}", wanted).status_code == 302

    page = shows(client.get("/accounts/grants"))
    assert "From Screening social worker to Manager" in page
    assert f"From SW12345, until {day_in_words(until)} to SW12345, until" in page
    assert "Somebody who is here already" in page
    assert "Joins the hub on Monday" in page
    assert "Confirm by" in page


def test_somebody_comes_back_when_a_second_person_has_confirmed_it(client, admin):
    account = an_account("j.oe", name="Jo Oe")
    where = f"/accounts/{account.id}"
    client.post(f"{where}/disable")
    assert client.post(f"{where}/enable").url == where
    assert "a second person must confirm it" in shows(client.get(where))
    assert not Account.objects.get(pk=account.pk).is_active
    page = shows(client.get("/accounts/grants"))
    assert "Somebody whose account was disabled" in page
    assert "To come back: the account was disabled" in page
    assert client.post(f"{where}/enable").status_code == 409
    confirmed_by_a_second_person()
    assert Account.objects.get(pk=account.pk).is_active


def test_a_team_taken_away_counts_at_once_though_another_waits(client, admin):
    account = an_account("j.oe", registration_number="SW12345", teams=["front-door"])
    wanted = terms(role="manager", teams=[]) | as_seen(client.get(f"/accounts/{account.id}"))
    moved = client.post(f"/accounts/{account.id}", wanted)
    assert "What you took away counts from now on" in shows(client.get(moved.url))
    account.refresh_from_db()
    assert (account.role, account.teams) == (Role.SCREENER, [])
