"""A household as one page shows it: who is in it and was, where they lived, what happened.

Who belongs is worked out from relationships as told (`people.kin`); what they are called and
where they live from what is known of them. Only what the viewer may see is in it, and the number
of database queries does not grow with the family.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from lintel.access.viewers import Permission, Viewer, Zone
from lintel.access.worded_once import worded_once
from lintel.access.zones import sees
from lintel.contacts.family_timeline import HistoryEvent
from lintel.contacts.models import Contact
from lintel.contacts.queries.family import contact_and_record, contacts_telling, named, told_in
from lintel.contacts.queries.household_events import Summary, events_of, summary_of
from lintel.contacts.queries.told_again import unlinked_of
from lintel.contacts.queries.visibility import hidden_from, sees_whole_council, the_contact
from lintel.directory import queries as directory
from lintel.kernel.instants import london_day
from lintel.kernel.refusals import NotThere
from lintel.people import kin, queries as people
from lintel.people.rules.relationships import BIRTH_PARENTS, KINDS, SIBLINGS
from lintel.people.rules.siblings import siblings_by_parents
from lintel.people.rules.told import PersonTold
from lintel.people.rules.told_again import as_one

NAME_NOT_KNOWN = "Name not known"


@dataclass(frozen=True, slots=True)
class Relation:
    """What a member is to another, in words: "mother" of `of`.

    Shape: the days as told, None where nobody told; `sources` in words; `is_derived` when it
        follows from parents in common and nobody said it.
    """

    words: str
    of: UUID
    kind: str = ""
    said: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    first_told_on: date | None = None
    last_told_on: date | None = None
    sources: tuple[str, ...] = ()
    is_derived: bool = False


@dataclass(frozen=True, slots=True)
class ToldIn:
    """A contact that tells of somebody, and the record of what it tells."""

    contact_id: UUID
    reference: str
    record_id: UUID


@dataclass(frozen=True, slots=True)
class FamilyMember:
    """One of the family.

    Shape:
        who: the person, or the record of somebody whom nobody has linked (`person_id` None).
        records: of somebody whom nobody has linked, every record that tells of them.
        beside: for them, the linked member in whose place they stand; nobody has said so.
        told_in: for them, the contacts that tell of them and the viewer may open, latest first.
        is_asked: the history was opened from them, or from a contact that names them.
        relations: what they are to the others.
        named_parents: ("mother", name, source) that a source names and nobody has linked.
        homes: None for whoever may not see where people live; latest first.
        lives_there: with those asked about, as far as was told; None where nobody told.
        known_to: (agency, the day it last told), latest first.
    """

    who: UUID
    person_id: UUID | None
    records: tuple[UUID, ...]
    beside: UUID | None
    told_in: tuple[ToldIn, ...]
    number: str
    name: str
    other_names: tuple[str, ...]
    born_on: date | None
    expected_on: date | None
    died_on: date | None
    age_years: int | None
    sex: str
    is_child: bool
    is_asked: bool
    relations: tuple[Relation, ...]
    named_parents: tuple[tuple[str, str, str], ...]
    homes: tuple[kin.AddressPeriod, ...] | None
    lives_there: bool | None
    known_to: tuple[tuple[str, date], ...]

    @property
    def stands_for(self) -> frozenset[UUID]:
        """Every person or record that this entry shows."""
        return frozenset({self.who, *self.records})


@dataclass(frozen=True, slots=True)
class FamilyHistory:
    """Shape: members are adults, then children, the oldest first; events latest first;
    `relationships` as told, both ends among the members; `contact_ids` are the contacts it
    draws on that are still open."""

    asked: frozenset[UUID]
    members: Sequence[FamilyMember]
    relationships: Sequence[kin.RelationshipView]
    events: Sequence[HistoryEvent]
    summary: Summary
    open_contact_ids: frozenset[UUID]


def family_history(viewer: Viewer, person_id: UUID, *, at: datetime) -> FamilyHistory:
    """The household and history of somebody known. Reading it for somebody is `open_family`.

    Errors:
        NotThere: no such person, or none for this viewer.
        NotPermitted: the viewer's role reads no histories.
    """
    viewer.must(Permission.OPEN_HISTORY)
    people.must_be_there(viewer, person_id)
    person_id = people.standing_as([person_id])[person_id]
    found = _history(viewer, {person_id}, set(), this=None, at=at)
    if not sees_whole_council(viewer) and not any(
        person_id in event.whose and event.contact_id for event in found.events
    ):
        raise NotThere("person")
    return found


def contact_family_history(viewer: Viewer, contact_id: UUID, *, at: datetime) -> FamilyHistory:
    """The household and history of everybody a contact names, linked or not.

    Errors:
        NotThere: there is no such contact, or none for this viewer.
    """
    return history_around(viewer, the_contact(viewer, contact_id), at=at)


def history_around(viewer: Viewer, contact: Contact, *, at: datetime) -> FamilyHistory:
    """The same; `contact` is already visible."""
    seeds, loose = named(told_in(contact, by=viewer))
    return _history(viewer, seeds, loose, this=contact.id, at=at)


def named_in(contact_ids: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Whom each contact names: people where somebody linked them, else their records."""
    ids = list(contact_ids)
    if not ids:
        return {}
    rows = _named_in(ids)
    linked = people.person_of([record_id for _, record_id in rows])
    found: dict[UUID, set[UUID]] = {}
    for contact_id, record_id in rows:
        found.setdefault(contact_id, set()).add(linked.get(record_id, record_id))
    return {contact_id: frozenset(named) for contact_id, named in found.items()}


