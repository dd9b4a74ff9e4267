"""Which records of a family, none of them linked, tell of one person as far as anybody can see.

Not a match and never a link: one entry on a page instead of one for each time somebody was told
of. Two stand together when their names fold to the same words, they are something of the same kind
to the family, nothing that was told of them differs, and no one contact told of them both. Of
people without a name only a child's one mother or father is sure to be one. One who stands in the
place of somebody already linked is told of beside them, and still linked by nobody.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from lintel.people.rules.relationships import BIRTH_PARENTS
from lintel.people.rules.told import PersonTold, folded_name

# What somebody is to another: the kind, whether it is they who are that, and to whom.
Place = tuple[str, bool, UUID]


@dataclass(frozen=True, slots=True)
class Telling:
    """A record nobody has linked.

    Shape: `places` are those in the family that say something; `told_in` what told it: the
        contacts.
    """

    record: UUID
    as_of: date
    told: PersonTold
    places: frozenset[Place] = frozenset()
    told_in: frozenset[UUID] = frozenset()

    @property
    def name(self) -> tuple[str, ...]:
        return name_in_any_order(f"{self.told.given_name} {self.told.family_name}")

    @property
    def kinds(self) -> frozenset[tuple[str, bool]]:
        return frozenset(place[:2] for place in self.places)

    @property
    def children(self) -> frozenset[Place]:
        """Where they are a parent by birth."""
        return frozenset(each for each in self.places if each[0] in BIRTH_PARENTS and each[1])

    def standing(self, stands_as: Mapping[UUID, UUID]) -> "Telling":
        """The same, with whom they are something to standing as others."""
        places = ((kind, is_one, stands_as.get(of, of)) for kind, is_one, of in self.places)
        return replace(self, places=frozenset(places))


@dataclass(frozen=True, slots=True)
class KnownMember:
    """One of the family whom somebody has linked. Shape: `told_in` as of a telling; `names` and
    `first_names` as `name_in_any_order`."""

    who: UUID
    names: frozenset[tuple[str, ...]]
    first_names: frozenset[tuple[str, ...]]
    born_on: date | None
    sex: str
    is_child: bool
    places: frozenset[Place]
    told_in: frozenset[UUID]


def name_in_any_order(name: str) -> tuple[str, ...]:
    """
    >>> name_in_any_order("Noa Norbourne") == name_in_any_order("NORBOURNE, Noa")
    True
    """
    return tuple(sorted(folded_name(name, "").split()))


def member_told_again(telling: Telling, members: Sequence[KnownMember]) -> UUID | None:
    """The one member who stands in the same place and is called the same, or has the same first
    name where that is telling enough; None when there is none, or more than one."""
    found = [each.who for each in members if _stands_in_the_place_of(telling, each)]
    return found[0] if len(found) == 1 else None


def _stands_in_the_place_of(telling: Telling, member: KnownMember) -> bool:
    told = telling.told
    if telling.told_in & member.told_in or told.is_child != member.is_child:
        return False
    if _both_and_not_alike(told.date_of_birth, member.born_on) or _both_and_not_alike(
        told.sex.replace("U", ""), member.sex.replace("U", "")
    ):
        return False
    if not telling.places & member.places:
        return False
    if telling.name in member.names and telling.name:
        return True
    first = name_in_any_order(told.given_name)
    same_day = told.date_of_birth is not None and told.date_of_birth == member.born_on
    sure = same_day or bool(telling.children & member.places)
    return bool(first) and first in member.first_names and sure


def told_again(
    tellings: Sequence[Telling], *, first: frozenset[UUID] = frozenset()
) -> list[list[Telling]]:
    """The tellings in groups of one person each. In a group those of `first` stand before the
    others, then the latest: the first one speaks for the group."""
    order = sorted(tellings, key=lambda t: (t.as_of, str(t.record)), reverse=True)
    order.sort(key=lambda t: t.record not in first)
    groups: list[list[Telling]] = []
    for telling in order:
        if telling.name:
            _put(telling, groups, _same_name)
    stands = {one.record: group[0].record for group in groups for one in group}
    nameless: list[list[Telling]] = []
    for telling in order:
        if not telling.name:
            _put(telling.standing(stands), nameless, _same_child)
    return groups + nameless


def _put(
    telling: Telling,
    groups: list[list[Telling]],
    is_like: Callable[[Telling, Telling], bool],
) -> None:
    for group in groups:
        if all(is_like(telling, one) and not _differ(telling, one) for one in group):
            group.append(telling)
            return
    groups.append([telling])


def _same_name(one: Telling, other: Telling) -> bool:
    alike = bool(one.kinds & other.kinds) or not (one.kinds and other.kinds)
    return one.name == other.name and alike


def _same_child(one: Telling, other: Telling) -> bool:
    return bool(one.children & other.children)


def _differ(one: Telling, other: Telling) -> bool:
    a, b = one.told, other.told
    told_of_both = (
        (a.date_of_birth, b.date_of_birth),
        (a.expected_on, b.expected_on),
        (a.nhs_number, b.nhs_number),
        (a.upn, b.upn),
        (a.sex.replace("U", ""), b.sex.replace("U", "")),
    )
    return (
        a.is_child != b.is_child
        or bool(one.told_in & other.told_in)
        or any(_both_and_not_alike(x, y) for x, y in told_of_both)
    )


def _both_and_not_alike(one: object, other: object) -> bool:
    return bool(one and other and one != other)


_FROM_ANY = (
    *("date_of_birth", "expected_on", "died_on", "age_years", "sex", "ethnicity"),
    *("mother_given_name", "mother_family_name", "father_given_name", "father_family_name"),
)


def as_one(tellings: Sequence[PersonTold]) -> PersonTold:
    """What several tell of one person: as the first tells, and what it leaves out from the rest."""
    first, *rest = tellings
    known: Mapping[str, object] = {
        name: next(value for t in rest if (value := getattr(t, name)) not in ("", None))
        for name in _FROM_ANY
        if getattr(first, name) in ("", None)
        and any(getattr(t, name) not in ("", None) for t in rest)
    }
    return replace(first, **known)  # type: ignore[arg-type]
