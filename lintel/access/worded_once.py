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

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import wraps
from itertools import count
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

P = ParamSpec("P")
Row = TypeVar("Row")
MOST_WORDINGS = 400  # of one question, by what it is given: lengths of lists, flags, choices
SEVERAL = (frozenset, set, list, tuple)

held_against_afresh = False  # the tests switch it on


class NotWordedOnce(TypeError):
    """A programming mistake: this question cannot be worded before its values are known."""


@dataclass(slots=True)
class _Wording:
    """Shape: `places` says of each parameter which value it holds and how, or None for one that
    stays; `asked` counts calls."""

    sql: str
    params: tuple[Any, ...]
    places: tuple[tuple[int, Callable[[Any], Any]] | None, ...]
    asking: QuerySet[Any]
    compiler: Any
    converters: Any
    asked: Iterator[int] = field(default_factory=count)

    def filled_in(self, values: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(
            kept if place is None else place[1](values[place[0]])
            for kept, place in zip(self.params, self.places, strict=True)
        )

    def rows(self, values: Sequence[Any]) -> list[Any]:
        compiler = copy(self.compiler)
        compiler.connection = connections[compiler.using]
        said = self.sql, self.filled_in(values)
        compiler.as_sql = lambda *_, **__: said
        compiler.get_converters = lambda _: self.converters
        compiler.setup_query = lambda *_, **__: None
        known = self.asking
        rows: QuerySet[Any] = QuerySet(known.model, _Worded(known.query, compiler), compiler.using)
        rows._iterable_class = known._iterable_class
        rows._fields = known._fields
        rows._prefetch_related_lookups = known._prefetch_related_lookups
        return list(rows)


class _Worded:
    """A query that has been compiled."""

    def __init__(self, query: Any, compiler: Any) -> None:
        self._query, self._compiler = query, compiler

    def get_compiler(self, *_: Any, **__: Any) -> Any:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)


def worded_once(ask: Callable[P, QuerySet[Row]]) -> Callable[P, list[Row]]:
    """`ask`, answered as a list, with its SQL worded once for each kind of arguments. A list or
    set is filled up with its last member to the next power of two, so that it has few lengths.

    Errors:
        NotWordedOnce: an argument is no UUID, text, number, moment, day, choice or None, nor a
            list of one of those; or the SQL depends on more than the values of its arguments.
    """
    wordings: dict[Any, _Wording | None] = {}

    @wraps(ask)
    def asked(*args: P.args, **kwargs: P.kwargs) -> list[Row]:
        given = (*args, *kwargs.values())
        kind, values = _taken_apart(given)
        key = (kind, *kwargs)
        if key not in wordings:
            if len(wordings) >= MOST_WORDINGS:
                wordings.clear()
            wordings[key] = _worded(ask, given, tuple(kwargs), kind)
        wording = wordings[key]
        if wording is None:
            return list(ask(*args, **kwargs))
        if held_against_afresh:
            _hold(ask, wording, kind, values, tuple(kwargs))
        return wording.rows(values)

    return asked


def _taken_apart(given: Sequence[Any]) -> tuple[tuple[Any, ...], list[Any]]:
    """What is the same for every call of a kind, and the values that are not."""
    kinds: list[Any] = []
    values: list[Any] = []
    for one in given:
        if isinstance(one, SEVERAL):
            several = list(one)
            if several:
                several += [several[-1]] * ((1 << (len(several) - 1).bit_length()) - len(several))
            kinds.append((len(several), *{_kind(each) for each in several}))
            values += several
        elif one is None or isinstance(one, (bool, Enum)):
            kinds.append((None, one))
        else:
            kinds.append(_kind(one))
            values.append(one)
    return tuple(kinds), values


def _kind(one: Any) -> type:
    for kind in (UUID, str, int, datetime, date):
        if isinstance(one, kind) and not isinstance(one, (bool, Enum)):
            return kind
    raise NotWordedOnce(f"A question is given keys, texts, numbers or moments, not {type(one)}")


def _put_together(kind: Sequence[Any], values: Sequence[Any]) -> list[Any]:
    """The arguments that are of this kind and have these values."""
    left = iter(values)
    given: list[Any] = []
    for one in kind:
        if isinstance(one, type):
            given.append(next(left))
        elif one[0] is None:
            given.append(one[1])
        else:
            given.append([next(left) for _ in range(one[0])])
    return given


