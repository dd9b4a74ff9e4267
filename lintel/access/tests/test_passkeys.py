"""A passkey beside the code, made and used in a real browser with a pretended key."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone
from playwright.sync_api import expect

from lintel.access import guessing, second_factor
from lintel.access.models import Account, SignIn
from lintel.access.sessions import STEPPED_UP_AT
from lintel.access.tests.given import PASSWORD, an_account, with_codes
from lintel.access.viewers import Role
from lintel.audit import trail
from lintel.contacts.tests.signing_in import become

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def a_key(page) -> None:
    """The browser has a key of its own that somebody has just touched."""
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def password(page, username="m.anager") -> None:
    page.goto("/login")
    page.get_by_label("User name or email address").fill(username)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Enter your code")).to_be_visible()


def heading(page, words) -> None:
    expect(page.get_by_role("heading", name=words, level=1)).to_be_visible()


def step_down(account) -> None:
    """As if ten minutes had gone by in every session of the account."""
    from django.contrib.sessions.backends.db import SessionStore

    for row in SignIn.objects.filter(account=account).exclude(session_key=""):
        session = SessionStore(row.session_key)
        session[STEPPED_UP_AT] -= int(timedelta(minutes=10).total_seconds())
        session.save()


def test_a_passkey_is_added_used_in_place_of_a_code_and_removed(page, page_is_accessible):
    now = timezone.now()
    account = an_account("m.anager", role=Role.MANAGER, name="Mia Anager")
    secret = with_codes(account, now)
    a_key(page)
    password(page)
    page.get_by_label("Code").fill(second_factor.code_for(secret, at=timezone.now()))
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Mia Anager").click()
    heading(page, "Your sign-ins")
    expect(page.get_by_text("You have 10 recovery codes left")).to_be_visible()
    expect(page.get_by_text("Chrome on Linux")).to_be_visible()
    page_is_accessible(page)

    page.get_by_role("button", name="Add a passkey").click()
    heading(page, "Add a passkey")
    page_is_accessible(page)
    page.get_by_label("Name").fill("Work laptop")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_text("The passkey is added")).to_be_visible()
    kept = Authenticator.objects.get(user=account, type="webauthn")
    assert kept.data["name"] == "Work laptop"
    page_is_accessible(page)

    page.get_by_role("button", name="Sign out").click()
    heading(page, "Sign in")
    password(page)
    page_is_accessible(page)
    page.get_by_role("button", name="Use a passkey instead").click()
    expect(page.get_by_role("link", name="Mia Anager")).to_be_visible()
    assert SignIn.objects.exclude(session_key="").latest("began_at").how == "passkey"

    step_down(account)
    page.goto("/your-sign-ins")
    page.get_by_role("button", name="Make new recovery codes").click()
    heading(page, "Confirm that it is you")
    page_is_accessible(page)
    page.get_by_role("button", name="Use a passkey instead").click()
    heading(page, "Keep your recovery codes")
    page.get_by_role("button", name="I have kept them").click()
    page.get_by_role("link", name="Rename Work laptop").click()
    heading(page, "Name a passkey")
    page_is_accessible(page)
    page.get_by_label("Name").fill("Old laptop")
    page.get_by_role("button", name="Save the name").click()
    page.get_by_role("button", name="Remove Old laptop").click()
    expect(page.get_by_text("The passkey signs nobody in from now on")).to_be_visible()
    assert not Authenticator.objects.filter(user=account, type="webauthn").exists()
    did = [entry.did for entry in trail.entries_about("account", account.id)]
    assert re.sub(r" (signed|stepped) \w+", "", " ".join(did)).endswith(
        "recovery codes renewed passkey named passkey removed"
    )


def test_a_stranger_who_guesses_does_not_keep_the_holder_of_a_passkey_out(
    page, page_is_accessible, live_server
):
    now = timezone.now()
    account = an_account("m.anager", role=Role.MANAGER, name="Mia Anager")
    secret = with_codes(account, now)
    a_key(page)
    password(page)
    page.get_by_label("Code").fill(second_factor.code_for(secret, at=timezone.now()))
    page.get_by_role("button", name="Sign in").click()
    page.goto("/your-sign-ins/passkeys/add")
    page.get_by_label("Name").fill("Work laptop")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_text("The passkey is added")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    heading(page, "Sign in")

    key = guessing.bucket("password", str(account.pk))
    while guessing.may_guess(key, at=timezone.now()):
        pass
    page.goto("/login")
    page.get_by_label("User name or email address").fill("m.anager")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    heading(page, "Wait five minutes, then try again")
    page.get_by_role("link", name="Sign in with a passkey").click()
    page_is_accessible(page)
    page.get_by_role("button", name="Use a passkey").click()
    heading(page, "Enter your password")
    page_is_accessible(page)
    page.goto("/board")
    heading(page, "Sign in")
    page.goto("/login/passkey/password")
    page.get_by_label("Password", exact=True).fill(PASSWORD[::-1])
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("The password is not right").first).to_be_visible()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="Signed in").click()
    heading(page, "Who is signed in")
    expect(page.get_by_text("Too many wrong tries", exact=True)).to_be_visible()
    their_own = page.get_by_role("button", name="Let them try again to sign in as Mia Anager")
    expect(their_own).to_have_count(0)

    colleague = an_account("o.ther", role=Role.MANAGER, name="Ola Ther")
    become(page, live_server, colleague)
    page.goto("/signed-in")
    page_is_accessible(page)
    page.get_by_role("button", name="Let them try again to sign in as Mia Anager").click()
    expect(page.get_by_text("They can try to sign in again now")).to_be_visible()
    assert guessing.may_guess(key, at=timezone.now())
    assert {*Account.objects.all()} == {account, colleague}
