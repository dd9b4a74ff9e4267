"""The signs: each reads what was done, and says who to ask about what.

A sign is a reason to ask, not a finding. Each says no more than the trail does, so that the person
who is asked can be shown the same lines.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import fmean, pstdev
from types import MappingProxyType
from typing import TypeVar
from uuid import UUID

from lintel.kernel.instants import LONDON, london_day
from lintel.policy.watching import Watching

Key = TypeVar("Key")


class Kind(StrEnum):
    """What was noticed. The stored value never changes."""

    WITHOUT_TASK = "without_task"
    SAME_SURNAME = "same_surname"
    FORMER_ADDRESS = "former_address"
    BURST = "burst"
    OUT_OF_HOURS = "out_of_hours"
    AFTER_CLOSURE = "after_closure"
    SEARCHES = "searches"
    BROKEN_GLASS = "broken_glass"


KIND_WORDS: Mapping[Kind, tuple[str, str]] = MappingProxyType(
    {
        Kind.WITHOUT_TASK: ("Looked without a task", "opened it and did nothing there"),
        Kind.SAME_SURNAME: ("Same surname as the family", "has the surname of somebody in it"),
        Kind.FORMER_ADDRESS: (
            "Lived where the family lives",
            "declared an address that is the family’s",
        ),
        Kind.BURST: ("Opened far more than usual", "more in a day than three times the spread"),
        Kind.OUT_OF_HOURS: ("Looked out of hours", "at night or at the weekend, not on duty"),
        Kind.AFTER_CLOSURE: ("Looked after it was closed", "opened it long after it was closed"),
        Kind.SEARCHES: ("Searched and opened nothing", "searched again and again, opened none"),
        Kind.BROKEN_GLASS: ("Broke the glass", "opened a record that is shut to them"),
    }
)


class Settled(StrEnum):
    """What came of a question. The stored value never changes."""

    EXPLAINED = "explained"
    WORD = "word"
    INCIDENT = "incident"


SETTLED_WORDS: Mapping[Settled, tuple[str, str]] = MappingProxyType(
    {
        Settled.EXPLAINED: ("Explained", "They had a reason to look. It counts as a false alarm"),
        Settled.WORD: ("Needs a word", "Not right, and put right by speaking with them"),
        Settled.INCIDENT: ("Incident", "Looked without need. Their employer is told"),
    }
)
REASON_LEAST, REASON_MOST = 20, 1000

SEARCHED, BROKE_GLASS = "search", "break glass"
# Not being given a record is no work done on it.
NOT_GIVEN = frozenset({"refused", "break glass refused"})
RECORDS = frozenset({"contact", "person"})
LOOKS = ("view ", "open ")
ON_NIGHT_DUTY = "emergency_duty"
# The service itself, and those whose task is to look at what others did.
NOT_WATCHED = frozenset({"dpo", "guardian", "agency_system", "sysadmin", "quality", "inspector"})


@dataclass(frozen=True, slots=True)
class Done:
    """One entry of the trail, as the signs need it."""

    sequence: int
    at: datetime
    actor: UUID
    role: str
    did: str
    object_type: str
    object_id: str

    @property
    def is_look(self) -> bool:
        return self.object_type in RECORDS and self.did.startswith(LOOKS)

    @property
    def is_work(self) -> bool:
        return not self.is_look and self.did not in NOT_GIVEN


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a contact that was opened, for signs alone.

    Shape: surnames in lower case. `owners`: accounts that have it. `lived_there`: accounts that
        declared an address which is the family's.
    """

    surnames: frozenset[str] = frozenset()
    closed_at: datetime | None = None
    owners: frozenset[UUID] = frozenset()
    lived_there: frozenset[UUID] = frozenset()


