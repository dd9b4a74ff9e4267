"""What a viewer may know of files. Every question begins with the contact's own visibility."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from lintel.access import queries as access
from lintel.access.viewers import Permission, Viewer
from lintel.access.worded_once import worded_once
from lintel.contacts import queries as contacts
from lintel.contacts.queries.visibility import just_taken
from lintel.files import store
from lintel.files.content.kinds import Kind, Notice
from lintel.files.models import File, FileHandling
from lintel.files.relations import Answers, answers_to, place_of, reference_for_asked
from lintel.files.rules.reading import (
    Belongs,
    Check,
    FileFacts,
    Kept,
    Near,
    how_much,
    is_given_as_it_came,
    may_mark,
    why_kept,
)
from lintel.files.rules.room import Taken
from lintel.kernel.refusals import NotThere
from lintel.sharing.rules.handling import Mark, Reading

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FileSeen:
    """A file as one viewer may know of it.

    Shape: without `in_full` they may know only that it is there: name, kind, mark and notices
        are empty, and `kept` says why. `as_it_came`: they are given the file itself rather than
        the copy for sharing. `version` is how often it was marked.
    """

    id: UUID
    given_at: datetime
    given_by: str
    agency: str
    belongs: Belongs
    belongs_id: UUID | None
    in_full: bool
    name: str
    kind: Kind | None
    size: int
    mark: Mark | None
    check: Check
    notices: tuple[Notice, ...]
    as_it_came: bool
    may_mark: bool
    version: int
    onward_leave: bool = False
    kept: Kept | None = None


class Nearness:
    """How one viewer comes near what is attached to one contact: by the contact itself, by what
    their agency was asked about it, or by a discussion that they were asked to."""

    def __init__(self, viewer: Viewer, contact_id: UUID, *, at: datetime) -> None:
        self.viewer, self.contact_id, self.at = viewer, contact_id, at
        own = contacts.found(viewer, contact_id)
        self.whole = bool(own)
        alleged = self.whole and own[0].allegation
        self.telling = not alleged or viewer.may(Permission.VIEW_ALLEGATION)
        self.reference = own[0].reference if own else reference_for_asked(viewer, contact_id, at)
        self._discussions: dict[UUID | None, Near | None] = {}
        self._answers: Answers | None = None

    def to(self, row: File) -> Near | None:
        """As the rule asks for it; None for somebody who comes near it in no way."""
        if row.belongs == Belongs.DISCUSSION and not self.whole:
            return self._by_discussion(row.belongs_id)
        if not self.reference:
            return None
        if self._answers is None:
            self._answers = answers_to(self.contact_id)
        by_request = row.belongs == Belongs.REQUEST
        return Near(
            self.contact_id,
            self.reference,
            self.viewer.council,
            pooled=self._answers.pooled,
            blind_from=self._answers.blind_from if by_request else None,
            telling=self.telling,
            own_route=self.whole,
        )

    def _by_discussion(self, discussion_id: UUID | None) -> Near | None:
        if discussion_id not in self._discussions:
            try:
                found = discussion_id and place_of(
                    self.viewer, Belongs.DISCUSSION, discussion_id, self.at
                )
            except NotThere:
                found = None
            self._discussions[discussion_id] = found or None
        return self._discussions[discussion_id]


def files_of(viewer: Viewer, contact_id: UUID, *, at: datetime) -> list[FileSeen]:
    """What is attached to a contact, oldest first, as far as the viewer may know of it; nothing
    for whoever does not come near it."""
    nearness = Nearness(viewer, contact_id, at=at)
    return _seen(_attached_to(contact_id, viewer.council), nearness)


@worded_once
def _attached_to(contact_id: UUID, council: str) -> QuerySet[File]:
    rows = File.objects.filter(contact_id=contact_id, council=council)
    return rows.defer("key").order_by("given_at", "name", "id")


def files_with(
    viewer: Viewer, contact_id: UUID, belongs: Belongs, belongs_id: UUID, *, at: datetime
) -> list[FileSeen]:
    """Of those, what came with one request or discussion."""
    return [
        one
        for one in files_of(viewer, contact_id, at=at)
        if (one.belongs, one.belongs_id) == (belongs, belongs_id)
    ]


def one_file(
    viewer: Viewer, file_id: UUID, *, at: datetime, for_change: bool = False
) -> tuple[File, FileSeen]:
    """One file, as it is kept and as the viewer may know of it.

    Errors:
        NotThere: there is no such file, or none that this viewer may know of.
        PossibleConflict: it may be of their own family, and they have not said why they open it.
    """
    found = File.objects.filter(id=file_id, council=viewer.council, contact_id__isnull=False)
    row = (found.select_for_update() if for_change else found).first()
    if row is None or row.contact_id is None:
        raise NotThere("file")
    nearness = Nearness(viewer, row.contact_id, at=at)
    seen = _seen([row], nearness)
    if not seen:
        raise NotThere("file")
    if nearness.whole:  # asks why of somebody who may be of the family
        contacts.the_contact(viewer, row.contact_id)
    return row, seen[0]


def near_to_attach(viewer: Viewer, belongs: Belongs, belongs_id: UUID, *, at: datetime) -> Near:
    """What to attach to: a contact they may open or have just handed in, or what was asked of them.

    Errors:
        NotThere: there is none, or none for this viewer.
    """
    if belongs is not Belongs.CONTACT:
        return place_of(viewer, belongs, belongs_id, at)
    contact = just_taken(viewer, belongs_id)
    return Near(contact.id, contact.reference, contact.council)


def facts_of(row: File, handling: FileHandling) -> FileFacts:
    return FileFacts(
        agency=row.agency,
        belongs=Belongs(row.belongs),
        mark=Mark(handling.mark),
        given_by=row.given_by,
        given_at=row.given_at,
        named=frozenset(UUID(one) for one in handling.named),
        onward_leave=handling.onward_leave,
    )


def _seen(rows: Iterable[File], nearness: Nearness) -> list[FileSeen]:
    viewer, rows = nearness.viewer, list(rows)
    if not rows:
        return []
    newest: dict[UUID, FileHandling] = {}
    marked: Counter[UUID] = Counter()
    for handling in FileHandling.objects.filter(file__in=[row.id for row in rows]):
        newest[handling.file_id] = handling
        marked[handling.file_id] += 1
    names = access.names_of({row.given_by for row in rows})
    may_open = viewer.may(Permission.OPEN_FILE)
    found = []
    for row in rows:
        facts, near = facts_of(row, newest[row.id]), nearness.to(row)
        given = how_much(facts, viewer, near) if near else Reading.NOTHING
        if given is Reading.NOTHING:
            continue
        in_full = given is Reading.FULL and may_open
        found.append(
            FileSeen(
                id=row.id,
                given_at=row.given_at,
                given_by=names.get(row.given_by, "") if in_full else "",
                agency=row.agency,
                belongs=Belongs(row.belongs),
                belongs_id=row.belongs_id,
                in_full=in_full,
                name=row.name if in_full else "",
                kind=Kind(row.kind) if in_full else None,
                size=row.size if in_full else 0,
                mark=facts.mark if in_full else None,
                check=Check(row.check_said),
                notices=tuple(Notice(one) for one in row.notices) if in_full else (),
                as_it_came=in_full and is_given_as_it_came(facts, viewer),
                may_mark=in_full and may_mark(facts, viewer),
                version=marked[row.id] if in_full else 0,
                onward_leave=in_full and facts.onward_leave,
                kept=None if in_full or near is None else why_kept(facts, viewer, near),
            )
        )
    return found


def checks_of(ids: Iterable[UUID]) -> set[Check]:
    """What the scanner has said of these, for telling whoever has just given them."""
    said = File.objects.filter(id__in=list(ids)).values_list("check_said", flat=True)
    return {Check(one) for one in said}


# --- How much there is, asked by nobody in particular -------------------------------------------


def taken_by_contact(contact_id: UUID) -> Taken:
    return _taken(File.objects.filter(contact_id=contact_id))


def taken_by_person(account_id: UUID, *, at: datetime) -> Taken:
    """In the 24 hours before `at`."""
    return _taken(File.objects.filter(given_by=account_id, given_at__gt=at - DAY))


def taken_in_all() -> int:
    return File.objects.aggregate(size=Sum("size"))["size"] or 0


def _taken(rows) -> Taken:
    found = rows.aggregate(files=Count("id"), size=Sum("size"))
    return Taken(found["files"], found["size"] or 0)


@dataclass(frozen=True, slots=True)
class Soundness:
    """How what is kept stands. Shape: `lost` are ids of files whose bytes are gone or changed."""

    files: int
    waiting: int
    held: int
    lost: tuple[UUID, ...]


def soundness() -> Soundness:
    """Every file, read and compared with what was put: for `lintel doctor`. Slow by its nature."""
    lost, rows = [], File.objects.all()
    for row in rows.only("id", "stored_as", "key").iterator(chunk_size=200):
        try:
            store.get(store.Stored(row.stored_as, bytes(row.key)))
        except store.Lost:
            lost.append(row.id)
    return Soundness(
        files=rows.count(),
        waiting=rows.filter(check_said=Check.WAITING).count(),
        held=rows.filter(check_said=Check.FOUND).count(),
        lost=tuple(lost),
    )
