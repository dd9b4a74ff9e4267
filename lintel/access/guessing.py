"""Slowing down guesses at one account's secrets, from wherever they come.

A bucket is one account and one kind of secret, whatever the address, the spelling of the name
or the process that answers. Ten tries in five minutes; then that secret is not even looked at.
Sessions that are open stay open: a stranger cannot sign the duty worker out by guessing.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from lintel.access.models import Guesses
from lintel.access.rules import GUESSES, GUESSING_WINDOW

FORGOTTEN_AFTER = timedelta(days=1)
# What is guessed at: the password, codes, the password after a passkey, and who asks for resets.
KINDS = ("password", "code", "password_after_passkey", "reset")


def bucket(kind: str, whose: str) -> str:
    """The key for guesses of `kind`, one of KINDS, at what belongs to `whose`."""
    return hashlib.sha256(f"{kind}:{whose}".encode()).hexdigest()


def may_guess(key: str, *, at: datetime) -> bool:
    """Count one try, and say whether it may go ahead. Refused tries are not counted."""
    now = at.timestamp()
    with transaction.atomic():
        kept, _ = Guesses.objects.select_for_update().get_or_create(
            bucket=key, defaults={"last_at": at}
        )
        recent = [then for then in kept.tried if then > now - GUESSING_WINDOW.total_seconds()]
        if len(recent) >= GUESSES:
            return False
        kept.tried, kept.last_at = [*recent, now], at
        kept.save()
    return True


def was_right(key: str) -> None:
    """The right secret was given: what came before is forgotten."""
    Guesses.objects.filter(bucket=key).delete()


def forget_old(*, at: datetime) -> int:
    """Drop what no longer limits anybody; how many were dropped."""
    dropped, _ = Guesses.objects.filter(last_at__lt=at - FORGOTTEN_AFTER).delete()
    return dropped


def slowed_down(accounts: Iterable[UUID], *, at: datetime) -> frozenset[UUID]:
    """Which of these accounts cannot try a secret just now, because of too many tries."""
    keys = {bucket(kind, str(one)): one for one in accounts for kind in KINDS}
    since = at.timestamp() - GUESSING_WINDOW.total_seconds()
    rows = Guesses.objects.filter(bucket__in=keys, last_at__gt=at - GUESSING_WINDOW)
    return frozenset(
        keys[row.bucket] for row in rows if sum(then > since for then in row.tried) >= GUESSES
    )
