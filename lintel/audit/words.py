"""An entry of the trail as a person reads it: who, in which role, when, why, which part."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lintel.access.roles import ROLE_WORDS
from lintel.access.viewers import Role
from lintel.audit.trail import Entry
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


def entry_shown(entry: Entry, name: str) -> EntryShown:
    role = entry.role
    said = ROLE_WORDS[Role(role)] if role in {*Role} else role.replace("_", " ")
    return EntryShown(
        when=when_in_words(entry.at),
        by=name or "Somebody who is no longer here",
        role=f"{said}, {entry.employer.replace('-', ' ')}",
        did=entry.did[:1].upper() + entry.did[1:],
        parts=", ".join(PARTS.get(zone, zone) for zone in entry.zone.split()),
        because=entry.relation[:1].upper() + entry.relation[1:],
        why=entry.why,
    )
