"""lintel digest: how much there is, and a hash by which two instances can be compared."""

import argparse
import hashlib
import json

from django.apps import apps
from django.db.models import Model

from lintel.contacts.queries import conservation_everywhere

HELP = "counts and hashes of what is held, and whether every contact is accounted for"

# Two people made one and two again leave everything as it was, but for having happened.
HISTORY = frozenset({"people.Merge"})

# Who happens to be signed in, what is half typed, and what the machine does to itself.
PASSING = frozenset(
    {
        "access.Guesses",
        "access.PasswordReset",
        "contacts.Draft",
        "notices.Fence",
        "notices.Heartbeat",
        "notices.Schedule",
        "people.DuplicateSearch",
        "people.PossibleDuplicate",
        "portal.Draft",
        "scoping.KeptTokens",
        "scoping.Turn",
    }
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--history", action="store_true", help="also what was done and undone: merges of people"
    )


def run(args: argparse.Namespace) -> int:
    """0 when received = open + closed + erased, 1 when not."""
    kinds = digest(history=args.history)
    held_now = conservation_everywhere()
    received, still_open, closed, astray = held_now
    line, balanced = conservation_line(*held_now)
    if args.json:
        print(
            json.dumps(
                {
                    "kinds": {
                        name: {"count": count, "hash": mark}
                        for name, (count, mark) in kinds.items()
                    },
                    "received": received,
                    "open": still_open,
                    "closed": closed,
                    "erased": 0,
                    "conservation": line,
                    "balanced": balanced,
                    "astray": astray,
                }
            )
        )
    else:
        for name, (count, mark) in kinds.items():
            print(f"{count:9}  {mark}  {name}")
        print(line)
        for reference in astray:
            print(f"{reference} is not in the queue its facts give")
    return 0 if balanced else 1


def conservation_line(
    received: int, still_open: int, closed: int, astray: list[str]
) -> tuple[str, bool]:
    """received = open + closed + erased, and whether that is so and nothing is astray."""
    line = f"received {received} = open {still_open} + closed {closed} + erased 0"
    return line, received == still_open + closed and not astray


def digest(*, history: bool = False) -> dict[str, tuple[int, str]]:
    """Of each kind how many there are, and a hash that does not depend on their order."""
    return {model._meta.label_lower: _digest(model) for model in held(history=history)}


def held(*, history: bool = False) -> list[type[Model]]:
    """Every kind of record of ours that is business, by name."""
    passing = PASSING if history else PASSING | HISTORY
    ours = [m for m in apps.get_models() if m.__module__.startswith("lintel.")]
    return sorted(
        (m for m in ours if m._meta.label not in passing and m._meta.app_label != "audit"),
        key=lambda m: m._meta.label_lower,
    )


def _digest(model: type[Model]) -> tuple[int, str]:
    """How many rows, and the sum of their hashes: the same whatever order they are read in."""
    total, count = 0, 0
    fields = [field.attname for field in model._meta.concrete_fields]
    for row in model._base_manager.values_list(*fields).iterator(chunk_size=2000):
        words = "\x1f".join(_plain(value) for value in row)
        total += int.from_bytes(
            hashlib.sha256(words.encode("utf-8", "surrogatepass")).digest(), "big"
        )
        count += 1
    return count, f"{total % 2**256:064x}"[:32]


def _plain(value: object) -> str:
    if isinstance(value, dict | list):
        return json.dumps(value, sort_keys=True, ensure_ascii=False)
    return "" if value is None else str(value)
