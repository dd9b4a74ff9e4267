"""The children of a children in need census return, dirty as it may be.

A value that cannot be is left out and named; a child that cannot be told from another is left
out and named; everything else is kept. What is odd but possible is kept and named too.

Source: children in need census, validation rules 2024 to 2025 (numbers in the messages' codes).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from lintel.kernel.importing import Lost, Trouble
from lintel.people.rules import numbers
from lintel.people.rules.episodes import (
    CLOSURES,
    ETHNICITIES,
    NEEDS,
    PLAN_CATEGORIES,
    REFERRAL_SOURCES,
    EpisodeIn,
)
from lintel.people.rules.told import PersonTold

# Before 2024-25 the return had GenderCurrent with these numbers; some still send them.
_SEX: Mapping[str, str] = MappingProxyType(
    {"M": "M", "F": "F", "U": "U", "1": "M", "2": "F", "0": "U", "9": "U"}
)
_YES: Mapping[str, bool] = MappingProxyType({"true": True, "1": True, "false": False, "0": False})
_UPN_UNKNOWN = frozenset({"UN1", "UN2", "UN3", "UN4", "UN5", "UN6", "UN7"})
_OLDEST = timedelta(days=round(26 * 365.25))
_FORTY_WEEKS = timedelta(weeks=40)


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a return: its name without namespace, own text, line and children."""

    tag: str
    text: str = ""
    line: int = 0
    children: tuple["Element", ...] = ()

    def all(self, tag: str) -> list["Element"]:
        return [child for child in self.children if child.tag == tag]

    def first(self, tag: str) -> "Element | None":
        return next((child for child in self.children if child.tag == tag), None)


