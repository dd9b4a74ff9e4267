"""How sign-in names, passwords and tokens are shaped and kept. Pure."""

import hashlib
import secrets
import unicodedata
from datetime import date, timedelta

TOKEN_BYTES = 32
TOKEN_PREFIX = "lintel_"  # so that a scanner for leaked secrets can recognise one
INVITATION_LASTS = timedelta(days=7)
RESET_LASTS = timedelta(hours=1)
GUESSES = 10
GUESSING_WINDOW = timedelta(minutes=5)


def tidy_name(words: str) -> str:
    """A user name or e-mail address as it is compared: one form for every way of typing it.

    >>> tidy_name("  Ｐriya.Shah ")
    'priya.shah'
    """
    return unicodedata.normalize("NFKC", words).strip().casefold()


def new_token() -> str:
    """A secret nobody can guess, shown once and kept only as its hash."""
    return TOKEN_PREFIX + secrets.token_urlsafe(TOKEN_BYTES)


def hash_of(token: str) -> str:
    """How a token is kept. It is 32 random bytes, so a fast hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_employed(employed_until: date | None, *, on: date) -> bool:
    """Whether somebody still works where the account says, on the London day `on`."""
    return employed_until is None or on <= employed_until
