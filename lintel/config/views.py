"""The front door, and what a load balancer asks."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

import lintel
from lintel.access.guards import knowingly_public, session_viewer
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
