"""Whether this machine's clock has jumped: held against what nobody sets, its seconds since start.

A clock that is three days ahead makes everything late; one put back an hour hides what is late.
Neither can be seen in the clock itself.
"""

import time
from datetime import datetime, timedelta
from pathlib import Path

# Two machines of one installation, or a slow correction over months, may be so far apart.
TOLERATED = timedelta(minutes=2)
UPTIME, STAT = Path("/proc/uptime"), Path("/proc/stat")


def _seconds_up() -> float:
    """Since this machine began, as its kernel says where there is one to ask."""
    try:
        return float(UPTIME.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return time.monotonic()


def _began() -> float | None:
    """When this machine began, by the kernel's own clock; None where it does not say."""
    try:
        lines = STAT.read_text().splitlines()
    except OSError:
        return None
    found = [line.split()[1] for line in lines if line.startswith("btime ")]
    return float(found[0]) if found else None


# What the clock showed when this process began, less the seconds the machine had been up.
AT_FIRST = time.time() - _seconds_up()


def what_is_wrong(*, at: datetime) -> str:
    """How far the clock is from where it should be, in words; "" when it is near."""
    up = _seconds_up()
    since_start = timedelta(seconds=at.timestamp() - up - AT_FIRST)
    if abs(since_start) > TOLERATED:
        return f"jumped {_words(since_start)} since this process began"
    began = _began()
    if began is not None:
        off = timedelta(seconds=at.timestamp() - up - began)
        if abs(off) > TOLERATED:
            return f"{_words(off)} from the machine's own"
    return ""


def _words(by: timedelta) -> str:
    seconds = by.total_seconds()
    return f"{abs(seconds) / 3600:.1f} hours {'ahead' if seconds > 0 else 'back'}"
