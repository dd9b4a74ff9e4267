"""The data folder of a demo: made by the demo, marked as such, and never somebody's real one."""

import json
import os
from pathlib import Path
from typing import Any

MARKER = "invented-partnership.json"
DOOR = "demo.json"  # read by access.demo_door
TRUTH = "truth.csv"
# What a start leaves in a folder before there is a marker.
HARMLESS = frozenset({"manifest.json"})


class NotOurs(Exception):
    """The folder holds something the demo did not make."""


def made(folder: Path) -> dict[str, Any] | None:
    """What the marker says was made there; None for a folder that is empty or not there.

    Errors:
        NotOurs: it holds something, and no marker.
    """
    marker = folder / MARKER
    if marker.is_file():
        return json.loads(marker.read_text(encoding="utf-8"))
    if folder.exists() and (not folder.is_dir() or {p.name for p in folder.iterdir()} - HARMLESS):
        raise NotOurs(f"{folder} was not made by the demo; choose another --data, or a new folder")
    return None


def mark(folder: Path, what: dict[str, Any]) -> None:
    """Say what was made. `complete` False means that a start was broken off half way."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_secret(folder / MARKER, what)


def clear(folder: Path) -> None:
    """Take away what an earlier start left, so that the demo is made anew; ours only."""
    for path in folder.iterdir():
        if path.is_file() and path.name not in HARMLESS:
            path.unlink()


def write_secret(path: Path, what: dict[str, Any]) -> None:
    """JSON for the owner's eyes only, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(what, file, indent=1, ensure_ascii=False)
    os.replace(half, path)
