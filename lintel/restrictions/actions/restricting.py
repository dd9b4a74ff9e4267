"""What can be done to restrictions: set, cover, read by whom, look again, lift by two."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from lintel.access import queries as access
from lintel.access.viewers import Permission, Role, Viewer, Zone
from lintel.audit import trail
from lintel.directory import queries as directory
from lintel.kernel import news
from lintel.kernel.instants import london_day
from lintel.kernel.refusals import Invalid, NotThere, Refusal, Refused
from lintel.notices import actions as notices
from lintel.notices.rules.addressees import everybody_who_is
from lintel.policy.in_force import policy_for
from lintel.policy.restricting import RestrictionKind
from lintel.restrictions.events import ContactsHidden, RestrictionLifted, RestrictionSet
from lintel.restrictions.models import (
    Covered,
    NewMatch,
    ProtectedPlace,
    Reader,
    Restriction,
    Review,
)
from lintel.restrictions.queries import CONTACT, PERSON, kind_of, mark_of, near, the_restriction
from lintel.restrictions.queries.register import (
    MatchSeen,
    Register,
    RestrictionSeen,
    one_match,
    one_restriction,
    register,
)
from lintel.restrictions.rules.lasting import (
    LiftFacts,
    Purpose,
    ReaderSaid,
    reads_until,
    reasons_against_review,
    reasons_not_to_ask,
    reasons_not_to_lift,
    reasons_not_to_set,
    review_on,
)

MATCHED = "restriction_matched"
SAME, OTHER = "same", "other"


@dataclass(frozen=True, slots=True)
class Covers:
    """Everything behind a subject. Shape: `places` as `rules.places.places_of`."""

    people: frozenset[UUID] = frozenset()
    contacts: frozenset[UUID] = frozenset()
    places: frozenset[str] = frozenset()


def restrict(
    *,
    subject_type: str,
    subject_id: UUID,
    reference: str,
    kind_key: str,
    reason: str,
    readers: Sequence[ReaderSaid],
    review: date | None,
    covers: Covers,
    by: Viewer,
    at: datetime,
    guardian_team: str = "",
) -> UUID:
    """Keep a person or contact from most of the hub; the id of the restriction.

    For the contexts that keep people and contacts, in their transaction, once `by` has been shown
    to see the subject.

    Errors:
        NotPermitted. Invalid, Refused: every reason.
    """
    by.must(Permission.RESTRICT)
    kind, today = kind_of(by.council, kind_key), london_day(at)
    _known_readers(readers, by=by, at=at)
    held = Restriction.objects.filter(
        subject_type=subject_type, subject_id=subject_id, lifted_at=None
    ).values_list("kind", flat=True)
    _tell(
        reasons_not_to_set(
            kind, reason=reason, readers=readers, review=review, on=today, held=set(held)
        )
    )
    assert kind is not None  # noqa: S101  refused above
    day = review_on(kind, review, on=today)
    row = Restriction.objects.create(
        council=by.council,
        kind=kind.key,
        subject_type=subject_type,
        subject_id=subject_id,
        reference=reference,
        guardian_team=guardian_team,
        reason=reason.strip(),
        review_on=day,
        set_at=at,
        set_by=by.account_id,
    )
    for reader in readers:
        _add_reader(row, reader, by=by, at=at)
    _cover(row, kind, covers, by=by, at=at)
    _on_the_trail(row, Permission.RESTRICT, f"{kind.code} {subject_type}={subject_id}", by, at)
    news.tell(RestrictionSet(row.id, row.council, by, at))
    return row.id


def cover(restriction_id: UUID, covers: Covers, *, by: Viewer, at: datetime) -> None:
    """Bring what a restriction covers into step with what is known now. Part of whatever changed
    it, which `by` did and which leaves the trail entry. A contact that its guardian said is the
    same stays covered."""
    row = Restriction.objects.get(id=restriction_id, council=by.council)
    kind = kind_of(row.council, row.kind)
    if row.lifted_at is None and kind is not None:
        said = row.matches.filter(settled_as=SAME).values_list("contact_id", flat=True)
        more = Covers(covers.people, covers.contacts | frozenset(said), covers.places)
        _cover(row, kind, more, by=by, at=at)


def _cover(
    row: Restriction, kind: RestrictionKind, covers: Covers, *, by: Viewer, at: datetime
) -> None:
    wanted = {(PERSON, one) for one in covers.people} | {(CONTACT, one) for one in covers.contacts}
    standing = {
        (one.subject_type, one.subject_id): one for one in row.covered.filter(ended_at=None)
    }
    for gone in standing.keys() - wanted:
        _end(standing[gone], at=at)
    for subject_type, subject_id in sorted(wanted - standing.keys(), key=str):
        Covered.objects.create(
            restriction=row,
            council=row.council,
            subject_type=subject_type,
            subject_id=subject_id,
            hides=kind.hides_the_record,
            since=at,
        )
    _tell_hidden(row, kind, {one for what, one in wanted - standing.keys() if what == CONTACT},
                 by=by, at=at)  # fmt: skip
    if not kind.masks_location:
        return
    marks = {mark_of(row.council, place) for place in covers.places}
    kept = {one.mark: one for one in row.places.filter(ended_at=None)}
    for gone in kept.keys() - marks:
        _end(kept[gone], at=at)
    for mark in sorted(marks - kept.keys()):
        ProtectedPlace.objects.create(restriction=row, council=row.council, mark=mark, since=at)


def _tell_hidden(
    row: Restriction,
    kind: RestrictionKind,
    contact_ids: Collection[UUID],
    *,
    by: Viewer,
    at: datetime,
) -> None:
    if not contact_ids or not kind.hides_the_record:
        return
    news.tell(
        ContactsHidden(
            row.council, frozenset(contact_ids), _who_reads(row, on=london_day(at)), by, at
        )
    )


def _who_reads(row: Restriction, *, on: date) -> tuple[ReaderSaid, ...]:
    reading = row.readers.filter(ended_at=None, until__gt=on).order_by("given_at", "id")
    return tuple(ReaderSaid(each.account, each.team, Purpose(each.purpose)) for each in reading)


def _end(row: Covered | ProtectedPlace, *, at: datetime) -> None:
    row.ended_at = at
    row.save(update_fields=["ended_at"])


@transaction.atomic
def read_register(*, by: Viewer, at: datetime) -> Register:
    """The register, and that somebody read it.

    Errors:
        NotPermitted: `by` is no guardian.
    """
    found = register(by, at=at)
    _read("register", by=by, at=at)
    return found


@transaction.atomic
def read_restriction(*, restriction_id: UUID, by: Viewer, at: datetime) -> RestrictionSeen:
    """One restriction, and that somebody read it.

    Errors:
        NotThere: there is none, or none for `by`.
    """
    found = one_restriction(by, restriction_id, at=at)
    _read(str(found.id), by=by, at=at)
    return found


@transaction.atomic
def read_match(*, match_id: UUID, by: Viewer, at: datetime) -> MatchSeen:
    """A new contact beside whom it may be about, and that somebody read it.

    Errors:
        NotThere, NotPermitted.
    """
    found = one_match(by, match_id)
    _read(str(found.restriction_id), by=by, at=at)
    return found


def _read(object_id: str, *, by: Viewer, at: datetime) -> None:
    trail.record(
        did="read restricted register",
        object_type="restriction",
        object_id=object_id,
        by=by,
        at=at,
        council=by.council,
        zone=Zone.IDENTITY,
    )


@transaction.atomic
def add_reader(*, restriction_id: UUID, reader: ReaderSaid, by: Viewer, at: datetime) -> None:
    """Put somebody on the list, until a day that policy sets.

    Errors:
        NotThere, NotPermitted. Refused: it was lifted.
    """
    row = _to_change(restriction_id, by=by)
    by.must(Permission.GUARD_RECORDS)
    _must_stand(row)
    if reader.account is None and not reader.team:
        raise Invalid(Refusal("no_reader", "Select who will read it", "readers"))
    _known_readers([reader], by=by, at=at)
    _add_reader(row, reader, by=by, at=at)
    _count(row)
    _on_the_trail(row, Permission.GUARD_RECORDS, f"reader {reader.account or reader.team}", by, at)


def _known_readers(readers: Sequence[ReaderSaid], *, by: Viewer, at: datetime) -> None:
    """
    Errors:
        Invalid: somebody who does not work for this council, or no team of it.
    """
    teams = {team.key for team in directory.teams(by.council)}
    for reader in readers:
        account = access.account_by_id(reader.account, at) if reader.account else None
        known = account.council == by.council if account else reader.team in teams
        if not known:
            raise Invalid(Refusal("unknown_reader", "Select somebody of your council", "readers"))


def _add_reader(row: Restriction, reader: ReaderSaid, *, by: Viewer, at: datetime) -> None:
    policy = policy_for(row.council).restricting
    Reader.objects.create(
        restriction=row,
        account=reader.account,
        team=reader.team,
        purpose=reader.purpose,
        given_at=at,
        given_by=by.account_id,
        until=reads_until(reader.purpose, policy, on=london_day(at)),
    )


@transaction.atomic
def end_reader(*, restriction_id: UUID, reader_id: UUID, by: Viewer, at: datetime) -> None:
    """Take somebody off the list, from now on. Whoever hides a record leaves somebody to read it.

    Errors:
        NotThere, NotPermitted. Refused: they are the last who read it.
    """
    row = _to_change(restriction_id, by=by)
    by.must(Permission.GUARD_RECORDS)
    reading = row.readers.filter(ended_at=None, until__gt=london_day(at))
    one = reading.filter(id=reader_id).first()
    if one is None:
        raise NotThere("reader")
    kind = kind_of(row.council, row.kind)
    if kind is not None and kind.hides_the_record and reading.count() == 1:
        words = "Add somebody else who reads it before you take the last reader off the list"
        raise Refused(Refusal("last_reader", words))
    one.ended_at, one.ended_by = at, by.account_id
    one.save(update_fields=["ended_at", "ended_by"])
    _count(row)
    _on_the_trail(row, Permission.GUARD_RECORDS, f"reader ended {reader_id}", by, at)


@transaction.atomic
def look_again(
    *, restriction_id: UUID, reasons: str, next_on: date | None, by: Viewer, at: datetime
) -> None:
    """Say why it still stands, and when it is looked at again.

    Errors:
        NotThere, NotPermitted. Invalid, Refused: every reason.
    """
    row = _to_change(restriction_id, by=by)
    by.must(Permission.GUARD_RECORDS)
    _must_stand(row)
    kind, today = kind_of(row.council, row.kind), london_day(at)
    wrong = []
    if not reasons.strip():
        wrong.append(Refusal("no_reason", "Enter why it is still restricted", "reasons"))
    if kind is not None:
        wrong += reasons_against_review(kind, next_on, on=today)
    _tell(wrong)
    assert kind is not None  # noqa: S101  a kind that is not known is on no register
    row.review_on = review_on(kind, next_on, on=today)
    Review.objects.create(
        restriction=row, at=at, by=by.account_id, reasons=reasons.strip(), next_on=row.review_on
    )
    row.save(update_fields=["review_on"])
    _count(row)
    _on_the_trail(row, Permission.GUARD_RECORDS, f"review {row.review_on}", by, at)


@transaction.atomic
def ask_to_lift(*, restriction_id: UUID, reason: str, by: Viewer, at: datetime) -> None:
    """The first of the two people whom lifting needs.

    Errors:
        NotThere: there is none, or none that `by` may know of.
        NotPermitted. Invalid, Refused: every reason.
    """
    row = _to_change(restriction_id, by=by)
    by.must(Permission.LIFT_RESTRICTION)
    _tell(reasons_not_to_ask(LiftFacts(row.lifted_at is not None, row.asked_by), reason))
    row.asked_at, row.asked_by, row.asked_because = at, by.account_id, reason.strip()
    row.save(update_fields=["asked_at", "asked_by", "asked_because"])
    _count(row)
    _on_the_trail(row, "ask to lift restriction", row.kind, by, at)


@transaction.atomic
def keep_after_all(*, restriction_id: UUID, by: Viewer, at: datetime) -> None:
    """Say no to whoever asked that it be lifted: it stands.

    Errors:
        NotThere, NotPermitted. Refused: nobody asked.
    """
    row = _to_change(restriction_id, by=by)
    by.must(Permission.GUARD_RECORDS)
    _must_stand(row)
    if row.asked_by is None:
        raise Refused(Refusal("not_asked", "Nobody has asked that it be lifted"))
    row.asked_at, row.asked_by, row.asked_because = None, None, ""
    row.save(update_fields=["asked_at", "asked_by", "asked_because"])
    _count(row)
    _on_the_trail(row, "refuse to lift restriction", row.kind, by, at)


@transaction.atomic
def lift(*, restriction_id: UUID, by: Viewer, at: datetime) -> None:
    """The second of the two: it hides nothing from now on.

    Errors:
        NotThere. Refused: every reason.
    """
    row = _to_change(restriction_id, by=by)
    by.must(Permission.LIFT_RESTRICTION)
    kind = kind_of(row.council, row.kind)
    if kind is None:
        raise NotThere("restriction")
    facts = LiftFacts(row.lifted_at is not None, row.asked_by)
    _tell(reasons_not_to_lift(kind, facts, by=by.account_id, role=str(by.role)))
    row.lifted_at, row.lifted_by = at, by.account_id
    row.save(update_fields=["lifted_at", "lifted_by"])
    for one in (*row.covered.filter(ended_at=None), *row.places.filter(ended_at=None)):
        _end(one, at=at)
    _count(row)
    _on_the_trail(row, "lift restriction", f"{kind.code} asked={row.asked_by}", by, at)
    news.tell(RestrictionLifted(row.id, row.council, by, at))


@dataclass(frozen=True, slots=True)
class Matched:
    """A contact's record that is like somebody hidden. Shape: `band` as the matcher says."""

    contact_id: UUID
    reference: str
    record_id: UUID
    person_id: UUID
    band: str


