"""Declaring a conflict of interest, seeing one, opening a record in spite of one, and ending one.

Which people and contacts are of a family is for the contexts that keep them to say: they call
these with what they found, in their own transaction.
"""

import hmac
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from lintel.access.viewers import Permission, Role, Viewer, Zone
from lintel.audit import trail
from lintel.kernel import news
from lintel.kernel.refusals import Invalid, NotThere, Refusal, Refused
from lintel.notices import actions as notices
from lintel.notices.rules.addressees import everybody_who_is
from lintel.restrictions.actions.changing import tell_hidden
from lintel.restrictions.events import KeptApart
from lintel.restrictions.models import Apart, Conflict, Covered, OwnMark
from lintel.restrictions.queries import kind_of
from lintel.restrictions.queries.conflicts import (
    CONTACT,
    PERSON,
    declared_by_marks,
    own_marks_among,
)
from lintel.restrictions.queries.declared import kept_by
from lintel.restrictions.rules.conflicts import (
    Conflicted,
    Detail,
    Named,
    Near,
    OwnDetails,
    Relation,
    family_marks,
    how_near,
    marks_of,
    own_marks,
    what_is_wrong_with_declaring,
    what_is_wrong_with_opening,
)

OPENED = "conflict_opened"


@dataclass(frozen=True, slots=True)
class Family:
    """Whom and what a declared conflict is about, as the contexts that keep them know it.

    Shape: `named`: to know them by when they are told of again.
    """

    people: frozenset[UUID] = frozenset()
    contacts: frozenset[UUID] = frozenset()
    named: tuple[Named, ...] = field(default=())


def marks_key() -> bytes:
    """The key of marks, from the secret of this installation."""
    return hmac.digest(settings.SECRET_KEY.encode(), b"lintel own details", "sha256")


@transaction.atomic
def declare_conflict(
    *,
    of: UUID,
    relation: str,
    reason: str,
    about: str,
    family: Family,
    by: Viewer,
    at: datetime,
) -> UUID:
    """Hide a family from `of`: the worker themselves, or somebody a manager names.

    Errors:
        NotPermitted: it is for another, and `by` keeps nobody's conflicts. Invalid: by field.
    """
    by.must(Permission.DECLARE_CONFLICT if of == by.account_id else Permission.KEEP_CONFLICTS)
    wrong = what_is_wrong_with_declaring(relation, reason)
    if wrong:
        raise Invalid(*wrong)
    kind = Conflicted.SELF if relation == Relation.MYSELF else Conflicted.DECLARED
    conflict = Conflict.objects.create(
        council=by.council,
        account_id=of,
        kind=kind,
        relation=relation,
        reason=reason.strip(),
        about=about,
        at=at,
        by=by.account_id,
    )
    for mark in sorted(family_marks(family.named, council=by.council, key=marks_key())):
        _mark(of, Detail.DECLARED, mark, conflict=conflict, council=by.council, at=at)
    _keep_apart(conflict, family, by=by, at=at)
    _on_the_trail(conflict, Permission.DECLARE_CONFLICT, str(kind), by=by, at=at)
    return conflict.id


def keep_apart(*, conflict_id: UUID, family: Family, by: Viewer, at: datetime) -> None:
    """Hide what has since become known to be of the same family. Nothing is shown again by it.
    Part of whatever made it known, which leaves the trail entry."""
    conflict = Conflict.objects.filter(id=conflict_id, ended_at=None).first()
    if conflict is not None:
        _keep_apart(conflict, family, by=by, at=at)


def _keep_apart(conflict: Conflict, family: Family, *, by: Viewer, at: datetime) -> bool:
    """Whether anything of it is new."""
    wanted = {(PERSON, one) for one in family.people} | {(CONTACT, one) for one in family.contacts}
    standing = conflict.apart.filter(ended_at=None).values_list("subject_type", "subject_id")
    new, hides = wanted - set(standing), conflict.kind != Conflicted.INFERRED
    for subject_type, subject_id in sorted(new, key=str):
        Apart.objects.create(
            conflict=conflict,
            council=conflict.council,
            account=conflict.account_id,
            subject_type=subject_type,
            subject_id=subject_id,
            hides=hides,
            since=at,
        )
    contacts = frozenset(one for what, one in new if what == CONTACT)
    if contacts and hides:
        news.tell(KeptApart(conflict.account_id, conflict.council, contacts, by, at))
        _give_to_others(contacts, by=by, at=at)
    return bool(new)


