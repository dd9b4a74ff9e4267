"""Who is signed in, where, and since when: a row for each session that began with both factors.

A session lives where Django keeps it; a sign-in only says whose it is, so that it can be shown
and ended. Ending deletes the session: a request that is under way cannot bring it back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest

from lintel.access.devices import device_words
from lintel.access.models import Account, SignIn

SEEN_AT = "lintel_seen_at"
SIGNED_IN_AT = "lintel_signed_in_at"
KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class SignInSeen:
    """Shape: `seen_at` is within a minute; `is_this` marks the session that asks."""

    sign_in_id: UUID
    account_id: UUID
    device: str
    how: str
    began_at: datetime
    seen_at: datetime
    is_this: bool


def note_begun(request: HttpRequest, account: Account, *, how: str, at: datetime) -> None:
    """Call in the transaction in which the session begins."""
    SignIn.objects.create(
        account=account,
        session_key=request.session.session_key,
        device=device_words(request.headers.get("User-Agent", "")),
        how=how,
        began_at=at,
    )


def hold(session_key: str) -> None:
    """Nobody else moves or ends this session before the transaction is over."""
    list(SignIn.objects.select_for_update().filter(session_key=session_key).values_list("pk"))


def note_moved(before: str, after: str) -> None:
    """The session goes on under another key."""
    SignIn.objects.filter(session_key=before).update(session_key=after)


def note_ended(session_key: str | None) -> None:
    """Its holder has signed out."""
    if session_key:
        SignIn.objects.filter(session_key=session_key).update(session_key="")


def open_sign_ins(
    accounts: Iterable[Account], *, at: datetime, this: str = ""
) -> Sequence[SignInSeen]:
    """The sessions of these accounts that still count, the last used first, in two queries."""
    whose = {account.pk: account for account in accounts}
    rows = list(SignIn.objects.filter(account_id__in=whose).exclude(session_key=""))
    keys = [row.session_key for row in rows]
    kept = {
        session.session_key: session.get_decoded()
        for session in Session.objects.filter(session_key__in=keys, expire_date__gt=at)
    }
    found = []
    for row in rows:
        told = kept.get(row.session_key, {})
        seen = _seen_at(told, whose[row.account_id], at=at)
        if seen is not None:
            is_this = row.session_key == this
            found.append(
                SignInSeen(row.id, row.account_id, row.device, row.how, row.began_at, seen, is_this)
            )
    return sorted(found, key=lambda one: one.seen_at, reverse=True)


def end(found: QuerySet[SignIn]) -> int:
    """Their sessions are gone; how many there were. In a transaction."""
    rows = list(found.select_for_update().order_by("pk"))
    Session.objects.filter(session_key__in=[row.session_key for row in rows]).delete()
    return SignIn.objects.filter(pk__in=[row.pk for row in rows]).update(session_key="")


def forget_old(*, at: datetime) -> int:
    """Drop what began long ago, and sessions that are over; how many sign-ins were dropped."""
    Session.objects.filter(expire_date__lt=at).delete()
    dropped, _ = SignIn.objects.filter(began_at__lt=at - KEPT).delete()
    return dropped


def _seen_at(told: dict[str, object], account: Account, *, at: datetime) -> datetime | None:
    """When a session was last used, while it counts for this account; None when it does not."""
    seen, begun = told.get(SEEN_AT), told.get(SIGNED_IN_AT)
    if not isinstance(seen, int) or not isinstance(begun, int):
        return None
    if told.get(HASH_SESSION_KEY) != account.get_session_auth_hash():
        return None
    now = at.timestamp()
    idle, whole = settings.SESSION_IDLE, settings.SESSION_ABSOLUTE
    alive = now - seen < idle.total_seconds() and now - begun < whole.total_seconds()
    return datetime.fromtimestamp(seen, UTC) if alive else None
