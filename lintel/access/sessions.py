"""Whether a browser session still counts, and how one begins and ends.

A session counts when the person has given both factors, still works here, has not been
idle for SESSION_IDLE and signed in less than SESSION_ABSOLUTE ago. It is
asked at every request, so disabling an account ends its sessions at the next one.
"""

from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest

from lintel.access.models import Account
from lintel.access.rules import has_stepped_up, is_employed
from lintel.access.sign_ins import SEEN_AT, SIGNED_IN_AT, hold, note_begun, note_moved
from lintel.kernel.instants import london_day

STEPPED_UP_AT = "lintel_stepped_up_at"
BY_ITSELF = "refresh"  # a page that renews itself is nobody being there
NOTED_EVERY = 60  # seconds: a session row is not written again at each page


def begin(request: HttpRequest, account: Account, *, how: str, at: datetime) -> None:
    """Both factors have been given. The session key has already been cycled."""
    note_begun(request, account, how=how, at=at)
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = int(at.timestamp())
    request.session[STEPPED_UP_AT] = int(at.timestamp())


def step_up(request: HttpRequest, at: datetime) -> bool:
    """A second factor has been given again: the session goes on under a new key, unless it was
    ended meanwhile. In a transaction."""
    before = request.session.session_key
    hold(before)
    if not request.session.exists(before):
        logout(request)
        return False
    request.session.cycle_key()
    note_moved(before, request.session.session_key)
    request.session[STEPPED_UP_AT] = int(at.timestamp())
    return True


def is_stepped_up(request: HttpRequest, at: datetime) -> bool:
    """Whether this session's second factor is new enough for an act that asks for one."""
    given = request.session.get(STEPPED_UP_AT)
    return given is not None and has_stepped_up(datetime.fromtimestamp(given, UTC), at=at)


def account_of(request: HttpRequest, at: datetime) -> Account | None:
    """The account of a session that counts; a session that no longer does is ended here."""
    account = request.user
    if not account.is_authenticated:
        return None
    now = int(at.timestamp())
    signed_in, seen = request.session.get(SIGNED_IN_AT), request.session.get(SEEN_AT)
    alive = (
        signed_in is not None
        and seen is not None
        and now - seen < settings.SESSION_IDLE.total_seconds()
        and now - signed_in < settings.SESSION_ABSOLUTE.total_seconds()
        and account.is_active
        and is_employed(account.employed_until, on=london_day(at))
    )
    if not alive:
        logout(request)
        request.session_ran_out = True
        return None
    if now - seen >= NOTED_EVERY and request.headers.get("X-Requested-With") != BY_ITSELF:
        request.session[SEEN_AT] = now
    return account