def _worded(
    ask: Callable[..., QuerySet[Any]],
    given: Sequence[Any],
    names: tuple[str, ...],
    kind: tuple[Any, ...],
) -> _Wording | None:
    """None where nothing can be found: an empty list was given."""
    types = list(_types(kind))
    try:
        first, compiler, sql, params = _afresh(ask, kind, _stand_ins(types, 0), names)
        _, _, same, others = _afresh(ask, kind, _stand_ins(types, 1), names)
    except EmptyResultSet:
        return None
    if sql != same or len(params) != len(others):
        raise NotWordedOnce(f"What {ask.__qualname__} asks is not the same for other values")
    places = tuple(
        _place(one, other, _stand_ins(types, 0), _stand_ins(types, 1), compiler.connection.ops)
        for one, other in zip(params, others, strict=True)
    )
    converters = compiler.get_converters([col for col, *_ in compiler.select[: compiler.col_count]])
    return _Wording(sql, params, places, first, compiler, converters)


def _types(kind: Sequence[Any]) -> Iterator[type]:
    for one in kind:
        if isinstance(one, type):
            yield one
        elif one[0] is not None:
            if len(one) > 2:
                raise NotWordedOnce("A list that a question is given holds values of one kind")
            yield from one[1:] * one[0]


def _stand_ins(types: Sequence[type], turn: int) -> list[Any]:
    """Values of these types, each of which is at no other place and in no question."""
    made: dict[type, Callable[[int], Any]] = {
        UUID: lambda n: UUID(int=0x5A17E000_0000_4000_8000_000000000000 + n),
        str: lambda n: f"stands in for {n}",
        int: lambda n: 731_000_000 + n,
        datetime: lambda n: datetime(1971, 3, 5, 7, 11, 13, 17, tzinfo=UTC) + timedelta(hours=n),
        date: lambda n: date(1971, 3, 5) + timedelta(days=n),
    }
    return [made[type_](number * 2 + turn) for number, type_ in enumerate(types)]


def _afresh(
    ask: Callable[..., QuerySet[Any]],
    kind: Sequence[Any],
    values: Sequence[Any],
    names: tuple[str, ...],
) -> tuple[QuerySet[Any], Any, str, tuple[Any, ...]]:
    given = _put_together(kind, values)
    by_place = len(given) - len(names)
    asking = ask(*given[:by_place], **dict(zip(names, given[by_place:], strict=True)))
    compiler = asking.query.get_compiler(asking.db)
    sql, params = compiler.as_sql()
    return asking, compiler, sql, tuple(params)


def _place(
    one: Any, other: Any, first: Sequence[Any], second: Sequence[Any], ops: Any
) -> tuple[int, Callable[[Any], Any]] | None:
    """Which value a parameter holds, and what is done to it on its way there."""
    for number, (here, there) in enumerate(zip(first, second, strict=True)):
        for way in _ways(type(here), type(one), ops):
            if type(way(here)) is type(one) and way(here) == one and way(there) == other:
                return number, way
    if type(one) is not type(other) or one != other:
        raise NotWordedOnce(f"A parameter holds none of the values as it was given: {one!r}")
    return None


def _ways(kind: type, kept: type, ops: Any) -> tuple[Callable[[Any], Any], ...]:
    ways: dict[type, tuple[Callable[[Any], Any], ...]] = {
        UUID: (_itself, _hex),
        str: (_itself,),
        int: (_itself, *((kept,) if issubclass(kept, int) else ())),
        datetime: (_itself, ops.adapt_datetimefield_value),
        date: (_itself, ops.adapt_datefield_value),
    }
    return ways[kind]


def _itself(value: Any) -> Any:
    return value


def _hex(value: UUID) -> str:
    return value.hex


def _hold(
    ask: Callable[..., QuerySet[Any]],
    wording: _Wording,
    kind: Sequence[Any],
    values: Sequence[Any],
    names: tuple[str, ...],
) -> None:
    asked = next(wording.asked)
    if asked >= 3 and asked % 16:
        return
    values = _told_apart(kind, values)
    _, _, sql, params = _afresh(ask, kind, values, names)
    kept = wording.filled_in(values)
    if sql != wording.sql or [*map(str, params)] != [*map(str, kept)]:
        raise NotWordedOnce(f"{ask.__qualname__} would ask something else now: {sql} {params}")


def _told_apart(kind: Sequence[Any], values: Sequence[Any]) -> list[Any]:
    """These values, but what stands twice in a list only once: Django asks for it once, too."""
    others = _stand_ins(list(_types(kind)), 1)
    found: list[Any] = []
    for one in kind:
        if isinstance(one, type):
            found.append(values[len(found)])
            continue
        start = len(found)
        for number in range(start, start + (one[0] or 0)):
            again = values[number] in found[start:]
            found.append(others[number] if again else values[number])
    return found
