"""Who belongs to the household of somebody found: one home, one parent, or one named as such.

A candidate is found by what a contact says; those around them by what is held of the candidate.
They come out as of the household, never as the person asked about.
"""

from collections.abc import Sequence

from lintel.people.rules.comparing import compare, is_parent
from lintel.people.rules.facts import Facts
from lintel.people.rules.keys import home_keys

MOST_KEYS = 24
# A home or a parent that more records share is a hostel, a surgery or a common name.
CROWD_BESIDE = 60


def keys_beside(held: Sequence[Facts]) -> list[str]:
    """What to find those around somebody by, from all that is held of them."""
    wanted = {key for facts in held for key in home_keys(facts)}
    return sorted(wanted)[:MOST_KEYS]


def ties(one: Sequence[Facts], other: Sequence[Facts], name: str) -> tuple[str, ...]:
    """What makes the other one of the household of `one`, who is called `name`; () when nothing.

    A street without its postcode, or a first name alone, is not enough.
    """
    who = name or "somebody who may be the person"
    said: dict[str, None] = {}
    for a in one:
        for b in other:
            levels = {each.field: each.level for each in compare(a, b)}
            if levels.get("address") == "same":
                said[f"lives or lived at the same address as {who}"] = None
            for parent in ("mother", "father"):
                if levels.get(parent) in ("same", "near"):
                    said[f"same {parent} as {who}"] = None
            if is_parent(b, a):
                said[f"is named as a parent of {who}"] = None
            if is_parent(a, b):
                said[f"names {who} as a parent"] = None
    return tuple(sorted(said))
