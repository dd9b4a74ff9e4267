"""What the pages of known people hold: plain values, every word as it is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from lintel.access.viewers import Viewer, Zone
from lintel.access.zones import sees
from lintel.contacts.web.record_pages import address
from lintel.govuk.answers import Done
from lintel.kernel.instants import day_in_words, when_in_words
from lintel.people.by_name import PersonFound
from lintel.people.duplicates import PairView, Search
from lintel.people.person_file import ApartView, MergeView, PersonFile
from lintel.people.queries import PersonSummary, RecordView
from lintel.people.rules.kin import KIN_WORDS, Kin

BAND_WORDS: Mapping[str, str] = {
    "certain": "Almost certainly one person",
    "likely": "Likely one person",
    "possible": "Possibly one person",
}
AGENCIES: Mapping[str, str] = {
    "contact": "a contact",
    "cin-census": "the children in need census",
}


@dataclass(frozen=True, slots=True)
class HomeShown:
    words: str
    told: str


@dataclass(frozen=True, slots=True)
class RecordShown:
    """Shape: `linked` says who linked it, when and how; `why` on what grounds."""

    source: str
    told: str
    as_of: str
    linked: str
    why: str


@dataclass(frozen=True, slots=True)
class PastShown:
    """Something said and perhaps taken back. Shape: `href` undoes it, "" when it is undone."""

    title: str
    said: str
    because: str
    undone: str
    href: str


@dataclass(frozen=True, slots=True)
class PersonPage:
    person_id: UUID
    heading: str
    number: str
    facts: Sequence[tuple[str, str]]
    homes: Sequence[HomeShown] | None
    records: Sequence[RecordShown]
    undone: Sequence[PastShown]
    merges: Sequence[PastShown]
    apart: Sequence[PastShown]
    done: Sequence[Done]
    family_href: str
    restrict_href: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of two people side by side."""

    person_id: UUID
    title: str
    number: str
    href: str


@dataclass(frozen=True, slots=True)
class Row:
    """Shape: `how` is "", "same" or "differs"."""

    what: str
    one: str
    other: str
    how: str


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Shape: `warnings` are what speaks against it; with one, only a senior goes on, who says
    that they have checked."""

    one: Side
    other: Side
    rows: Sequence[Row]
    band: str
    agrees: Sequence[tuple[str, str]]
    differs: Sequence[tuple[str, str]]
    kin: str
    warnings: Sequence[str]
    stopped: str
    may_go_on: bool
    may_merge: bool
    is_apart: bool
    pair_id: UUID | None
    is_left: bool
    swap_href: str
    version: int
    errors: Sequence[dict[str, str]]
    merge_error: str
    back_error: str
    typed: str
    done: Sequence[Done]


@dataclass(frozen=True, slots=True)
class UnmergePage:
    person_id: UUID
    heading: str
    other: str
    said: str
    because: str
    version: int
    errors: Sequence[dict[str, str]]
    typed: str


@dataclass(frozen=True, slots=True)
class PairShown:
    pair_id: UUID
    one: str
    other: str
    band: str
    agrees: str
    differs: str
    href: str


@dataclass(frozen=True, slots=True)
class DuplicatesPage:
    households: Sequence[Sequence[PairShown]]
    count: str
    left: int
    shows_left: bool
    after_href: str
    search: str
    under_way: bool
    may_search: bool
    errors: Sequence[dict[str, str]]
    done: Sequence[Done]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody found by name or number."""

    title: str
    said: str
    href: str


def person_row(one: PersonFound) -> PersonRow:
    born = f", born {day_in_words(one.born_on)}" if one.born_on else ""
    kind = "child" if one.is_child else "adult"
    return PersonRow(
        f"{one.name or 'Name not known'}{born}",
        f"{kind}, number {one.number}",
        address("person", one.person_id),
    )


def title_of(card: PersonSummary) -> str:
    born = f", born {day_in_words(card.born_on)}" if card.born_on else ""
    return f"{card.name or 'Name not known'}{born}"


def source_words(source: str) -> str:
    return AGENCIES.get(source, source.replace("-", " "))


def facts_of_person(card: PersonSummary) -> list[tuple[str, str]]:
    rows = [
        ("Also called", ", ".join(card.other_names)),
        ("Born", _day(card.born_on)),
        ("Expected", _day(card.expected_on)),
        ("Died", _day(card.died_on)),
        ("Sex", {"M": "Male", "F": "Female"}.get(card.sex, "")),
        ("NHS number", spaced(card.nhs_number)),
        ("Pupil number (UPN)", card.upn),
        ("Known as", "child" if card.is_child else "adult"),
    ]
    return [(what, value) for what, value in rows if value]


def spaced(nhs_number: str) -> str:
    return f"{nhs_number[:3]} {nhs_number[3:6]} {nhs_number[6:]}".strip()


def _day(day: date | None) -> str:
    return day_in_words(day) if day else ""


def homes_of(viewer: Viewer, card: PersonSummary) -> list[HomeShown] | None:
    if not sees(viewer, Zone.LOCATION):
        return None
    return [
        HomeShown(
            ", ".join(filter(None, (*home.lines, home.postcode))),
            _told(home.first_told_on, home.last_told_on),
        )
        for home in card.addresses
    ]


