"""A name half, given or family, as a few numbers by which very many are told apart at once.

What the numbers say surely is never otherwise by the rules; of what they leave open the rules are
asked. They say only who is worth a closer look: whoever is shown is compared letter by letter.
"""

from array import array
from collections.abc import Sequence
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from lintel.people.rules.agreements import WORDS
from lintel.people.rules.names import formal_names, sound

# Its first three parts; what the first may be short for, how it sounds, which letters it has; and
# the same of all parts as one word; whether there are more than three; the first two as one word.
FIRST, SECOND, THIRD, FORMAL, OR_FORMAL, SOUND, LETTERS, WHOLE_SOUND, WHOLE_LETTERS, WHOLE, MANY = (
    range(11)
)
TWO = 11
WIDTH = 12
Signs = NDArray[np.uint32]  # a row for each name half
Flags = NDArray[np.bool_]
Levels = NDArray[np.int8]

NOTHING, UNSURE = 0, -1
GIVEN = {level: place for place, level in enumerate(WORDS["given_name"], start=1)}
FAMILY = {level: place for place, level in enumerate(WORDS["family_name"], start=1)}

_PARTS = (FIRST, SECOND, THIRD)
_LETTERS_KEPT = 27  # bits; the length of the name stands above them


def number_of(text: str) -> int:
    """Equal for equal texts, and surely enough only for those; 0 for ""."""
    return crc32(text.encode())


@lru_cache(maxsize=1 << 17)
def sign(text: str) -> bytes:
    """Of the parts of a name half, set apart by a space, as `rules.packed` writes them."""
    if not text:
        return _NONE
    parts = text.split()
    whole = "".join(parts)
    formal = sorted(map(number_of, formal_names(parts[0])))  # no name is short for more than two
    return array(
        "I",
        (
            *map(number_of, [*parts, "", ""][:3]),
            *[*formal, 0][:2],
            *(_sounds(parts[0]), _letters(parts[0])),
            *(_sounds(whole), _letters(whole), number_of(whole), len(parts) > 3),
            number_of("".join(parts[:2])),
        ),
    ).tobytes()


_NONE = bytes(4 * WIDTH)


def _sounds(name: str) -> int:
    heard = sound(name)
    return number_of(heard) if len(heard) > 1 else 0


def _letters(name: str) -> int:
    seen = 0
    for letter in name:
        seen |= 1 << (ord(letter) % _LETTERS_KEPT)
    return seen | min(len(name), 31) << _LETTERS_KEPT


def signs(texts: Sequence[str]) -> Signs:
    found = np.frombuffer(b"".join(map(sign, texts)), dtype=np.uint32)
    return found.reshape(len(texts), WIDTH)


def may_be_own(a: Signs, b: Signs) -> Flags:
    """False where two names are surely not of one person, as `rules.comparing.is_own_name` and the
    names of parents have it."""
    equal = a == b
    own = _same_or_form(a, b, equal) | _written_as_one(a, b, equal)
    return (own | (equal[:, SOUND] & (b[:, SOUND] != 0))) & _both(a, b)


def given_levels(a: Signs, b: Signs) -> Levels:
    """Places in `GIVEN`; NOTHING where either is not said, UNSURE where the rules must be asked.

    Either side may be one row that stands beside each of the other.
    """
    equal = a == b
    found = np.full(len(equal), GIVEN["differs"], dtype=np.int8)
    shared = _share_a_part(a, b)
    if shared is not None:
        found[shared] = GIVEN["middle"]
    found[_alike(a, b, equal, SOUND)] = UNSURE
    found[_same_or_form(a, b, equal) | _written_as_one(a, b, equal)] = GIVEN["form"]
    found[equal[:, FIRST]] = GIVEN["same"]
    found[~_both(a, b)] = NOTHING
    return found


def family_levels(a: Signs, b: Signs) -> Levels:
    """Places in `FAMILY`, as `given_levels`."""
    equal = a == b
    found = np.full(len(equal), FAMILY["differs"], dtype=np.int8)
    open_ = equal[:, FIRST] | _alike(a, b, equal, WHOLE_SOUND) | ~equal[:, MANY]
    shared = _share_a_part(a, b)
    found[open_ if shared is None else open_ | shared] = UNSURE
    found[equal[:, WHOLE]] = FAMILY["same"]
    found[~_both(a, b)] = NOTHING
    return found


def _both(a: Signs, b: Signs) -> Flags:
    return (a[:, FIRST] != 0) & (b[:, FIRST] != 0)


def _same_or_form(a: Signs, b: Signs, equal: Flags) -> Flags:
    found = equal[:, FORMAL]
    for one, other in ((a, b), (b, a)):
        if one[:, OR_FORMAL].any():
            found = found | ((one[:, OR_FORMAL] == other[:, FORMAL]) & (one[:, OR_FORMAL] != 0))
    if a[:, OR_FORMAL].any():
        found = found | (equal[:, OR_FORMAL] & (a[:, OR_FORMAL] != 0))
    return found


def _written_as_one(a: Signs, b: Signs, equal: Flags) -> Flags:
    return equal[:, TWO] | (a[:, TWO] == b[:, FIRST]) | (a[:, FIRST] == b[:, TWO])


def _alike(a: Signs, b: Signs, equal: Flags, heard: int) -> Flags:
    """Who sounds alike, and whoever may be spelt nearly alike: one slip changes two letters at
    most, and the second of two, of which only long names are allowed, two more."""
    seen, other = a[:, heard + 1], b[:, heard + 1]
    changed = np.bitwise_count((seen ^ other) & _ONLY_LETTERS)
    long = np.maximum(seen, other) >= _EIGHT_LETTERS
    return (changed <= np.where(long, 4, 2)) | (equal[:, heard] & (b[:, heard] != 0))


_ONLY_LETTERS = np.uint32((1 << _LETTERS_KEPT) - 1)
_EIGHT_LETTERS = np.uint32(8 << _LETTERS_KEPT)


def _share_a_part(a: Signs, b: Signs) -> Flags | None:
    """Any of the first three of one with any of the other, but not both their first."""
    ours = [place for place in _PARTS if place == FIRST or a[:, place].any()]
    theirs = [place for place in _PARTS if place == FIRST or b[:, place].any()]
    found = None
    for one in ours:
        for other in theirs:
            if one != FIRST or other != FIRST:
                shared = (a[:, one] == b[:, other]) & (b[:, other] != 0)
                found = shared if found is None else found | shared
    return found