NOT_KNOWN = Record()


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything the signs look at.

    Shape: `done` in order, from some weeks before `begins`; signs are of what was done from
        `begins` to before `ends`. `surnames` of those who use Lintel, in lower case.
    """

    done: Sequence[Done]
    begins: datetime
    ends: datetime
    records: Mapping[str, Record] = field(default_factory=dict)
    surnames: Mapping[UUID, str] = field(default_factory=dict)

    def lately(self) -> Iterator[Done]:
        return (one for one in self.done if self.begins <= one.at < self.ends)

    def record(self, one: Done) -> Record:
        return self.records.get(one.object_id, NOT_KNOWN)


@dataclass(frozen=True, slots=True)
class Sign:
    """Who to ask about what.

    Shape: `object_id` is empty when it is not about one record. `first` and `last` are the numbers
        of the entries it rests on, `count` how many there are.
    """

    kind: Kind
    actor: UUID
    object_type: str
    object_id: str
    first: int
    last: int
    count: int
    at: datetime


def signs(seen: Seen, watching: Watching) -> list[Sign]:
    """Every sign, in the order of the trail."""
    watched = Seen(
        [one for one in seen.done if one.role not in NOT_WATCHED],
        seen.begins,
        seen.ends,
        seen.records,
        seen.surnames,
    )
    found = [sign for look_for in SIGNS for sign in look_for(watched, watching)]
    return sorted(found, key=lambda sign: (sign.first, sign.kind))


def without_task(seen: Seen, watching: Watching) -> Iterator[Sign]:
    """Looks at one record by somebody who has done nothing to it in all these weeks."""
    worked = {(one.actor, one.object_id) for one in seen.done if one.is_work}
    for key, looks in _by(seen.lately(), lambda one: (one.actor, one.object_id)).items():
        if key in worked or key[0] in seen.record(looks[0]).owners:
            continue
        if len(looks) >= watching.without_task_least:
            yield _sign(Kind.WITHOUT_TASK, looks)


def same_surname(seen: Seen, watching: Watching) -> Iterator[Sign]:
    def is_own(one: Done) -> bool:
        own = seen.surnames.get(one.actor, "")
        return bool(own) and own in seen.record(one).surnames

    yield from _of_each_record(Kind.SAME_SURNAME, filter(is_own, seen.lately()))


def former_address(seen: Seen, watching: Watching) -> Iterator[Sign]:
    near = (one for one in seen.lately() if one.actor in seen.record(one).lived_there)
    yield from _of_each_record(Kind.FORMER_ADDRESS, near)


def burst(seen: Seen, watching: Watching) -> Iterator[Sign]:
    """A day far above somebody's own other days; of a new starter nothing can be said."""
    for actor, looks in _by(seen.done, lambda one: one.actor).items():
        days = _by(looks, lambda one: london_day(one.at))
        sizes = {day: len({one.object_id for one in ones}) for day, ones in days.items()}
        for day, ones in days.items():
            others = [size for other, size in sizes.items() if other != day]
            if not seen.begins <= ones[0].at < seen.ends or len(others) < watching.burst_days:
                continue
            usual = fmean(others) + watching.burst_deviations * pstdev(others)
            if sizes[day] >= watching.burst_least and sizes[day] > usual:
                yield _sign(Kind.BURST, ones, actor=actor)


def out_of_hours(seen: Seen, watching: Watching) -> Iterator[Sign]:
    def is_out(one: Done) -> bool:
        here = one.at.astimezone(LONDON)
        open_ = watching.early_hour <= here.hour < watching.late_hour and here.weekday() < 5
        return one.role != ON_NIGHT_DUTY and not open_

    late = filter(is_out, seen.lately())
    for looks in _by(late, lambda one: (one.actor, london_day(one.at))).values():
        if len({one.object_id for one in looks}) >= watching.out_of_hours_least:
            yield _sign(Kind.OUT_OF_HOURS, looks, actor=looks[0].actor)


def after_closure(seen: Seen, watching: Watching) -> Iterator[Sign]:
    grace = timedelta(days=watching.after_closure_days)

    def is_after(one: Done) -> bool:
        closed = seen.record(one).closed_at
        return closed is not None and one.at > closed + grace

    yield from _of_each_record(Kind.AFTER_CLOSURE, filter(is_after, seen.lately()))


def searches(seen: Seen, watching: Watching) -> Iterator[Sign]:
    """Searches after which the same person opened no record soon."""
    within = timedelta(minutes=watching.search_minutes)
    opened = _by(seen.done, lambda one: one.actor)
    in_vain: dict[tuple[UUID, object], list[Done]] = {}
    for one in seen.lately():
        if one.did != SEARCHED:
            continue
        looks = opened.get(one.actor, ())
        if not any(one.sequence < look.sequence and look.at <= one.at + within for look in looks):
            in_vain.setdefault((one.actor, london_day(one.at)), []).append(one)
    for found in in_vain.values():
        if len(found) >= watching.searches_least:
            yield _sign(Kind.SEARCHES, found, actor=found[0].actor)


def broken_glass(seen: Seen, watching: Watching) -> Iterator[Sign]:
    """Only of a record that was opened: a use is also ended, and asked for where nothing is."""
    for one in seen.lately():
        if one.did == BROKE_GLASS and one.object_type == "contact" and one.object_id:
            yield _sign(Kind.BROKEN_GLASS, [one])


SIGNS: tuple[Callable[[Seen, Watching], Iterator[Sign]], ...] = (
    without_task,
    same_surname,
    former_address,
    burst,
    out_of_hours,
    after_closure,
    searches,
    broken_glass,
)


@dataclass(frozen=True, slots=True)
class FalseAlarms:
    """How often a kind of sign came to nothing, of those that were settled."""

    kind: Kind
    raised: int
    settled: int
    explained: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.explained / self.settled) if self.settled else None


def _by(done: Iterable[Done], key: Callable[[Done], Key]) -> dict[Key, list[Done]]:
    """Looks at records by something, in order."""
    found: dict[Key, list[Done]] = {}
    for one in done:
        if one.is_look:
            found.setdefault(key(one), []).append(one)
    return found


def _of_each_record(kind: Kind, done: Iterable[Done]) -> Iterator[Sign]:
    for looks in _by(done, lambda one: (one.actor, one.object_id)).values():
        yield _sign(kind, looks)


def _sign(kind: Kind, done: Sequence[Done], *, actor: UUID | None = None) -> Sign:
    """About the record of the first; about none where only who did it is given."""
    first, last = done[0], done[-1]
    about = ("", "") if actor else (first.object_type, first.object_id)
    return Sign(kind, first.actor, *about, first.sequence, last.sequence, len(done), last.at)
