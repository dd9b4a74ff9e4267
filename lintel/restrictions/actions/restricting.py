"""What can be done to restrictions: set, cover, look again, lift by two."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from lintel.access.viewers import Permission, Viewer
from lintel.kernel import news
from lintel.kernel.instants import london_day
from lintel.kernel.refusals import NotThere, Refusal, Refused
from lintel.policy.restricting import RestrictionKind
from lintel.restrictions.actions.changing import (
    count,
    end,
    must_stand,
    on_the_trail,
    refuse,
    tell_hidden,
    to_change,
)
from lintel.restrictions.actions.matching import SAME
from lintel.restrictions.actions.readers import must_be_known, put_on_list
from lintel.restrictions.events import RestrictionLifted, RestrictionSet
from lintel.restrictions.models import Covered, ProtectedPlace, Restriction, Review
from lintel.restrictions.queries import CONTACT, PERSON, kind_of, mark_of
from lintel.restrictions.rules.lasting import (
    RESTRICTED_ALREADY,
    LiftFacts,
    ReaderSaid,
    reasons_against_review,
    reasons_not_to_ask,
    reasons_not_to_lift,
    reasons_not_to_set,
    review_on,
)


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
    must_be_known(readers, by=by, at=at)
    held = Restriction.objects.filter(
        subject_type=subject_type, subject_id=subject_id, lifted_at=None
    ).values_list("kind", flat=True)
    refuse(
        reasons_not_to_set(
            kind, reason=reason, readers=readers, review=review, on=today, held=set(held)
        )
    )
    assert kind is not None  # noqa: S101  refused above
    day = review_on(kind, review, on=today)
    try:
        with transaction.atomic():
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
    except IntegrityError:
        refuse((RESTRICTED_ALREADY,))  # by another, since it was asked above
        raise
    for reader in readers:
        put_on_list(row, reader, by=by, at=at)
    _cover(row, kind, covers, by=by, at=at)
    on_the_trail(row, Permission.RESTRICT, f"{kind.code} {subject_type}={subject_id}", by, at)
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
        end(standing[gone], at=at)
    for subject_type, subject_id in sorted(wanted - standing.keys(), key=str):
        Covered.objects.create(
            restriction=row,
            council=row.council,
            subject_type=subject_type,
            subject_id=subject_id,
            hides=kind.hides_the_record,
            since=at,
        )
    tell_hidden(row, kind, {one for what, one in wanted - standing.keys() if what == CONTACT},
                 by=by, at=at)  # fmt: skip
    if not kind.masks_location:
        return
    marks = {mark_of(row.council, place) for place in covers.places}
    kept = {one.mark: one for one in row.places.filter(ended_at=None)}
    for gone in kept.keys() - marks:
        end(kept[gone], at=at)
    for mark in sorted(marks - kept.keys()):
        ProtectedPlace.objects.create(restriction=row, council=row.council, mark=mark, since=at)


@transaction.atomic
def look_again(
    *, restriction_id: UUID, reasons: str, next_on: date | None, by: Viewer, at: datetime
) -> None:
    """Say why it still stands, and when it is looked at again.

    Errors:
        NotThere, NotPermitted. Invalid, Refused: every reason.
    """
    row = to_change(restriction_id, by=by)
    by.must(Permission.GUARD_RECORDS)
    must_stand(row)
    kind, today = kind_of(row.council, row.kind), london_day(at)
    wrong = []
    if not reasons.strip():
        wrong.append(Refusal("no_reason", "Enter why it is still restricted", "reasons"))
    if kind is not None:
        wrong += reasons_against_review(kind, next_on, on=today)
    refuse(wrong)
    assert kind is not None  # noqa: S101  a kind that is not known is on no register
    row.review_on = review_on(kind, next_on, on=today)
    Review.objects.create(
        restriction=row, at=at, by=by.account_id, reasons=reasons.strip(), next_on=row.review_on
    )
    row.save(update_fields=["review_on"])
    count(row)
    on_the_trail(row, Permission.GUARD_RECORDS, f"review {row.review_on}", by, at)


@transaction.atomic
def ask_to_lift(*, restriction_id: UUID, reason: str, by: Viewer, at: datetime) -> None:
    """The first of the two people whom lifting needs.

    Errors:
        NotThere: there is none, or none that `by` may know of.
        NotPermitted. Invalid, Refused: every reason.
    """
    row = to_change(restriction_id, by=by)
    by.must(Permission.LIFT_RESTRICTION)
    refuse(reasons_not_to_ask(LiftFacts(row.lifted_at is not None, row.asked_by), reason))
    row.asked_at, row.asked_by, row.asked_because = at, by.account_id, reason.strip()
    row.save(update_fields=["asked_at", "asked_by", "asked_because"])
    count(row)
    on_the_trail(row, "ask to lift restriction", row.kind, by, at)


@transaction.atomic
def keep_after_all(*, restriction_id: UUID, by: Viewer, at: datetime) -> None:
    """Say no to whoever asked that it be lifted: it stands.

    Errors:
        NotThere, NotPermitted. Refused: nobody asked.
    """
    row = to_change(restriction_id, by=by)
    by.must(Permission.GUARD_RECORDS)
    must_stand(row)
    if row.asked_by is None:
        raise Refused(Refusal("not_asked", "Nobody has asked that it be lifted"))
    row.asked_at, row.asked_by, row.asked_because = None, None, ""
    row.save(update_fields=["asked_at", "asked_by", "asked_because"])
    count(row)
    on_the_trail(row, "refuse to lift restriction", row.kind, by, at)


@transaction.atomic
def lift(*, restriction_id: UUID, by: Viewer, at: datetime) -> None:
    """The second of the two: it hides nothing from now on.

    Errors:
        NotThere. Refused: every reason.
    """
    row = to_change(restriction_id, by=by)
    by.must(Permission.LIFT_RESTRICTION)
    kind = kind_of(row.council, row.kind)
    if kind is None:
        raise NotThere("restriction")
    facts = LiftFacts(row.lifted_at is not None, row.asked_by)
    refuse(reasons_not_to_lift(kind, facts, by=by.account_id, role=str(by.role)))
    row.lifted_at, row.lifted_by = at, by.account_id
    row.save(update_fields=["lifted_at", "lifted_by"])
    for one in (*row.covered.filter(ended_at=None), *row.places.filter(ended_at=None)):
        end(one, at=at)
    count(row)
    on_the_trail(row, "lift restriction", f"{kind.code} asked={row.asked_by}", by, at)
    news.tell(RestrictionLifted(row.id, row.council, by, at))
