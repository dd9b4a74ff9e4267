"""Which house in which street an address tells of, in every way that people write one.

A flat may come before the number or after it, a number on a line of its own, a street cut short; a
flat in a block that has a name, with the word "flat" and without it.

Not known: a number told after its street in one part ("Refuge Lane 12"), and what follows a street
or a block with no comma or line between ("12 Refuge Lane Northbeck", "12 Refuge House High
Street"). A postcode or UPRN told beside it is known all the same.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_OTHER = re.compile(r"[^a-z0-9]+")
_COMMA = re.compile(r"[,;\n]")
POSTCODE = re.compile(r"\b([A-Za-z]{1,2}\d[A-Za-z\d]?)\s*(\d[A-Za-z]{2})\b")
_UNIT_WORDS = (
    r"flat|apartment|apt|unit|room|studio|suite|bedsit|maisonette|annexe?|block|floor|level"
    r"|caravan|chalet|cabin|pitch|plot"
)
_UNIT_NUMBER = (
    r"(?:[a-z]?\d+[a-z]?(?:/\d+[a-z]?(?=\s*(?:$|\d)))?|[a-z]"
    r"|one|two|three|four|five|six|seven|eight|nine|ten)"
)
_FLOOR = r"(?:ground|first|second|third|fourth|top|lower|upper|lower\s+ground|\d+(?:st|nd|rd|th))"
_ONLY_UNIT = r"(?:flat|annexe?|basement|bedsit|maisonette)"
_UNIT = re.compile(
    rf"(?<!\w)(?:the\s+)?(?:(?:{_UNIT_WORDS})\b\.?\s*(?:no\.?\s*)?{_UNIT_NUMBER}(?!\w)"
    rf"|^\s*(?:{_UNIT_WORDS}|basement)\s*$"
    rf"|(?:basement|garden|top|{_FLOOR})\s+flat\b|{_FLOOR}\s+floor(?:\s+flat)?\b"
    rf"|(?<=\w\s){_ONLY_UNIT}(?=\W*$)|{_ONLY_UNIT}(?=\s*[,;])|the\s+{_ONLY_UNIT}\b"
    rf"|(?:(?<=\d\s)|(?<=\d[a-z]\s)){_ONLY_UNIT}\b)\W*",
    re.IGNORECASE,
)
_UNIT_ONLY_NUMBER = re.compile(r"\d+[a-z]?", re.IGNORECASE)
_ONE = r"(?<!\w)(\d+)(?:\s?([a-z]))?(?!\w)"
_MARKS_BEFORE = re.compile(r"^\W+")
_NUMBER = re.compile(
    rf"(?:(?<!\w)(?:no|number)\b\.?\s*)?{_ONE}(?:\s*(?:[-–/&]|and\b|to\b)\s*{_ONE})?\W*",
    re.IGNORECASE,
)
_ENDS = (
    "street road lane avenue close drive way row place crescent terrace hill grove square mews"
    " walk green parade gardens rise broadway boulevard"
)
SHORT = {
    "st": "street",
    "rd": "road",
    "ln": "lane",
    "ave": "avenue",
    "av": "avenue",
    "cl": "close",
    "dr": "drive",
    "pl": "place",
    "cres": "crescent",
    "ter": "terrace",
    "terr": "terrace",
    "gr": "grove",
    "sq": "square",
    "gdns": "gardens",
    "blvd": "boulevard",
}
_STREETS = frozenset(_ENDS.split())
_WELSH_STREETS = frozenset(("ffordd", "heol", "stryd", "lon", "rhodfa"))
# None of these ends the name of a district, as "court", "farm" and "hall" do.
_HOUSES = frozenset(
    "house cottage lodge villa villas barn mansions tower vicarage rectory bungalow hostel"
    " refuge".split()
)


def plain(text: str) -> str:
    """
    >>> plain("Tŷ Gwyn, 2")
    'tygwyn2'
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
    return _OTHER.sub("", text.casefold())


def joined(words: Sequence[str]) -> str:
    """Plain words as one, a street cut short written whole.

    >>> joined(["12", "high", "st"])
    '12highstreet'
    """
    return "".join(_whole(words))


def _whole(words: Sequence[str]) -> tuple[str, ...]:
    return (*words[:-1], *(SHORT.get(word, word) for word in words[-1:]))


@dataclass(frozen=True, slots=True)
class _Part:
    """What is left of a part without its flat.

    Shape: `numbers` are every way to say the number it begins with; () for none. `words` are what
        follows it. `has_flat` where a flat was told in the part itself.
    """

    numbers: tuple[str, ...]
    words: tuple[str, ...]
    has_flat: bool = False

    @property
    def is_street(self) -> bool:
        words = self.words
        return bool(words) and (words[-1] in _STREETS or words[0] in _WELSH_STREETS)

    @property
    def is_house(self) -> bool:
        """By its name: the number before "Refuge House" is of a flat in it, before "House" it is of
        the house."""
        words = self.words
        return bool(words) and words[-1] in _HOUSES and (not self.numbers or len(words) > 1)

    @property
    def name(self) -> str:
        return "".join(self.words)


