"""Asking ClamAV, through clamd on this machine or another.

`settings.CLAMD` names it: "unix:/run/clamav/clamd.ctl", "tcp:127.0.0.1:3310", or "" for none.
Without one every file waits, and nobody opens it.
"""

import socket
from dataclasses import dataclass

from django.conf import settings

CHUNK = 256 * 1024


class NotAsked(Exception):
    """The scanner did not answer, or could not look at this file: it waits."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Shape: `found` is the name of what was found, "" for nothing; `by` is the scanner's own
    name with the day of its signatures."""

    found: str
    by: str


def is_set_up() -> bool:
    return bool(settings.CLAMD)


def check(content: bytes, *, within: float) -> Verdict:
    """What the scanner says of a content, in at most `within` seconds for each step.

    Errors:
        NotAsked: there is none, or it did not say.
    """
    try:
        with _called(within) as line:
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), CHUNK):
                part = content[start : start + CHUNK]
                line.sendall(len(part).to_bytes(4, "big") + part)
            line.sendall(bytes(4))
            said = _heard(line)
    except (OSError, ValueError) as silent:
        raise NotAsked(type(silent).__name__) from silent
    words = said.removeprefix("stream: ")
    if words == "OK":
        return Verdict("", version(within=within))
    if words.endswith(" FOUND"):
        return Verdict(words.removesuffix(" FOUND")[:200], version(within=within))
    raise NotAsked("refused")  # too long for the scanner's own limit, or it is being stopped


def version(*, within: float) -> str:
    """The scanner's name, version and day of its signatures; "" when it does not say.

    Errors:
        NotAsked: there is none, or it did not answer.
    """
    try:
        with _called(within) as line:
            line.sendall(b"zVERSION\0")
            return _heard(line)[:120]
    except (OSError, ValueError) as silent:
        raise NotAsked(type(silent).__name__) from silent


def answers(*, within: float) -> bool:
    """Whether there is a scanner that answers at all, whatever it says of one file."""
    try:
        return bool(version(within=within))
    except NotAsked:
        return False


def _called(within: float) -> socket.socket:
    kind, _, where = settings.CLAMD.partition(":")
    if kind == "unix":
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(within)
        try:
            line.connect(where)
        except OSError:
            line.close()
            raise
        return line
    if kind == "tcp":
        host, _, port = where.removeprefix("//").rpartition(":")
        return socket.create_connection((host, int(port)), timeout=within)
    raise ValueError("no scanner")


def _heard(line: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0"):
        part = line.recv(4096)
        if not part or len(said) > CHUNK:
            break
        said += part
    return said.rstrip(b"\0\n").decode("utf-8", "replace")
