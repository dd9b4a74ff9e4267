"""Whether the time of a refusal tells that there is something to be refused.

    python3 dev.py bench absence

A contact of another council, one that is restricted and one that never was are asked for in turns,
200 of each, by page and by API: the medians may be 10 % apart. Source: qualities A3.
"""

import argparse
import statistics
import sys
from collections.abc import Callable
from time import perf_counter, process_time
from typing import Any
from uuid import UUID, uuid4

from tools.bench import _ground

EACH, MOST, FIRST = 200, 0.10, 5


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=EACH)
    args = parser.parse_args(words)
    _ground.instance()
    print(f"absence: {_ground.machine()}")
    from django.test import Client
    from django.utils import timezone

    from lintel.access.viewers import Role
    from lintel.api.tests.given import Caller
    from lintel.contacts.tests import given
    from lintel.contacts.tests.signing_in import sign_in
    from lintel.restrictions.tests.given import hidden

    now = timezone.now()
    given.teams()
    account = given.an_account(Role.SCREENER)
    caller, client = Caller(Role.SCREENER, account), Client(SERVER_NAME="127.0.0.1")
    sign_in(client, account)
    stranger = Caller(Role.MANAGER, council="southmere")
    caller.client, stranger.client = (Client(SERVER_NAME="127.0.0.1") for _ in range(2))
    ids = {
        "restricted": [hidden(at=now).id for _ in range(args.each + FIRST)],
        "of another council": [given.received(at=now).id for _ in range(args.each + FIRST)],
    }
    ways: dict[str, tuple[list[UUID], Callable[[UUID], Any]]] = {
        "restricted, by API": (ids["restricted"], lambda id_: caller("GET", f"/contacts/{id_}")),
        "another council's, by API": (
            ids["of another council"],
            lambda id_: stranger("GET", f"/contacts/{id_}"),
        ),
        "restricted, by page": (ids["restricted"], lambda id_: client.get(f"/contacts/{id_}")),
    }
    apart = [_apart(what, there, ask) for what, (there, ask) in ways.items()]
    print(f"absence: at most {max(apart):.1%} of work apart, of {MOST:.0%}")
    return 0 if max(apart) <= MOST else 1


def _apart(what: str, there: list[UUID], ask: Callable[[UUID], Any]) -> float:
    """How far the medians of work are apart, as a share of the longer."""
    wall: dict[str, list[float]] = {"hidden": [], "absent": []}
    work: dict[str, list[float]] = {"hidden": [], "absent": []}
    for number, id_ in enumerate(there):
        # By turns, so that a machine that slows down slows both.
        turn = [("hidden", id_), ("absent", uuid4())]
        for which, asked in turn if number % 2 else turn[::-1]:
            began, worked = perf_counter(), process_time()
            answer = ask(asked)
            assert answer.status_code == 404, (what, which, answer.status_code)
            if number >= FIRST:
                wall[which].append((perf_counter() - began) * 1000)
                work[which].append((process_time() - worked) * 1000)
    hidden, absent = (statistics.median(work[which]) for which in ("hidden", "absent"))
    print(
        f"  {what:<26} hidden {statistics.median(wall['hidden']):6.2f} ms, "
        f"absent {statistics.median(wall['absent']):6.2f} ms; of which work "
        f"{hidden:6.2f} and {absent:6.2f} ms"
    )
    return abs(hidden - absent) / max(hidden, absent)


if __name__ == "__main__":
    sys.exit(main())