@worded_once
def _named_in(contact_ids: list[UUID]) -> QuerySet[Any, tuple[UUID, UUID]]:
    return contact_and_record(contact__in=contact_ids)


def _history(
    viewer: Viewer, seeds: set[UUID], loose: set[UUID], *, this: UUID | None, at: datetime
) -> FamilyHistory:
    family = kin.family_of(seeds, record_ids=loose)
    cards, records = people.people_and_records(viewer, family.people)
    loose_records = kin.records_told(family.records, by=viewer)
    own = {view.record_id for views in records.values() for view in views}
    telling = contacts_telling(own | loose_records.keys())
    loose_records = _without_hidden(viewer, loose_records, telling)
    telling = {one: ids for one, ids in telling.items() if one in own or one in loose_records}
    known = frozenset(cards) | frozenset(loose_records)
    views = [v for v in family.relationships if v.one in known and v.other in known]
    unlinked = unlinked_of(loose_records, views, telling, cards, records, first=loose)
    groups, stands_as = unlinked.groups, unlinked.stands_as
    views = kin.as_one_each(views, stands_as)
    asked = frozenset(stands_as.get(who, who) for who in (seeds | loose) & known)
    names = _Sources(viewer.council)
    events, open_ids = events_of(
        viewer, frozenset(cards), records, stands_as, telling=telling, names=names, this=this, at=at
    )
    relations = _relations(views, names)
    told = {first: [loose_records[one] for one in group] for first, group in groups.items()}
    references = {
        event.contact_id: event.reference
        for event in events
        if event.contact_id and event.reference
    }
    homes = None
    if sees(viewer, Zone.LOCATION):
        homes = kin.homes_as_seen(viewer, {**records, **told})
    day = london_day(at)
    members = []
    for who in (*cards, *groups):
        members.append(
            _member(
                who,
                cards.get(who) or as_one([view.told for view in told[who]]),
                relations=relations.get(who, ()),
                is_asked=who in asked,
                records=records.get(who) or told.get(who, ()),
                beside=unlinked.beside.get(who),
                told_in=_told_in(groups.get(who, ()), telling, references),
                names=names,
                shows_name=sees(viewer, Zone.IDENTITY),
                homes=None if homes is None else tuple(homes.get(who, ())),
                lives_there=None if homes is None else _lives_there(who, asked, homes, day),
            )
        )
    members.sort(
        key=lambda m: (m.is_child, m.born_on or m.expected_on or date.max, m.name, str(m.who))
    )
    return FamilyHistory(
        asked=asked,
        members=members,
        relationships=views,
        events=events,
        summary=summary_of(events, on=day),
        open_contact_ids=open_ids,
    )


def _without_hidden(
    viewer: Viewer, unlinked: Mapping[UUID, Any], telling: Mapping[UUID, Collection[UUID]]
) -> dict[UUID, Any]:
    """Leaves out who is told of only in contacts of which this viewer may not know."""
    hidden = hidden_from(viewer, {one for record in unlinked for one in telling.get(record, ())})
    return {
        record: view
        for record, view in unlinked.items()
        if not telling.get(record) or not hidden.issuperset(telling[record])
    }


def _told_in(
    group: Iterable[UUID], telling: Mapping[UUID, Collection[UUID]], references: Mapping[UUID, str]
) -> tuple[ToldIn, ...]:
    """Which contacts tell of these records; `references` are those to be seen, latest first."""
    record_of = {contact_id: record for record in group for contact_id in telling.get(record, ())}
    return tuple(
        ToldIn(contact_id, reference, record_of[contact_id])
        for contact_id, reference in references.items()
        if contact_id in record_of
    )


