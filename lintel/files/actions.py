"""Attaching files, opening one, and saying how one is handled.

Bytes are looked at, checked and safe on the disk before a transaction begins (`taking.take_in`);
`attach` then adds the rows in the transaction of whatever the files came with.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import NotPermitted, Permission, Role, Viewer
from lintel.audit import trail
from lintel.files import queries, store
from lintel.files.content import chamber
from lintel.files.content.kinds import MEDIA, Kind, Notice, NotTaken
from lintel.files.content.looking import CAN_BE_CLEANED
from lintel.files.models import File, FileHandling
from lintel.files.queries import FileSeen
from lintel.files.rules import words
from lintel.files.rules.reading import (
    REFERRER,
    Belongs,
    Check,
    Near,
    mark_of_telling,
    reasons_not_to_mark_so,
)
from lintel.files.rules.room import reasons_no_more
from lintel.files.taking import Sent, TakenIn, columns_of, let_go, take_in
from lintel.kernel.refusals import Invalid, NotThere, Refusal, Refused, Stale
from lintel.notices import actions as notices
from lintel.notices.rules.addressees import everybody_who_is
from lintel.policy.in_force import policy_for
from lintel.sharing.rules.handling import Mark

SEEN = "see who may read a file"


@dataclass(frozen=True, slots=True)
class Given:
    """What whoever gives files says of how they are handled."""

    mark: Mark
    named: Collection[UUID] = ()
    onward_leave: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """Bytes to give somebody. Shape: `media` is the type of the content, never the sender's."""

    name: str
    media: str
    content: bytes


def attach(
    taken: Sequence[TakenIn],
    near: Near,
    given: Given | None,
    *,
    agency: str,
    belongs: Belongs = Belongs.CONTACT,
    belongs_id: UUID | None = None,
    by: Viewer,
    at: datetime,
) -> list[UUID]:
    """Add the rows of files that were taken in, in the caller's transaction; their ids.

    `given` is None for what came with a telling: `rules.reading.mark_of_telling` says then.

    Errors:
        Refused: the contact or whoever attaches has reached a limit. The caller lets the bytes go.
    """
    is_draft = belongs is Belongs.DRAFT
    full = reasons_no_more(
        (one.size for one in taken),
        policy_for(near.council).attaching,
        contact=queries.taken_by_contact(near.contact_id),
        person=queries.taken_by_person(by.account_id, at=at),
        public=agency == REFERRER and by.agency == "public",
    )
    if full:
        raise Refused(*full)
    ids = []
    for one in taken:
        row = File.objects.create(
            council=near.council,
            contact_id=None if is_draft else near.contact_id,
            reference=near.reference,
            belongs=belongs,
            belongs_id=belongs_id,
            agency=agency,
            given_at=at,
            given_by=by.account_id,
            **columns_of(one, at=at),
        )
        handled = given or Given(mark_of_telling(one.kind, one.notices))
        _handle(row, handled, by=by, at=at)
        if row.check_said == Check.FOUND:
            tell_held(row, by=by, at=at)
        ids.append(row.id)
        _on_the_trail(Permission.ATTACH_FILE, row, f"{near.reference} {row.kind}", by=by, at=at)
    return ids


def attach_files(
    *,
    belongs: Belongs = Belongs.CONTACT,
    belongs_id: UUID,
    sent: Sequence[Sent],
    given: Given | None,
    by: Viewer,
    at: datetime,
) -> list[UUID]:
    """Attach to a contact, a request or a discussion; the ids of the files.

    Whoever hands in and reads nothing back may too: how it is handled is not theirs to say.

    Errors:
        NotThere: there is no such record, or none for `by`.
        NotPermitted: `by` attaches nothing.
        Invalid, Refused, NoRoom: as `take_in` and `attach`.
    """
    near = queries.near_to_attach(by, belongs, belongs_id, at=at)
    by.must(Permission.ATTACH_FILE)
    if not sent:
        raise Invalid(Refusal("missing", "Select a file", field="files"))
    hands_in = belongs is Belongs.CONTACT and not by.may(Permission.OPEN_FILE)
    if given is None and not hands_in:
        raise Invalid(Refusal("missing", "Select who may read it", field="handling"))
    if given is not None:
        _must_be_for_somebody(given)
    taken = take_in(sent, council=by.council)
    try:
        with transaction.atomic():
            near = queries.near_to_attach(by, belongs, belongs_id, at=at)
            return attach(
                taken,
                near,
                None if hands_in else given,
                agency=REFERRER if hands_in else by.agency,
                belongs=belongs,
                belongs_id=None if belongs is Belongs.CONTACT else belongs_id,
                by=by,
                at=at,
            )
    except BaseException:
        let_go(taken)
        raise


def open_file(*, file_id: UUID, for_sharing: bool = False, by: Viewer, at: datetime) -> Opened:
    """The bytes of a file, or of its copy for sharing; that is on the trail, or nothing is given.

    They are read, and the copy made, before the transaction: nobody waits for that. Whether it is
    theirs to read is asked again in it.

    Errors:
        NotThere: there is no such file, or none that `by` may know of.
        NotPermitted: `by` may know only that it is there.
        Refused: it has not been checked, or something was found in it; or there can be no copy.
    """
    row, seen = _to_read(file_id, by=by, at=at)
    if row.check_said != Check.CLEAN:
        raise Refused(words.HELD if row.check_said == Check.FOUND else words.NOT_CHECKED)
    content = store.get(store.Stored(row.stored_as, bytes(row.key)))
    kind, name = Kind(row.kind), row.name
    is_copy = for_sharing or not seen.as_it_came
    if is_copy and kind in CAN_BE_CLEANED:
        try:
            content = chamber.cleaned(content, kind)
        except NotTaken as cannot:
            raise Refused(words.NO_COPY) from cannot
    elif is_copy:
        raise Refused(words.NO_COPY)
    how = "copy" if is_copy else "as it came"
    with transaction.atomic():
        _to_read(file_id, by=by, at=at)
        _on_the_trail(Permission.OPEN_FILE, row, f"{row.reference} {how}", by=by, at=at)
    return Opened(name, MEDIA[kind], content)


