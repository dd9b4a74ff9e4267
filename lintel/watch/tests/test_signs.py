"""Signs in invented trails: each by itself, and how many of planted misuse they find."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from lintel.policy.watching import shipped_watching
from lintel.watch.rules.signs import Done, FalseAlarms, Kind, Record, Seen, Sign, signs

ENDS = datetime(2027, 3, 22, 9, tzinfo=UTC)  # a Monday, after four quiet weeks
BEGINS = ENDS - timedelta(weeks=1)
NOON = datetime(2027, 3, 17, 12, tzinfo=UTC)  # a Wednesday
WATCHING = shipped_watching()
ADA, BEN = UUID(int=11), UUID(int=12)


def look(number=1, *, at=NOON, by=ADA, record="c1", role="screener", did="view contact"):
    return Done(number, at, by, role, did, "contact", record)


def looks(count, **facts):
    return [look(number + 1, **facts) for number in range(count)]


def found(done, **facts):
    return {sign.kind for sign in signs(Seen(done, BEGINS, ENDS, **facts), WATCHING)}


NIGHT = NOON.replace(hour=23)
SATURDAY = NOON + timedelta(days=3)
CLOSED = {"c1": Record(closed_at=NOON - timedelta(days=15))}
GREENS = {"c1": Record(surnames=frozenset({"green"}))}


@pytest.mark.parametrize(
    ("done", "facts", "expected"),
    [
        (looks(2), {}, {Kind.WITHOUT_TASK}),
        (looks(1), {}, set()),
        ([*looks(2), look(3, did="add note")], {}, set()),
        ([*looks(2), look(3, did="refused")], {}, {Kind.WITHOUT_TASK}),
        (looks(2), {"records": {"c1": Record(owners=frozenset({ADA}))}}, set()),
        (looks(2, role="dpo"), {}, set()),
        (looks(2, at=BEGINS - timedelta(days=1)), {}, set()),
        (looks(1), {"records": GREENS, "surnames": {ADA: "green"}}, {Kind.SAME_SURNAME}),
        (looks(1), {"records": GREENS, "surnames": {ADA: "greene"}}, set()),
        (looks(1), {"records": {"c1": Record(surnames=frozenset({""}))}}, set()),
        (
            looks(1),
            {"records": {"c1": Record(lived_there=frozenset({ADA}))}},
            {Kind.FORMER_ADDRESS},
        ),
        (looks(1), {"records": {"c1": Record(lived_there=frozenset({BEN}))}}, set()),
        ([look(1, at=NIGHT), look(2, at=NIGHT, record="c2")], {}, {Kind.OUT_OF_HOURS}),
        ([look(1, at=SATURDAY), look(2, at=SATURDAY, record="c2")], {}, {Kind.OUT_OF_HOURS}),
        (
            [look(n, at=NIGHT, record=f"c{n}", role="emergency_duty") for n in (1, 2)],
            {},
            set(),
        ),
        ([look(1, at=NOON.replace(hour=7)), look(2, record="c2")], {}, set()),
        (looks(1), {"records": CLOSED}, {Kind.AFTER_CLOSURE}),
        (looks(1, at=NOON - timedelta(days=1)), {"records": CLOSED}, set()),
        ([look(1, did="break glass")], {}, {Kind.BROKEN_GLASS}),
    ],
)
def test_a_sign_is_seen_where_there_is_reason_to_ask_and_not_elsewhere(done, facts, expected):
    assert found(done, **facts) == expected


def search(number, at):
    return Done(number, at, ADA, "screener", "search", "search", f"s{number}")


def test_searches_that_open_nothing_are_a_sign_and_one_that_does_is_not_counted():
    five = [search(n, NOON + timedelta(hours=n / 2)) for n in range(1, 6)]
    assert found(five) == {Kind.SEARCHES}
    assert found([*five, look(9, at=five[2].at + timedelta(minutes=5))]) == set()


def a_month(of_day, last_day):
    days = [BEGINS - timedelta(days=n) for n in range(20, 0, -1)]
    days = [day.replace(hour=12) for day in days if day.weekday() < 5]
    done = [
        look(0, at=day, record=f"{day:%d}-{n}", did="view contact")
        for n_day, day in enumerate(days)
        for n in range(of_day + n_day % 3)
    ]
    done += [look(0, at=NOON, record=f"last-{n}") for n in range(last_day)]
    return [replace(one, sequence=n + 1) for n, one in enumerate(done)]


def test_a_day_of_three_deviations_above_ones_own_is_a_burst():
    assert found(a_month(8, 30)) == {Kind.BURST}
    assert found(a_month(8, 12)) == set()
    assert found(a_month(20, 23)) == set(), "busy every day"
    assert found([*looks(0), *(look(n, record=f"r{n}") for n in range(60))]) == set(), "new here"


def test_a_rate_that_nobody_has_settled_is_not_known():
    assert FalseAlarms(Kind.BURST, 4, 0, 0).percent is None
    assert FalseAlarms(Kind.BURST, 4, 3, 1).percent == 33


# --- Planted misuse -----------------------------------------------------------------------

PLANTED = (Kind.WITHOUT_TASK, Kind.SAME_SURNAME, Kind.BURST, Kind.OUT_OF_HOURS, Kind.AFTER_CLOSURE)
PLANTED += (Kind.SEARCHES,)


def an_invented_trail(seed, workers=40, weeks=4):
    """A hub's month of honest work with slips, and one act of misuse of each kind.

    Honest work is not tidy: records are opened and left, some at night, some by namesakes.
    """
    chance, done, records, surnames = random.Random(seed), [], {}, {}
    names = [f"name{n}" for n in range(300)]
    for worker in range(workers):
        who = UUID(int=100 + worker)
        surnames[who] = chance.choice(names)
        for day in range(weeks * 7):
            midnight = (ENDS - timedelta(weeks=weeks) + timedelta(days=day)).replace(hour=0)
            if midnight.weekday() > 4:
                continue
            for _ in range(max(0, round(chance.gauss(9, 2.5)))):
                record = f"c{chance.randrange(4000)}"
                hour = 8 + 9 * chance.random() if chance.random() < 0.995 else 20.5
                at = midnight + timedelta(hours=hour)
                done.append(look(0, at=at, by=who, record=record))
                if chance.random() < 0.12:
                    done.append(look(0, at=at + timedelta(minutes=9), by=who, record=record))
                if chance.random() < 0.85:
                    after = at + timedelta(minutes=12)
                    done.append(look(0, at=after, by=who, record=record, did="add note"))
            if chance.random() < 0.5:
                at = midnight + timedelta(hours=9 + 7 * chance.random())
                done.append(replace(search(0, at), actor=who))
    for number in range(4000):
        closed = ENDS - timedelta(days=200) if chance.random() < 0.004 else None
        records[f"c{number}"] = Record(frozenset({chance.choice(names)}), closed)
    planted = {}
    for turn, kind in enumerate(PLANTED):
        who = UUID(int=100 + turn)
        planted[kind] = who
        done += _misuse(kind, who, records, surnames)
    done.sort(key=lambda one: one.at)
    done = [replace(one, sequence=n + 1) for n, one in enumerate(done)]
    return Seen(done, BEGINS, ENDS, records, surnames), planted


def _misuse(kind, who, records, surnames):
    match kind:
        case Kind.WITHOUT_TASK:
            return [look(0, at=NOON + timedelta(days=d), by=who, record="m1") for d in (-1, 0, 1)]
        case Kind.SAME_SURNAME:
            records["m2"] = Record(frozenset({surnames[who]}))
            return [look(0, by=who, record="m2")]
        case Kind.BURST:
            return [look(0, by=who, record=f"m3-{n}") for n in range(45)]
        case Kind.OUT_OF_HOURS:
            return [look(0, at=NIGHT, by=who, record=f"m4-{n}") for n in range(4)]
        case Kind.AFTER_CLOSURE:
            records["m5"] = Record(closed_at=NOON - timedelta(days=90))
            return [look(0, by=who, record="m5")]
        case _:
            evening = NOON.replace(hour=18, minute=30)
            ones = [search(0, evening + timedelta(minutes=n)) for n in range(8)]
            return [replace(one, actor=who) for one in ones]


def measured(seeds):
    """Found and precision by kind, over invented trails with one planted act of each kind."""
    raised, right, planted_in_all = dict.fromkeys(PLANTED, 0), dict.fromkeys(PLANTED, 0), len(seeds)
    caught = dict.fromkeys(PLANTED, 0)
    for seed in seeds:
        seen, planted = an_invented_trail(seed)
        said: list[Sign] = signs(seen, WATCHING)
        for kind in PLANTED:
            ours = [sign for sign in said if sign.kind is kind]
            mine = [one for one in ours if one.actor == planted[kind] and _is_planted(one)]
            raised[kind] += len(ours)
            right[kind] += len(mine)
            caught[kind] += bool(mine)
    return {
        kind: (caught[kind] / planted_in_all, right[kind] / max(1, raised[kind]), raised[kind])
        for kind in PLANTED
    }


def _is_planted(sign):
    return sign.object_id.startswith("m") if sign.object_id else sign.at.date() == NOON.date()


def test_planted_misuse_is_found_and_what_it_costs_in_false_alarms_is_printed():
    figures = measured(range(4))
    for kind, (recall, precision, count) in figures.items():
        print(f"{kind}: found {recall:.0%}, precision {precision:.0%} of {count} signs")
    assert all(recall == 1 for recall, _, _ in figures.values())
    assert figures[Kind.SEARCHES][1] > 0.9
