"""References people can read out on the telephone: NB-7K4M-2Q.

No letter or digit that sounds or looks like another, a check character at the end, no order
and nothing to guess from. Source: decision 11 of the project's settled decisions.
"""

import secrets
from collections.abc import Callable

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXY"  # 29, a prime; no 0 O 1 I L U Z
BODY = 5


def _check_character(prefix: str, body: str) -> str:
    total = sum(ord(letter) for letter in prefix)
    for place, letter in enumerate(body, start=1):
        total += (place + 1) * ALPHABET.index(letter)
    return ALPHABET[total % len(ALPHABET)]


def new_reference(prefix: str, *, choose: Callable[[str], str] = secrets.choice) -> str:
    """A fresh reference such as 'NB-7K4M-2Q'; the caller checks that it is not taken.

    `choose` picks one character of a string; the demo passes a seeded one.
    """
    body = "".join(choose(ALPHABET) for _ in range(BODY))
    return f"{prefix}-{body[:4]}-{body[4]}{_check_character(prefix, body)}"


def tidy_reference(words: str) -> str | None:
    """What somebody typed, as a reference; None when it cannot be one.

    Case, spaces and missing hyphens do not matter; one wrong character is always noticed.
    """
    letters = "".join(letter for letter in words.upper() if letter.isalnum())
    prefix, body = letters[:-6], letters[-6:]
    if not 1 <= len(prefix) <= 4 or len(body) != 6 or any(c not in ALPHABET for c in body):
        return None
    if _check_character(prefix, body[:5]) != body[5]:
        return None
    return f"{prefix}-{body[:4]}-{body[4:]}"
