"""Who must be at a strategy discussion: every case against every combination of who came."""

from datetime import UTC, datetime, timedelta
from itertools import chain, combinations, product

import pytest

from lintel.protection.rules.quorum import (
    ADDED,
    ALWAYS,
    CaseFacts,
    Part,
    Present,
    in_words,
    needed_for,
    quorum,
    why_asked,
)

TEN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
CASES = [
    CaseFacts(unborn=unborn, school=school, hospital=hospital, lives_elsewhere=elsewhere)
    for unborn, school, hospital, elsewhere in product((False, True), repeat=4)
]


def minutes(number: int) -> datetime:
    return TEN + timedelta(minutes=number)


def came(part: Part, *, arrived: int = 0, left: int | None = None, registered: bool = True):
    return Present(
        part, minutes(arrived), None if left is None else minutes(left), registered=registered
    )


def every_attendance():
    return chain.from_iterable(combinations(Part, size) for size in range(len(Part) + 1))


@pytest.mark.parametrize("case", CASES, ids=lambda case: "-".join(needed_for(case)))
def test_it_is_quorate_when_everybody_the_case_needs_came_and_only_then(case):
    needed = set(ALWAYS)
    needed |= {Part.MIDWIFE} if case.unborn else set()
    needed |= {Part.SCHOOL} if case.school else set()
    needed |= {Part.HOSPITAL} if case.hospital else set()
    needed |= {Part.HOME_AUTHORITY} if case.lives_elsewhere else set()
    for there in every_attendance():
        found = quorum(needed_for(case), [came(part) for part in there])
        assert found.is_quorate is (needed <= set(there))
        assert set(found.missing) == needed - set(there)
        assert found.since == (TEN if found.is_quorate else None)


def test_without_a_registration_in_date_nobody_counts_as_the_social_worker():
    there = [came(part, registered=False) for part in Part]
    found = quorum(ALWAYS, there)
    assert not found.is_quorate
    assert found.missing == (Part.SOCIAL_WORKER,)


def test_the_registration_of_the_others_is_not_asked():
    there = [came(part, registered=part is Part.SOCIAL_WORKER) for part in ALWAYS]
    assert quorum(ALWAYS, there).is_quorate


def test_it_counts_from_when_the_police_arrive():
    there = [came(Part.SOCIAL_WORKER), came(Part.HEALTH), came(Part.POLICE, arrived=25)]
    assert quorum(ALWAYS, there).since == minutes(25)


def test_health_that_left_before_the_police_came_does_not_make_it_whole():
    there = [came(Part.SOCIAL_WORKER), came(Part.HEALTH, left=20), came(Part.POLICE, arrived=25)]
    found = quorum(ALWAYS, there)
    assert not found.is_quorate
    assert len(found.missing) == 1


def test_it_says_until_when_everybody_was_there():
    there = [came(Part.SOCIAL_WORKER), came(Part.HEALTH, left=40), came(Part.POLICE, arrived=25)]
    found = quorum(ALWAYS, there)
    assert (found.since, found.until) == (minutes(25), minutes(40))


def test_a_colleague_who_takes_over_keeps_it_whole():
    there = [
        came(Part.SOCIAL_WORKER),
        came(Part.HEALTH, left=30),
        came(Part.HEALTH, arrived=20),
        came(Part.POLICE, arrived=10),
    ]
    found = quorum(ALWAYS, there)
    assert (found.since, found.until) == (minutes(10), None)


def test_it_says_in_words_who_is_missing():
    found = quorum(ALWAYS, [came(Part.SOCIAL_WORKER)])
    assert in_words(found) == "NOT QUORATE: no health practitioner and no police"


def test_whoever_is_needed_is_told_why_they_are_asked():
    everything = CaseFacts(True, True, True, True, True, True)
    assert all(why_asked(part, everything) for part in needed_for(everything))
    assert {part for part in Part if not why_asked(part, CaseFacts())} == set(Part) - set(ALWAYS)
    assert set(ADDED) <= set(needed_for(everything))