def note_matches(found: Iterable[Matched], *, council: str, by: Viewer, at: datetime) -> int:
    """Put each in its guardian's queue, once, with a task that names nobody; how many are new.

    In the transaction that took the contact in, so that it is never lost. Whoever handed it in
    learns nothing of it.
    """
    found = list(found)
    people = {one.person_id for one in found}
    hiding = Covered.objects.filter(
        council=council, subject_type=PERSON, subject_id__in=people, hides=True, ended_at=None
    ).select_related("restriction")
    rows = list(hiding)
    new = 0
    for one in found:
        for covered in rows:
            if covered.subject_id == one.person_id:
                new += _note(covered.restriction, one, by=by, at=at)
    return new


def _note(row: Restriction, one: Matched, *, by: Viewer, at: datetime) -> bool:
    match, is_new = NewMatch.objects.get_or_create(
        restriction=row,
        record_id=one.record_id,
        defaults={
            "council": row.council,
            "contact_id": one.contact_id,
            "reference": one.reference,
            "person_id": one.person_id,
            "band": one.band,
            "found_at": at,
        },
    )
    if is_new:
        notices.queue(
            kind=MATCHED,
            council=row.council,
            channel="task",
            to=row.guardian_team or everybody_who_is(Role.GUARDIAN),
            subject="A new contact may be about a restricted record",
            body="Open the register of restricted records and say whether it is the same.",
            about="",
            due_at=at,
            once_key=f"{MATCHED}:{match.id}",
            by=by,
            at=at,
        )
        _on_the_trail(row, "match restricted record", f"contact={one.contact_id}", by, at)
    return is_new


