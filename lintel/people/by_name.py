"""Finding people by a name as somebody types it, or by a number: through indexes only.

Each word is looked up as it begins and as it sounds, so that a misspelt name is found too. All
the words must be there; whoever is called exactly so comes first.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from lintel.access.viewers import Viewer
from lintel.people.finding import candidates, people_of
from lintel.people.models import Link, NameWord, Person, SourceRecord
from lintel.people.queries import batches
from lintel.people.rules import numbers
from lintel.people.rules.likeness import Relation
from lintel.people.rules.name_words import words_asked
from lintel.people.rules.told import PersonTold, folded_name
from lintel.restrictions.queries import hidden_people

# More records than this are called so: another name narrows it.
MOST = 2_000
_WALKED = 20_000  # records looked at for one word
_LAST_LETTER = chr(0x10FFFF)


@dataclass(frozen=True, slots=True)
class PersonFound:
    person_id: UUID
    number: str
    name: str
    born_on: date | None
    is_child: bool


def refs_named(council: str, words: str, *, source: str) -> list[str]:
    """What a source calls its records of people called so, at most `MOST`. One database query,
    and one more for each 500 found."""
    found: list[str] = []
    for batch in batches(_ids_named(council, words, source)):
        found += SourceRecord.objects.filter(id__in=batch).values_list("source_ref", flat=True)
    return found


def people_found(viewer: Viewer, words: str, *, most: int = 20) -> list[PersonFound]:
    """Whoever is called so or has that number, the best first."""
    numbered = _by_number(viewer, words)
    if numbered:
        return numbered[:most]
    people: dict[UUID, PersonFound] = {}
    for batch in batches(_ids_named(viewer.council, words, "")):
        links = Link.objects.filter(record__in=batch, undone_at=None, about__council=viewer.council)
        people |= _found(links.exclude(about__in=hidden_people(viewer)))
    asked = folded_name(words, "").split()

    def best_first(one: PersonFound) -> tuple[int, int, str, str]:
        named = folded_name(one.name, "").split()
        whole = sum(word in named for word in asked)
        begun = sum(any(name.startswith(word) for name in named) for word in asked)
        return -whole, -begun, one.name, one.number

    return sorted(people.values(), key=best_first)[:most]


def ids_named(council: str, words: str) -> set[UUID]:
    """Everybody of a council who is called so or has that number, whoever may know of them: to
    say that something is kept (`restrictions`), and nothing else."""
    found = set(
        Person.objects.filter(council=council, number=words.strip().upper()).values_list(
            "id", flat=True
        )
    )
    for batch in batches(_ids_named(council, words, "")):
        links = Link.objects.filter(record__in=batch, undone_at=None, about__council=council)
        found.update(links.values_list("about_id", flat=True))
    return found


def _by_number(viewer: Viewer, words: str) -> list[PersonFound]:
    """The person of a council number, or whoever has that NHS number or UPN."""
    said = words.strip().upper()
    own = people_of(viewer).filter(number=said)
    if own.exists():
        return list(_found(Link.objects.filter(about__in=own, undone_at=None)).values())
    told = None
    if numbers.nhs_number(words):
        told = PersonTold(nhs_number=words)
    elif numbers.upn_as_written(words):
        told = PersonTold(upn=words)
    if told is None:
        return []
    same = [one for one in candidates(viewer, told) if one.relation is Relation.SAME]
    links = Link.objects.filter(about__in=[one.person_id for one in same], undone_at=None)
    found = _found(links)
    return [found[one.person_id] for one in same if one.person_id in found]


def _found(links: QuerySet[Link]) -> dict[UUID, PersonFound]:
    rows = links.values_list(
        "about",
        "about__number",
        "about__given_name",
        "about__family_name",
        "about__born_on",
        "about__is_child",
    )
    return {
        person_id: PersonFound(
            person_id, number, " ".join(filter(None, (given, family))), born_on, is_child
        )
        for person_id, number, given, family, born_on, is_child in rows
    }


def _ids_named(council: str, words: str, source: str) -> list[UUID]:
    each = [_records_with(council, word, heard, source) for word, heard in words_asked(words)]
    return sorted(set.intersection(*each))[:MOST] if each else []


def _records_with(council: str, word: str, heard: str, source: str) -> set[UUID]:
    """Two walks along the index: one condition with an "or" in it would read a whole council."""
    found: set[UUID] = set()
    for matching in filter(None, (_begins_with(word), Q(word=heard) if heard else None)):
        rows = NameWord.objects.filter(matching, council=council)
        if source:
            rows = rows.filter(record__source=source)
        found.update(rows.order_by().values_list("record_id", flat=True)[:_WALKED])
    return found


def _begins_with(word: str) -> Q:
    if connection.vendor == "postgresql":
        return Q(word__startswith=word)  # its index is made for beginnings
    return Q(word__gte=word, word__lt=f"{word}{_LAST_LETTER}")
