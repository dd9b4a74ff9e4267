"""While one page is being read, the same question is asked of the database once.

A page is put together by contexts that do not know of each other, and several of them ask who a
team is or who a name belongs to. Only what is read may be remembered, and only until that page is
done: a request that writes begins no reading, nor does a command or a job, and there every
question is asked anew. An action may begin one around a block that only reads.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_answers: ContextVar[dict[Any, Any] | None] = ContextVar("lintel_reading", default=None)


@contextmanager
def one_reading() -> Iterator[None]:
    """Until the end of this block, what is marked `once_a_reading` is asked once."""
    before = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(before)


def once_a_reading(ask: Callable[P, T]) -> Callable[P, T]:
    """Remember what `ask` answered to these arguments, while a page is read. Each caller gets a
    copy of its own of a list or mapping, whose members are shared and so must not be changed.

    Errors:
        TypeError: an argument cannot be compared by value; give frozensets rather than sets.
    """

    @wraps(ask)
    def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        answers = _answers.get()
        if answers is None:
            return ask(*args, **kwargs)
        question = (ask, args, tuple(sorted(kwargs.items())))
        if question not in answers:
            answers[question] = ask(*args, **kwargs)
        known: T = answers[question]
        return copy(known)

    return asked


def shelf(name: str) -> dict[Any, Any]:
    """What one kind of question has been answered so far, to be added to; outside a reading, an
    empty one that nobody else sees."""
    answers = _answers.get()
    return {} if answers is None else answers.setdefault(name, {})
