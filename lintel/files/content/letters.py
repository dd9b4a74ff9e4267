"""E-mails as they were saved: what hangs on them is looked at as if it came by itself."""

import email
import email.policy
from email.message import Message

from lintel.files.content.kinds import RUNS, Found, Kind, Notice, NotTaken, Why

MOST_PARTS = 200
DEEPEST = 5
# Endings that a computer runs when somebody opens them from their e-mail.
RUN_BY_NAME = (
    *("exe", "dll", "scr", "com", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse", "wsf", "hta"),
    *("msi", "jar", "lnk", "iso", "img", "docm", "xlsm", "pptm", "dotm", "xlam", "reg", "url"),
)


def look_at_email(content: bytes) -> Found:
    """
    Errors:
        NotTaken: it is no e-mail, or something that runs hangs on it.
    """
    said = email.message_from_bytes(content, policy=email.policy.compat32)
    if not said.get("From") or not any(
        said.get(name) for name in ("Date", "Subject", "To", "Received", "Message-ID")
    ):
        raise NotTaken(Why.UNKNOWN)
    hanging = _look_inside(said)
    notices = (Notice.NAMES_SENDER, *((Notice.ATTACHMENTS,) if hanging else ()))
    return Found(Kind.EMAIL, notices)


def _look_inside(said: Message) -> int:
    parts, hanging, stack = 0, 0, [(said, 0)]
    while stack:
        part, depth = stack.pop()
        parts += 1
        if parts > MOST_PARTS or depth > DEEPEST:
            raise NotTaken(Why.BOMB)
        if part.is_multipart():
            stack += [(each, depth + 1) for each in part.get_payload()]  # type: ignore[misc]
            continue
        name = part.get_filename() or ""
        content = part.get_payload(decode=True)
        content = content if isinstance(content, bytes) else b""
        if name.rpartition(".")[2].strip().lower() in RUN_BY_NAME or content.startswith(RUNS):
            raise NotTaken(Why.INSIDE)
        hanging += bool(name)
    return hanging
