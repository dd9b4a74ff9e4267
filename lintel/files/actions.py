"""Taking files in, attaching them, opening one, and saying how one is handled.

Bytes are looked at, checked and safe on the disk before a transaction begins (`take_in`), so that
nobody waits for a scanner while holding the database; `attach` then adds the rows in the
transaction of whatever the files came with.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from lintel.access.viewers import NotPermitted, Permission, Role, Viewer
from lintel.audit import trail
from lintel.contacts.queries.visibility import just_taken
from lintel.files import queries, scanner, store
from lintel.files.content import chamber
from lintel.files.content.kinds import MEDIA, Kind, Notice, NotTaken
from lintel.files.content.looking import CAN_BE_CLEANED
from lintel.files.models import File, FileHandling
from lintel.files.queries import FileSeen
from lintel.files.relations import place_of
from lintel.files.rules import words
from lintel.files.rules.names import clean_name, ending_of
from lintel.files.rules.reading import REFERRER, Belongs, Check, Near, mark_of_telling
from lintel.files.rules.room import NoRoom, has_room, reasons_no_more, reasons_not_at_once
from lintel.kernel.refusals import Invalid, Refusal, Refused
from lintel.notices import actions as notices
from lintel.notices.rules.addressees import everybody_who_is
from lintel.policy.in_force import policy_for
from lintel.sharing.rules.handling import Mark

# Long enough for 20 megabytes; a page waits no longer for a scanner.
SCANNED_WITHIN = 4.0


@dataclass(frozen=True, slots=True)
class Sent:
    """One file as it came. Shape: `size` is what it claims where it was too long to be kept."""

    name: str
    content: bytes
    size: int


@dataclass(frozen=True, slots=True)
class TakenIn:
    """One file that is safe on the disk and that no row knows of yet."""

    name: str
    kind: Kind
    notices: tuple[Notice, ...]
    size: int
    sha256: str
    stored: store.Stored
    check: Check
    checked_by: str
    found_as: str


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


def take_in(sent: Sequence[Sent], *, council: str) -> list[TakenIn]:
    """Look at each, have it scanned and keep its bytes; all of them or none. No transaction.

    Errors:
        Invalid: files that are not taken, by `files.N`.
        NoRoom: the disk, or what this installation allows, is full.
    """
    allowed = policy_for(council).attaching
    wrong = list(reasons_not_at_once((one.size for one in sent), allowed))
    if wrong:
        raise Invalid(*wrong)
    looked = []
    for place, one in enumerate(sent):
        try:
            looked.append(chamber.look(one.content, ending_of(one.name)))
        except NotTaken as not_taken:
            wrong.append(words.not_taken(not_taken.why, place))
    if wrong:
        raise Invalid(*wrong)
    size = sum(len(one.content) for one in sent)
    if not has_room(size, allowed, kept=queries.taken_in_all(), free=store.free_bytes()):
        raise NoRoom
    taken: list[TakenIn] = []
    try:
        for one, found in zip(sent, looked, strict=True):
            check, by, found_as = checked(one.content, within=SCANNED_WITHIN)
            taken.append(
                TakenIn(
                    name=clean_name(one.name, found.kind),
                    kind=found.kind,
                    notices=found.notices,
                    size=len(one.content),
                    sha256=hashlib.sha256(one.content).hexdigest(),
                    stored=store.put(one.content),
                    check=check,
                    checked_by=by,
                    found_as=found_as,
                )
            )
    except NoRoom:
        let_go(taken)
        raise
    return taken


def let_go(taken: Iterable[TakenIn]) -> None:
    """Take away the bytes of files that were not attached after all."""
    for one in taken:
        store.remove(one.stored.name)


def checked(content: bytes, *, within: float) -> tuple[Check, str, str]:
    """What the scanner says, by which scanner, and the name of what it found."""
    try:
        verdict = scanner.check(content, within=within)
    except scanner.NotAsked:
        return Check.WAITING, "", ""
    return (Check.FOUND if verdict.found else Check.CLEAN), verdict.by, verdict.found


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
            name=one.name,
            kind=one.kind,
            size=one.size,
            sha256=one.sha256,
            notices=list(one.notices),
            stored_as=one.stored.name,
            key=one.stored.key,
            check_said=one.check,
            checked_at=None if one.check is Check.WAITING else at,
            checked_by=one.checked_by,
            found_as=one.found_as,
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
    near = near_to_attach(by, belongs, belongs_id, at=at)
    by.must(Permission.ATTACH_FILE)
    if not sent:
        raise Invalid(Refusal("missing", "Select a file", field="files"))
    hands_in = belongs is Belongs.CONTACT and not by.may(Permission.OPEN_FILE)
    if given is None and not hands_in:
        raise Invalid(Refusal("missing", "Select who may read it", field="handling"))
    taken = take_in(sent, council=by.council)
    try:
        with transaction.atomic():
            near = near_to_attach(by, belongs, belongs_id, at=at)
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


def near_to_attach(by: Viewer, belongs: Belongs, belongs_id: UUID, *, at: datetime) -> Near:
    """What to attach to: a contact they may open or have just handed in, or what was asked of them.

    Errors:
        NotThere: there is none, or none for `by`.
    """
    if belongs is not Belongs.CONTACT:
        return place_of(by, belongs, belongs_id, at)
    contact = just_taken(by, belongs_id)
    return Near(contact.id, contact.reference, contact.council)


@transaction.atomic
def open_file(*, file_id: UUID, for_sharing: bool = False, by: Viewer, at: datetime) -> Opened:
    """The bytes of a file, or of its copy for sharing; that is on the trail, or nothing is given.

    Errors:
        NotThere: there is no such file, or none that `by` may know of.
        NotPermitted: `by` may know only that it is there.
        Refused: it has not been checked, or something was found in it; or there can be no copy.
    """
    row, seen = queries.one_file(by, file_id, at=at)
    by.must(Permission.OPEN_FILE)
    if not seen.in_full:
        raise NotPermitted(Permission.OPEN_FILE)
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
    elif for_sharing:
        raise Refused(words.NO_COPY)
    how = "copy" if is_copy else "as it came"
    _on_the_trail(Permission.OPEN_FILE, row, f"{row.reference} {how}", by=by, at=at)
    return Opened(name, MEDIA[kind], content)


@transaction.atomic
def mark_file(
    *, file_id: UUID, given: Given, reason: str = "", by: Viewer, at: datetime
) -> FileSeen:
    """Mark a file anew. The mark it had is kept beside it.

    Errors:
        NotThere: there is no such file, or none that `by` may know of.
        NotPermitted: it is not theirs to mark.
    """
    row, seen = queries.one_file(by, file_id, at=at, for_change=True)
    if not seen.may_mark:
        raise NotPermitted(Permission.ATTACH_FILE)
    _handle(row, given, reason=reason.strip(), by=by, at=at)
    why = f"{row.reference} handling {given.mark}"
    _on_the_trail(Permission.ATTACH_FILE, row, why, by=by, at=at)
    return queries.one_file(by, file_id, at=at)[1]


# --- Files of a draft of the public form ---------------------------------------------------------


@transaction.atomic
def keep_with_draft(
    taken: Sequence[TakenIn], *, council: str, until: datetime, by: Viewer, at: datetime
) -> list[UUID]:
    """Keep files that somebody has not sent yet; the draft remembers their ids.

    Errors:
        Refused: the public form has taken as much as it can today.
    """
    full = reasons_no_more(
        (one.size for one in taken),
        policy_for(council).attaching,
        contact=queries.Taken(),
        person=queries.taken_by_person(by.account_id, at=at),
        public=True,
    )
    if full:
        raise Refused(*full)
    rows = [
        File.objects.create(
            id=uuid4(),
            council=council,
            belongs=Belongs.DRAFT,
            agency=REFERRER,
            given_at=at,
            given_by=by.account_id,
            name=one.name,
            kind=one.kind,
            size=one.size,
            sha256=one.sha256,
            notices=list(one.notices),
            stored_as=one.stored.name,
            key=one.stored.key,
            check_said=one.check,
            checked_at=None if one.check is Check.WAITING else at,
            checked_by=one.checked_by,
            found_as=one.found_as,
            kept_until=until,
        )
        for one in taken
    ]
    return [row.id for row in rows]


def keep_draft_files(ids: Collection[UUID], *, until: datetime) -> None:
    """Keep a draft's files as long as the draft."""
    if ids:
        rows = File.objects.filter(id__in=list(ids), belongs=Belongs.DRAFT)
        rows.escape("draft kept longer").update(kept_until=until)


