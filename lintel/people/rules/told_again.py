"""Which records of a family, none of them linked, tell of one person as far as anybody can see.

Not a match and never a link: one entry on a page instead of one for each time somebody was told
of. Two stand together when their names fold to the same, they are something of the same kind to
the family, nothing that was told of them differs, and no one contact told of them both. Of people
without a name only a child's one mother or father is sure to be one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from lintel.people.rules.told import PersonTold, folded_name


@dataclass(frozen=True, slots=True)
class Telling:
    """A record nobody has linked.

    Shape:
        places: (kind of relationship, whether it is they who are that), those that say something.
        parent_of: (kind, child) where they are a parent by birth.
        told_in: what told it: the contacts.
    """

    record: UUID
    as_of: date
    told: PersonTold
    places: frozenset[tuple[str, bool]] = frozenset()
    parent_of: frozenset[tuple[str, UUID]] = frozenset()
    told_in: frozenset[UUID] = frozenset()

    @property
    def name(self) -> str:
        return folded_name(self.told.given_name, self.told.family_name)


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
            children = frozenset((kind, stands.get(of, of)) for kind, of in telling.parent_of)
            _put(replace(telling, parent_of=children), nameless, _same_child)
    return groups + nameless


def _put(telling: Telling, groups: list[list[Telling]], is_like) -> None:
    for group in groups:
        if all(is_like(telling, one) and not _differ(telling, one) for one in group):
            group.append(telling)
            return
    groups.append([telling])


def _same_name(one: Telling, other: Telling) -> bool:
    alike = bool(one.places & other.places) or not (one.places and other.places)
    return one.name == other.name and alike


def _same_child(one: Telling, other: Telling) -> bool:
    return bool(one.parent_of & other.parent_of)


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
        or any(x and y and x != y for x, y in told_of_both)
    )


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
