"""Passwords that anybody who knows the place would try first."""

from itertools import pairwise

from django.core.exceptions import ValidationError

from lintel.access.models import Account
from lintel.access.rules import tidy_name

CONTEXT = frozenset(
    {"lintel", "safeguarding", "safeguard", "mash", "council", "children", "frontdoor"}
    | {"password"}
)
ENOUGH = 8


class NotFromTheContext:
    """Refuses a password that is little but the council's, the product's or the holder's words."""

    def validate(self, password: str, user: Account | None = None) -> None:
        words = set(CONTEXT)
        if user is not None:
            for about in (user.username, user.name, user.council, user.agency):
                words |= {word for word in _words(about) if len(word) >= 3}
        left = tidy_name(password)
        for word in sorted(words, key=len, reverse=True):
            left = left.replace(word, "")
        if left == tidy_name(password):
            return  # none of those words: of signs alone it may be, too
        if len("".join(letter for letter in left if letter.isalnum())) < min(ENOUGH, len(password)):
            raise ValidationError(
                "Choose a password that is not made of words about your work or your name",
                code="password_from_context",
            )

    def get_help_text(self) -> str:
        return "Do not use your name, your council or words about your work."


class NotARun:
    """Refuses a password in which each sign is the one before, or the next, as of a row of keys."""

    STEPS = frozenset({0, 1, -1, 9, -9})  # 9 and 0 stand side by side

    def validate(self, password: str, user: Account | None = None) -> None:
        steps = {ord(after) - ord(before) for before, after in pairwise(password)}
        if steps <= self.STEPS:
            raise ValidationError(
                "Choose a password that is not a row like 123456789012", code="password_run"
            )

    def get_help_text(self) -> str:
        return "Do not use a row of letters or figures."


def _words(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in tidy_name(text)).split()
