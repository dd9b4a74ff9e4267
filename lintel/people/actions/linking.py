"""Telling of people, linking what was told, undoing it, saying that it is somebody else.

Nothing here links by itself. Every link has an actor, a moment and reasons.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import Permission, Viewer
from lintel.audit import trail
from lintel.kernel import news
from lintel.kernel.refusals import Invalid, NotThere, Refusal, Refused
from lintel.people import loading
from lintel.people.events import PeopleChanged, PersonMade
from lintel.people.finding import people_of
from lintel.people.loading import RecordIn
from lintel.people.merged import members_of, standing_as
from lintel.people.models import Link, NotTheSame, Person, SourceRecord
from lintel.people.rules.facts import facts_of
from lintel.people.rules.likeness import likeness
from lintel.people.rules.told import PersonTold, from_plain
from lintel.people.scoring import weights_of

BY_HAND, NEW_PERSON = "by hand", "new person"


def record_source(
    *,
    council: str,
    source: str,
    source_ref: str,
    told: PersonTold,
    by: Viewer,
    at: datetime,
    as_of: date | None = None,
) -> UUID:
    """Keep a person as told; the id of the record. Said again, the same record.

    Asks no permission and writes no trail: it is always part of receiving or correcting
    something, whose action does both.
    """
    return loading.load_records([RecordIn(council, source, source_ref, told, as_of)], by=by, at=at)[
        0
    ]


@transaction.atomic
def link(
    record_id: UUID,
    person_id: UUID | None,
    reasons: Sequence[str],
    *,
    by: Viewer,
    at: datetime,
) -> UUID:
    """Say that a record is about a person, or about a new one (None); the id of the person.

    What the scorer made of the two at this moment is kept beside `reasons`. Linking takes back
    an earlier "not the same". Linking what is linked so already changes nothing.

    Errors:
        NotPermitted: `by` may not link.
        NotThere: no such record or person in the council of `by`.
        Refused: the record is linked to somebody else ("linked_already").
    """
    by.must(Permission.LINK_PERSON)
    record = _record(record_id, by)
    now = Link.objects.filter(record=record, undone_at=None).first()
    if now is not None and person_id in members_of(now.about_id):
        return now.about_id
    if now is not None:
        _must_know_of(now.about_id, by)
        raise Refused(
            Refusal(
                "linked_already",
                "Undo the link to the other person before you link this one",
                cause=f"link:{record_id}",
            )
        )
    told = from_plain(record.told)
    if person_id is None:
        person = _new_person(record, told, by=by, at=at)
        grounds: dict = {}
    else:
        person = the_person(person_id, by)
        grounds = _grounds(record, person)
        _take_back(record, person, by=by, at=at)
    Link.objects.create(
        record=record,
        person=person,
        linked_at=at,
        linked_by=by.account_id,
        method=NEW_PERSON if person_id is None else BY_HAND,
        reasons={**grounds, "said": list(reasons)},
    )
    loading.refresh([person.id])
    if person_id is not None:
        _tell_changed(record, person.id, by=by, at=at)
    else:  # somebody new has no history to add
        news.tell(PersonMade(council=record.council, person_id=person.id, by=by, at=at))
    _on_trail(Permission.LINK_PERSON, record, person.id, by=by, at=at)
    return person.id


@transaction.atomic
def link_each(
    record_ids: Sequence[UUID],
    person_id: UUID | None,
    reasons: Sequence[str],
    *,
    by: Viewer,
    at: datetime,
) -> UUID:
    """Say that several records are about one person, each as `link`, or none of them.

    Errors:
        NotPermitted, NotThere, Refused: as `link`, of any of them.
    """
    first, *others = record_ids
    person_id = link(first, person_id, reasons, by=by, at=at)
    for record_id in others:
        link(record_id, person_id, reasons, by=by, at=at)
    return person_id


@transaction.atomic
def unlink(record_id: UUID, reason: str, *, by: Viewer, at: datetime) -> None:
    """Undo a link. The row stays, with who undid it and why; what it brought goes with it.

    Errors:
        NotPermitted, NotThere: as `link`.
        Invalid: no reason.
        Refused: the record is linked to nobody ("not_linked").
    """
    by.must(Permission.LINK_PERSON)
    if not reason.strip():
        raise Invalid(Refusal("no_reason", "Enter why this is not the same person", "reason"))
    record = _record(record_id, by)
    now = Link.objects.filter(record=record, undone_at=None).first()
    if now is None:
        raise Refused(Refusal("not_linked", "This record is not linked to anybody"))
    _must_know_of(now.about_id, by)
    now.undone_at, now.undone_by, now.undone_because = at, by.account_id, reason.strip()
    now.save(update_fields=["undone_at", "undone_by", "undone_because"])
    loading.refresh([now.person_id])
    _tell_changed(record, now.about_id, by=by, at=at)
    _on_trail("unlink person", record, now.about_id, by=by, at=at)


@transaction.atomic
def say_not_the_same(
    record_id: UUID, person_id: UUID, *, by: Viewer, at: datetime, because: str = ""
) -> None:
    """Say that a record is not about a person, so that they are not offered for it again.

    Errors:
        NotPermitted, NotThere: as `link`.
        Refused: the record is linked to this very person ("linked_already").
    """
    by.must(Permission.LINK_PERSON)
    record, person = _record(record_id, by), the_person(person_id, by)
    if Link.objects.filter(record=record, about=person, undone_at=None).exists():
        raise Refused(
            Refusal(
                "linked_already",
                "Undo the link to this person before you say they are not the same",
                cause=f"link:{record_id}",
            )
        )
    if NotTheSame.objects.filter(record=record, person=person, withdrawn_at=None).exists():
        return
    NotTheSame.objects.create(
        record=record, person=person, said_at=at, said_by=by.account_id, because=because.strip()
    )
    _on_trail("say not the same person", record, person.id, by=by, at=at)


@transaction.atomic
def take_back_not_the_same(record_id: UUID, person_id: UUID, *, by: Viewer, at: datetime) -> None:
    """They may be offered for this record again. What was said stays, with who took it back.

    Errors:
        NotPermitted, NotThere: as `link`.
        Refused: nobody says that they are not the same ("not_said").
    """
    by.must(Permission.LINK_PERSON)
    record = _record(record_id, by)
    person = people_of(by).filter(id=person_id).first()
    if person is None:
        raise NotThere("no such person")
    if not _take_back(record, person, by=by, at=at):
        raise Refused(Refusal("not_said", "Nobody says that they are not the same"))
    _on_trail("take back not the same person", record, person.id, by=by, at=at)


@transaction.atomic
def create_person(
    *, council: str, source: str, source_ref: str, told: PersonTold, by: Viewer, at: datetime
) -> UUID:
    """Somebody new, as told by one source; the id of the person.

    Errors:
        NotPermitted, NotThere, Refused: as `link`.
    """
    record_id = record_source(
        council=council, source=source, source_ref=source_ref, told=told, by=by, at=at
    )
    return link(record_id, None, ["entered as a new person"], by=by, at=at)


def _record(record_id: UUID, by: Viewer) -> SourceRecord:
    """The record, held until the transaction ends: two people linking it wait for each other."""
    records = SourceRecord.objects.select_for_update().filter(council=by.council)
    record = records.filter(id=record_id).first()
    if record is None:
        raise NotThere("no such record")
    return record


def the_person(person_id: UUID, by: Viewer) -> Person:
    """The person, or whom they stand as while a merge stands; held until the transaction ends.

    Errors:
        NotThere: no such person in the council of `by`.
    """
    while True:
        person = people_of(by).select_for_update().filter(id=person_id).first()
        if person is None:
            raise NotThere("no such person")
        # Asked once it is held: somebody may have merged them a moment ago.
        stands_as = standing_as([person_id])[person_id]
        if stands_as == person_id:
            return person
        person_id = stands_as


def _must_know_of(person_id: UUID, by: Viewer) -> None:
    """
    Errors:
        NotThere: `by` may not know of them, so the record is not theirs to link either.
    """
    if not people_of(by).filter(id=person_id).exists():
        raise NotThere("no such record")


def _new_person(record: SourceRecord, told: PersonTold, *, by: Viewer, at: datetime) -> Person:
    wanted = told.la_child_id
    taken = set(
        Person.objects.filter(council=record.council, number=wanted).values_list(
            "number", flat=True
        )
    )
    return Person.objects.create(
        council=record.council,
        number=loading.free_number(wanted, taken),
        created_at=at,
        created_by=by.account_id,
    )


def _grounds(record: SourceRecord, person: Person) -> dict:
    """What the scorer makes of the record and the person, for whoever asks later why."""
    facts = facts_of(from_plain(record.told), as_of=record.as_of)
    linked = SourceRecord.objects.filter(links__about=person, links__undone_at=None)
    weights = weights_of(record.council)
    alike = [likeness(facts, facts_of(from_plain(r.told), as_of=r.as_of), weights) for r in linked]
    if not alike:
        return {}
    best = max(alike, key=lambda one: one.weight)
    return {
        "band": best.band,
        "weight": best.weight,
        "probability": best.probability,
        "scorer": weights.version,
        "agrees": list(best.reasons),
        "differs": list(best.differs),
    }


def _take_back(record: SourceRecord, person: Person, *, by: Viewer, at: datetime) -> bool:
    """Whether there was anything to take back."""
    said = NotTheSame.objects.filter(record=record, person=person, withdrawn_at=None).first()
    if said is not None:
        said.withdrawn_at, said.withdrawn_by = at, by.account_id
        said.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return said is not None


def _tell_changed(record: SourceRecord, person_id: UUID, *, by: Viewer, at: datetime) -> None:
    news.tell(
        PeopleChanged(
            council=record.council,
            person_ids=frozenset({person_id}),
            record_ids=frozenset({record.id}),
            by=by,
            at=at,
        )
    )


def _on_trail(
    did: Permission | str, record: SourceRecord, person_id: UUID, *, by: Viewer, at: datetime
) -> None:
    trail.record(
        did=did,
        object_type="person",
        object_id=str(person_id),
        by=by,
        at=at,
        why=f"record={record.id}",
        council=record.council,
        zone="Z1",
    )
