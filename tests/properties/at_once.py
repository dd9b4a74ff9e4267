"""Many people at the same moment, each on a connection of their own, as in many processes."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connections

LONGEST = 300  # seconds; past this somebody is waiting for somebody who waits for them


def at_once(works: Sequence[Callable[[], Any]]) -> list[Any]:
    """Begin every one at the same instant; what each gave, in the order of `works`.

    Errors:
        AssertionError: one raised, or had not ended in time: a deadlock.
    """
    gave: list[Any] = [None] * len(works)
    raised: list[BaseException] = []
    begin = threading.Barrier(len(works))

    def run(place: int) -> None:
        try:
            begin.wait(LONGEST)
            gave[place] = works[place]()
        except BaseException as problem:
            raised.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n,), daemon=True) for n in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONGEST)
    assert not any(thread.is_alive() for thread in threads), "somebody waits for ever"
    assert not raised, [f"{type(one).__name__}: {one}" for one in raised]
    return gave
