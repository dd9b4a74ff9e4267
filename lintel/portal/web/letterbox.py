"""What every page of the form shares: its cookie, its safety checks, and losing nothing."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from lintel.access.guards import knowingly_public
from lintel.portal.web.pages import PlainPage

DRAFT, CODE = "lintel-draft", "lintel-code"
SALT = "lintel portal"
CODE_SHOWN_FOR = 600  # seconds: long enough to reload the page and write it down

View = Callable[..., HttpResponse]


class _FormCheck(CsrfViewMiddleware):
    """Django's own check, which here answers with why instead of with an error page."""

    def _reject(self, request: HttpRequest, reason: str) -> str:  # type: ignore[override]
        return reason


def is_forged(request: HttpRequest) -> bool:
    """Whether a form did not come from a page of ours, or from one that is too old."""
    check = _FormCheck(lambda request: HttpResponse())
    return check.process_view(request, None, (), {}) is not None


def is_garbled(request: HttpRequest) -> bool:
    """Whether what was sent is not text; Django would guess, and so change somebody's words."""
    if request.content_type != "application/x-www-form-urlencoded":
        return False
    try:
        request.body.decode()
    except UnicodeDecodeError:
        return True
    return False


def open_to_all(*methods: str) -> Callable[[View], View]:
    """A page of the form. It checks forgery itself, so that a refusal gives the words back."""

    def page(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.method not in methods:
                return HttpResponse(status=405, headers={"Allow": ", ".join(methods)})
            try:
                return view(request, *args, **kwargs)
            except RequestDataTooBig:
                return too_big(request)

        answered.methods = methods  # type: ignore[attr-defined]
        return csrf_exempt(knowingly_public(answered))

    return page


def too_big(request: HttpRequest) -> HttpResponse:
    shown = PlainPage("What you sent is too long to take in", quick_exit=True)
    return render(request, "portal/too_big.html", {"page": shown}, status=413)


def token_of(request: HttpRequest) -> str:
    """The token of this browser's draft; "" when it has none that we gave."""
    return _read(request, DRAFT)


def give_token(response: HttpResponse, token: str) -> None:
    """A cookie of this browser session only: closing the browser ends it."""
    _set(response, DRAFT, token)


def code_of(request: HttpRequest) -> str:
    return _read(request, CODE)


def give_code(response: HttpResponse, code: str) -> None:
    _set(response, CODE, code, max_age=CODE_SHOWN_FOR)


def forget(response: HttpResponse, *names: str) -> None:
    """Leave nothing of the form on this device."""
    for name in names or (DRAFT, CODE):
        response.delete_cookie(name, path="/refer", samesite="Lax")


def _read(request: HttpRequest, name: str) -> str:
    try:
        return request.get_signed_cookie(name, salt=SALT)
    except (KeyError, BadSignature):
        return ""


def _set(response: HttpResponse, name: str, value: str, max_age: int | None = None) -> None:
    response.set_signed_cookie(
        name,
        value,
        salt=SALT,
        max_age=max_age,
        path="/refer",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