def _give_to_others(contact_ids: Collection[UUID], *, by: Viewer, at: datetime) -> None:
    """What is restricted as well goes to another of its list, or to the guardian's tasks."""
    covering = Covered.objects.filter(
        subject_type=CONTACT, subject_id__in=contact_ids, hides=True, ended_at=None
    ).select_related("restriction")
    for one in covering.order_by("id"):
        kind = kind_of(one.council, one.restriction.kind)
        if kind is not None:
            tell_hidden(one.restriction, kind, {one.subject_id}, by=by, at=at)


def _mark(
    account_id: UUID,
    detail: Detail,
    mark: str,
    *,
    conflict: Conflict | None = None,
    council: str,
    at: datetime,
) -> None:
    OwnMark.objects.get_or_create(
        account_id=account_id,
        detail=detail,
        mark=mark,
        conflict=conflict,
        ended_at=None,
        defaults={"council": council, "at": at},
    )


@transaction.atomic
def say_own_details(*, said: OwnDetails, by: Viewer, at: datetime) -> None:
    """Keep what a worker says of themselves, as marks, in place of what they said before.

    Errors:
        NotPermitted.
    """
    by.must(Permission.DECLARE_CONFLICT)
    wanted = own_marks(said, council=by.council, key=marks_key())
    new = {(detail, mark) for detail, marks in wanted.items() for mark in marks}
    old = OwnMark.objects.filter(account=by.account_id, ended_at=None)
    for row in old.exclude(detail=Detail.DECLARED):
        if (row.detail, row.mark) not in new:
            row.ended_at = at
            row.save(update_fields=["ended_at"])
    for detail, mark in sorted(new):
        _mark(by.account_id, detail, mark, council=by.council, at=at)
    trail.record(
        did=Permission.DECLARE_CONFLICT,
        object_type="account",
        object_id=str(by.account_id),
        by=by,
        at=at,
        why="own details",
        council=by.council,
        zone=Zone.ENVELOPE,
    )


def see_conflicts(
    *,
    contact_id: UUID,
    council: str,
    near: Sequence[Near],
    people: Callable[[], Collection[UUID]],
    only: UUID | None = None,
    by: Viewer,
    at: datetime,
) -> int:
    """Find the workers who may stand near to whom a contact is about, of all or `only` one; how
    many are new. Part of whatever told of them. One query where nobody's details meet.

    Shape: `people` says who are known to be of it, to be hidden too from whom it is about.
    """
    key = marks_key()
    family = [marks_of(one, council=council, key=key) for one in near]
    marks = {mark for one in family for mark in one.values()}
    new = 0
    for account_id, own in own_marks_among(council, marks).items():
        if only is not None and account_id != only:
            continue
        found = how_near({detail: frozenset(said) for detail, said in own.items()}, family)
        if found is not None:
            level, details = found
            of_it = frozenset(people()) if level is Conflicted.SELF else frozenset()
            about = Family(of_it, frozenset({contact_id}))
            new += _see(account_id, level, details, about, marks, council=council, by=by, at=at)
    return new