def _lives_there(who: UUID, asked: Iterable[UUID], homes, day: date) -> bool | None:
    if who in asked:
        return True
    there = {home for one in asked if (home := kin.home_on(homes.get(one, ()), day))}
    home = kin.home_on(homes.get(who, ()), day)
    return home in there if home and there else None


class _Sources:
    """Who told, in words: agencies by their titles. Asked of the directory once."""

    def __init__(self, council: str) -> None:
        self._titles = {agency.key: agency.title for agency in directory.agencies(council)}

    def __call__(self, source: str) -> str:
        if source == "contact":
            return "a contact"
        plain = source.replace("_", " ").replace("-", " ")
        return self._titles.get(source) or plain[:1].upper() + plain[1:]


def _relations(
    views: Sequence[kin.RelationshipView], names: _Sources
) -> dict[UUID, tuple[Relation, ...]]:
    """What each is to the others: as told, and brothers and sisters by their parents."""
    found: dict[UUID, list[Relation]] = {}
    parents: dict[UUID, dict[UUID, str]] = {}
    siblings = set()
    for view in views:
        if view.kind in BIRTH_PARENTS:
            parents.setdefault(view.other, {})[view.one] = view.kind
        if view.kind in SIBLINGS:
            siblings.add(frozenset((view.one, view.other)))
        sources = tuple(dict.fromkeys(names(source) for source in view.sources))
        for who in (view.one, view.other):
            of = view.other if who == view.one else view.one
            _, is_to = view.seen_from(of)
            found.setdefault(who, []).append(
                Relation(
                    is_to,
                    of,
                    view.kind,
                    view.said,
                    view.starts_on,
                    view.ends_on,
                    view.first_told_on,
                    view.last_told_on,
                    sources,
                )
            )
    for pair in siblings_by_parents(parents):
        if frozenset((pair.one, pair.other)) not in siblings:
            for who, of in ((pair.one, pair.other), (pair.other, pair.one)):
                found.setdefault(who, []).append(Relation(pair.words, of, is_derived=True))
    return {who: tuple(own) for who, own in found.items()}


def _member(
    who: UUID,
    card: people.PersonSummary | PersonTold,
    *,
    relations: Sequence[Relation],
    is_asked: bool,
    records: Sequence[people.RecordView],
    beside: UUID | None,
    told_in: tuple[ToldIn, ...],
    names: _Sources,
    shows_name: bool,
    homes: tuple[kin.AddressPeriod, ...] | None,
    lives_there: bool | None,
) -> FamilyMember:
    linked = isinstance(card, people.PersonSummary)
    parents: dict[tuple[str, str], str] = {}
    for telling, source in [(r.told, r.source) for r in records]:
        for word, given, family in (
            ("mother", telling.mother_given_name, telling.mother_family_name),
            ("father", telling.father_given_name, telling.father_family_name),
        ):
            if (given or family) and word not in {r.kind for r in _parents_of(relations)}:
                parents.setdefault((word, f"{given} {family}".strip()), names(source))
    known_to: dict[str, date] = {}
    for record in records:
        if record.source != "contact":
            title = names(record.source)
            known_to[title] = max(record.as_of, known_to.get(title, record.as_of))
    return FamilyMember(
        who=who,
        person_id=who if linked else None,
        records=() if linked else tuple(record.record_id for record in records),
        beside=beside,
        told_in=told_in,
        number=card.number if linked else "",
        name=(card.name or NAME_NOT_KNOWN) if shows_name else "",
        other_names=card.other_names if linked and shows_name else (),
        born_on=card.born_on if linked else card.date_of_birth,
        expected_on=card.expected_on,
        died_on=card.died_on,
        age_years=None if linked else card.age_years,
        sex=card.sex,
        is_child=card.is_child,
        is_asked=is_asked,
        relations=tuple(relations),
        named_parents=tuple((word, name, by) for (word, name), by in parents.items())
        if shows_name
        else (),
        homes=homes,
        lives_there=lives_there,
        known_to=tuple(sorted(known_to.items(), key=lambda pair: pair[1], reverse=True)),
    )


def _parents_of(relations: Iterable[Relation]) -> list[Relation]:
    """Those relations in which this member is the child of a parent by birth."""
    return [r for r in relations if r.kind in BIRTH_PARENTS and r.words == KINDS[r.kind].inverse]
