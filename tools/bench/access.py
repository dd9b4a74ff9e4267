"""What who-may-see-what costs of a page of the board, in one run, in a hub of 20,000 contacts.

    python3 dev.py bench access

Three parts of the server's own work, each as a share of the whole page:

- who asks: the session and the account, with employment and registration in date;
- the rules: role, zone, mark, hidden and conflicted records, with the queries they ask themselves,
  counted by a profile of the page at the outermost call, so that nothing counts twice;
- the condition that relation, restriction and conflict put into the page's own queries: the page
  as it is beside the page without it, in turns.

The reach is for the last two together; who asks would be asked of any page.
"""

import argparse
import cProfile
import pstats
import statistics
import sys
from collections.abc import Callable
from datetime import datetime
from time import process_time
from typing import Any

from tools.bench import _ground, board

REACH = 0.10
RESTRICTED = 20
Function = tuple[str, int, str]

# The one place of each test (decision 23): end of the file's name, and the functions of it.
WHO_ASKS = {"access/guards.py": {"session_viewer", "viewer_of", "as_they_read"}}
RULES = {
    "access/viewers.py": {"may", "must", "why_not"},
    "access/zones.py": {"sees", "is_masked"},
    "contacts/queries/visibility.py": {"hidden_from", "sees_whole_council", "reads_telling"},
    "restrictions/queries/hiding.py": {
        *("contacts_kept_from", "people_kept_from", "signals_for", "tells_anybody"),
        *("safety_signal", "protected_places", "mark_of"),
    },
    "restrictions/queries/conflicts.py": {"passed_over", "kept_apart_from", "warned_of"},
    "sharing/rules/handling.py": {"reading"},
}


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=100)
    args = parser.parse_args(words)
    _ground.instance()
    print(f"access: {_ground.machine()}")
    now = datetime.now().astimezone()
    manager = board.load(now)
    _restrict(manager, now)
    get = board.signed_in(manager)
    for _ in range(5):
        get("/board")
    who, rules = _profiled(get, args.runs)
    page, without = _with_and_without(get, args.runs)
    condition = max(0.0, page - without) / page
    share = rules + condition
    print(f"  the page                 {page:6.1f} ms of work (median of {args.runs})")
    print(f"  who asks                 {who:6.1%}")
    print(f"  the rules                {rules:6.1%}")
    print(f"  the condition in queries {condition:6.1%} ({page:.1f} beside {without:.1f} ms)")
    print(f"access: who may see what {share:.1%} of a board page, of at most {REACH:.0%}")
    return 0 if share <= REACH else 1


def _restrict(by: Any, now: datetime) -> None:
    """A hub has restricted records and conflicts; without any, nothing would be left out."""
    from lintel.contacts import actions
    from lintel.contacts.models import Contact
    from lintel.restrictions.rules.lasting import Purpose, ReaderSaid

    found = Contact.objects.filter(council=board.COUNCIL, closed_at=None).order_by("reference")
    for contact_id, version in found.values_list("id", "version")[:RESTRICTED]:
        actions.restrict_contact(
            contact_id=contact_id,
            version=version,
            kind="own_family",
            reason="Her aunt works in the hub",
            readers=[ReaderSaid(by.account_id, "", Purpose.TASK)],
            by=by,
            at=now,
        )


def _profiled(get: Callable[[str], Any], runs: int) -> tuple[float, float]:
    profile = cProfile.Profile(process_time)
    profile.enable()
    for _ in range(runs):
        get("/board")
    profile.disable()
    stats = pstats.Stats(profile)
    return tuple(_within(stats, among) / stats.total_tt for among in (WHO_ASKS, RULES))  # type: ignore[attr-defined]


def _within(stats: Any, among: dict[str, set[str]]) -> float:
    """Seconds in these functions and all they call, counted where none of them called the other."""

    def is_one(function: Function) -> bool:
        file, _, name = function
        return any(file.endswith(f"lintel/{end}") and name in of for end, of in among.items())

    found = [function for function in stats.stats if is_one(function)]
    assert {name for _, _, name in found} & set().union(*among.values()), "nothing was counted"
    return sum(
        spent
        for function in found
        for caller, (_, _, _, spent) in stats.stats[function][4].items()
        if not is_one(caller)
    )


def _with_and_without(get: Callable[[str], Any], runs: int) -> tuple[float, float]:
    """Milliseconds of work: the page as it is, and with every contact of the council in sight."""
    from django.db.models import Q

    from lintel.contacts.queries import visibility

    as_it_is, taken = visibility._near, ([], [])
    try:
        for turn in range(runs * 2):
            visibility._near = (lambda viewer: Q()) if turn % 2 else as_it_is
            began = process_time()
            get("/board")
            taken[turn % 2].append((process_time() - began) * 1000)
    finally:
        visibility._near = as_it_is
    return statistics.median(taken[0]), statistics.median(taken[1])


if __name__ == "__main__":
    sys.exit(main())