def drop_draft_files(ids: Collection[UUID]) -> None:
    """Take files out of a draft: the rows at once, the bytes after them."""
    rows = File.objects.filter(id__in=list(ids), belongs=Belongs.DRAFT)
    names = list(rows.values_list("stored_as", flat=True))
    rows.escape("draft dropped").delete()
    transaction.on_commit(lambda: [store.remove(name) for name in names])


def hand_over_draft(
    ids: Collection[UUID],
    *,
    contact_id: UUID,
    reference: str,
    council: str,
    by: Viewer,
    at: datetime,
) -> None:
    """Make a draft's files those of the contact it became, in the caller's transaction."""
    rows = File.objects.select_for_update().filter(id__in=list(ids), belongs=Belongs.DRAFT)
    for row in rows.order_by("given_at", "id"):
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
    """Tell the managers that a file is kept from everybody; once."""
    notices.queue(
        kind="file_held",
        council=row.council,
        channel="task",
        to=everybody_who_is(Role.MANAGER),
        subject=f"A file was held back, {row.reference}",
        body="A virus or something like it was found in it, so nobody can open it. Ask whoever "
        "sent it to send it again from a computer that is safe.",
        about=row.reference,
        due_at=None,
        once_key=f"file_held:{row.id}",
        by=by,
        at=at,
    )


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


def _on_the_trail(did: Permission, row: File, why: str, *, by: Viewer, at: datetime) -> None:
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