def _to_read(file_id: UUID, *, by: Viewer, at: datetime) -> tuple[File, FileSeen]:
    found = queries.one_file(by, file_id, at=at)
    by.must(Permission.OPEN_FILE)
    if not found[1].in_full:
        raise NotPermitted(Permission.OPEN_FILE)
    return found


@transaction.atomic
def see_handling(*, file_id: UUID, by: Viewer, at: datetime) -> FileSeen:
    """What a file is and how it is handled, for whoever is about to mark it; that is on the trail.

    Errors:
        As `mark_file`.
    """
    row, seen = queries.one_file(by, file_id, at=at)
    if not seen.may_mark:
        raise NotPermitted(Permission.ATTACH_FILE)
    _on_the_trail(SEEN, row, row.reference, by=by, at=at)
    return seen


@transaction.atomic
def mark_file(
    *,
    file_id: UUID,
    version: int | None = None,
    given: Given,
    reason: str = "",
    by: Viewer,
    at: datetime,
) -> FileSeen:
    """Mark a file anew. The mark it had is kept beside it. Whoever seals it is named with those
    they name, and so is not kept from it themselves.

    Errors:
        NotThere: there is no such file, or none that `by` may know of.
        NotPermitted: it is not theirs to mark.
        Stale: somebody has marked it since `version`.
        Invalid: it is sealed and nobody is named.
    """
    row, seen = queries.one_file(by, file_id, at=at, for_change=True)
    if not seen.may_mark:
        raise NotPermitted(Permission.ATTACH_FILE)
    if version is not None and version != seen.version:
        raise Stale(seen.version)
    _must_be_for_somebody(given)
    given = replace(given, named={*given.named, by.account_id})
    _handle(row, given, reason=reason.strip(), by=by, at=at)
    why = f"{row.reference} handling {given.mark}"
    _on_the_trail(Permission.ATTACH_FILE, row, why, by=by, at=at)
    try:
        return queries.one_file(by, file_id, at=at)[1]
    except NotThere:  # marked out of their own sight, and marked all the same
        leave = given.onward_leave
        return replace(seen, mark=given.mark, onward_leave=leave, may_mark=False)


def hand_over_draft(
    ids: Collection[UUID],
    *,
    contact_id: UUID,
    reference: str,
    council: str,
    by: Viewer,
    at: datetime,
) -> None:
    """Make a draft's files those of the contact it became, in the caller's transaction.

    Errors:
        Refused: one was cleared away (files_gone), so that nobody sends less than they think.
    """
    found = File.objects.select_for_update().filter(id__in=list(ids), belongs=Belongs.DRAFT)
    rows = list(found.order_by("given_at", "id"))
    if len(rows) < len({*ids}):
        raise Refused(words.GONE)
    for row in rows:
        row.contact_id, row.reference, row.council = contact_id, reference, council
        row.belongs, row.kept_until, row.given_at = Belongs.CONTACT, None, at
        moved = ("contact_id", "reference", "council", "belongs", "kept_until", "given_at")
        row.save(update_fields=moved)
        found = mark_of_telling(Kind(row.kind), [Notice(one) for one in row.notices])
        _handle(row, Given(found), by=by, at=at)
        if row.check_said == Check.FOUND:
            tell_held(row, by=by, at=at)
        _on_the_trail(Permission.ATTACH_FILE, row, f"{reference} {row.kind}", by=by, at=at)


# --- What the others share ------------------------------------------------------------------------


def tell_held(row: File, *, by: Viewer, at: datetime) -> None:
    """Say that a file is kept from everybody; once. The managers are told, but of one that is
    sealed only whoever gave it: nobody else knows that it is there."""
    handling = row.handlings.last()
    is_sealed = handling is not None and handling.mark == Mark.SEALED
    notices.queue(
        kind="file_held",
        council=row.council,
        channel="task",
        to=str(row.given_by) if is_sealed else everybody_who_is(Role.MANAGER),
        subject=f"A file was held back, {row.reference}",
        body=words.HELD_OF_YOURS if is_sealed else words.HELD_OF_OTHERS,
        about=row.reference,
        due_at=None,
        once_key=f"file_held:{row.id}",
        by=by,
        at=at,
    )


def _must_be_for_somebody(given: Given) -> None:
    if wrong := reasons_not_to_mark_so(given.mark, given.named):
        raise Invalid(*wrong)


def _handle(row: File, given: Given, *, reason: str = "", by: Viewer, at: datetime) -> None:
    FileHandling.objects.create(
        file=row,
        at=at,
        by=by.account_id,
        mark=given.mark,
        named=sorted(str(one) for one in given.named) if given.mark is Mark.SEALED else [],
        onward_leave=given.onward_leave,
        reason=reason,
    )


def _on_the_trail(did: str, row: File, why: str, *, by: Viewer, at: datetime) -> None:
    trail.record(
        did=did,
        object_type="file",
        object_id=str(row.id),
        by=by,
        at=at,
        why=why,
        council=row.council,
        zone="Z8",
    )
