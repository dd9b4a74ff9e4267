"""Somebody signed in for a test of pages, without the two pages of signing in."""

from django.conf import settings
from django.test import Client
from django.utils import timezone

from lintel.access import sessions
from lintel.access.guards import viewer_of
from lintel.access.models import Account
from lintel.access.viewers import Role, Viewer
from lintel.contacts.tests import given

BACKEND = "lintel.access.backends.AccountBackend"


def signed_in_as(client: Client, role: Role, **differences) -> Viewer:
    """A new account of this role, signed in with both factors a moment ago."""
    return sign_in(client, given.an_account(role, **differences))


def sign_in(client: Client, account: Account) -> Viewer:
    now = timezone.now()
    client.force_login(account, backend=BACKEND)
    session = client.session
    for moment in (sessions.SIGNED_IN_AT, sessions.SEEN_AT, sessions.STEPPED_UP_AT):
        session[moment] = int(now.timestamp())
    session.save()
    return viewer_of(account, now)


def become(page, live_server, account: Account) -> None:
    """The browser is theirs from here on."""
    client = Client()
    sign_in(client, account)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.clear_cookies()
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
