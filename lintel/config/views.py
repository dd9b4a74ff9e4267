"""The front door, the first page of roles without a board, and what a load balancer asks."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

import lintel
from lintel.access.guards import guarded, knowingly_public, session_viewer
from lintel.access.viewers import Role
from lintel.config import health
from lintel.config.furniture import home_of
from lintel.config.instance import instance_id


@dataclass(frozen=True, slots=True)
class FrontDoorPage:
    """Shape: each address is empty while the pages behind it are not there."""

    refer: str
    sign_in: str


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@knowingly_public
@require_safe
def front_door(request: HttpRequest) -> HttpResponse:
    """Whoever is signed in goes to their work; everybody else chooses what they came for."""
    viewer = session_viewer(request, timezone.now())
    if viewer is not None:
        return HttpResponseRedirect(home_of(viewer))
    page = FrontDoorPage(refer=_address("refer"), sign_in=_address("login") or settings.LOGIN_URL)
    return render(request, "govuk/front_door.html", {"page": page})


REFERRERS = (
    "Tell the hub about a child on the referral form. You are given a reference number for each "
    "referral, and told what was decided.",
    "You cannot open the records of children and families here.",
)
ROLE_IS_FOR: Mapping[Role, tuple[str, ...]] = {
    Role.REFERRER: REFERRERS,
    Role.AGENCY_SYSTEM: REFERRERS,
    Role.SYSADMIN: (
        "You open and close accounts and keep Lintel running.",
        "You cannot open the records of children and families. Looking after the system is not "
        "a reason to read them.",
    ),
}
OTHERS = ("Choose what to do from the menu.",)


@dataclass(frozen=True, slots=True)
class HomePage:
    """Shape: `refer` is empty for whoever does not refer."""

    name: str
    paragraphs: tuple[str, ...]
    refer: str


@guarded(None, methods=("GET",))
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What somebody's role is for, and what it cannot do."""
    viewer = request.viewer  # type: ignore[attr-defined]
    paragraphs = ROLE_IS_FOR.get(viewer.role, OTHERS)
    refer = _address("refer") if paragraphs is REFERRERS else ""
    return render(request, "govuk/home.html", {"page": HomePage(viewer.name, paragraphs, refer)})


@knowingly_public
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing of the database."""
    return JsonResponse({"status": "ok", "instance": instance_id(), "version": lintel.__version__})


@knowingly_public
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether this process should be sent work: components by name, never why one failed."""
    components = health.components(at=timezone.now())
    ready = all(component.ok for component in components if component.needed_to_serve)
    return JsonResponse(
        {
            "status": "ready" if ready else "not ready",
            "components": {c.name: "ok" if c.ok else "failed" for c in components},
        },
        status=200 if ready else 503,
    )