@dataclass(frozen=True, slots=True)
class ChildIn:
    """One child of a return. `la_child_id` is as the council wrote it."""

    la_child_id: str
    told: PersonTold
    episodes: tuple[EpisodeIn, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Return:
    reference_date: date
    children: tuple[ChildIn, ...]
    troubles: tuple[Trouble, ...]
    seen: int


class Notes:
    """Troubles of one child, as they are met."""

    def __init__(self, row: str) -> None:
        self.row = row
        self.troubles: list[Trouble] = []

    def add(self, where: Element, code: str, message: str, lost: Lost = Lost.FIELD) -> None:
        self.troubles.append(Trouble(where.line, self.row, where.tag, code, message, lost))


def read_return(message: Element, *, today: date) -> Return:
    """Every child that can be kept, and every trouble, in the order of the file.

    `today` stands in where the return has no reference date.
    """
    troubles: list[Trouble] = []
    as_of = _reference_date(message, today, troubles)
    children: list[ChildIn] = []
    lines: dict[str, int] = {}
    holder = message.first("Children")
    elements = holder.all("Child") if holder else []
    for place, element in enumerate(elements, start=1):
        child, notes = _child(element, place, as_of)
        if child is not None and child.la_child_id.upper() in lines:
            first = lines[child.la_child_id.upper()]
            notes.add(
                element,
                "child_twice",
                f"This LA child id is in the file already, at line {first}",
                Lost.ROW,
            )
        elif child is not None:
            lines[child.la_child_id.upper()] = child.line
            children.append(child)
        troubles += notes.troubles
    return Return(as_of, tuple(children), tuple(troubles), len(elements))


def _reference_date(message: Element, today: date, troubles: list[Trouble]) -> date:
    header = message.first("Header")
    details = header.first("CollectionDetails") if header else None
    element = details.first("ReferenceDate") if details else None
    day = _iso(element.text) if element else None
    if day is not None and day <= today:
        return day
    where = element or message
    code, words = ("100", "The reference date is missing or is not a date")
    if day is not None:
        code, words = ("future", "The reference date is in the future")
    troubles.append(
        Trouble(where.line, "", "ReferenceDate", code, f"{words}: today is used", Lost.NOTHING)
    )
    return today


def _child(element: Element, place: int, as_of: date) -> tuple[ChildIn | None, Notes]:
    identifiers = element.first("ChildIdentifiers") or Element("ChildIdentifiers")
    number = _text(identifiers, "LAchildID")
    notes = Notes(number[:40] or f"child {place}")
    if not number:
        notes.add(element, "1570", "The LA child id is missing", Lost.ROW)
        return None, notes
    where = identifiers.first("LAchildID") or element
    if len(number) > 100:
        notes.add(where, "1580", "The LA child id is longer than 20 characters", Lost.ROW)
        return None, notes
    if not numbers.la_child_id(number):
        notes.add(
            where,
            "1580",
            "The LA child id is not up to 20 letters and digits: "
            "kept to find the child by, not used as their number",
            Lost.NOTHING,
        )
    told = _told(element, identifiers, number, notes, as_of)
    episodes: list[EpisodeIn] = []
    for details in element.all("CINdetails"):
        episodes += _referral(details, told, notes, as_of)
    return ChildIn(number, told, tuple(dict.fromkeys(episodes)), element.line), notes


def _told(
    element: Element, identifiers: Element, number: str, notes: Notes, as_of: date
) -> PersonTold:
    born_on = _day(identifiers, "PersonBirthDate", notes, until=as_of)
    expected_on = _day(identifiers, "ExpectedPersonBirthDate", notes, until=as_of + _FORTY_WEEKS)
    if born_on is not None and as_of - born_on > _OLDEST:
        where = identifiers.first("PersonBirthDate") or identifiers
        notes.add(where, "too_old", "The date of birth is more than 26 years ago")
        born_on = None
    if born_on is None and expected_on is None:
        notes.add(
            identifiers, "8500", "There is no date of birth, expected or actual", Lost.NOTHING
        )
    died_on = _day(identifiers, "PersonDeathDate", notes, until=as_of)
    if died_on is not None and born_on is not None and died_on < born_on:
        where = identifiers.first("PersonDeathDate") or identifiers
        notes.add(where, "4180", "The date of death is before the date of birth")
        died_on = None
    characteristics = element.first("ChildCharacteristics") or Element("ChildCharacteristics")
    _code(identifiers, "UPNunknown", _UPN_UNKNOWN.__contains__, "8772", notes)
    return PersonTold(
        la_child_id=number,
        upn=_upn(identifiers, "UPN", notes),
        former_upn=_upn(identifiers, "FormerUPN", notes),
        date_of_birth=born_on,
        expected_on=expected_on if born_on is None else None,
        died_on=died_on,
        sex=_sex(identifiers, notes),
        ethnicity=_code(characteristics, "Ethnicity", ETHNICITIES.__contains__, "4220", notes),
    )


def _upn(identifiers: Element, tag: str, notes: Notes) -> str:
    where = identifiers.first(tag)
    if where is None or not where.text.strip():
        return ""
    written = numbers.upn_as_written(where.text)
    if not written:
        notes.add(where, "1500", "The UPN is not 13 characters in the right shape")
    elif not numbers.upn(written):
        notes.add(
            where,
            "1510",
            "The check letter of the UPN is wrong: kept as written, believed only with a birthday",
            Lost.NOTHING,
        )
    return written


def _sex(identifiers: Element, notes: Notes) -> str:
    for tag in ("Sex", "GenderCurrent"):
        where = identifiers.first(tag)
        if where is None or not where.text.strip():
            continue
        sex = _SEX.get(where.text.strip().upper())
        if sex is None:
            notes.add(where, "4180", "The sex is not one of M, F, U")
        elif tag == "Sex" and where.text.strip().isdigit():
            notes.add(where, "4180", f"The sex is an old code, read as {sex}", Lost.NOTHING)
        return sex or ""
    return ""


def _referral(details: Element, told: PersonTold, notes: Notes, as_of: date) -> Iterator[EpisodeIn]:
    referred_on = _day(details, "CINreferralDate", notes, until=as_of, lost=Lost.EPISODE)
    if referred_on is None:
        if details.first("CINreferralDate") is None:
            notes.add(details, "100_referral", "The date of referral is missing", Lost.EPISODE)
        return
    where = details.first("CINreferralDate") or details
    born = told.date_of_birth or told.expected_on
    if born is not None and referred_on < born - _FORTY_WEEKS:
        notes.add(
            where,
            "8606",
            "The referral is more than 40 weeks before the child was born",
            Lost.EPISODE,
        )
        return
    if told.died_on is not None and referred_on > told.died_on:
        notes.add(where, "8555", "The referral is after the child died", Lost.NOTHING)
    closed_on = _end(details, "CINclosureDate", referred_on, notes, as_of, "8805")
    reason = _code(details, "ReasonForClosure", CLOSURES.__contains__, "8810", notes)
    if bool(reason) != (closed_on is not None):
        notes.add(
            details.first("ReasonForClosure") or details,
            "8810",
            "A closure needs a date and a reason, and there is one of the two",
            Lost.NOTHING,
        )
    need = _code(details, "PrimaryNeedCode", NEEDS.__contains__, "8610", notes)
    parts = list(_parts(details, referred_on, notes, as_of))
    no_action = _flag(details, "ReferralNFA", notes)
    if no_action and parts:
        notes.add(
            details.first("ReferralNFA") or details,
            "8831",
            "No further action is said of a referral that led to more: both are kept",
            Lost.NOTHING,
        )
    said = [NEEDS[need]] if need else []
    said += ["no further action"] if no_action else []
    said += [f"closed: {CLOSURES[reason]}"] if reason else []
    yield EpisodeIn(
        "referral",
        referred_on,
        closed_on,
        _code(details, "ReferralSource", REFERRAL_SOURCES.__contains__, "8866", notes),
        reason or ("NFA" if no_action else ""),
        "; ".join(said),
    )
    yield from parts


def _parts(details: Element, referred_on: date, notes: Notes, as_of: date) -> Iterator[EpisodeIn]:
    held_on = _day(details, "DateOfInitialCPC", notes, until=as_of)
    if held_on is not None:
        yield EpisodeIn("initial_conference", held_on, held_on)
    for holder, kind, start, end in _PARTS:
        for part in details.all(holder):
            began_on = _day(part, start, notes, until=as_of, lost=Lost.EPISODE)
            if began_on is None:
                continue
            if began_on < referred_on:
                notes.add(
                    part.first(start) or part,
                    "1103",
                    "This began before the referral it belongs to",
                    Lost.NOTHING,
                )
            ended_on = _end(part, end, began_on, notes, as_of, "ends_before") if end else None
            category = _code(
                part, "LatestCategoryOfAbuse", PLAN_CATEGORIES.__contains__, "8910", notes
            )
            yield EpisodeIn(
                kind,
                began_on,
                ended_on,
                outcome=category,
                outcome_words=PLAN_CATEGORIES.get(category, ""),
            )
            conference = _day(part, "DateOfInitialCPC", notes, until=as_of)
            if conference is not None:
                yield EpisodeIn("initial_conference", conference, conference)


_PARTS = (
    ("Assessments", "assessment", "AssessmentActualStartDate", "AssessmentAuthorisationDate"),
    ("Section47", "section_47", "S47ActualStartDate", ""),
    ("CINPlanDates", "child_in_need_plan", "CINPlanStartDate", "CINPlanEndDate"),
    ("ChildProtectionPlans", "child_protection_plan", "CPPstartDate", "CPPendDate"),
)


def _text(holder: Element, tag: str) -> str:
    element = holder.first(tag)
    return element.text.strip() if element else ""


def _iso(words: str) -> date | None:
    words = words.strip()
    try:
        return date.fromisoformat(words) if len(words) == 10 else None
    except ValueError:
        return None


def _day(
    holder: Element, tag: str, notes: Notes, *, until: date, lost: Lost = Lost.FIELD
) -> date | None:
    """The day an element holds; None where there is none or it cannot be."""
    where = holder.first(tag)
    if where is None or not where.text.strip():
        return None
    day = _iso(where.text)
    if day is None:
        notes.add(where, "not_a_date", "This is not a date like 2026-03-31", lost)
    elif day > until:
        notes.add(where, "after_return", "This is after the return's reference date", lost)
        return None
    return day


def _end(
    holder: Element, tag: str, began_on: date, notes: Notes, as_of: date, code: str
) -> date | None:
    day = _day(holder, tag, notes, until=as_of)
    if day is not None and day < began_on:
        notes.add(holder.first(tag) or holder, code, "This ends before it begins")
        return None
    return day


def _code(holder: Element, tag: str, known: Callable[[str], bool], code: str, notes: Notes) -> str:
    where = holder.first(tag)
    if where is None or not where.text.strip():
        return ""
    value = where.text.strip().upper()
    if known(value):
        return value
    notes.add(where, code, "This is not one of the codes of the census")
    return ""


def _flag(holder: Element, tag: str, notes: Notes) -> bool:
    where = holder.first(tag)
    if where is None or not where.text.strip():
        return False
    flag = _YES.get(where.text.strip().lower())
    if flag is None:
        notes.add(where, "not_yes_or_no", "This is not true or false")
    return bool(flag)


def count_by_kind(children: Iterable[ChildIn]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for child in children:
        for episode in child.episodes:
            counts[episode.kind] = counts.get(episode.kind, 0) + 1
    return counts
