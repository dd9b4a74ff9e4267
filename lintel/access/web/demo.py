"""Choosing who to be in the invented partnership."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from lintel.access import demo_door
from lintel.access.web.views import password_given, public


@public("POST")
def be_somebody(request: HttpRequest) -> HttpResponse:
    """Give that account's password for them. The code page then shows the code to enter."""
    chosen = [each for each in demo_door.people(request) if each.key == request.POST.get("key")]
    if not chosen:
        raise Http404
    who = chosen[0]
    answer = password_given(request, who.username, who.password, onward="", at=timezone.now())
    return answer or redirect("login")
