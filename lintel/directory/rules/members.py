"""Who is of a multi-agency child protection team, and who must be. Pure.

Source: Children's Wellbeing and Schools Act 2026, section 3.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from uuid import UUID

from lintel.kernel.refusals import Refusal

# The kind of team that has members of several agencies.
KIND = "child_protection"

PART_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "education": "Education, nominated by the council",
        "social_worker": "Social worker, nominated by the council",
        "health": "Registered health professional, nominated by the integrated care board",
        "police": "Police",
        "other": "Another, after consultation",
    }
)
SHORT_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "education": "education",
        "social_worker": "social worker",
        "health": "health",
        "police": "police",
        "other": "another",
    }
)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a team, from a day to a day. Shape: `until_on` the last day, None for no end."""

    id: UUID
    team: str
    part: str
    name: str
    agency: str
    from_on: date
    until_on: date | None = None

    def is_there(self, on: date) -> bool:
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)


@dataclass(frozen=True, slots=True)
class Membership:
    """How a team stands on a day. Shape: `missing` are parts nobody fills; `required` is whether
    law asks for them on that day, and `required_from` when it does, None while nobody knows."""

    members: Sequence[Member]
    missing: tuple[str, ...]
    required: bool
    required_from: date | None


def missing_on(members: Iterable[Member], parts: Sequence[str], *, on: date) -> tuple[str, ...]:
    """The parts that nobody fills on a day, in the order the Act names them."""
    filled = {member.part for member in members if member.is_there(on)}
    return tuple(part for part in parts if part not in filled)


def reasons_not_to_add(
    *, kind: str, part: str, name: str, from_on: date, until_on: date | None
) -> tuple[Refusal, ...]:
    refusals = []
    if kind != KIND:
        message = "Only a child protection team has members of several agencies"
        refusals.append(Refusal("not_such_a_team", message))
    if part not in PART_WORDS:
        refusals.append(Refusal("part_unknown", "Select which part they take", "part"))
    if not name.strip():
        refusals.append(Refusal("no_name", "Enter their name", "name"))
    if until_on is not None and until_on < from_on:
        message = "Enter a last day that is not before the first"
        refusals.append(Refusal("ends_before_it_begins", message, "until_on"))
    return tuple(refusals)
