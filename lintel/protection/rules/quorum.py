"""Who must be at a strategy discussion, and whether they were. Pure.

A social worker of the council, health and the police always; others by what the case is about.
Whether a discussion is quorate is worked out from who attended, and nobody can type it.

Source: Working Together 2023, chapter 3, strategy discussion (P11); domain reference 1.5;
obligation 004-21.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType


class Part(StrEnum):
    """What somebody is at the discussion. The stored value never changes."""

    SOCIAL_WORKER = "social_worker"
    HEALTH = "health"
    POLICE = "police"
    SCHOOL = "school"
    MIDWIFE = "midwife"
    HOSPITAL = "hospital"
    SENIOR_DOCTOR = "senior_doctor"
    HOME_AUTHORITY = "home_authority"
    REFERRER = "referrer"
    LEGAL = "legal"
    OTHER = "other"


PART_WORDS: Mapping[Part, str] = MappingProxyType(
    {
        Part.SOCIAL_WORKER: "Social worker of the council",
        Part.HEALTH: "Health practitioner",
        Part.POLICE: "Police",
        Part.SCHOOL: "School or nursery",
        Part.MIDWIFE: "Midwife",
        Part.HOSPITAL: "Hospital ward",
        Part.SENIOR_DOCTOR: "Senior doctor",
        Part.HOME_AUTHORITY: "Council where the child lives",
        Part.REFERRER: "Whoever referred",
        Part.LEGAL: "Legal adviser",
        Part.OTHER: "Somebody else",
    }
)

ALWAYS = (Part.SOCIAL_WORKER, Part.HEALTH, Part.POLICE)


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What about the case says who must come, and who should.

    Shape:
        school: a child is of school age or at nursery, and it is known where.
        lives_elsewhere: a child lives in another council's area than where they were found.
        professional: whoever referred did so in the course of their work.
        medical: a medical is likely, or has been done.
    """

    unborn: bool = False
    school: bool = False
    hospital: bool = False
    lives_elsewhere: bool = False
    professional: bool = False
    medical: bool = False


# What the case adds to those who always must be there, and why.
ADDED: Mapping[Part, tuple[Callable[[CaseFacts], bool], str]] = MappingProxyType(
    {
        Part.SCHOOL: (lambda case: case.school, "a child goes to a school or nursery we know"),
        Part.MIDWIFE: (lambda case: case.unborn, "a baby is not born yet"),
        Part.HOSPITAL: (lambda case: case.hospital, "a child is in hospital"),
        Part.HOME_AUTHORITY: (
            lambda case: case.lives_elsewhere,
            "a child lives in another council’s area",
        ),
    }
)

# Who should be asked as well; the discussion is quorate without them.
INVITED: Mapping[Part, tuple[Callable[[CaseFacts], bool], str]] = MappingProxyType(
    {
        Part.REFERRER: (
            lambda case: case.professional,
            "they referred in the course of their work",
        ),
        Part.SENIOR_DOCTOR: (lambda case: case.medical, "a medical is likely, or has been done"),
    }
)


def needed_for(case: CaseFacts) -> tuple[Part, ...]:
    """Who must be there, in the order a chair would say them."""
    return (*ALWAYS, *(part for part, (adds, _) in ADDED.items() if adds(case)))


def also_invited(case: CaseFacts) -> tuple[Part, ...]:
    return tuple(part for part, (adds, _) in INVITED.items() if adds(case))


def why_asked(part: Part, case: CaseFacts) -> str:
    """Why somebody of this part is asked, in words; "" when nothing in the case calls for it."""
    if part in ALWAYS:
        return "needed at every strategy discussion"
    for table in (ADDED, INVITED):
        adds, words = table.get(part, (None, ""))
        if adds is not None and adds(case):
            return words
    return ""


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who came, or their deputy: who sends information has not come.

    Shape:
        registered: an account of the council whose registration as a social worker was in date
            when they came. Without it nobody counts as the social worker.
        left_at: None while they are there, and when they stayed to the end.
    """

    part: Part
    arrived_at: datetime
    left_at: datetime | None = None
    registered: bool = False

    def counts_as(self, part: Part) -> bool:
        return self.part is part and (part is not Part.SOCIAL_WORKER or self.registered)

    def is_there(self, moment: datetime) -> bool:
        return self.arrived_at <= moment and (self.left_at is None or moment < self.left_at)


@dataclass(frozen=True, slots=True)
class Quorum:
    """Whether all who must be there were there together.

    Shape:
        missing: parts needed and not there; at the moment when the fewest were missing.
        since: the first moment when all were there; None while not quorate.
        until: when the first of them left after that; None when they stayed.
    """

    is_quorate: bool
    missing: tuple[Part, ...]
    since: datetime | None = None
    until: datetime | None = None


def quorum(needed: Sequence[Part], attended: Iterable[Present]) -> Quorum:
    """Worked out from who came and went. It counts from when all are there together, so somebody
    who left before another came does not make it whole."""
    came = list(attended)
    fewest = tuple(needed)
    for moment in sorted({one.arrived_at for one in came}):
        missing = _missing(needed, came, moment)
        if not missing:
            return Quorum(True, (), moment, _until(needed, came, moment))
        if len(missing) < len(fewest):
            fewest = missing
    return Quorum(not fewest, fewest)


def _missing(needed: Sequence[Part], came: Sequence[Present], moment: datetime) -> tuple[Part, ...]:
    there = [one for one in came if one.is_there(moment)]
    return tuple(part for part in needed if not any(one.counts_as(part) for one in there))


def _until(needed: Sequence[Part], came: Sequence[Present], since: datetime) -> datetime | None:
    gone = sorted({one.left_at for one in came if one.left_at is not None and one.left_at > since})
    return next((moment for moment in gone if _missing(needed, came, moment)), None)


def in_words(found: Quorum) -> str:
    """For the page and the minutes: whether it is quorate, and who is missing."""
    if found.is_quorate:
        return "Quorate: everybody who must be there is there"
    who = [f"no {PART_WORDS[part][0].lower()}{PART_WORDS[part][1:]}" for part in found.missing]
    return f"NOT QUORATE: {' and '.join(filter(None, (', '.join(who[:-1]), who[-1])))}"
