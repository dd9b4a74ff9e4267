"""Conflicts of interest: when a worker stands too near a family to have its record.

A conflict is declared, by the worker or a manager; or it is inferred, from what the worker has
said of themselves for this and nothing else. What they said is kept only as marks: keyed hashes
that can be compared with a family's and not be read back.

Source: access model, section 6.
"""

import hmac
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from lintel.kernel.refusals import Refusal, Refused

LONGEST = 1000
REASON_LEAST = 20


class Conflicted(StrEnum):
    """How a worker is near a record. The stored value never changes."""

    SELF = "self"
    DECLARED = "declared"
    INFERRED = "inferred"


class PossibleConflict(Refused):
    """A record may be of the worker's own family: they say why they open it, and then it opens."""

    def __init__(self, contact_id: UUID) -> None:
        words = "This record may be about somebody you are near to. Say why you need to open it"
        super().__init__(Refusal("possible_conflict", words))
        self.contact_id = contact_id


# The nearest says what holds, when there is more than one.
NEAREST = (Conflicted.SELF, Conflicted.DECLARED, Conflicted.INFERRED)


class Relation(StrEnum):
    """What somebody says they are to a family. The stored value never changes."""

    MYSELF = "myself"
    FAMILY = "family"
    FRIEND = "friend"
    NEIGHBOUR = "neighbour"
    OTHER = "other"


RELATION_WORDS: Mapping[Relation, str] = MappingProxyType(
    {
        Relation.MYSELF: "It is about me or my own child",
        Relation.FAMILY: "They are family",
        Relation.FRIEND: "They are friends or close to me",
        Relation.NEIGHBOUR: "They are neighbours, or we meet in daily life",
        Relation.OTHER: "Something else",
    }
)


class Detail(StrEnum):
    """What a worker can say of themselves. The stored value never changes."""

    SELF = "self"
    FAMILY_NAME = "family_name"
    ADDRESS = "address"
    FORMER_ADDRESS = "former_address"
    PHONE = "phone"
    EMAIL = "email"
    KIN = "kin"
    DECLARED = "declared"  # somebody of a family that a conflict has been declared about


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody by name and birthday; the birthday may be unknown."""

    given_name: str = ""
    family_name: str = ""
    born_on: date | None = None


@dataclass(frozen=True, slots=True)
class Lived:
    """Shape: `lines` the address as it is written, `postcode` apart from it."""

    lines: tuple[str, ...] = ()
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class OwnDetails:
    """What a worker says of themselves, so that their own family's records keep from them.

    Shape: `kin` are close family; `family_names` their own, past and present.
    """

    self_: Named = field(default_factory=Named)
    family_names: tuple[str, ...] = ()
    address: Lived = field(default_factory=Lived)
    former_addresses: tuple[Lived, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    kin: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Near:
    """Somebody a record is about, or who told of them, as far as a conflict can be seen by."""

    named: Named = field(default_factory=Named)
    lived: Lived = field(default_factory=Lived)
    phone: str = ""
    email: str = ""


_ODD = re.compile(r"[^a-z0-9]+")


def plain(words: str) -> str:
    """A name however it is typed.

    >>> plain(" O'Brien-Núñez ")
    'obrien nunez'
    """
    bare = unicodedata.normalize("NFKD", re.sub("['\u2019\u02bc]", "", words)).casefold()
    return _ODD.sub(" ", "".join(c for c in bare if not unicodedata.combining(c))).strip()


def digits_of(phone: str) -> str:
    """A telephone number however it is typed; "" for what is none.

    >>> digits_of("+44 7700 900 123"), digits_of("07700 900123")
    ('07700900123', '07700900123')
    """
    digits = "".join(c for c in phone if c.isdigit())
    digits = "0" + digits[2:] if digits.startswith("44") else digits
    return digits if len(digits) >= 9 else ""


def _home(lived: Lived) -> str:
    """House and postcode: towns and streets are written in too many ways to compare.

    >>> _home(Lived(("Flat 2, 14 Elm Road", "Northbeck"), "nb1 2cd"))
    'nb12cd flat 2 14'
    """
    postcode = plain(lived.postcode).replace(" ", "")
    if not postcode:
        return ""
    words = [word for line in lived.lines for word in plain(line).split()]
    number = [word for word in words if word == "flat" or word[0].isdigit()]
    if any(word[0].isdigit() for word in number):
        return " ".join([postcode, *number])
    first = next((plain(line) for line in lived.lines if plain(line)), "")
    return f"{postcode} {first}" if first else ""


def _person(named: Named) -> str:
    given, family = plain(named.given_name).split(), plain(named.family_name)
    if not given or not family or named.born_on is None:
        return ""
    return f"{given[0]} {family} {named.born_on.isoformat()}"


def _mark(key: bytes, council: str, what: str, text: str) -> str:
    return hmac.digest(key, f"{council}|{what}|{text}".encode(), "sha256").hex()


_PERSON, _NAME, _HOME, _PHONE, _EMAIL = "person", "name", "home", "phone", "email"


def own_marks(said: OwnDetails, *, council: str, key: bytes) -> dict[Detail, frozenset[str]]:
    """What is kept of a worker's own details: nothing that can be read back, nothing empty."""
    names = [said.self_.family_name, *said.family_names]
    texts: dict[Detail, tuple[str, list[str]]] = {
        Detail.SELF: (_PERSON, [_person(said.self_)]),
        Detail.FAMILY_NAME: (_NAME, [plain(name) for name in names]),
        Detail.ADDRESS: (_HOME, [_home(said.address)]),
        Detail.FORMER_ADDRESS: (_HOME, [_home(one) for one in said.former_addresses]),
        Detail.PHONE: (_PHONE, [digits_of(one) for one in said.phones]),
        Detail.EMAIL: (_EMAIL, [one.strip().casefold() for one in said.emails]),
        Detail.KIN: (_PERSON, [_person(one) for one in said.kin]),
    }
    return {
        detail: frozenset(_mark(key, council, what, text) for text in said_ if text)
        for detail, (what, said_) in texts.items()
        if any(said_)
    }


