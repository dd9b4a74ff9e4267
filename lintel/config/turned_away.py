"""Who was refused what: on the trail, after the transaction that came to nothing.

A record that is not there is entered as one that is hidden, so that the two still look the same,
also by time. Only the id in the address is kept, and where it is no id, nothing of it.

Somebody who tries every address, or a program gone wrong, must neither fill the trail nor keep
those who write waiting. Within an hour a process enters each thing that an account was refused
once, `EACH` of them; of more it says only how many there were, at a hundred, a thousand and so on.
"""

import threading
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

HOUR = 3600
EACH = 30
MANY = frozenset(10**power for power in range(2, 10))

_lock = threading.Lock()
_refused: dict[UUID, "_Hour"] = {}


@dataclass(slots=True)
class _Hour:
    """What one account was refused in an hour. Shape: `entered` has at most EACH members."""

    hour: int
    count: int = 0
    entered: set[tuple[str, ...]] = field(default_factory=set)


def why_enter(account_id: UUID, what: tuple[str, ...], *, at: datetime) -> str | None:
    """Count one refusal, and say how it is entered: "" as itself, "100 refused in an hour" for all
    of them, None for not at all."""
    hour = int(at.timestamp()) // HOUR
    with _lock:
        kept = _refused.get(account_id)
        if kept is None or kept.hour != hour:
            for key in [key for key, then in _refused.items() if then.hour != hour]:
                del _refused[key]
            kept = _refused[account_id] = _Hour(hour)
        kept.count += 1
        if kept.count in MANY:
            return f"{kept.count} refused in an hour"
        if what in kept.entered or len(kept.entered) >= EACH:
            return None
        kept.entered.add(what)
        return ""


def not_entered(account_id: UUID, what: tuple[str, ...]) -> None:
    """It was to be entered as itself and could not be: the next time it is tried again."""
    with _lock:
        kept = _refused.get(account_id)
        if kept is not None:
            kept.entered.discard(what)
