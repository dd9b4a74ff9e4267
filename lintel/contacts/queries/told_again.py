"""Those of a family whom nobody has linked, one entry for each and not one for each contact."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from lintel.access.viewers import Viewer
from lintel.contacts.models import Contact, ContactAdult, ContactChild
from lintel.contacts.queries.family import named, told_in
from lintel.contacts.queries.visibility import visible_of
from lintel.people import kin, queries as people
from lintel.people.rules.relationships import BIRTH_PARENTS, TOLD_TOGETHER
from lintel.people.rules.told_again import Telling, told_again

TellingOf = Mapping[UUID, people.RecordView]


def contacts_telling(record_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Which contacts name each of these records. Two queries for each batch."""
    found: dict[UUID, set[UUID]] = {}
    for batch in people.batches(record_ids):
        for model in (ContactChild, ContactAdult):
            rows = model.objects.filter(record_id__in=batch)
            for contact_id, record_id in rows.values_list("contact_id", "record_id"):
                found.setdefault(record_id, set()).add(contact_id)
    return found


def as_one_each(
    loose: TellingOf,
    relationships: Iterable[kin.RelationshipView],
    telling: Mapping[UUID, Collection[UUID]],
    *,
    first: Collection[UUID] = (),
) -> list[list[UUID]]:
    """Records that tell of one person as far as anybody can see, each group led by its spokesman.

    Shape: `telling` are the contacts that name each; those of `first` lead.
    """
    places: dict[UUID, set[tuple[str, bool]]] = {}
    parent_of: dict[UUID, set[tuple[str, UUID]]] = {}
    for view in relationships:
        if view.kind == TOLD_TOGETHER:
            continue
        places.setdefault(view.one, set()).add((view.kind, True))
        places.setdefault(view.other, set()).add((view.kind, False))
        if view.kind in BIRTH_PARENTS:
            parent_of.setdefault(view.one, set()).add((view.kind, view.other))
    groups = told_again(
        [
            Telling(
                record_id,
                view.as_of,
                view.told,
                frozenset(places.get(record_id, ())),
                frozenset(parent_of.get(record_id, ())),
                frozenset(telling.get(record_id, ())),
            )
            for record_id, view in loose.items()
        ],
        first=frozenset(first),
    )
    return [[one.record for one in group] for group in groups]


@dataclass(frozen=True, slots=True)
class ToldElsewhere:
    """Where else the family was told of somebody. Shape: `contacts` are (id, reference), the
    latest first, of those the viewer may open; `records` what they tell."""

    records: tuple[UUID, ...]
    contacts: Sequence[tuple[UUID, str]]


def told_elsewhere(viewer: Viewer, contact: Contact) -> dict[UUID, ToldElsewhere]:
    """For each record of a contact that nobody has linked: the others that tell of the same.

    `contact` is already visible; what only a contact the viewer may not open tells is left out.
    """
    told = told_in(contact)
    seeds, loose = named(told)
    if not loose:
        return {}
    family = kin.family_of(seeds, record_ids=loose)
    records = kin.records_told(family.records, by=viewer)
    telling = contacts_telling(list(records))
    may_open = visible_of(viewer, {one for ids in telling.values() for one in ids})
    found = {}
    for first, *others in as_one_each(records, family.relationships, telling, first=loose):
        open_to = [one for one in others if telling.get(one, set()) & may_open.keys()]
        if first not in loose or not open_to:
            continue
        contacts = {id_ for one in open_to for id_ in telling[one] if id_ in may_open}
        latest = sorted(contacts, key=lambda id_: may_open[id_].received_at, reverse=True)
        found[first] = ToldElsewhere(
            tuple(open_to), [(id_, may_open[id_].reference) for id_ in latest]
        )
    return found
