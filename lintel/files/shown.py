"""Files in plain words, for every page that shows some: the public part of this context's pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from lintel.access.viewers import Permission, Viewer
from lintel.files.content.kinds import Notice
from lintel.files.content.looking import CAN_BE_CLEANED
from lintel.files.queries import FileSeen, files_with
from lintel.files.relations import place_of
from lintel.files.rules.reading import Belongs, Check, Kept
from lintel.files.rules.words import KIND_WORDS, NOTICE_WORDS, size_in_words
from lintel.kernel.instants import when_in_words
from lintel.kernel.refusals import NotThere
from lintel.sharing.rules.handling import MARK_WORDS


@dataclass(frozen=True, slots=True)
class FileShown:
    """Shape: `href` is "" for what cannot be opened now; `standing` says why, `colour` its tag's.
    `copy_href` is the copy for sharing, offered to those who are given the file as it came."""

    name: str
    about: str
    given: str
    standing: str
    colour: str
    notices: Sequence[str]
    mark: str
    href: str
    copy_href: str
    mark_href: str


@dataclass(frozen=True, slots=True)
class FilesPanel:
    files: Sequence[FileShown]
    attach_href: str


STANDING = {
    Check.WAITING: ("Not checked for viruses yet", "yellow"),
    Check.FOUND: ("Held: a virus was found", "red"),
}
KEPT_WORDS = {
    Kept.FOR_DECIDING: "It is for those who decide",
    Kept.UNTIL_ALL_ANSWER: "It is kept back until every agency has answered",
    Kept.FROM_THEM: "You may know only that it is there",
}
# Outside the hub the copy is all there is.
NO_COPY = ("No copy for sharing can be made", "grey")


def file_shown(seen: FileSeen) -> FileShown:
    standing, colour = STANDING.get(seen.check, ("", ""))
    has_copy = seen.kind in CAN_BE_CLEANED and Notice.MAY_HOLD_POSITION not in seen.notices
    if seen.in_full and not (standing or seen.as_it_came or has_copy):
        standing, colour = NO_COPY
    can_open = seen.in_full and not standing
    href = reverse("file", args=[seen.id]) if can_open else ""
    offers_copy = href and has_copy and seen.as_it_came and seen.notices
    by = f", by {seen.given_by}" if seen.given_by else ""
    came_with = {Belongs.REQUEST: " with an answer", Belongs.DISCUSSION: " for a discussion"}
    return FileShown(
        name=seen.name if seen.in_full else "A file that you cannot open",
        about=f"{KIND_WORDS[seen.kind]}, {size_in_words(seen.size)}" if seen.kind else "",
        given=f"Given {when_in_words(seen.given_at)}{by}{came_with.get(seen.belongs, '')}",
        standing=standing,
        colour=colour,
        notices=[NOTICE_WORDS[one] for one in seen.notices],
        mark=MARK_WORDS[seen.mark] if seen.mark else KEPT_WORDS[seen.kept or Kept.FROM_THEM],
        href=href,
        copy_href=f"{href}?copy=sharing" if offers_copy else "",
        mark_href=reverse("mark_file", args=[seen.id]) if seen.may_mark else "",
    )


def files_shown(viewer: Viewer, belongs: Belongs, belongs_id: UUID, *, at: datetime) -> FilesPanel:
    """What came with a request or a discussion, and where more is attached to it; nothing and
    nowhere once it is closed to this viewer."""
    try:
        near = place_of(viewer, belongs, belongs_id, at)
    except NotThere:
        return FilesPanel((), "")
    seen = files_with(viewer, near.contact_id, belongs, belongs_id, at=at)
    may = viewer.may(Permission.ATTACH_FILE)
    href = reverse(f"attach_to_{belongs}", args=[belongs_id]) if may else ""
    return FilesPanel([file_shown(one) for one in seen], href)
