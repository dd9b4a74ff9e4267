"""Where a request came from on the network."""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Where a request came from, as far as it can be known.

    Behind a proxy the last address is the one our own proxy saw; those before it are only what
    the caller says. Without one, nothing that a caller says is believed.
    """
    passed_on = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.HTTPS else ""
    return passed_on.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