def _see(
    account_id: UUID,
    level: Conflicted,
    details: Sequence[Detail],
    about: Family,
    marks: Collection[str],
    *,
    council: str,
    by: Viewer,
    at: datetime,
) -> bool:
    if level is Conflicted.DECLARED:
        known = Conflict.objects.filter(id__in=declared_by_marks(account_id, marks))
        return sum(_keep_apart(conflict, about, by=by, at=at) for conflict in known) > 0
    (contact_id,) = about.contacts
    already = Apart.objects.filter(
        account=account_id, subject_type=CONTACT, subject_id=contact_id, ended_at=None
    )
    if level is Conflicted.INFERRED and already.exists():
        return False
    if already.filter(conflict__kind=Conflicted.SELF).exists():
        return False
    conflict = Conflict.objects.create(
        council=council,
        account_id=account_id,
        kind=level,
        details=[str(detail) for detail in details],
        at=at,
        by=by.account_id,
    )
    _keep_apart(conflict, about, by=by, at=at)
    _on_the_trail(conflict, "infer conflict", str(level), by=by, at=at)
    return True


@transaction.atomic
def say_why_open(
    *, contact_id: UUID, reference: str, reason: str, by: Viewer, at: datetime
) -> None:
    """Open a record that may be of one's own family, with a reason, and tell the managers.

    The alert is in the same transaction: when it cannot be written, the record stays shut.

    Errors:
        NotThere: nothing warns `by` of this contact. Invalid: no reason.
    """
    rows = list(
        Apart.objects.select_for_update().filter(
            account=by.account_id,
            subject_type=CONTACT,
            subject_id=contact_id,
            hides=False,
            ended_at=None,
            opened_at=None,
        )
    )
    if not rows:
        raise NotThere("conflict")
    wrong = what_is_wrong_with_opening(reason)
    if wrong:
        raise Invalid(*wrong)
    for row in rows:
        row.opened_at, row.opened_because = at, reason.strip()
        row.save(update_fields=["opened_at", "opened_because"])
    notices.queue(
        kind=OPENED,
        council=by.council,
        channel="task",
        to=everybody_who_is(Role.MANAGER),
        subject=f"{reference}: opened by somebody who may be near to the family",
        body="Read their reason under Conflicts of interest.",
        about=reference,
        due_at=None,
        once_key=f"{OPENED}:{rows[0].id}",
        by=by,
        at=at,
    )
    trail.record(
        did="open in spite of possible conflict",
        object_type="contact",
        object_id=str(contact_id),
        by=by,
        at=at,
        why=f"conflict {rows[0].conflict_id}",
        council=by.council,
        zone=Zone.ENVELOPE,
    )


@transaction.atomic
def end_conflict(*, conflict_id: UUID, because: str, by: Viewer, at: datetime) -> None:
    """Say that a conflict stands no longer: what it hid is shown again. Never one's own.

    Errors:
        NotPermitted, NotThere. Refused: it is their own. Invalid: no reason.
    """
    by.must(Permission.KEEP_CONFLICTS)
    conflict = (
        Conflict.objects.select_for_update()
        .filter(id=conflict_id, council=by.council, ended_at=None)
        .first()
    )
    if conflict is None:
        raise NotThere("conflict")
    if conflict.account_id == by.account_id:
        raise Refused(Refusal("own_conflict", "Somebody else must end this: it is your own"))
    if not kept_by(by).filter(id=conflict_id).exists():
        raise NotThere("conflict")
    if not because.strip():
        raise Invalid(Refusal("because_missing", "Enter why it has ended", "because"))
    conflict.ended_at, conflict.ended_by = at, by.account_id
    conflict.ended_because = because.strip()
    conflict.save(update_fields=["ended_at", "ended_by", "ended_because"])
    _end_all(conflict.apart.filter(ended_at=None), at=at)
    _end_all(conflict.marks.filter(ended_at=None), at=at)
    _on_the_trail(conflict, Permission.KEEP_CONFLICTS, "ended", by=by, at=at)


def _end_all(rows: Iterable[Apart | OwnMark], *, at: datetime) -> None:
    for row in rows:
        row.ended_at = at
        row.save(update_fields=["ended_at"])


def _on_the_trail(
    conflict: Conflict, did: Permission | str, why: str, *, by: Viewer, at: datetime
) -> None:
    trail.record(
        did=did,
        object_type="conflict",
        object_id=str(conflict.id),
        by=by,
        at=at,
        why=f"{why} of={conflict.account_id}",
        council=conflict.council,
        zone=Zone.ENVELOPE,
    )
