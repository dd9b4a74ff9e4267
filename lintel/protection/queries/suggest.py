"""Whom to ask to a strategy discussion: from the directory, with the reason, nobody chosen."""

from dataclasses import dataclass
from typing import Any

from lintel.access import queries as access
from lintel.access.viewers import Viewer
from lintel.contacts import queries as contacts
from lintel.directory import queries as directory
from lintel.policy.in_force import policy_for
from lintel.protection.rules.quorum import (
    PART_WORDS,
    CaseFacts,
    Part,
    also_invited,
    needed_for,
    why_asked,
)

# Which kinds of agency somebody of a part comes from.
KINDS = {
    Part.HEALTH: ("health",),
    Part.POLICE: ("police",),
    Part.SCHOOL: ("education",),
    Part.MIDWIFE: ("health",),
    Part.HOSPITAL: ("health",),
    Part.SENIOR_DOCTOR: ("health",),
    Part.OTHER: ("housing", "justice", "voluntary", "other"),
}
TEAM_KINDS = ("child_protection", "assessment", "duty", "front_door")
SHORTEST_NAME = 4  # shorter than this a school's name is found in too many others


@dataclass(frozen=True, slots=True)
class Option:
    """Shape: key: "agency:<key>" or "team:<key>"; `likely`: the contact names it."""

    key: str
    title: str
    likely: bool = False


@dataclass(frozen=True, slots=True)
class Suggested:
    part: Part
    title: str
    because: str
    is_needed: bool
    options: tuple[Option, ...]


def case_facts(contact: Any, *, medical: bool = False) -> CaseFacts:
    """What the contact itself tells; where a child is now, somebody must say."""
    children = contacts.children_in_brief(contact)
    source = policy_for(contact.council).sources.get(contact.source)
    return CaseFacts(
        unborn=any(child.expected_on is not None for child in children),
        school=any(child.school.strip() for child in children),
        professional=bool(source and source.professional),
        medical=medical or assume_medical(contact),
    )


def assume_medical(contact: Any) -> bool:
    """Whether a kind of worry in it opens a paediatric step, whoever decides."""
    known = {category.key: category for category in policy_for(contact.council).codes.categories}
    return any(key in known and known[key].opens_paediatric for key in contact.categories)


def suggestions(contact: Any, case: CaseFacts) -> list[Suggested]:
    """Those needed first, then those who should be asked, then everybody else there is."""
    agencies = directory.agencies(contact.council)
    teams = directory.teams(contact.council)
    schools = {child.school.strip().casefold() for child in contacts.children_in_brief(contact)} - {
        ""
    }
    needed = needed_for(case)
    found = []
    parts = (*needed, *also_invited(case))
    for part in (*parts, *(one for one in Part if one not in parts)):
        if part is Part.SOCIAL_WORKER:
            options = [
                Option(f"team:{team.key}", team.title)
                for kind in TEAM_KINDS
                for team in teams
                if team.kind == kind
            ]
        else:
            options = [
                Option(f"agency:{one.key}", one.title, _is_named(one.title, schools))
                for one in agencies
                if one.kind in KINDS.get(part, ())
            ]
            options.sort(key=lambda option: not option.likely)
        because = why_asked(part, case)
        found.append(Suggested(part, PART_WORDS[part], because, part in needed, tuple(options)))
    return found


def _is_named(title: str, schools: set[str]) -> bool:
    return any(
        len(school) >= SHORTEST_NAME and (school in title.casefold() or title.casefold() in school)
        for school in schools
    )


def who_can_record(viewer: Viewer) -> list[tuple[str, str]]:
    """Accounts of the council that count as the social worker today: (id, name)."""
    return [
        (str(one.account_id), one.name)
        for one in access.registered_workers(viewer.council, on=viewer.today)
    ]
