"""Who stands as whom while merges stand: the one place where it is read and worked out.

Nothing is moved by a merge. A link keeps the person it was made to and says who that person
stands as (`Link.about`); a merge says the same of its other person (`Merge.stands_as`). Both are
worked out here from the merges that stand, so undoing one puts everything back by itself.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from lintel.access.worded_once import worded_once
from lintel.people.models import Link, Merge, Person, SaidApart

ESCAPE = "people merging"
_MANY = 500  # ids in one statement: SQLite counts the parameters


def standing_as(person_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Who each is read as now: themselves, or the kept person of a merge that stands. One query
    for each 500; for whoever keeps the id of a person for longer than a request."""
    found = {person_id: person_id for person_id in person_ids}
    ids = list(found)
    for start in range(0, len(ids), _MANY):
        found.update(_standing_merges(ids[start : start + _MANY]))
    return found


@worded_once
def _standing_merges(person_ids: list[UUID]) -> QuerySet[Merge, tuple[UUID, UUID]]:
    merges = Merge.objects.filter(other__in=person_ids, undone_at=None)
    return merges.values_list("other_id", "stands_as_id")


def members_of(person_id: UUID) -> frozenset[UUID]:
    """Everybody who is read as this person now, the person too."""
    others = Merge.objects.filter(stands_as=person_id, undone_at=None)
    return frozenset({person_id, *others.values_list("other_id", flat=True)})


def ever_merged_with(person_ids: Iterable[UUID]) -> tuple[set[UUID], list[Merge]]:
    """Everybody a merge ever joined to these, however far along, and the merges, oldest first."""
    people = fresh = set(person_ids)
    merges: dict[UUID, Merge] = {}
    while fresh:
        ids = list(fresh)
        found = Merge.objects.filter(Q(kept__in=ids) | Q(other__in=ids))
        merges |= {merge.id: merge for merge in found}
        everybody = people.union(*((each.kept_id, each.other_id) for each in merges.values()))
        fresh, people = everybody - people, everybody
    return people, sorted(merges.values(), key=lambda merge: (merge.at, merge.id))


def version_shown(person_id: UUID) -> int:
    """What a change states that it saw. It never comes back, though `Person.version` of a merged
    person does not count the merging: it is counted here, with everybody ever merged."""
    people, merges = ever_merged_with([person_id])
    versions = Person.objects.filter(id__in=people).values_list("version", flat=True)
    return sum(versions) + len(merges) + sum(merge.undone_at is not None for merge in merges)


def settle(person_ids: Iterable[UUID]) -> set[UUID]:
    """Work out anew who stands as whom around these people; everybody it was asked of.

    Inside the transaction that made or undid a merge.
    """
    people, merges = ever_merged_with(person_ids)
    kept = {merge.other_id: merge.kept_id for merge in merges if merge.undone_at is None}
    roots: dict[UUID, set[UUID]] = {}
    for person_id in people:
        root = person_id
        while root in kept:
            root = kept[root]
        roots.setdefault(root, set()).add(person_id)
    for root, own in roots.items():
        links = Link.objects.escape(ESCAPE).filter(person__in=own).exclude(about=root)
        links.update(about=root)
        standing = Merge.objects.escape(ESCAPE).filter(other__in=own, undone_at=None)
        standing.exclude(stands_as=root).update(stands_as=root)
    return people


def kept_apart(one: UUID, other: UUID) -> bool:
    """Whether these two, or any two read as them, are identities that must never be together."""
    ours = Person.objects.filter(id__in=members_of(one)).exclude(apart=None)
    marks = ours.values_list("apart", flat=True)
    return Person.objects.filter(id__in=members_of(other), apart__in=marks).exists()


def said_apart(one: UUID, other: UUID) -> list[UUID]:
    """Where somebody said that these two, or any two read as them, are not one."""
    ours, theirs = members_of(one), members_of(other)
    said = SaidApart.objects.filter(
        Q(one__in=ours, other__in=theirs) | Q(one__in=theirs, other__in=ours), withdrawn_at=None
    )
    return list(said.values_list("id", flat=True))
