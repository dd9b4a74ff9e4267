"""The invented partnership's list of people to be. Shut everywhere else.

It is open only in the process that `lintel demo` started (which sets LINTEL_DEMO), on a data
folder that the demo made for this very instance, for a browser on the same machine. It gives
out the password and the current code of invented accounts; both factors are then checked as
for anybody, and no way past them exists.
"""

import ipaddress
import json
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

FILE = "demo.json"  # in the data folder, mode 0600, written by the demo at each start


@dataclass(frozen=True, slots=True)
class Invented:
    """One account of the demo.

    Shape: as in the contract's manifest; `what_for` is one sentence on what to try.
    """

    key: str
    username: str
    password: str
    name: str
    role: str
    council: str
    what_for: str


def people(request: HttpRequest) -> tuple[Invented, ...]:
    """Who can be chosen on this request; nobody wherever the door is shut."""
    if not getattr(settings, "LINTEL_DEMO", False) or not _is_on_this_machine(request):
        return ()
    try:
        told = json.loads((settings.DATA / FILE).read_text())
        instance = (settings.DATA / "instance").read_text().strip()
    except (OSError, ValueError):
        return ()
    if not instance or told.get("instance") != instance:
        return ()
    return tuple(
        Invented(
            key=each["key"],
            username=each["username"],
            password=each["password"],
            name=each.get("name", each["username"]),
            role=each["role"],
            council=each["council"],
            what_for=each.get("what_for", ""),
        )
        for each in told["accounts"]
        if each.get("totp_secret")
    )


def is_open(request: HttpRequest) -> bool:
    return bool(people(request))


def _is_on_this_machine(request: HttpRequest) -> bool:
    """The bind is loopback and so is the browser; nothing has been passed on by a proxy."""
    if request.headers.get("X-Forwarded-For") or request.headers.get("Forwarded"):
        return False
    host = request.get_host().rsplit(":", 1)[0].strip("[]")
    try:
        from_here = ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
        to_here = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
    return from_here and to_here