def marks_of(near: Near, *, council: str, key: bytes) -> dict[str, str]:
    """The same of somebody in a record, to be compared: by what it is of."""
    texts = {
        _PERSON: _person(near.named),
        _NAME: plain(near.named.family_name),
        _HOME: _home(near.lived),
        _PHONE: digits_of(near.phone),
        _EMAIL: near.email.strip().casefold(),
    }
    return {what: _mark(key, council, what, text) for what, text in texts.items() if text}


def how_near(
    own: Mapping[Detail, frozenset[str]], family: Iterable[Mapping[str, str]]
) -> tuple[Conflicted, tuple[Detail, ...]] | None:
    """How a worker stands to a record, and which of their details say so; None when not at all.

    A former address counts only with the same family name: others have lived there since.
    """
    found: set[Detail] = set()
    for marks in family:

        def same(detail: Detail, what: str, marks: Mapping[str, str] = marks) -> bool:
            return marks.get(what, "") in own.get(detail, frozenset())

        found |= {Detail.SELF} if same(Detail.SELF, _PERSON) else set()
        found |= {Detail.DECLARED} if same(Detail.DECLARED, _PERSON) else set()
        found |= {Detail.KIN} if same(Detail.KIN, _PERSON) else set()
        found |= {Detail.PHONE} if same(Detail.PHONE, _PHONE) else set()
        found |= {Detail.EMAIL} if same(Detail.EMAIL, _EMAIL) else set()
        found |= {Detail.ADDRESS} if same(Detail.ADDRESS, _HOME) else set()
        if same(Detail.FAMILY_NAME, _NAME) and same(Detail.FORMER_ADDRESS, _HOME):
            found |= {Detail.FAMILY_NAME, Detail.FORMER_ADDRESS}
    if not found:
        return None
    level = Conflicted.INFERRED
    if Detail.DECLARED in found:
        level = Conflicted.DECLARED
    if Detail.SELF in found:
        level = Conflicted.SELF
    return level, tuple(detail for detail in Detail if detail in found)


def family_marks(family: Iterable[Named], *, council: str, key: bytes) -> frozenset[str]:
    """Marks of everybody by name and birthday, to know the same family by when it is told of
    again and nobody has yet said who they are."""
    texts = (_person(one) for one in family)
    return frozenset(_mark(key, council, _PERSON, text) for text in texts if text)


def nearest(conflicts: Iterable[str]) -> Conflicted | None:
    """
    >>> nearest(["inferred", "self"]).value
    'self'
    """
    found = set(conflicts)
    return next((each for each in NEAREST if each in found), None)


def what_is_wrong_with_declaring(relation: str, reason: str) -> tuple[Refusal, ...]:
    wrong = []
    if relation not in {str(one) for one in Relation}:
        wrong.append(Refusal("relation_missing", "Select what they are to the family", "relation"))
    if not reason.strip():
        wrong.append(Refusal("reason_missing", "Enter how they know the family", "reason"))
    if len(reason) > LONGEST:
        words = f"Reason must be {LONGEST:,} characters or fewer"
        wrong.append(Refusal("reason_too_long", words, "reason"))
    return tuple(wrong)


def what_is_wrong_with_opening(reason: str) -> tuple[Refusal, ...]:
    """Before a record that may be of the worker's own family is opened."""
    if len(" ".join(reason.split())) < REASON_LEAST:
        words = f"Enter why you need to open it, in {REASON_LEAST} characters or more"
        return (Refusal("reason_too_short", words, "reason"),)
    if len(reason) > LONGEST:
        words = f"Reason must be {LONGEST:,} characters or fewer"
        return (Refusal("reason_too_long", words, "reason"),)
    return ()
