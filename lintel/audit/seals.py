"""Sealing the audit trail, so that a changed, missing, moved or added entry shows.

Each entry's seal is a keyed hash of its own words and of the seal before it. The key comes
from the instance's secret file and is in no database, so that somebody who can rewrite every
row still cannot seal one. The head (how many entries there are and the newest seal) carries a
keyed mark of its own, so a cut tail shows. Going back whole to an older copy of the database
shows only against an anchor kept elsewhere: the seal AT the anchored sequence number must be
the one the anchor names, however many entries were added since.
"""

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

FIRST = "0" * 64  # what the first entry is sealed against
COLUMNS = (
    "sequence",
    "at",
    "actor",
    "employer",
    "council",
    "role",
    "did",
    "object_type",
    "object_id",
    "zone",
    "why",
    "request_id",
)
# Added after the first trails were sealed: sealed after the others, where one of them says
# something, so that an entry from before reads as it was sealed.
LATER = ("relation", "where_from")

Words = Sequence[str]  # COLUMNS as text, in that order, then LATER


@dataclass(frozen=True, slots=True)
class Keys:
    """One key for each thing that is sealed, so that none can stand in for another."""

    entry: bytes
    head: bytes
    anchor: bytes
    place: bytes


@dataclass(frozen=True, slots=True)
class Head:
    sequence: int
    seal: str
    mark: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where the trail stood at a moment; kept outside the database.

    Shape: `at` is ISO 8601; `mac` is a keyed hash of the rest.
    """

    sequence: int
    seal: str
    count: int
    at: str
    mac: str


@dataclass(frozen=True, slots=True)
class Fault:
    """The first place where the trail does not hold.

    Shape: `code` is one of "changed_or_moved", "missing", "added", "head", "cut_short",
        "not_as_anchored", "anchor".
    """

    sequence: int
    code: str
    message: str


@lru_cache(maxsize=4)
def keys_from(secret: bytes) -> Keys:
    """Keys for the trail out of the instance's secret.

    Source: RFC 5869 (HKDF with SHA-256); each key is one block, so expansion is one step.
    """
    pseudo_random = hmac.digest(b"lintel audit trail", secret, "sha256")

    def expand(purpose: bytes) -> bytes:
        return hmac.digest(pseudo_random, purpose + b"\x01", "sha256")

    return Keys(expand(b"entry"), expand(b"head"), expand(b"anchor"), expand(b"place"))


def place_mark(address: str, *, key: bytes) -> str:
    """Where somebody was, as a mark that tells one place from another and names none; empty for
    an empty address."""
    return hmac.digest(key, address.encode(), "sha256").hex()[:16] if address else ""


def seal(words: Words, *, previous: str, key: bytes) -> str:
    """64 hex digits over `previous` and `words`."""
    return seal_text(text_of(words), previous=previous, key=key)


def text_of(words: Words) -> str:
    """What is sealed: each word after its length, so that no two different rows read alike.

    >>> text_of(["ab", "c"])
    '2:ab1:c'
    """
    first = len(COLUMNS)
    said = words if any(words[first:]) else words[:first]
    return "".join([f"{len(word)}:{word}" for word in said])


def seal_text(text: str, *, previous: str, key: bytes) -> str:
    return hmac.digest(key, (previous + text).encode(), "sha256").hex()


def head_mark(sequence: int, newest: str, *, key: bytes) -> str:
    return hmac.digest(key, f"{sequence}:{newest}".encode(), "sha256").hex()


def anchor_of(head: Head, *, at: str, keys: Keys) -> Anchor:
    """The trail is numbered from 1 without gaps, so its newest number is its count."""
    mac = _anchor_mac(head.sequence, head.seal, head.sequence, at, keys)
    return Anchor(head.sequence, head.seal, head.sequence, at, mac)


def _anchor_mac(sequence: int, newest: str, count: int, at: str, keys: Keys) -> str:
    words = f"{sequence}:{newest}:{count}:{at}"
    return hmac.digest(keys.anchor, words.encode(), "sha256").hex()


class Check:
    """Reads a trail from its first entry and finds the first place where it does not hold.

    Feed it rows in order with `read`, as often as there are more, then end with the head, which
    must have been looked at after the last row.
    """

    def __init__(self, keys: Keys, anchors: Iterable[Anchor] = ()) -> None:
        self.keys = keys
        self.anchors = sorted(anchors, key=lambda each: each.sequence)
        self.number = 0
        self.newest = FIRST
        # Two that name one place with two seals cannot both hold; the first to fail is told.
        self._anchored: dict[int, set[str]] = {}
        for each in self.anchors:
            self._anchored.setdefault(each.sequence, set()).add(each.seal)

    def anchor_fault(self) -> Fault | None:
        """Whether the anchors themselves are of this instance."""
        for told in self.anchors:
            mac = _anchor_mac(told.sequence, told.seal, told.count, told.at, self.keys)
            if not hmac.compare_digest(mac, told.mac) or told.sequence != told.count:
                return Fault(0, "anchor", "The anchor file is not one this instance wrote")
        if self._anchored.get(0, {FIRST}) != {FIRST}:
            return Fault(0, "anchor", "The anchor file is not one this instance wrote")
        return None

    def read(self, rows: Iterable[tuple[str, str | None, str]]) -> Fault | None:
        """`rows` are (sequence, text, seal) in order; reading stops at the first fault."""
        anchored = self._anchored
        key, number, newest = self.keys.entry, self.number, self.newest
        for sequence, text, sealed in rows:
            expected = number + 1
            if sequence != str(expected):
                return _out_of_step(sequence, expected)
            if text is None or seal_text(text, previous=newest, key=key) != sealed:
                message = f"Entry {expected} was changed, moved or not written by Lintel"
                return Fault(expected, "changed_or_moved", message)
            if expected in anchored and anchored[expected] != {sealed}:
                message = f"Entry {expected} is not the one the anchor names"
                return Fault(expected, "not_as_anchored", message)
            number, newest = expected, sealed
            self.number, self.newest = number, newest
        return None

    def end(self, head: Head | None) -> Fault | None:
        told = self.anchors[-1].sequence if self.anchors else 0
        if self.number < told:
            message = f"The trail ends at {self.number}; the anchor saw {told} entries"
            return Fault(self.number + 1, "cut_short", message)
        return head_fault(head, self.number, self.newest, self.keys)


def _out_of_step(found: str, expected: int) -> Fault:
    if found.lstrip("-").isdigit() and int(found) > expected:
        return Fault(expected, "missing", f"Entry {expected} is missing")
    return Fault(expected, "added", f"Entry {found} stands where {expected} should be")


def head_fault(head: Head | None, number: int, newest: str, keys: Keys) -> Fault | None:
    """Whether `head` is Lintel's own and stands at the newest entry."""
    if head is None:
        return Fault(number + 1, "head", "The head of the trail is missing")
    untouched = head.sequence == 0 and not head.mark and head.seal == FIRST
    mark = head_mark(head.sequence, head.seal, key=keys.head)
    if not untouched and not hmac.compare_digest(mark, head.mark):
        return Fault(number + 1, "head", "The head of the trail was not written by Lintel")
    if head.sequence > number:
        message = f"The trail ends at {number}; its head says {head.sequence}"
        return Fault(number + 1, "cut_short", message)
    if head.sequence < number or head.seal != newest:
        return Fault(head.sequence + 1, "head", "The head of the trail is not its newest entry")
    return None