@transaction.atomic
def settle_match(*, match_id: UUID, is_same: bool, because: str, by: Viewer, at: datetime) -> UUID:
    """Say whether a new contact is about the restricted person; its contact's id. When it is, the
    restriction covers the contact from now on.

    Errors:
        NotThere, NotPermitted. Invalid, Refused: every reason.
    """
    by.must(Permission.GUARD_RECORDS)
    match = NewMatch.objects.filter(id=match_id, restriction__in=near(by)).first()
    if match is None:
        raise NotThere("match")
    row = _to_change(match.restriction_id, by=by)
    if match.settled_at is not None:
        raise Refused(Refusal("settled_already", "It has been said already whether it is the same"))
    if not because.strip():
        raise Invalid(Refusal("no_reason", "Enter what you know that decides it", "because"))
    if is_same and row.lifted_at is None and not _who_reads(row, on=london_day(at)):
        words = "Add somebody who reads it first: nobody would see the new contact"
        raise Refused(Refusal("nobody_reads", words))
    match.settled_at, match.settled_by = at, by.account_id
    match.settled_as, match.settled_because = SAME if is_same else OTHER, because.strip()
    match.save(update_fields=["settled_at", "settled_by", "settled_as", "settled_because"])
    kind = kind_of(row.council, row.kind)
    if is_same and kind is not None and row.lifted_at is None:
        Covered.objects.get_or_create(
            restriction=row,
            subject_type=CONTACT,
            subject_id=match.contact_id,
            ended_at=None,
            defaults={"council": row.council, "hides": kind.hides_the_record, "since": at},
        )
        _tell_hidden(row, kind, {match.contact_id}, by=by, at=at)
    _on_the_trail(row, Permission.GUARD_RECORDS, f"match {match.settled_as}", by, at)
    return match.contact_id


def _to_change(restriction_id: UUID, *, by: Viewer) -> Restriction:
    """The restriction, locked; not visible is not there."""
    the_restriction(by, restriction_id)
    return Restriction.objects.select_for_update().get(id=restriction_id)


def _must_stand(row: Restriction) -> None:
    if row.lifted_at is not None:
        raise Refused(Refusal("lifted_already", "The restriction has been lifted"))


def _count(row: Restriction) -> None:
    row.version += 1
    row.save(update_fields=["version"])


def _tell(wrong: Collection[Refusal]) -> None:
    """
    Errors:
        Refused: when the state of things is in the way; Invalid: when a field is.
    """
    if any(not refusal.field for refusal in wrong):
        raise Refused(*wrong)
    if wrong:
        raise Invalid(*wrong)


def _on_the_trail(
    row: Restriction, did: Permission | str, why: str, by: Viewer, at: datetime
) -> None:
    trail.record(
        did=did,
        object_type="restriction",
        object_id=str(row.id),
        by=by,
        at=at,
        why=why,
        council=row.council,
        zone=Zone.ENVELOPE,
    )
