"""Whether the time of an answer tells that there is an account: signing in, and a lost password.

    python3 dev.py bench enumeration

Known and unknown names in turns, 200 of each, with the product's own slow hashing: the medians may
be 10 % apart. Source: qualities B4.
"""

import argparse
import statistics
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from time import perf_counter, process_time
from typing import Any

from tools.bench import _ground

EACH, MOST = 200, 0.10


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=EACH)
    args = parser.parse_args(words)
    _ground.instance()
    print(f"enumeration: {_ground.machine()}")
    _accounts(args.each + 3)
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1")

    def sign_in(name: str) -> Any:
        return client.post("/login", {"username": name, "password": "not this one, it is wrong"})

    def lost(name: str) -> Any:
        return client.post("/password-reset", {"username": name})

    apart = [_apart(what, ask, args.each) for what, ask in (("sign in", sign_in), ("lost", lost))]
    print(f"enumeration: at most {max(apart):.1%} apart, of {MOST:.0%}")
    return 0 if max(apart) <= MOST else 1


def _accounts(count: int) -> None:
    from django.contrib.auth.hashers import make_password

    from lintel.access.models import Account

    kept = make_password("kettle gravel moss 8")
    for number in range(count):
        Account.objects.create(
            username=f"known.{number:04}", email=f"k{number}@example.org", name="Priya Shah",
            role="screener", council="northbeck", agency="northbeck-council",
            employed_by_council=True, registered_until=date(2099, 1, 1), teams=[], password=kept,
            created_at=datetime(2026, 1, 1, tzinfo=UTC),
        )  # fmt: skip


def _apart(what: str, ask: Callable[[str], Any], each: int) -> float:
    """How far the medians are apart, by the clock, as a share of the longer."""
    wall: dict[str, list[float]] = {"known": [], "nobody": []}
    work: dict[str, list[float]] = {"known": [], "nobody": []}
    for number in range(each + 3):
        # By turns, so that a machine that slows down slows both.
        for who in ("known", "nobody") if number % 2 else ("nobody", "known"):
            began, worked = perf_counter(), process_time()
            answer = ask(f"{who}.{number:04}")
            assert answer.status_code in {200, 302}, (what, who, answer.status_code)
            if number >= 3:
                wall[who].append((perf_counter() - began) * 1000)
                work[who].append((process_time() - worked) * 1000)
    known, nobody = statistics.median(wall["known"]), statistics.median(wall["nobody"])
    print(
        f"  {what:<8} known {known:6.2f} ms, unknown {nobody:6.2f} ms; of which work "
        f"{statistics.median(work['known']):6.2f} and {statistics.median(work['nobody']):6.2f} ms"
    )
    return abs(known - nobody) / max(known, nobody)


if __name__ == "__main__":
    sys.exit(main())
