"""News goes up the house: a context tells what happened, and those above who listen act on it.

A handler runs in the teller's transaction: when it fails, the whole is undone, so nothing is
dropped. Who listens is one table, `lintel.config.wiring`, read at start-up.
"""

from collections.abc import Callable
from typing import Any

Handler = Callable[[Any], None]

_listeners: dict[type, list[Handler]] = {}


def listen(event: type, handler: Handler) -> None:
    """Have `handler` called with each `event` told from now on; asking twice changes nothing."""
    handlers = _listeners.setdefault(event, [])
    if handler not in handlers:
        handlers.append(handler)


def tell(event: object) -> None:
    """Give `event` to everybody who listens for its type, in the order of the table.

    Errors: whatever a handler raises; the caller's transaction must not outlive it.
    """
    for handler in _listeners.get(type(event), ()):
        handler(event)


def listeners() -> dict[type, tuple[Handler, ...]]:
    """Who listens for what: for the drawing of the house, and for tests."""
    return {event: tuple(handlers) for event, handlers in _listeners.items()}
