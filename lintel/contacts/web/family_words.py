"""A family in words: ages, homes, what each is to the others. Plain text, no markup."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from uuid import UUID

from lintel.contacts.queries.household import NAME_NOT_KNOWN, FamilyMember, Relation
from lintel.kernel.instants import day_in_words
from lintel.people.kin import AddressPeriod
from lintel.people.rules.relationships import OTHER, TOLD_TOGETHER

# words: (for a girl or woman, for a boy or man)
_BY_SEX: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "brother or sister": ("sister", "brother"),
        "half-brother or half-sister": ("half-sister", "half-brother"),
        "stepbrother or stepsister": ("stepsister", "stepbrother"),
        "grandparent": ("grandmother", "grandfather"),
        "step-parent": ("stepmother", "stepfather"),
        "aunt or uncle": ("aunt", "uncle"),
        "niece or nephew": ("niece", "nephew"),
        "brother or sister with one parent in common, the other not told": (
            "sister with one parent in common, the other not told",
            "brother with one parent in common, the other not told",
        ),
    }
)


def role(relation: Relation, sex: str) -> str:
    """What somebody is, with the word for a woman or a man where it is known which.

    A stranger's words stand as they were told.
    """
    if relation.kind == OTHER and relation.said:
        return f"“{relation.said}”"
    words = _BY_SEX.get(relation.words)
    if words and sex in ("F", "M"):
        return words[0] if sex == "F" else words[1]
    return relation.words


def month(day: date) -> str:
    return f"{day:%B %Y}"


def between(starts_on: date | None, ends_on: date | None) -> str:
    """
    >>> between(date(2023, 5, 1), date(2025, 6, 3)), between(date(2023, 5, 1), None)
    ('May 2023 to June 2025', 'since May 2023')
    """
    if starts_on and ends_on:
        return f"{month(starts_on)} to {month(ends_on)}"
    if starts_on:
        return f"since {month(starts_on)}"
    return f"until {month(ends_on)}" if ends_on else ""


def lived(period: AddressPeriod) -> str:
    """When somebody lived there, and where nobody knows, when it was told."""
    told = f"last told {month(period.last_told_on)}"
    if period.starts_on or period.ends_on:
        known = between(period.starts_on, period.ends_on)
        return known if period.ends_on else f"{known}, {told}"
    if month(period.first_told_on) == month(period.last_told_on):
        return f"told {month(period.first_told_on)}"
    return f"told {month(period.first_told_on)} to {month(period.last_told_on)}"


def home_words(period: AddressPeriod) -> str:
    """
    Shape: "4 Beck Lane, NB1 2QF".
    """
    return ", ".join(part for part in (*period.lines, period.postcode) if part)


def born_words(member: FamilyMember, *, full: bool = False) -> str:
    """When somebody was born, and whether they live: by the year, or by the day when `full`."""

    def say(day: date) -> str:
        return day_in_words(day) if full else str(day.year)

    if member.died_on and member.born_on:
        return f"{say(member.born_on)} to {say(member.died_on)}"
    if member.died_on:
        return f"Died {say(member.died_on)}, age not told"
    if member.born_on:
        return f"Born {say(member.born_on)}"
    if member.expected_on:
        return f"Due {day_in_words(member.expected_on) if full else month(member.expected_on)}"
    return f"Aged {member.age_years} when told" if member.age_years is not None else "Age not told"


def told_words(member: FamilyMember) -> str:
    """Of somebody nobody has linked: how often the family was told of them."""
    if len(member.records) < 2:
        return "Nobody has said yet who this is"
    what = "contacts" if len(member.told_in) == len(member.records) else "places"
    return f"Told of in {len(member.records)} {what}; nobody has said yet who this is"


def beside_words(member: FamilyMember) -> str:
    """Of somebody nobody has linked, who stands in the place of a member."""
    often = len(member.records)
    where = "another contact" if often == 1 else f"{often} other contacts"
    as_whom = f" as {member.name}" if member.name else ""
    return f"Told of in {where}{as_whom}; nobody has said it is the same person"


def short_names(members: Sequence[FamilyMember]) -> dict[UUID, str]:
    """First names where no two share one, for long lists; the whole name else.

    Whoever stands in the place of a member is not counted as another of that name.
    """
    first = {m.who: _first(m.name) for m in members}
    counted = Counter(first[m.who] for m in members if m.beside is None)
    return {m.who: first[m.who] if counted[first[m.who]] < 2 else _named(m.name) for m in members}


def _named(name: str) -> str:
    """As it reads within a sentence."""
    return {"": "name not shown", NAME_NOT_KNOWN: "somebody not named"}.get(name, name)


def _first(name: str) -> str:
    return _named(name) if name in ("", NAME_NOT_KNOWN) else name.split(" ")[0]


def relation_lines(
    member: FamilyMember, names: Mapping[UUID, str], *, but: frozenset[UUID] = frozenset()
) -> list[str]:
    """What a member is and was to the others, those of one kind and time together.

    What they are to those of `but` is left out; so is that two were told of together, where it is
    known what they are to each other.
    """
    found: dict[tuple[str, str], list[str]] = {}
    closer = {relation.of for relation in member.relations if relation.kind != TOLD_TOGETHER}
    place = {who: at for at, who in enumerate(names)}
    for relation in _in_order(sorted(member.relations, key=lambda r: place[r.of])):
        if relation.of in but or (relation.kind == TOLD_TOGETHER and relation.of in closer):
            continue
        when = between(relation.starts_on, relation.ends_on)
        told = ""
        if relation.is_derived:
            told = "through a parent"
        elif relation.sources:
            told = f"told by {_and(relation.sources)}"
        more = "; ".join(part for part in (when, told) if part)
        found.setdefault((role(relation, member.sex), more), []).append(names[relation.of])
    lines = []
    for (words, more), whose in found.items():
        of = "with" if words == TOGETHER else ("" if words.startswith("lives") else "of")
        start = words[:1].upper() + words[1:]
        lines.append(f"{start} {of} {_and(whose)}" + (f" ({more})" if more else ""))
    return lines


TOGETHER = "told of together"


def _in_order(relations: Sequence[Relation]) -> list[Relation]:
    return sorted(relations, key=lambda r: (r.kind in (OTHER, TOLD_TOGETHER), r.is_derived))


def _and(words: Iterable[str]) -> str:
    """
    >>> _and(["Tomas", "Mia", "Leo"])
    'Tomas, Mia and Leo'
    """
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def whose_words(names: Sequence[str], most: int = 6) -> str:
    """
    >>> whose_words(["Ada", "Ben", "Cy"], most=2)
    'Ada, Ben and 1 other'
    """
    if len(names) <= most:
        return ", ".join(names)
    left = len(names) - most
    return f"{', '.join(names[:most])} and {left} other{'s' if left > 1 else ''}"


def short_role(
    member: FamilyMember, members: Mapping[UUID, FamilyMember], asked_children: frozenset[UUID]
) -> str:
    """What to write on the member's box: what they are to the children asked about, if anything."""
    ordered = _in_order(member.relations)
    near = [r for r in ordered if r.of in asked_children] or ordered
    if not near:
        return ""
    best = near[0]
    words = role(best, member.sex).removesuffix(" with one parent in common, the other not told")
    start = words[:1].upper() + words[1:]
    if best.of in asked_children and (
        asked_children <= {r.of for r in near if r.words == best.words} or len(asked_children) == 1
    ):
        return start
    if words == TOGETHER:
        return start
    return f"{start} of {_first(members[best.of].name) or 'another'}"
