"""Numbers that mean one child: the NHS number, the unique pupil number, the council's own."""

import re
import secrets
from collections.abc import Callable

from nhs_number.validate import is_valid

from lintel.kernel.references import ALPHABET
from lintel.kernel.sources import Source, Standing

UPN_SOURCE = Source("Unique pupil numbers: guidance", "check letter", Standing.STATUTORY_GUIDANCE)
LA_CHILD_ID_SOURCE = Source(
    "Children in need census, validation rules", "1570 and 1580", Standing.STATUTORY_GUIDANCE
)

_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_UPN = re.compile(r"[A-Z][0-9]{11}[0-9A-Z]")
_NOT_WRITTEN = re.compile(r"[\s\-.]+")


def nhs_number(words: str) -> str:
    """Ten digits with a right check digit; "" for anything else.

    >>> nhs_number("999 000 0018"), nhs_number("999 000 0019"), nhs_number("0000000000")
    ('9990000018', '', '')
    """
    digits = _NOT_WRITTEN.sub("", words)
    if len(digits) != 10 or not (digits.isascii() and digits.isdigit()) or len(set(digits)) == 1:
        return ""
    return digits if is_valid(digits) else ""


def upn_as_written(words: str) -> str:
    """Thirteen characters in the shape of a UPN; "" for anything else. Its letter may be wrong."""
    upn = _NOT_WRITTEN.sub("", words).upper()
    return upn if _UPN.fullmatch(upn) else ""


def upn_check_letter(rest: str) -> str:
    """The first letter that belongs to the other twelve characters; "" when they are not right.

    A temporary number ends in a letter, which counts as its place in the same alphabet.

    >>> upn_check_letter("801200001001")
    'H'
    """
    total = 0
    for place, character in enumerate(rest, start=2):
        if character.isdigit():
            total += place * int(character)
        elif place == 13 and character in _UPN_LETTERS:
            total += place * _UPN_LETTERS.index(character)
        else:
            return ""
    return _UPN_LETTERS[total % 23] if len(rest) == 12 else ""


def upn(words: str) -> str:
    """A UPN whose check letter is right; "" for anything else."""
    written = upn_as_written(words)
    return written if written and written[0] == upn_check_letter(written[1:]) else ""


def la_child_id(words: str) -> str:
    """Up to twenty letters and digits, as the census asks; "" for anything else."""
    number = words.strip()
    return number if number.isascii() and number.isalnum() and len(number) <= 20 else ""


def new_number(*, choose: Callable[[str], str] = secrets.choice) -> str:
    """A fresh number for a person: letters and digits only, no order, nothing to guess from.

    The census takes it as an LA child id. `choose` picks one character; the demo seeds it.
    """
    return "L" + "".join(choose(ALPHABET) for _ in range(11))
