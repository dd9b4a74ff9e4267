"""The words somebody is found by when a name is typed: as written, and as they sound.

Everything told as a name counts, other names too. A sound stands apart from the words by its
first letter, so that both are looked up in one index.
"""

from lintel.people.rules.names import sound, standard_name
from lintel.people.rules.told import PersonTold, folded_name

SOUND = "~"
LONGEST = 40
# Fewer letters begin too many names to be worth hearing.
_HEARD = 3


def name_words(told: PersonTold) -> list[str]:
    """What a record is kept under, sorted, each at most `LONGEST` characters."""
    given = f"{told.given_name} {told.middle_names} {told.alias_given_name}"
    family = f"{told.family_name} {told.alias_family_name}"
    words = {*folded_name(given, family).split(), *standard_name(given).split()}
    words |= set(standard_name(family, family=True).split())
    return sorted({word[:LONGEST] for word in words} | {_sound(word) for word in words} - {""})


def words_asked(words: str) -> list[tuple[str, str]]:
    """Each word typed, with how it sounds; "" for what is too short to sound like anything.

    >>> words_asked("Smyth J")
    [('smyth', '~smt'), ('j', '')]
    """
    return [(word[:LONGEST], _sound(word)) for word in folded_name(words, "").split()]


def _sound(word: str) -> str:
    heard = sound(standard_name(word) or word) if len(word) >= _HEARD else ""
    return f"{SOUND}{heard}"[:LONGEST] if len(heard) > 1 else ""
