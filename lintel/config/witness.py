"""Nothing of a child's record is shown, and nothing is written, without an entry on the trail.

Actions leave their own entries. What was answered without one (a list, a form that shows who it
is about, a page with errors) is entered here, after the answer is made and before it is sent: one
entry for one request. If the entry cannot be written the answer is thrown away.

So is being refused, by role or because the record is not there for whoever asks: that answer shows
nothing, and is given whether its entry can be written or not.
"""

import logging
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from lintel.access.addresses import address_of
from lintel.access.viewers import Permission, Viewer
from lintel.api.problems import problem
from lintel.audit import trail
from lintel.config import errors, turned_away
from lintel.config.routes import operations_of
from lintel.kernel.request_ids import came_from, request_id

log = logging.getLogger("lintel.web")

# Pages and operations that show no part of any child's record, by name, and what they show. All
# others are entered, so a new one is until somebody decides otherwise here.
SHOWS_NO_CHILD = {
    "home": "what a role is for",
    "openapi": "the document of the API",
    "me": "the caller's own account",
    "counts": "figures",
    "queues": "figures",
    "measures": "figures",
    "agency_measures": "figures",
    "senders": "figures",
    "sender_silence": "figures",
    "handed_in": "figures",
    "challenge_themes": "figures",
    "places": "teams and how full they are",
    "break_glass": "a form that is the same for a contact that is not there",
    "break_glass_by_reference": "the same",
    "my_conflicts": "what somebody declared of themselves",
    "declare_conflict": "a form",
    "own_details": "a form",
}
# These show accounts, teams and the service; their changes are entered by the actions.
OF_NO_CHILD = frozenset({Permission.MANAGE_ACCOUNTS, Permission.VIEW_HEALTH})
# Unfinished words, kept for whoever types them and shown to nobody else, every few seconds.
OWN_DRAFTS = "draft"

READS = frozenset(
    {
        Permission.VIEW_BOARD,
        Permission.VIEW_CONTACT,
        Permission.VIEW_PERSON,
        Permission.VIEW_REQUESTS,
        Permission.VIEW_ALLEGATION,
        Permission.VIEW_AUDIT,
        Permission.OPEN_HISTORY,
        Permission.SEARCH,
    }
)
# Refused without a word of a record.
SAYS_NOTHING = frozenset({400, 401, 403, 404, 405, 410, 413, 429, 503})
TURNED_AWAY = frozenset({403, 404})
ABOUT_FIRST = ("contact_id", "person_id")

Answer = Callable[[HttpRequest], HttpResponse]


class Witness:
    """Enters every answer that shows a record, or changes one, and has no entry yet."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        before = came_from.set(address_of(request))
        try:
            with trail.of_one_request() as added:
                response = self.answer(request)
                viewer = getattr(request, "viewer", None)
                if viewer is not None and _is_refused(request, response):
                    _enter_refusal(request, response, viewer, added)
                if viewer is None or not _must_be_entered(request, response):
                    return response
                try:
                    if not trail.stands(added, by=viewer):
                        _enter(request, response, viewer)
                except (OperationalError, InterfaceError) as fault:
                    log.error("no trail: %s, request %s", type(fault).__name__, request_id.get())
                    return _unavailable(request)
                return response
        finally:
            came_from.reset(before)


def _must_be_entered(request: HttpRequest, response: HttpResponse) -> bool:
    if request.resolver_match is None or response.status_code in SAYS_NOTHING:
        return False
    view, name = _view(request)
    if getattr(view, "public", False) or getattr(view, "needs", None) in OF_NO_CHILD:
        return False
    if name in SHOWS_NO_CHILD or getattr(view, "object_type", "") == OWN_DRAFTS:
        return False
    if response.status_code >= 400:
        # A form given back with its errors shows whom it is about; a problem document does not.
        return response.status_code < 500 and "html" in response.headers.get("Content-Type", "")
    return _shows(response) or not _only_reads(request)


def _is_refused(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether access was; to be asked for a second factor first is no refusal."""
    if request.resolver_match is None or response.status_code not in TURNED_AWAY:
        return False
    return not getattr(response, "asks_for_second_factor", False)


def _enter_refusal(
    request: HttpRequest, response: HttpResponse, by: Viewer, added: trail.Added
) -> None:
    view, name = _view(request)
    about, which = _about(request, getattr(view, "object_type", ""), name)
    if about != "page" and not _is_id(which):
        about, which = "page", name
    now = timezone.now()
    what = (request.method or "", name, about, which)
    said: str | None = None
    try:
        if trail.stands(added, by=by):
            return  # the action that refused has said so itself
        said = turned_away.why_enter(by.account_id, what, at=now)
        if said is None:
            return
        needs = getattr(view, "needs", None)
        asked = f"{response.status_code} {f'{needs}, ' if needs else ''}page {name}"
        with transaction.atomic():
            trail.record(
                did=trail.REFUSED,
                object_type=about,
                object_id=which,
                by=by,
                at=now,
                why=f"{asked}; {said}" if said else asked,
            )
    except (OperationalError, InterfaceError) as fault:
        if said == "":
            turned_away.not_entered(by.account_id, what)
        log.error("refusal not entered: %s, request %s", type(fault).__name__, request_id.get())


def _is_id(words: str) -> bool:
    try:
        return str(UUID(words)) == words.lower()
    except ValueError:
        return False


def _shows(response: HttpResponse) -> bool:
    return response.status_code < 300


def _only_reads(request: HttpRequest) -> bool:
    return request.method in {"GET", "HEAD", "OPTIONS"}


def _view(request: HttpRequest) -> tuple[Any, str]:
    """The view that answered, which carries the guard's marks, and its name."""
    match = request.resolver_match
    for operation in operations_of(match.func) if match else ():
        if request.method in operation.methods:
            return operation.view_func, operation.view_func.__name__
    return (match.func, match.url_name or "") if match else (None, "")


def _enter(request: HttpRequest, response: HttpResponse, by: Viewer) -> None:
    view, name = _view(request)
    needs, kind = getattr(view, "needs", None), getattr(view, "object_type", "")
    about, which = _about(request, kind, name)
    wrote = not _only_reads(request) and not _shows(response) and response.status_code < 400
    did = needs if needs and (wrote or needs in READS) else f"view {about}"
    with transaction.atomic():
        trail.record(
            did=did,
            object_type=about,
            object_id=which,
            by=by,
            at=timezone.now(),
            why=f"page {name}",
            zone=_zone(needs, by),
        )


def _about(request: HttpRequest, kind: str, name: str) -> tuple[str, str]:
    """The record that an address names: the contact or person first; else the page itself."""
    match = request.resolver_match
    kwargs = match.kwargs if match is not None else {}
    wanted = [*ABOUT_FIRST, f"{kind.replace(' ', '_')}_id", *kwargs]
    for key in wanted:
        value = kwargs.get(key)
        if isinstance(value, UUID) or (isinstance(value, str) and key.endswith("_id")):
            return key.removesuffix("_id").replace("_", " "), str(value)
    return "page", name


def _zone(needs: Permission | None, by: Viewer) -> str:
    """What the page is for; one that is for finding the way shows at least who it is about."""
    zones = trail.zones_of(needs, by.role) if needs else ""
    return zones if zones and zones != "Z0" else "Z1"


def _unavailable(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        return problem(request, 503, "Nothing was shown. Ask again in a few seconds.")
    return errors.unavailable(request)
