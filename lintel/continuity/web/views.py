"""The blank form, to be printed before it is needed. It holds nothing about anybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lintel.access.guards import guarded
from lintel.access.viewers import Permission
from lintel.policy.in_force import policy_for


@guarded(Permission.TAKE_CALL, methods=("GET",))
@require_safe
def paper_form(request: HttpRequest) -> HttpResponse:
    policy = policy_for(request.viewer.council)  # type: ignore[attr-defined]
    return render(request, "continuity/paper_form.html", {"page": policy})
