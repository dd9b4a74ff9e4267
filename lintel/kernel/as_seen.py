"""What stands in for a version where a record has none: a few letters of what somebody saw of it.

A form carries them, and a write is refused when the record says something else by then, so that
nobody undoes what another has said without having read it.
"""

import json
from hashlib import sha256
from typing import Any

from lintel.kernel.refusals import Refusal, Refused

CHANGED = Refusal(
    "changed_meanwhile",
    "Somebody else has changed this since you opened it. Read what it says now, then save again",
)


def letters_of(seen: Any) -> str:
    """
    >>> letters_of({"phone": "1"}) == letters_of({"phone": "1"}) != letters_of({"phone": "2"})
    True
    """
    said = json.dumps(seen, sort_keys=True, default=_plain)
    return sha256(said.encode()).hexdigest()[:16]


def _plain(value: Any) -> Any:
    return sorted(map(str, value)) if isinstance(value, set | frozenset) else str(value)


def must_be_as_seen(now: Any, seen: str | None) -> None:
    """`seen` None: whoever writes holds no earlier view.

    Errors:
        Refused: it is no longer what they saw.
    """
    if seen is not None and seen != letters_of(now):
        raise Refused(CHANGED)
