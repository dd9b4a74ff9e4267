"""Pages for when something is in the way. They say what to do, and give nothing away."""

import logging
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string

from lintel.access.viewers import Permission
from lintel.api.problems import problem
from lintel.kernel.refusals import Refused

log = logging.getLogger("lintel.web")
ASKS_FOR_GLASS = "break-glass"


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """Shape: `paragraphs` are plain words, shown in order below the title; `link` is (words,
    address) of one more way on."""

    title: str
    paragraphs: tuple[str, ...]
    request_id: str = ""
    link: tuple[str, str] | None = None


def page(
    request: HttpRequest,
    status: int,
    title: str,
    *paragraphs: str,
    numbered: bool = False,
    link: tuple[str, str] | None = None,
) -> HttpResponse:
    """An error page in the layout for the public, which needs neither database nor session."""
    request_id = getattr(request, "request_id", "") if numbered else ""
    shown = ErrorPage(title, paragraphs, request_id, link)
    body = render_to_string("govuk/error.html", {"page": shown}, using="jinja2")
    return HttpResponse(body, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(
        request,
        400,
        "Sorry, we could not read that",
        "Go back and try again. If you typed or pasted the address, check that it is right.",
    )


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    return page(
        request,
        403,
        "This page has been open too long",
        "Nothing was saved. Go back, copy anything you wrote, reload the page and send it again.",
        "If you were signed in, you may need to sign in again first.",
    )


def not_permitted(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(
        request,
        403,
        "Your role does not allow this",
        "Nothing was changed. If you need to do this in your work, speak to your manager.",
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if request.path_info.startswith("/api/v1/"):  # what no route of the API takes, a line break say
        return problem(request, 404)
    link = None
    viewer = getattr(request, "viewer", None)
    about = getattr(request.resolver_match, "kwargs", {}).get("contact_id")
    if about is not None and viewer is not None and viewer.may(Permission.BREAK_GLASS):
        if ASKS_FOR_GLASS in request.GET:
            return redirect("break_glass", about)
        # The same address with a question: the page says nothing of which record, or whether.
        link = ("A child may be harmed while you wait: break the glass", f"?{ASKS_FOR_GLASS}")
    return page(
        request,
        404,
        "Page not found",
        "If you typed or pasted the address, check that it is right.",
        "If it is about a record, it may not be there, or it may not be one you can open.",
        link=link,
    )


def refused(request: HttpRequest, problem: Refused) -> HttpResponse:
    messages = [f"{refusal.message.rstrip('.')}." for refusal in problem.refusals]
    return page(request, 409, "This cannot be done yet", *messages, "Nothing was changed.")


def too_large(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        413,
        "What you sent is too large",
        "Nothing was saved. Go back and attach fewer files, or smaller ones: up to 5 at once, "
        "each 20MB or smaller.",
    )


def no_room(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        507,
        "There is no room for files just now",
        "No file was kept, and nothing else was changed. Tell whoever looks after Lintel here.",
        "What you write is still taken: say what is in the files in your own words.",
    )


def stale(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        412,
        "Somebody else changed this record",
        "Nothing was saved. Go back, copy anything you wrote, and reload to see what is new.",
    )


def went_wrong(request: HttpRequest) -> HttpResponse:
    """The last resort, also for what the layers around a page met: there a database that is away
    is one that is away, too."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        log.error("no database: %s", type(sys.exc_info()[1]).__name__)
        return unavailable(request)
    return page(
        request,
        500,
        "Sorry, something went wrong",
        "Try again in a minute. Nothing you sent was partly saved: it was all saved or none was.",
        "If a child is in immediate danger, call 999.",
        numbered=True,
    )


# The last word of what is never shown again, and of no use later. Not any part of a name: a
# postcode is given back.
NOT_GIVEN_BACK = frozenset(
    {"csrfmiddlewaretoken", "password", "code", "token", "secret", "credential"}
)
RETRY_AFTER = "30"


@dataclass(frozen=True, slots=True)
class Typed:
    """One thing that was sent. Shape: `long` is text of several words, shown to be copied."""

    name: str
    value: str
    long: bool


@dataclass(frozen=True, slots=True)
class UnavailablePage(ErrorPage):
    """Shape: `again` is the address to send `typed` to once more; "" when nothing was sent."""

    again: str = ""
    typed: tuple[Typed, ...] = ()
    files: bool = False
    csrf: str = ""


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: to a program in a program's words; to a person with all they typed, to send again."""
    if request.path.startswith("/api/"):
        answer = problem(
            request,
            503,
            "It could not be confirmed that anything was saved. Send it again, with the same key.",
        )
        return answer
    sent = request.method == "POST"
    typed = tuple(_typed(request)) if sent else ()
    shown = UnavailablePage(
        title="Sorry, Lintel is not available just now",
        paragraphs=(
            (
                "We could not make sure that what you sent was saved. It was all saved or none "
                "was. What you wrote is below: wait a minute, then send it again.",
            )
            if typed
            else ("Wait a minute, then try again.",)
        )
        + ("If a child is in immediate danger, call 999.",),
        request_id=getattr(request, "request_id", ""),
        again=request.get_full_path() if typed else "",
        typed=typed,
        files=sent and bool(request.FILES),
        csrf=get_token(request) if typed else "",
    )
    body = render_to_string("govuk/unavailable.html", {"page": shown}, using="jinja2")
    response = HttpResponse(body, status=503)
    response.headers["Retry-After"] = RETRY_AFTER
    return response


def _typed(request: HttpRequest) -> Iterator[Typed]:
    try:
        sent = request.POST
    except Exception:  # it could not even be read: then there is nothing to give back
        return
    for name, values in sent.lists():
        if _last_word(name) not in NOT_GIVEN_BACK:
            for value in values:
                yield Typed(name, str(value), long=len(str(value).split()) > 2)


def _last_word(name: str) -> str:
    """
    >>> _last_word("new_password2"), _last_word("children.0.home_postcode")
    ('password', 'postcode')
    """
    words = re.findall("[a-z]+", name.lower())
    return words[-1] if words else ""
