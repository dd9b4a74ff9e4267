"""Anchors in a second place: written each day, read back whole, and known to be late.

An anchor kept where whoever runs this machine can change it proves little, so the place is a
setting: a folder (a mount of another machine), or a command that is given the anchor on its
standard input and ends well once it has it. Each anchor that left is a row here, so that
`lintel doctor` can say when the last one did.
"""

import json
import os
import shlex
import subprocess  # nosec B404: the operator's own command, never a caller's words
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from lintel.audit import checking, seals
from lintel.audit.models import AnchorWritten

EVERY = timedelta(days=1)
# The job looks once an hour, so that a worker that was down catches up soon after.
ALLOWED = EVERY + timedelta(hours=2)
PATIENCE = 60  # seconds for a command


class NotAnAnchor(ValueError):
    """What was read is no anchor; says which file."""


class NotWritten(RuntimeError):
    """The second place did not take the anchor, or there is none to take."""


def write(*, at: datetime) -> seals.Anchor:
    """Put an anchor into the second place, and keep that it left.

    Errors:
        NotWritten: with what is wrong, for the log and for doctor.
    """
    anchored = checking.anchor(at)
    if isinstance(anchored, seals.Fault):
        raise NotWritten(f"{anchored.message}; run lintel audit verify")
    words = json.dumps(asdict(anchored)) + "\n"
    try:
        if settings.ANCHOR_COMMAND:
            _hand_over(words)
            place = AnchorWritten.COMMAND
        else:
            _keep(
                Path(settings.ANCHORS), f"anchor-{at:%Y%m%dT%H%M%S}-{anchored.sequence}.json", words
            )
            place = AnchorWritten.FOLDER
    except (OSError, subprocess.SubprocessError) as problem:
        raise NotWritten(f"the second place took no anchor: {type(problem).__name__}") from problem
    with transaction.atomic():
        AnchorWritten.objects.create(at=at, sequence=anchored.sequence, place=place)
    return anchored


def write_daily(at: datetime) -> bool:
    """Whether an anchor was due and has left; the worker asks.

    Errors: NotWritten, so that the worker's log says so and it is tried again.
    """
    last = last_written()
    if last is not None and at - last < EVERY:
        return False
    write(at=at)
    return True


def last_written() -> datetime | None:
    return AnchorWritten.objects.order_by("-at").values_list("at", flat=True).first()


def standing(*, at: datetime) -> tuple[bool, str]:
    """Whether the second place is kept up to date, and in words for whoever runs this machine."""
    last = last_written()
    where = "by command" if settings.ANCHOR_COMMAND else str(settings.ANCHORS)
    if not settings.ANCHOR_COMMAND and Path(settings.ANCHORS).is_relative_to(settings.DATA):
        where += ", which is no second place: set LINTEL_ANCHORS"
    if last is None:
        begun = checking.first_at()
        fresh = begun is None or at - begun <= ALLOWED
        return fresh, f"none has left yet, {where}"
    words = f"last {last:%Y-%m-%d %H:%M} UTC, {where}"
    return at - last <= ALLOWED, words if at - last <= ALLOWED else f"late: {words}"


def read(place: Path) -> list[seals.Anchor]:
    """The anchor in a file, or every anchor in a folder, oldest place in the trail first.

    Errors:
        NotAnAnchor: a file that is none, or a folder with none in it.
        OSError: it cannot be read.
    """
    if not place.is_dir():
        return [_anchor_in(place)]
    found = [_anchor_in(file) for file in sorted(place.glob("*.json"))]
    if not found:
        raise NotAnAnchor(f"there is no anchor in {place}")
    return sorted(found, key=lambda each: each.sequence)


def _anchor_in(file: Path) -> seals.Anchor:
    try:
        told = json.loads(file.read_text())
        return seals.Anchor(
            sequence=int(told["sequence"]),
            seal=str(told["seal"]),
            count=int(told["count"]),
            at=str(told["at"]),
            mac=str(told["mac"]),
        )
    except (ValueError, KeyError, TypeError) as problem:
        raise NotAnAnchor(f"{file} is not an anchor file") from problem


def _keep(folder: Path, name: str, words: str) -> None:
    """A new file, never over an old one, and on the disk before anybody relies on it. The same
    anchor again is there already: a worker that died before it said so writes it twice."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        opened = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        if (folder / name).read_text() == words:
            return
        raise
    with os.fdopen(opened, "w") as file:
        file.write(words)
        file.flush()
        os.fsync(file.fileno())


def _hand_over(words: str) -> None:
    subprocess.run(  # nosec B603: from the settings of this machine, without a shell
        shlex.split(settings.ANCHOR_COMMAND),
        input=words,
        text=True,
        check=True,
        timeout=PATIENCE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
