"""The page that asks for the second factor again before a page that must not be read without."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.access import sessions
from lintel.access.guards import guarded
from lintel.access.stepping_up import give_second_factor
from lintel.access.web.views import safe_next


@guarded(None, methods=("GET", "POST"))
@require_http_methods(["GET", "POST"])
def step_up(request: HttpRequest) -> HttpResponse:
    """Asks, and then goes on to `next`, which is carried in the form."""
    onward = safe_next(request) or "/"
    if sessions.is_stepped_up(request, timezone.now()):
        return HttpResponseRedirect(onward)
    asked = give_second_factor(request, action=request.get_full_path())
    return asked or HttpResponseRedirect(onward)