def _told(first: date, last: date) -> str:
    if first == last:
        return f"told {day_in_words(last)}"
    return f"told from {day_in_words(first)} to {day_in_words(last)}"


def record_shown(record: RecordView, names: Mapping[UUID, str]) -> RecordShown:
    by = names.get(record.linked_by, "somebody") if record.linked_by else "somebody"
    linked = f"Linked by {by}, {when_in_words(record.linked_at)}" if record.linked_at else ""
    return RecordShown(
        source=source_words(record.source),
        told=record.told.name or "Name not told",
        as_of=day_in_words(record.as_of),
        linked=f"{linked} ({record.method})" if record.method == "import" else linked,
        why=_grounds(record.reasons or {}),
    )


def _grounds(reasons: Mapping[str, Any]) -> str:
    said = "; ".join(reasons.get("said") or ())
    agrees = "; ".join(reasons.get("agrees") or ())
    return ". ".join(filter(None, (said.capitalize(), f"Agreed: {agrees}" if agrees else "")))


def past_of(
    found: PersonFile, names: Mapping[UUID, str]
) -> tuple[list[PastShown], list[PastShown], list[PastShown]]:
    """Links undone, merges, and who was said to be somebody else."""
    links = [
        PastShown(
            f"A record from {source_words(each.source)}",
            f"Linked by {names.get(each.linked_by, 'somebody')}, {when_in_words(each.linked_at)}",
            each.because,
            f"Undone by {names.get(each.undone_by, 'somebody')}, {when_in_words(each.undone_at)}",
            "",
        )
        for each in found.undone
    ]
    merges = [_merge(found, each, names) for each in found.merges]
    apart = [_apart(found, each, names) for each in found.apart]
    return links, merges, apart


def _merge(found: PersonFile, each: MergeView, names: Mapping[UUID, str]) -> PastShown:
    undone = ""
    if each.undone_at and each.undone_by:
        who = names.get(each.undone_by, "somebody")
        undone = f"Undone by {who}, {when_in_words(each.undone_at)}: {each.undone_because}"
    checked = " Something spoke against it; they said that they had checked." * each.checked
    return PastShown(
        f"{each.other.name} (number {each.other.number}) was merged into {each.kept.name} "
        f"(number {each.kept.number})",
        f"By {names.get(each.by, 'somebody')}, {when_in_words(each.at)}.{checked}",
        each.because,
        undone,
        "" if undone else address("unmerge_person", found.card.person_id, each.merge_id),
    )


def _apart(found: PersonFile, each: ApartView, names: Mapping[UUID, str]) -> PastShown:
    return PastShown(
        f"Not {each.other.name} (number {each.other.number})",
        f"Said by {names.get(each.said_by, 'somebody')}, {when_in_words(each.said_at)}. "
        f"{KIN_WORDS[Kin(each.kin)]}".strip(),
        each.because,
        "",
        address("compare_people", found.card.person_id, each.other.person_id),
    )


def rows_of(viewer: Viewer, one: PersonSummary, other: PersonSummary) -> list[Row]:
    """Side by side, what either has."""
    mine = dict([("Name", one.name), *facts_of_person(one), *_lives(viewer, one)])
    theirs = dict([("Name", other.name), *facts_of_person(other), *_lives(viewer, other)])
    return [
        Row(what, mine.get(what, ""), theirs.get(what, ""), _how(mine.get(what), theirs.get(what)))
        for what in dict.fromkeys([*mine, *theirs])
        if mine.get(what) or theirs.get(what)
    ]


def _lives(viewer: Viewer, card: PersonSummary) -> list[tuple[str, str]]:
    homes = homes_of(viewer, card) or []
    return [
        ("Address", f"{homes[0].words} ({homes[0].told})") if homes else ("Address", ""),
        ("Lived before at", "; ".join(f"{home.words} ({home.told})" for home in homes[1:])),
        ("Records", str(card.records)),
    ]


def _how(one: str | None, other: str | None) -> str:
    if not one or not other:
        return ""
    return "same" if one == other else "differs"


def pair_shown(pair: PairView) -> PairShown:
    return PairShown(
        pair.pair_id,
        f"{title_of(pair.one)} (number {pair.one.number})",
        f"{title_of(pair.other)} (number {pair.other.number})",
        BAND_WORDS[pair.band],
        "; ".join(pair.agrees),
        "; ".join(pair.differs),
        address("compare_people", pair.one.person_id, pair.other.person_id),
    )


def search_words(found: Search | None) -> str:
    if found is None:
        return "Nobody has been compared yet. People of whom something new is said are, by itself."
    if found.finished_at is None:
        who = "everybody" if found.everybody else "whoever something new was said of"
        return f"Comparing {who}: {found.compared:,} of {found.people:,} people so far."
    return (
        f"Last compared {when_in_words(found.finished_at)}: {found.compared:,} people, "
        f"{found.found:,} new {'pair' if found.found == 1 else 'pairs'}."
    )
