"""What your role is for: the page behind the name of the role at the head of every page.

Drawn from the tables that the code enforces, so that it cannot promise what they do not give.
It is also where the work of a role begins that has no page of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from lintel.access.guards import guarded
from lintel.access.roles import ROLE_ASKS, ROLE_CAN, ROLE_WORDS
from lintel.access.viewers import GRANTS, NEEDS_REGISTRATION, Permission, Role, Viewer
from lintel.access.zones import RELATIONS, ZONE_WORDS, ZONES

# The letters of the access model as they are said to whoever has the role.
SAID: Mapping[str, str] = {
    "F": "You can read this",
    "R": "You can read this",
    "O": "Only what you did or sent yourself",
    "A": "Only what is your agency's",
    "S": "A summary",
    "E": "That it is there, not what it says",
    "W": "You can write this; you do not read it back",
    "M": "Hidden until you say what you need it for; that is kept",
    ".": "Not shown to you",
}
LAPSED = (
    "Your registration has ended, so until it is renewed, and your system administrator has "
    "entered its new last day, you cannot do what law leaves to a registered social worker."
)
UNREGISTERED = (
    "Lintel has no registration of yours, so you cannot do what law leaves to a registered social "
    "worker. If you have one, tell your system administrator."
)


@dataclass(frozen=True, slots=True)
class YourRolePage:
    """Shape: `parts` are (part of a record, how much of it); `verbs` what may be done; `refer` is
    empty for whoever does not refer, `conflicts` for whoever comes near no record."""

    role: str
    can: str
    cannot: str
    records: str
    parts: tuple[tuple[str, str], ...]
    verbs: tuple[str, ...]
    lapsed: str
    asks: str
    refer: str
    conflicts: str


@guarded(None, methods=("GET",))
@require_safe
def your_role(request: HttpRequest) -> HttpResponse:
    """What somebody's role can do, what it cannot, and whom to ask."""
    page = page_of(request.viewer)  # type: ignore[attr-defined]
    return render(request, "govuk/your_role.html", {"page": page})


def page_of(viewer: Viewer) -> YourRolePage:
    role = viewer.role
    can, cannot = can_and_cannot(role)
    reserved = GRANTS[role] & NEEDS_REGISTRATION
    lost = {each for each in reserved if not viewer.may(each)}
    return YourRolePage(
        role=ROLE_WORDS[role],
        can=can,
        cannot=cannot,
        records=_sentence(RELATIONS[role]),
        parts=tuple((ZONE_WORDS[zone], SAID[letter]) for zone, letter in ZONES[role].items()),
        verbs=tuple(
            _sentence(str(each)) for each in Permission if each in GRANTS[role] and each not in lost
        ),
        lapsed=_lapsed(viewer) if lost else "",
        asks=ROLE_ASKS[role],
        refer=_address("refer") if role is Role.REFERRER else "",
        conflicts=_address("my_conflicts") if viewer.may(Permission.DECLARE_CONFLICT) else "",
    )


def _lapsed(viewer: Viewer) -> str:
    return UNREGISTERED if viewer.registered_until is None else LAPSED


def can_and_cannot(role: Role) -> tuple[str, str]:
    """The words of the role in two parts: what it can do, and what it cannot.

    >>> can_and_cannot(Role.VIEWER)
    ('You can see counts.', 'You cannot open the record of anybody.')
    """
    can, _, cannot = ROLE_CAN[role].partition("Cannot ")
    can = can.strip()
    said = f"You can {can.removeprefix('Can ')}" if can.startswith("Can ") else can
    return said, f"You cannot {cannot}" if cannot else ""


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
