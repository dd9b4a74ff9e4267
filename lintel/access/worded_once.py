"""A question asked of the database on every page has its SQL put together once.

Of what a page costs, more than a third went on wording the same sixty statements anew. What is
marked `worded_once` is worded at its first call; from then on only the values change.

    @worded_once
    def children_named(contact_id: UUID) -> QuerySet[ContactChild]:
        return ContactChild.objects.filter(contact=contact_id).order_by("place")

    children_named(contact.id)  # a list

What a question says may depend on nothing but what it is given. That is held: it is worded for two
sets of values at first, which may differ in nothing but those values, and the tests word it afresh
at a share of all later calls (`held_against_afresh`). Nothing is remembered of what was answered.
"""

import logging
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, is_dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import wraps
from itertools import count
from typing import Any, ParamSpec, TypeVar
from uuid import UUID
from weakref import WeakKeyDictionary

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

from lintel.access.viewers import Role, Viewer

P = ParamSpec("P")
Row = TypeVar("Row")
MOST_WORDINGS = 400  # of one question, by what it is given: lengths of lists, flags, choices
MOST_VALUES = 512  # more are worded anew: so many are seldom as many again
NEVER_ASKED: Any = object()
NOTHING: Any = object()  # is what there is, whatever the values: an empty list was given
SEVERAL = (frozenset, set, list, tuple)
# What of a viewer a question may turn on; who they are, their teams and their glass are values.
OF_A_VIEWER = ("role", "council", "agency", "employed_by_council", "is_registered", "today")

held_against_afresh = False  # the tests switch it on


class NotWordedOnce(TypeError):
    """A programming mistake: this question cannot be worded before its values are known."""


Way = Callable[[Any, Any], Any]  # of a value and a connection's operations


@dataclass(slots=True, eq=False, weakref_slot=True)
class _Wording:
    """Shape: `places` says of each parameter which value it holds and how, or None for one that
    stays; `asked` counts calls. It holds no connection: those belong to threads that end."""

    sql: str
    params: tuple[Any, ...]
    places: tuple[tuple[int, Way] | None, ...]
    asking: QuerySet[Any]
    compiler: Any
    alias: str
    asked: Iterator[int] = field(default_factory=count)

    def filled_in(self, values: Sequence[Any], ops: Any) -> tuple[Any, ...]:
        return tuple(
            [
                kept if place is None else place[1](values[place[0]], ops)
                for kept, place in zip(self.params, self.places, strict=True)
            ]
        )

    def rows(self, values: Sequence[Any]) -> list[Any]:
        connection = connections[self.alias]
        compiler = copy(self.compiler)
        compiler.connection = connection
        said = self.sql, self.filled_in(values, connection.ops)
        converters = self._converters(compiler, connection)
        compiler.as_sql = lambda *_, **__: said
        compiler.get_converters = lambda _: converters
        known = self.asking
        rows: QuerySet[Any] = QuerySet(known.model, _Worded(known.query, compiler), self.alias)
        rows._iterable_class = known._iterable_class
        rows._fields = known._fields
        rows._prefetch_related_lookups = known._prefetch_related_lookups
        return list(rows)

    def _converters(self, compiler: Any, connection: Any) -> Any:
        """Kept with the connection, whose own methods they are, and gone with it."""
        kept = vars(connection).setdefault("_worded_once", WeakKeyDictionary())
        found = kept.get(self)
        if found is None:
            columns = [column for column, *_ in compiler.select[: compiler.col_count]]
            found = kept[self] = compiler.get_converters(columns)
        return found


class _Worded:
    """A query that has been compiled."""

    def __init__(self, query: Any, compiler: Any) -> None:
        self._query, self._compiler = query, compiler

    def get_compiler(self, *_: Any, **__: Any) -> Any:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)


