"""An entry of the trail as a person reads it: who, in which role, when, why, which part."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lintel.access.roles import ROLE_WORDS
from lintel.access.viewers import Permission, Role
from lintel.audit.trail import REFUSED, Entry
from lintel.kernel.instants import when_in_words

PARTS: Mapping[str, str] = MappingProxyType(
    {
        "Z0": "that it is there",
        "Z1": "who it is about",
        "Z2": "where they live",
        "Z3": "what was told",
        "Z4": "who told us",
        "Z5": "agencies’ answers",
        "Z6": "the decision",
        "Z7": "what came of it",
        "Z8": "files",
        "Z9": "who opened it",
        "Z10": "figures",
    }
)


@dataclass(frozen=True, slots=True)
class EntryShown:
    """Shape: `parts` in words, "" for what comes near no part; `because` is the relation."""

    when: str
    by: str
    role: str
    did: str
    parts: str
    because: str
    why: str


# As a refusal is entered: the answer's number, what it takes, the page's name, how many there were.
_TRIED = re.compile(r"[0-9]{3} (?:(?P<needs>[^,;]+), )?page [^;]+(?:; (?P<many>.+))?")
_TO_OPEN = frozenset(
    {
        Permission.VIEW_BOARD,
        Permission.VIEW_CONTACT,
        Permission.VIEW_PERSON,
        Permission.VIEW_REQUESTS,
        Permission.VIEW_ALLEGATION,
    }
)


def tried_in_words(why: str) -> tuple[str, str]:
    """What somebody was refused, and how often where that is said, without codes.

    >>> tried_in_words("404 view contact, page contact")
    ('Tried to open, and was refused', '')
    >>> tried_in_words("403 ask agencies, page ask; 100 refused in an hour")
    ('Tried to ask agencies, and was refused', '100 refused in an hour')
    """
    found = _TRIED.fullmatch(why)
    if found is None:
        return "Was refused", ""
    needs = found["needs"]
    what = "open" if needs is None or needs in _TO_OPEN else needs
    return f"Tried to {what}, and was refused", found["many"] or ""


def entry_shown(entry: Entry, name: str) -> EntryShown:
    role = entry.role
    did, why = entry.did, entry.why
    if did == REFUSED:
        did, why = tried_in_words(why)
    said = ROLE_WORDS[Role(role)] if role in {*Role} else role.replace("_", " ")
    return EntryShown(
        when=when_in_words(entry.at),
        by=name or "Somebody who is no longer here",
        role=f"{said}, {entry.employer.replace('-', ' ')}",
        did=did[:1].upper() + did[1:],
        parts=", ".join(PARTS.get(zone, zone) for zone in entry.zone.split()),
        because=entry.relation[:1].upper() + entry.relation[1:],
        why=why,
    )