def houses_of(lines: Iterable[str]) -> frozenset[str]:
    """The house in its street, without the flat in it, and with it where it has no number.

    What is left of a flat without a number of its own, "High Street" of "Flat 2, High Street", is
    a whole street or a town, and no place without the flat. A house by name is known by the number
    that follows it too. A number alone is nowhere; and beside a number in its street, a name that
    no word tells to be a house's may be the town's, and is no place.
    """
    units, parts = _read(lines)
    named = [part for part in parts if part.words]
    if not named:
        return frozenset()
    found = {number + part.name for part in named for number in part.numbers}
    is_housed = bool(found)
    for place, part in enumerate(parts):
        for one in () if part.words else _beside(place, parts):
            found |= {number + one.name for number in part.numbers}
            is_housed = is_housed or one.is_street
    flats = {plain(number) for told in units for number in _UNIT_ONLY_NUMBER.findall(told)}
    if not found:
        # "Flat 12 High Street" is the twelfth flat of some house, or the flat at number 12.
        found |= {number + part.name for part in named if part.is_street for number in flats}
        is_housed = any(part.is_street and part.has_flat for part in named)
    found |= {part.name for part in named if part.is_house}
    first, *after = named
    if not first.numbers:
        if not first.is_street:
            found |= {number + first.name for number in flats}
        found.update(_by_name(first, after, units, is_known=bool(found), is_housed=is_housed))
    return frozenset(found)


def numbers_of(lines: Iterable[str]) -> frozenset[str]:
    """Every way to say the number of the house, which is enough beside its postcode."""
    return frozenset(number for part in _read(lines)[1] for number in part.numbers)


def without_flats(text: str) -> str:
    """Words typed freely, with every house number as it is without its flat or its letter.

    >>> without_flats("at 12 Flat 3, High Street and 4b-6 Mill Row").split()
    ['at', '12', 'High', 'Street', 'and', '4', 'Mill', 'Row']
    """
    return re.sub(_NUMBER, r" \1 ", _UNIT.sub(" ", text))


def _by_name(
    first: _Part,
    after: Sequence[_Part],
    units: Sequence[str],
    *,
    is_known: bool,
    is_housed: bool,
) -> Iterator[str]:
    """A house that is told first and without a number.

    Shape: `is_known` by anything else; `is_housed` by a number in its street.
    """
    unit = "".join(map(plain, units))
    if unit:
        yield unit + first.name
    is_elsewhere = is_housed or (first.is_street and is_known)
    if not is_elsewhere and (not unit or (after and not first.is_street)):
        yield first.name
    if not unit and after and (not is_known or (is_housed and not first.is_street)):
        yield " ".join(sorted((first.name, after[0].name)))


def _beside(place: int, parts: Sequence[_Part]) -> Iterator[_Part]:
    """The streets that a number on its own may belong to: the next, else the last before it; and
    any that is a street by its words."""
    after = [part for part in parts[place + 1 :] if part.words and not part.numbers]
    before = [part for part in parts[:place] if part.words and not part.numbers]
    yield from after[:1] or before[-1:]
    yield from (part for part in (*before, *after) if part.is_street)


def _read(lines: Iterable[str]) -> tuple[list[str], list[_Part]]:
    """The flats told of, and what is left of the parts in their order."""
    units: list[str] = []
    parts: list[_Part] = []
    for told in (part for line in lines for part in _COMMA.split(POSTCODE.sub(" ", line))):
        flats = [found.group() for found in _UNIT.finditer(told)]
        units += flats
        left = _UNIT.sub(" ", told).strip()
        for one in _apart(left):
            one = _MARKS_BEFORE.sub("", one)
            number = _NUMBER.match(one)
            rest = one[number.end() :] if number else one
            words = _words(rest)
            if number or words:
                parts.append(_Part(_said(number) if number else (), words, bool(flats)))
    return units, parts


def _apart(part: str) -> Iterator[str]:
    """A house by name and its number in the street, told without a comma between them.

    >>> list(_apart("Larkhill House 12 Mere Road"))
    ['Larkhill House ', '12 Mere Road']
    """
    for found in re.finditer(r"(?<=[^\W\d]\s)\d+[A-Za-z]?\s", part):
        name, rest = part[: found.start()], part[found.start() :]
        if _Part((), _words(rest)).is_street:
            yield from (name, rest)
            return
    yield part


def _words(text: str) -> tuple[str, ...]:
    return _whole([word for each in text.split() if (word := plain(each))])


def _said(number: re.Match[str]) -> tuple[str, ...]:
    """Each number, with its letter and without it, and both as one."""
    first, letter, last, last_letter = (each or "" for each in number.groups())
    each = [(first, letter), (last, last_letter)] if last else [(first, letter)]
    said = ["".join(pair).casefold() for pair in each]
    return tuple(dict.fromkeys((*said, *(digits for digits, _ in each), "".join(said))))
