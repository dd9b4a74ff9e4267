"""Taking files in: looked at, scanned, and safe on the disk, before any row knows of them.

No transaction, so that nobody waits for a scanner while holding the database.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lintel.files import queries, scanner, store
from lintel.files.content import chamber
from lintel.files.content.kinds import Kind, Notice, NotTaken
from lintel.files.rules import words
from lintel.files.rules.names import clean_name, ending_of
from lintel.files.rules.reading import Check
from lintel.files.rules.room import NoRoom, has_room, reasons_not_at_once
from lintel.kernel.refusals import Invalid
from lintel.policy.in_force import policy_for

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


def columns_of(one: TakenIn, *, at: datetime) -> dict[str, Any]:
    """What a row keeps of a file that was taken in, whatever it came with."""
    return {
        "name": one.name,
        "kind": one.kind,
        "size": one.size,
        "sha256": one.sha256,
        "notices": list(one.notices),
        "stored_as": one.stored.name,
        "key": one.stored.key,
        "check_said": one.check,
        "checked_at": None if one.check is Check.WAITING else at,
        "checked_by": one.checked_by,
        "found_as": one.found_as,
    }


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
