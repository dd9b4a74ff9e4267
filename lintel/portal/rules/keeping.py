"""How long a draft is kept, the code it is opened with, and how often anybody may knock."""

import secrets
from datetime import timedelta

from lintel.kernel.references import ALPHABET

KEPT_FOR = timedelta(days=7)
# After sending, only the reference is left, for a page that is reloaded or a button pressed twice.
RECEIPT_FOR = timedelta(hours=1)

CODE_LENGTH = 12  # 29 letters and digits: 58 bits, against 10 guesses in 10 minutes

WINDOW = timedelta(minutes=10)
# A whole school or hospital can share one address, so these are far above what people do.
ANSWERS_IN_WINDOW = 1_500
SENT_IN_WINDOW = 120
CODES_IN_WINDOW = 10
FILES_IN_WINDOW = 120


def new_code() -> str:
    """A code that can be read out: "7K4M 2Q8R TNBV"."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return " ".join(letters[place : place + 4] for place in range(0, CODE_LENGTH, 4))


def tidy_code(words: str) -> str:
    """What somebody typed, without case, spaces and hyphens.

    >>> tidy_code("7k4m-2q8r tnbv")
    '7K4M2Q8RTNBV'
    """
    return "".join(letter for letter in words.upper() if letter.isalnum())
