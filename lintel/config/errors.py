"""Pages for when something is in the way. They say what to do, and give nothing away."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from lintel.kernel.refusals import Refused


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """Shape: `paragraphs` are plain words, shown in order below the title."""

    title: str
    paragraphs: tuple[str, ...]
    request_id: str = ""


def page(
    request: HttpRequest, status: int, title: str, *paragraphs: str, numbered: bool = False
) -> HttpResponse:
    """An error page in the layout for the public, which needs neither database nor session."""
    request_id = getattr(request, "request_id", "") if numbered else ""
    shown = ErrorPage(title, paragraphs, request_id)
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
    return page(
        request,
        404,
        "Page not found",
        "If you typed or pasted the address, check that it is right.",
        "If it is about a record, it may not be there, or it may not be one you can open.",
    )


def refused(request: HttpRequest, problem: Refused) -> HttpResponse:
    messages = [f"{refusal.message.rstrip('.')}." for refusal in problem.refusals]
    return page(request, 409, "This cannot be done yet", *messages, "Nothing was changed.")


def stale(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        412,
        "Somebody else changed this record",
        "Nothing was saved. Go back, copy anything you wrote, and reload to see what is new.",
    )


def went_wrong(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        500,
        "Sorry, something went wrong",
        "Try again in a minute. Nothing you sent was partly saved: it was all saved or none was.",
        "If a child is in immediate danger, call 999.",
        numbered=True,
    )


def unavailable(request: HttpRequest) -> HttpResponse:
    response = page(
        request,
        503,
        "Sorry, Lintel is not available just now",
        "Nothing was saved. Try again in a few minutes.",
        "If a child is in immediate danger, call 999.",
        numbered=True,
    )
    response.headers["Retry-After"] = "30"
    return response
