"""What the pages about allegations say, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from lintel.govuk.words import Clock, clock
from lintel.kernel.instants import when_in_words
from lintel.oversight.queries.allegations import AllegationSeen
from lintel.oversight.rules.allegations import (
    COURSE_WORDS,
    FINDING_WORDS,
    MET_WORDS,
    TEST_WORDS,
    Course,
    Finding,
    HarmTest,
    Met,
)


@dataclass(frozen=True, slots=True)
class RecordedShown:
    """Something recorded. Shape: `lines` are (what, words)."""

    title: str
    by: str
    lines: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class AllegationShown:
    """Shape: `clock` runs until the designated officer has it; `records` the newest first."""

    href: str
    contact: str
    reference: str
    told: str
    state: str
    clock: Clock | None
    taken: str
    records: Sequence[RecordedShown]
    is_open: bool
    is_taken: bool
    is_considered: bool
    is_decided: bool


@dataclass(frozen=True, slots=True)
class AllegationsPage:
    open: Sequence[AllegationShown]
    ended: Sequence[AllegationShown]
    days: int
    done: Sequence[str]


@dataclass(frozen=True, slots=True)
class AllegationPage:
    """Shape: `signs` call for a strategy discussion about the child that has not been held;
    `may_open`: the contact is still one this viewer may open."""

    shown: AllegationShown
    may_record: bool
    may_open: bool
    signs: Sequence[str]
    tried: str
    saved_at: str
    autosave: str
    done: Sequence[str]


@dataclass(frozen=True, slots=True)
class AllegationPanel:
    shown: AllegationShown


def allegation_shown(seen: AllegationSeen, *, at: datetime) -> AllegationShown:
    return AllegationShown(
        href=reverse("allegation", args=[seen.id]),
        contact=reverse("contact", args=[seen.contact_id]),
        reference=seen.reference,
        told=when_in_words(seen.at),
        state=_state(seen),
        clock=clock(seen.due_at, at) if seen.taken_at is None and seen.is_open else None,
        taken=f"{seen.taken_by}, {when_in_words(seen.taken_at)}" if seen.taken_at else "",
        records=_records(seen),
        is_open=seen.is_open,
        is_taken=seen.taken_at is not None,
        is_considered=bool(seen.considered),
        is_decided=bool(seen.courses),
    )


def _state(seen: AllegationSeen) -> str:
    if seen.ending is not None:
        return f"Closed: {FINDING_WORDS[Finding(seen.ending.finding)][0].lower()}"
    if seen.courses:
        return COURSE_WORDS[Course(seen.courses[-1].course)][0]
    if seen.considered:
        return "Tests recorded, to decide"
    return "With the designated officer" if seen.taken_at else "Waits for the designated officer"


def _records(seen: AllegationSeen) -> list[RecordedShown]:
    made: list[tuple[datetime, RecordedShown]] = []
    for one in seen.considered:
        lines = [
            ("Against", one.person),
            ("Work", one.work),
            ("Employer", one.employer),
            *(
                (TEST_WORDS[test], MET_WORDS[Met(one.tests[test])])
                for test in HarmTest
                if test in one.tests
            ),
            ("Because", one.reasons),
        ]
        made.append((one.at, _recorded("The four tests", one.by, one.at, lines)))
    for each in seen.courses:
        title = COURSE_WORDS[Course(each.course)][0]
        made.append((each.at, _recorded(title, each.by, each.at, [("Because", each.reasons)])))
    if seen.ending is not None:
        title = f"Closed: {FINDING_WORDS[Finding(seen.ending.finding)][0].lower()}"
        lines = [("What was found", seen.ending.words)]
        made.append((seen.ending.at, _recorded(title, seen.ending.by, seen.ending.at, lines)))
    made.sort(key=lambda one: one[0], reverse=True)
    return [record for _, record in made]


def _recorded(title: str, by: str, at: datetime, lines: Sequence[tuple[str, str]]) -> RecordedShown:
    who = by or "Somebody who has left"
    return RecordedShown(title, f"{who}, {when_in_words(at)}", [one for one in lines if one[1]])
