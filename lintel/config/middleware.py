"""What every response carries, and what becomes of a refusal nobody caught."""

import logging
import uuid
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers

from lintel.access.viewers import NotPermitted
from lintel.api.problems import problem
from lintel.config import errors
from lintel.config.receiving import found_no_room
from lintel.files.incoming import LARGEST_BODY, let_go
from lintel.files.rules.room import NoRoom
from lintel.kernel.reading import one_reading
from lintel.kernel.refusals import NotThere, Refused, Stale
from lintel.kernel.request_ids import request_id
from lintel.restrictions.rules.conflicts import PossibleConflict

log = logging.getLogger("lintel.web")

POLICY = "; ".join(
    (
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

Answer = Callable[[HttpRequest], HttpResponse]


class Headers:
    """Nothing inline, nothing framed, nothing sent on, nothing kept by the browser."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = uuid.uuid4().hex
        request.request_id = number  # type: ignore[attr-defined]
        before = request_id.set(number)
        reading = one_reading() if request.method in ("GET", "HEAD") else nullcontext()
        try:
            with reading:
                response = self.answer(request)
        finally:
            request_id.reset(before)
        headers = response.headers
        headers["X-Request-Id"] = number
        headers.setdefault("Content-Security-Policy", POLICY)
        headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers.setdefault("X-Robots-Tag", "noindex")
        # Everything but static files: a shared computer must not show the page before.
        if not headers.get("Cache-Control"):
            add_never_cache_headers(response)
            headers["Cache-Control"] = "no-store, private"
        return response


class Sizes:
    """A form that is longer than its page takes is refused before a byte of it is read.

    Django itself so limits what is no file; files it would write to the disk however many come.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.answer(request)
        finally:
            if request.content_type == "multipart/form-data":
                let_go(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if found_no_room(request.environ):
            return _no_room(request)
        if request.content_type != "multipart/form-data":
            return None
        # An operation of the API carries no mark of its own at its address.
        takes_files = getattr(view, "takes_files", False) or (
            request.path_info.startswith("/api/v1/") and request.path_info.endswith("/files")
        )
        most = LARGEST_BODY if takes_files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) <= most:
            return None
        if request.path_info.startswith("/api/v1/"):
            return problem(request, 413, "Send at most 5 files of 20 MB each.")
        return errors.too_large(request)


def _no_room(request: HttpRequest) -> HttpResponse:
    """There was no room for it while it came: files are refused, all else may be sent again."""
    is_form = request.content_type == "multipart/form-data"
    if request.path_info.startswith("/api/v1/"):
        detail = "No file was kept. Contacts are still taken." if is_form else ""
        return problem(request, 507 if is_form else 503, detail)
    return errors.no_room(request) if is_form else errors.unavailable(request)


class Refusals:
    """Turns what contexts raise into pages. The API answers its own before this is asked."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """A page for what was expected; None, and so a 500, for what was not."""
        match problem:
            case NotThere():
                return errors.not_found(request)
            case NotPermitted():
                return errors.not_permitted(request)
            case Stale():
                return errors.stale(request)
            case PossibleConflict() if request.method in ("GET", "HEAD"):
                return redirect("possible_conflict", problem.contact_id)
            case Refused():
                return errors.refused(request, problem)
            case NoRoom():
                return errors.no_room(request)
            case OperationalError() | InterfaceError():
                # The class and the request, never the statement: it may hold what was written.
                log.error("no database: %s, request %s", type(problem).__name__, request_id.get())
                return errors.unavailable(request)
        return None
