"""A look at the instance every few seconds, in a thread of each process that makes pages.

Pages say what it saw last and ask nothing themselves. Tests have no lookout, and no signs.
"""

import logging
import threading
import time
from dataclasses import dataclass

from django.db import connections
from django.utils import timezone

from lintel.audit import checking
from lintel.config import disks
from lintel.notices.fencing import is_fenced
from lintel.notices.queries import worker_is_alive

log = logging.getLogger("lintel.lookout")
EVERY_SECONDS = 10.0
# All of the trail is read again so seldom that it takes a twentieth of one processor at most.
SELDOM = 20


@dataclass(frozen=True, slots=True)
class Sign:
    """Something everybody at work here should know.

    Shape: `public` is for whoever has not signed in too.
    """

    heading: str
    words: str
    public: bool = False


FENCED = Sign(
    "This is a copy, put back from a backup",
    "It sends no e-mail and no alert, and what you enter may not be kept. Work goes on elsewhere "
    "until whoever looks after Lintel says that this is the one.",
    public=True,
)
SILENT = Sign(
    "Emails and alerts may not be going out",
    "The background worker has not been heard from. Queues and clocks are right: they do not "
    "depend on it. Tell whoever looks after Lintel.",
)
FULL = Sign(
    "The disk is nearly full",
    "Soon nothing more can be saved. Tell whoever looks after Lintel now.",
)
BROKEN_TRAIL = Sign(
    "The trail of who did what does not hold",
    "Somebody or something has changed it. Tell whoever looks after Lintel now.",
)


class Lookout(threading.Thread):
    """Looks, notes, and looks again, whatever it meets."""

    def __init__(self) -> None:
        super().__init__(name="lookout", daemon=True)
        self.signs: tuple[Sign, ...] = ()
        self.trail = ""
        self._read_again_at = 0.0

    def run(self) -> None:
        while True:
            try:
                try:
                    self.look()
                finally:
                    connections.close_all()
            except Exception as problem:  # whatever it was, the next look may see
                log.warning("the lookout could not look: %s", type(problem).__name__)
            time.sleep(EVERY_SECONDS)

    def look(self) -> None:
        """One look, kept for every page until the next."""
        seen = []
        if is_fenced():
            seen.append(FENCED)
        elif not worker_is_alive(at=timezone.now()):
            seen.append(SILENT)
        if not disks.fullest()[0]:
            seen.append(FULL)
        self._read_trail()
        if self.trail:
            seen.append(BROKEN_TRAIL)
        self.signs = tuple(seen)

    def _read_trail(self) -> None:
        began = time.monotonic()
        if began < self._read_again_at:
            return
        fault = checking.verify().fault
        self.trail = "" if fault is None else f"{fault.sequence}: {fault.message}"
        took = time.monotonic() - began
        self._read_again_at = began + max(EVERY_SECONDS, took * SELDOM)


_lookout: Lookout | None = None


def begin() -> None:
    """Once in each process that makes pages, after it was forked."""
    global _lookout
    if _lookout is None:
        _lookout = Lookout()
        _lookout.start()


def signs(*, signed_in: bool) -> tuple[Sign, ...]:
    """What every page says at its top."""
    seen = _lookout.signs if _lookout else ()
    return seen if signed_in else tuple(sign for sign in seen if sign.public)


def trail_as_read() -> str:
    """What is wrong with the trail as it was last read whole; "" for nothing, or no lookout."""
    return _lookout.trail if _lookout else ""
