"""Another process that looks at what may be hostile, so that this one does not.

It has a limit of memory and of time, an empty environment and nothing to write to. What breaks
it breaks only it, and the file is refused.
"""

import json
import subprocess
import sys
from pathlib import Path

from lintel.files.content.kinds import Found, Kind, Notice, NotTaken, Why

HOUSE = Path(__file__).resolve().parents[3]
LONGEST = 20  # seconds of the wall's clock, on a machine with much else to do


def look(content: bytes, ending: str) -> Found:
    """What a content is.

    Errors:
        NotTaken: with why; DAMAGED or BOMB when the other process did not live to say.
    """
    answer = _asked("look", ending if ending.isalnum() else "none", content)
    said = json.loads(answer)
    if "why" in said:
        raise NotTaken(Why(said["why"]))
    return Found(Kind(said["kind"]), tuple(Notice(each) for each in said["notices"]))


def cleaned(content: bytes, kind: Kind) -> bytes:
    """A copy that says neither where nor by whom.

    Errors:
        NotTaken: it cannot be made.
    """
    return _asked("clean", kind.value, content)


def _asked(task: str, of: str, content: bytes) -> bytes:
    words = [sys.executable, "-m", "lintel.files.content", task, of]
    try:
        done = subprocess.run(
            words,
            input=content,
            capture_output=True,
            timeout=LONGEST,
            cwd=HOUSE,
            env={"PYTHONDONTWRITEBYTECODE": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired as slow:
        raise NotTaken(Why.BOMB) from slow
    if done.returncode < 0:  # ended by the limit on its time or its memory
        raise NotTaken(Why.BOMB)
    if done.returncode or not done.stdout:
        raise NotTaken(Why.DAMAGED)
    return done.stdout