def worded_once(ask: Callable[P, QuerySet[Row]]) -> Callable[P, list[Row]]:
    """`ask`, answered as a list, with its SQL worded once for each kind of arguments. Numbers,
    flags, choices and dataclasses of these make a kind of their own: give few. A list or set is
    filled up with its last member to the next power of two, so that it has few lengths.

    Errors:
        NotWordedOnce: an argument is none of those, nor a viewer, UUID, text, moment or day, nor
            a list of one of these. In the tests also where the SQL depends on more than the values
            given; elsewhere it is then worded anew each time, and the log says so.
    """
    wordings: dict[Any, _Wording | None] = {}

    @wraps(ask)
    def asked(*args: P.args, **kwargs: P.kwargs) -> list[Row]:
        given, names = (*args, *kwargs.values()), tuple(kwargs)
        try:
            kinds, values = _taken_apart(given)
        except NotWordedOnce:
            if held_against_afresh:
                raise
            return list(ask(*args, **kwargs))
        if len(values) > MOST_VALUES:
            return list(ask(*args, **kwargs))
        key = (kinds, *names)
        wording = wordings.get(key, NEVER_ASKED)
        if wording is NEVER_ASKED:
            if len(wordings) >= MOST_WORDINGS:
                for old in list(wordings)[: MOST_WORDINGS // 2]:
                    wordings.pop(old, None)
            wording = wordings[key] = _worded_or_not(ask, names, kinds)
        if wording is NOTHING:
            if held_against_afresh and list(ask(*args, **kwargs)):
                raise NotWordedOnce(f"{ask.__qualname__} found something where it cannot")
            return []
        if wording is None:
            return list(ask(*args, **kwargs))
        if held_against_afresh:
            _hold(ask, wording, kinds, values, given, names)
        return wording.rows(values)

    return asked


def worded_afresh(question: Callable[P, list[Row]], *args: P.args, **kwargs: P.kwargs) -> list[Row]:
    """The same question, for values of which there are too many kinds."""
    return list(question.__wrapped__(*args, **kwargs))  # type: ignore[attr-defined]


def _taken_apart(given: Sequence[Any]) -> tuple[tuple[Any, ...], list[Any]]:
    """What is the same for every call of a kind, and the values that are not."""
    kinds: list[Any] = []
    values: list[Any] = []
    for one in given:
        if isinstance(one, SEVERAL):
            several = _filled_up(list(one))
            types = {_type(each) for each in several}
            if len(types) > 1:
                raise NotWordedOnce("A list that a question is given holds values of one type")
            kinds.append(("several", len(several), *types))
            values += several
        elif isinstance(one, Viewer):
            teams = _filled_up(sorted(one.teams))
            same = tuple(getattr(one, name) for name in OF_A_VIEWER)
            kinds.append(("viewer", len(teams), one.glass is not None, same))
            values += [one.account_id, *teams, *([one.glass] if one.glass else ())]
        elif one is None or one == "" or isinstance(one, (int, Enum)) or is_dataclass(one):
            kinds.append(("stays", one))
        else:
            kinds.append(("value", _type(one)))
            values.append(one)
    return tuple(kinds), values


def _filled_up(several: list[Any]) -> list[Any]:
    """With the last one again, so that a list has few lengths."""
    if not several:
        return several
    return several + [several[-1]] * ((1 << (len(several) - 1).bit_length()) - len(several))


def _type(one: Any) -> type:
    if type(one) in WAYS:
        return type(one)
    for kind in (UUID, str, datetime, date):
        if isinstance(one, kind) and not isinstance(one, Enum):
            return kind
    raise NotWordedOnce(f"A question is given keys, texts or moments, not {type(one)}")


def _put_together(kinds: Sequence[Any], values: Sequence[Any]) -> list[Any]:
    """The arguments that are of these kinds and have these values."""
    left = iter(values)
    given: list[Any] = []
    for what, *of in kinds:
        match what:
            case "value":
                given.append(next(left))
            case "several":
                given.append([next(left) for _ in range(of[0])])
            case "stays":
                given.append(of[0])
            case _:
                teams, through_glass, same = of
                account_id, own = next(left), frozenset(next(left) for _ in range(teams))
                glass = next(left) if through_glass else None
                given.append(_viewer(account_id, own, glass, *same))
    return given


def _viewer(
    account_id: UUID,
    teams: frozenset[str],
    glass: UUID | None,
    role: Role,
    council: str,
    agency: str,
    employed_by_council: bool,
    is_registered: bool,
    today: date,
) -> Viewer:
    until, own = today if is_registered else None, _InOrder(teams)
    return Viewer(
        account_id, "", role, council, agency, employed_by_council, until, own, today, None, glass
    )


class _InOrder(frozenset[str]):
    """A set that is gone through in the order of its words, so that two of them are asked alike."""

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(super().__iter__()))


def _worded_or_not(
    ask: Callable[..., QuerySet[Any]], names: tuple[str, ...], kinds: tuple[Any, ...]
) -> _Wording | None:
    """A mistake that no test met costs time, and not the page."""
    try:
        return _worded(ask, names, kinds)
    except (LookupError, TypeError, ValueError):  # whatever a question makes of its stand-ins
        if held_against_afresh:
            raise
        logging.getLogger(__name__).warning("%s is worded anew each time", ask.__qualname__)
        return None


def _worded(
    ask: Callable[..., QuerySet[Any]],
    names: tuple[str, ...],
    kinds: tuple[Any, ...],
) -> _Wording | None:
    first, second = (_stand_ins(list(_types(kinds)), turn) for turn in (0, 1))
    try:
        asking, compiler, sql, params = _afresh(ask, _put_together(kinds, first), names)
        _, _, same, others = _afresh(ask, _put_together(kinds, second), names)
    except EmptyResultSet:
        return NOTHING
    if sql != same or len(params) != len(others):
        raise NotWordedOnce(f"What {ask.__qualname__} asks is not the same for other values")
    ops = compiler.connection.ops
    ways: dict[Any, tuple[int, Way, Any]] = {}
    for number, (here, there) in enumerate(zip(first, second, strict=True)):
        for way in WAYS[type(here)]:
            held = way(here, ops)
            ways.setdefault((type(held), held), (number, way, way(there, ops)))
    places = tuple(_place(*both, ways) for both in zip(params, others, strict=True))
    alias, compiler.connection = compiler.connection.alias, None
    return _Wording(sql, params, places, asking, compiler, alias)


