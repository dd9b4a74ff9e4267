"""How what is true becomes what somebody wrote down: slips of hand, ear and memory.

Every slip takes the random stream it draws from, so that the same seed slips the same way.
"""

import unicodedata
from datetime import date, timedelta
from random import Random

from lintel.demo.household import Person
from lintel.demo.names import community

NEIGHBOURS = {
    "a": "sq",
    "b": "vn",
    "c": "xv",
    "d": "sf",
    "e": "wr",
    "f": "dg",
    "g": "fh",
    "h": "gj",
    "i": "uo",
    "j": "hk",
    "k": "jl",
    "l": "k",
    "m": "n",
    "n": "bm",
    "o": "ip",
    "p": "o",
    "q": "wa",
    "r": "et",
    "s": "ad",
    "t": "ry",
    "u": "yi",
    "v": "cb",
    "w": "qe",
    "x": "zc",
    "y": "tu",
    "z": "x",
}


def typed_wrong(rng: Random, word: str) -> str:
    """One letter dropped, doubled, swapped with the next or hit beside; never the first letter."""
    if len(word) < 4:
        return word
    place = 1 + int(rng.random() * (len(word) - 2))
    kind = int(rng.random() * 4)
    if kind == 0:
        return word[:place] + word[place + 1 :]
    if kind == 1:
        return word[:place] + word[place] + word[place:]
    if kind == 2:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    beside = NEIGHBOURS.get(word[place], word[place])
    return word[:place] + beside[int(rng.random() * len(beside))] + word[place + 1 :]


def plain_letters(word: str) -> str:
    """Without accents, as older systems keep names: Łucja becomes Lucja."""
    word = word.translate(str.maketrans("łŁđĐıß", "lLdDis"))
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def other_spelling(rng: Random, word: str, community_key: str) -> str:
    name = community(community_key).spellings_of.get(word)
    others = [spelling for spelling in name.spellings if spelling != word] if name else []
    return others[int(rng.random() * len(others))] if others else typed_wrong(rng, word)


def name_told(rng: Random, person: Person, *, noise: float) -> tuple[str, str]:
    """Given and family name as somebody gives them; `noise` 0 is perfect, 1 is a noisy street."""
    given, family = person.given_name, person.family_name
    draw = rng.random() / max(noise, 1e-9)
    if draw < 0.10 and person.known_as:
        given = person.known_as
    elif draw < 0.22:
        given = other_spelling(rng, given, person.community)
    elif draw < 0.34:
        family = other_spelling(rng, family, person.community)
    elif draw < 0.40:
        given = typed_wrong(rng, given)
    elif draw < 0.46:
        family = typed_wrong(rng, family)
    elif draw < 0.49:
        given, family = family, given
    elif draw < 0.53 and person.other_names:
        other_given, other_family = person.other_names[0]
        given, family = other_given or given, other_family or family
    elif draw < 0.56 and ("-" in family or " " in family):
        family = family.replace("-", " ").split()[-1]
    elif draw < 0.60 and person.middle_names:
        given = person.middle_names
    if rng.random() < 0.6 * noise:
        given, family = plain_letters(given), plain_letters(family)
    return given, family


def birth_told(rng: Random, born_on: date, *, noise: float, as_of: date) -> date:
    """A date of birth as somebody remembers it: day and month swapped, a year or a day out."""
    draw = rng.random() / max(noise, 1e-9)
    told = born_on
    if draw < 0.08 and born_on.day <= 12:
        told = date(born_on.year, born_on.day, born_on.month)
    elif draw < 0.13:
        told = born_on + timedelta(days=1 if draw < 0.11 else -1)
    elif draw < 0.17:
        years = 1 if draw < 0.15 else -1
        told = date(born_on.year + years, born_on.month, min(born_on.day, 28))
    elif draw < 0.19:
        told = date(born_on.year, 1, 1)
    return told if told <= as_of else born_on
