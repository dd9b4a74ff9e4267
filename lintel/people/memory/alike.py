"""Values that surely compare alike with what is asked, so that the rules compare one of them.

Each function here takes the facts asked for and gives a function from what a record says of a part
to anything equal for all that the rules would find the same of. It decides nothing: a value of
which it is not sure stands for itself.
"""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from types import MappingProxyType

from rapidfuzz.distance import DamerauLevenshtein

from lintel.people.rules.comparing import Part, family_level, given_level, is_own_name
from lintel.people.rules.facts import Facts, Name

Texts = Sequence[str]
Kind = Callable[[Texts], Hashable]

_ANOTHER, _NOBODY = "another", "nobody"
# Born so many years apart or fewer is never a generation, so many or more always.
_NEVER, _ALWAYS = 10, 13


def kind_of(part: Part, facts: Facts) -> Kind | None:
    """None where each value stands for itself."""
    makes = _KINDS.get(part.reads)
    return makes(facts) if makes else None


def _one_of(name: str) -> Callable[[Facts], Kind]:
    """A field that is the same or is not."""

    def makes(facts: Facts) -> Kind:
        own = getattr(facts, name)
        return lambda texts: texts if texts[0] == own else _ANOTHER

    return makes


def _birth(facts: Facts) -> Kind | None:
    if facts.born_on is None:
        return None
    own = facts.born_on.isoformat()
    year, month, day, digits = facts.born_on.year, own[5:7], own[8:], sorted(own[5:])
    month_and_day = own[5:]
    ends_a_year = month_and_day in {"01-01", "12-31"}

    def kind(texts: Texts) -> Hashable:
        born = texts[0]
        if not born or born == own:
            return texts
        apart = abs(int(born[:4]) - year)
        if apart:
            if ends_a_year or born[5:] == month_and_day or _NEVER < apart < _ALWAYS:
                return texts
            return apart >= _ALWAYS
        slip = born[5:7] == month or born[8:] == day or sorted(born[5:]) == digits
        return texts if slip or day == "01" or born[8:] == "01" else False

    return kind


def _home(facts: Facts) -> Kind:
    uprn, postcode, street = facts.uprn, facts.postcode, facts.street

    def kind(texts: Texts) -> Hashable:
        if (uprn and texts[0] == uprn) or (postcode and texts[1] == postcode):
            return texts
        there = texts[2]
        if street and there and DamerauLevenshtein.distance(street, there, score_cutoff=1) <= 1:
            return texts
        return bool((postcode and texts[1]) or (street and there))

    return kind


def _names(facts: Facts) -> Kind:
    own = [_levels(one) for one in facts.names]

    def kind(texts: Texts) -> Hashable:
        return tuple([levels(text) for text in texts[0].split(";") for levels in own])

    return kind


def _levels(one: Name) -> Callable[[str], tuple[str, str, bool]]:
    """How each half of a name agrees, and whether both do when turned round."""
    firsts: dict[str, str] = {}
    lasts: dict[str, str] = {}

    def levels(text: str) -> tuple[str, str, bool]:
        first, _, last = text.partition("|")
        given = firsts.get(first)
        if given is None:
            parts = tuple(first.split())
            given = firsts[first] = given_level(one.given, parts) if one.given and parts else ""
        family = lasts.get(last)
        if family is None:
            parts = tuple(last.split())
            family = lasts[last] = family_level(one.family, parts) if one.family and parts else ""
        turned = given == family == "differs" and (
            given_level(one.given, tuple(last.split())) != "differs"
            and given_level(one.family, tuple(first.split())) != "differs"
        )
        return given, family, turned

    return levels


def _parent(name: str) -> Callable[[Facts], Kind]:
    def makes(facts: Facts) -> Kind:
        levels = _levels(getattr(facts, name))
        return lambda texts: levels(texts[0])[:2]

    return makes


def _kin(facts: Facts) -> Kind:
    """Only where a parent's first name is one that the other may go by is there a kinship."""
    own = {name.given[0] for name in facts.names if name.given}
    parents = {one.given[0] for one in (facts.mother, facts.father) if one.given}
    is_own, is_parent = _goes_by(own), _goes_by(parents)

    def kind(texts: Texts) -> Hashable:
        names, mother, father = texts
        if (mother and is_own(mother)) or (father and is_own(father)):
            return texts
        if names and any(map(is_parent, names.split(";"))):
            return texts
        return _NOBODY

    return kind


def _goes_by(names: Collection[str]) -> Callable[[str], bool]:
    known: dict[str, bool] = {"": False}

    def goes_by(text: str) -> bool:
        first = text.partition("|")[0].partition(" ")[0]
        found = known.get(first)
        if found is None:
            found = known[first] = any(is_own_name(one, first) for one in names)
        return found

    return goes_by if names else lambda text: False


_KINDS: Mapping[tuple[str, ...], Callable[[Facts], Kind | None]] = MappingProxyType(
    {
        ("nhs_number",): _one_of("nhs_number"),
        ("born_on", "expected_on", "born_between"): _birth,
        ("uprn", "postcode", "street"): _home,
        ("phone",): _one_of("phone"),
        ("names",): _names,
        ("mother",): _parent("mother"),
        ("father",): _parent("father"),
        ("names", "mother", "father"): _kin,
    }
)