def _types(kinds: Sequence[Any]) -> Iterator[type]:
    for what, *of in kinds:
        match what:
            case "value":
                yield of[0]
            case "several":
                yield from [of[1]] * of[0] if of[0] else ()
            case "viewer":
                yield from [UUID, *[str] * of[0], *[UUID] * of[1]]


def _stand_ins(types: Sequence[type], turn: int) -> list[Any]:
    """Values of these types, each of which is at no other place and in no question; those of one
    turn are of another year, season, length and spelling than those of the other, so that what is
    worked out of a value does not pass for it."""
    made: dict[type, tuple[Callable[[int], Any], Callable[[int], Any]]] = {
        UUID: (
            lambda n: UUID(int=0x5A17E000_0000_4000_8000_000000000000 + n),
            lambda n: UUID(int=0xE3B0C442_98FC_4C14_9AFB_F4C8996FB924 - n),
        ),
        str: (
            lambda n: f"stands in for {n:06}",
            lambda n: rf" Stänḓs%_\ IN its place {n:06}X ",
        ),
        datetime: (
            lambda n: datetime(1971, 7, 5, 7, 11, 13, 17, tzinfo=UTC) + _unevenly(n),
            lambda n: datetime(1994, 11, 27, 23, 41, 7, 91, tzinfo=UTC) - _unevenly(n),
        ),
        date: (
            lambda n: date(1971, 7, 5) + _unevenly(n),
            lambda n: date(1994, 11, 27) - _unevenly(n),
        ),
    }
    return [made[type_][turn](number) for number, type_ in enumerate(types)]


def _unevenly(number: int) -> timedelta:
    return timedelta(days=number * number + 3 * number, minutes=number)


def _afresh(
    ask: Callable[..., QuerySet[Any]], given: Sequence[Any], names: tuple[str, ...]
) -> tuple[QuerySet[Any], Any, str, tuple[Any, ...]]:
    by_place = len(given) - len(names)
    asking = ask(*given[:by_place], **dict(zip(names, given[by_place:], strict=True)))
    compiler = asking.query.get_compiler(asking.db)
    sql, params = compiler.as_sql()
    return asking, compiler, sql, tuple(params)


def _place(
    one: Any, other: Any, ways: Mapping[Any, tuple[int, Way, Any]]
) -> tuple[int, Way] | None:
    """Which value a parameter holds, and what is done to it on its way there."""
    found = ways.get((type(one), one)) if isinstance(one, Hashable) else None
    if found is not None and found[2] == other:
        return found[:2]
    if type(one) is not type(other) or one != other:
        raise NotWordedOnce(f"A parameter holds none of the values as it was given: {one!r}")
    return None


WAYS: dict[type, tuple[Way, ...]] = {
    UUID: (lambda value, ops: value, lambda value, ops: value.hex),
    str: (lambda value, ops: value,),
    datetime: (
        lambda value, ops: value,
        lambda value, ops: ops.adapt_datetimefield_value(value),
    ),
    date: (lambda value, ops: value, lambda value, ops: ops.adapt_datefield_value(value)),
}


def _hold(
    ask: Callable[..., QuerySet[Any]],
    wording: _Wording,
    kinds: Sequence[Any],
    values: Sequence[Any],
    given: Sequence[Any],
    names: tuple[str, ...],
) -> None:
    asked = next(wording.asked)
    if asked >= 3 and asked % 16:
        return
    values = _told_apart(kinds, values)
    again = _put_together(kinds, values)
    for place, (one, (what, *of)) in enumerate(zip(given, kinds, strict=True)):
        if what == "viewer" and len(one.teams) == of[0]:
            again[place] = one  # with all there is to them, also what no question should turn on
    _, _, sql, params = _afresh(ask, again, names)
    now, kept = (
        [str(one) for one in each]
        for each in (params, wording.filled_in(values, connections[wording.alias].ops))
    )
    if any(what == "viewer" and of[0] > 1 for what, *of in kinds):  # their teams are a set
        now, kept = sorted(now), sorted(kept)
    if sql != wording.sql or now != kept:
        raise NotWordedOnce(f"{ask.__qualname__} would ask something else now: {sql} {params}")


def _told_apart(kinds: Sequence[Any], values: Sequence[Any]) -> list[Any]:
    """These values, but what stands twice in a list only once: Django asks for it once, too."""
    others = _stand_ins(list(_types(kinds)), 1)
    found: list[Any] = []
    for what, *of in kinds:
        start = len(found)
        if what == "viewer":
            found.append(values[start])
            start += 1
        long = {"several": of[0], "viewer": of[0], "value": 1}.get(what, 0)
        for number in range(start, start + long):
            again = values[number] in found[start:]
            found.append(others[number] if again else values[number])
        if what == "viewer" and of[1]:
            found.append(values[len(found)])
    return found
