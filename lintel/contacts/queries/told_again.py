"""Those of a family whom nobody has linked, one entry for each and not one for each contact."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from lintel.access.viewers import Viewer
from lintel.contacts.models import Contact
from lintel.contacts.queries.family import contacts_telling, named, told_in
from lintel.contacts.queries.visibility import visible_of
from lintel.people import kin, queries as people
from lintel.people.rules.relationships import TOLD_TOGETHER
from lintel.people.rules.told_again import (
    KnownMember,
    Place,
    Telling,
    member_told_again,
    name_in_any_order,
    told_again,
)


@dataclass(frozen=True, slots=True)
class Unlinked:
    """Those of a family whom nobody has linked.

    Shape: `groups` are the records that tell of one person as far as anybody can see, by the one
        that speaks for them; `beside` is the linked member whose place such a one has.
    """

    groups: Mapping[UUID, Sequence[UUID]]
    beside: Mapping[UUID, UUID]

    @property
    def stands_as(self) -> dict[UUID, UUID]:
        return {record: first for first, group in self.groups.items() for record in group}


def unlinked_of(
    loose: Mapping[UUID, people.RecordView],
    relationships: Iterable[kin.RelationshipView],
    telling: Mapping[UUID, Collection[UUID]],
    cards: Mapping[UUID, people.PersonSummary],
    records: Mapping[UUID, Sequence[people.RecordView]],
    *,
    first: Collection[UUID] = (),
) -> Unlinked:
    """Shape: `telling` are the contacts that name each record; those of `first` speak for their
    groups and stand beside nobody: it is they who are asked about."""
    if not loose:
        return Unlinked({}, {})
    places: dict[UUID, set[Place]] = {}
    for view in relationships:
        if view.kind != TOLD_TOGETHER:
            places.setdefault(view.one, set()).add((view.kind, True, view.other))
            places.setdefault(view.other, set()).add((view.kind, False, view.one))
    told = {
        record_id: Telling(
            record_id,
            view.as_of,
            view.told,
            frozenset(places.get(record_id, ())),
            frozenset(telling.get(record_id, ())),
        )
        for record_id, view in loose.items()
    }
    grouped = told_again(list(told.values()), first=frozenset(first))
    groups = {group[0].record: [one.record for one in group] for group in grouped}
    members = [
        KnownMember(
            who,
            frozenset(map(name_in_any_order, (card.name, *card.other_names))),
            frozenset(name_in_any_order(view.told.given_name) for view in records[who]),
            card.born_on,
            card.sex,
            card.is_child,
            frozenset(places.get(who, ())),
            frozenset(id_ for view in records[who] for id_ in telling.get(view.record_id, ())),
        )
        for who, card in cards.items()
    ]
    beside: dict[UUID, UUID] = {}
    # Children are told of as children of parents who may themselves stand beside somebody.
    for spokesman in sorted(groups, key=lambda one: told[one].told.is_child):
        if spokesman in first:
            continue
        group = [told[record].standing(beside) for record in groups[spokesman]]
        found = {member_told_again(one, members) for one in group}
        if len(found) == 1 and (who := found.pop()) is not None:
            beside |= dict.fromkeys(groups[spokesman], who)
    return Unlinked(groups, {one: who for one, who in beside.items() if one in groups})


@dataclass(frozen=True, slots=True)
class ToldElsewhere:
    """Where else the family was told of somebody.

    Shape: `contacts` are (id, reference), the latest first, of those the viewer may open;
        `records` what they tell; `beside` is who stands in the same place in the family.
    """

    records: tuple[UUID, ...]
    contacts: Sequence[tuple[UUID, str]]
    beside: UUID | None


def told_elsewhere(viewer: Viewer, contact: Contact) -> dict[UUID, ToldElsewhere]:
    """For each record of a contact that nobody has linked: what else is told of the same.

    `contact` is already visible; what only a contact the viewer may not open tells is left out.
    """
    told = told_in(contact, by=viewer)
    seeds, asked = named(told)
    if not asked:
        return {}
    family = kin.family_of(seeds, record_ids=asked)
    loose = kin.records_told(family.records, by=viewer)
    cards, records = people.people_and_records(viewer, family.people)
    own = {view.record_id for views in records.values() for view in views}
    telling = contacts_telling(own | loose.keys())
    unlinked = unlinked_of(loose, family.relationships, telling, cards, records)
    may_open = visible_of(viewer, {id_ for one in loose for id_ in telling.get(one, ())})
    found = {}
    for spokesman, group in unlinked.groups.items():
        for one in asked.intersection(group):
            others = [
                other
                for other in group
                if other not in asked and telling.get(other, set()) & may_open.keys()
            ]
            contacts = {id_ for other in others for id_ in telling[other] if id_ in may_open}
            latest = sorted(contacts, key=lambda id_: may_open[id_].received_at, reverse=True)
            found[one] = ToldElsewhere(
                tuple(others),
                [(id_, may_open[id_].reference) for id_ in latest],
                unlinked.beside.get(spokesman),
            )
    return found
