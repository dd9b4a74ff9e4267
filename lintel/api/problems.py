"""Saying no to another system: problem documents with stable codes and a request id."""

import json
import logging
from math import ceil
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from lintel.access.guards import NotSignedIn
from lintel.access.viewers import NotPermitted
from lintel.api.causes import cause_url
from lintel.files.rules.room import NoRoom
from lintel.kernel.refusals import Invalid, NotThere, Refused, Stale, TooOften

log = logging.getLogger("lintel.api")

TITLES = {
    401: "Not signed in",
    403: "Your role does not allow this",
    404: "Not found",
    405: "This method is not offered here",
    409: "This cannot be done as things stand",
    412: "The record has changed since you read it",
    413: "What was sent is too long",
    422: "What was sent does not make sense",
    428: "Say which version you saw",
    429: "Too many questions for now",
    503: "Lintel is not available just now",
    507: "There is no room for files just now",
}
BECAUSE = {
    "role": "The account's role does not allow this.",
    "registration": "This is for registered social workers, and no registration is in force.",
    "employer": "This is for the council's own registered social workers.",
    "scope": "The token is not for this. Ask whoever issued it for one that is.",
    "step_up": "Send a one-time code of the account as `code`: a token alone is not enough.",
    "glass": "You read this record by having broken the glass: read only, and this record alone.",
    "step_up_code": "That one-time code is not right, has been used, or is too old.",
}
RETRY_AFTER = "5"


class NoVersion(Exception):
    """A write came without If-Match."""


def problem(request: HttpRequest, status: int, detail: str = "", **more: Any) -> HttpResponse:
    """A problem document (RFC 9457). The same words for a hidden record as for none."""
    body = {
        "type": "about:blank",
        "title": TITLES.get(status, "Something went wrong"),
        "status": status,
        "detail": detail or TITLES.get(status, ""),
        "request_id": getattr(request, "request_id", ""),
        **more,
    }
    answer = HttpResponse(json.dumps(body), status=status, content_type="application/problem+json")
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    if status == 503:
        answer.headers["Retry-After"] = RETRY_AFTER
    return answer


def answer_problems(api: NinjaAPI) -> None:
    """Have `api` say every expected exception as a problem."""

    @api.exception_handler(NotSignedIn)
    def not_signed_in(request: HttpRequest, error: NotSignedIn) -> HttpResponse:
        return problem(request, 401, "Send a bearer token that is in force.")

    @api.exception_handler(NotThere)
    def not_there(request: HttpRequest, error: NotThere) -> HttpResponse:
        return problem(request, 404)

    @api.exception_handler(NotPermitted)
    def not_permitted(request: HttpRequest, error: NotPermitted) -> HttpResponse:
        answer = problem(request, 403, BECAUSE[error.because], code=error.because)
        answer.asks_for_second_factor = error.because == "step_up"  # type: ignore[attr-defined]
        return answer

    @api.exception_handler(NoVersion)
    def no_version(request: HttpRequest, error: NoVersion) -> HttpResponse:
        return problem(request, 428, 'Send If-Match with the ETag you were given, like "3".')

    @api.exception_handler(Stale)
    def stale(request: HttpRequest, error: Stale) -> HttpResponse:
        answer = problem(
            request, 412, "Read it again: somebody has changed it.", version=error.current
        )
        answer.headers["ETag"] = f'"{error.current}"'
        return answer

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, error: Refused) -> HttpResponse:
        codes = {refusal.code for refusal in error.refusals}
        if codes == {"idempotency_key_reused"}:
            said = error.refusals[0].message
            return problem(
                request, 422, said, errors=[{"field": "Idempotency-Key", "message": said}]
            )
        return problem(request, 409, refusals=[_refusal(request, r) for r in error.refusals])

    @api.exception_handler(TooOften)
    def too_often(request: HttpRequest, error: TooOften) -> HttpResponse:
        answer = problem(request, 429, "Wait as long as Retry-After says, in seconds.")
        answer.headers["Retry-After"] = str(max(1, ceil(error.wait.total_seconds())))
        return answer

    @api.exception_handler(NoRoom)
    def no_room(request: HttpRequest, error: NoRoom) -> HttpResponse:
        return problem(request, 507, "No file was kept. Contacts are still taken.")

    @api.exception_handler(SuspiciousOperation)
    @api.exception_handler(MultiPartParserError)
    def not_a_form(request: HttpRequest, error: Exception) -> HttpResponse:
        said = "Send a form of at most 5 files and 1000 other parts"
        return problem(request, 422, said, errors=[{"field": "", "message": said}])

    @api.exception_handler(Invalid)
    def invalid(request: HttpRequest, error: Invalid) -> HttpResponse:
        said = [{"field": r.field, "message": r.message, "code": r.code} for r in error.refusals]
        return problem(request, 422, errors=said)

    @api.exception_handler(ValidationError)
    def misshapen(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return problem(request, 422, errors=[shape_error(one) for one in error.errors])

    @api.exception_handler(HttpError)
    def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
        status = 422 if error.status_code == 400 else error.status_code
        said = "Send a JSON object." if status == 422 else str(error)
        return problem(request, status, said, errors=[{"field": "", "message": said}])

    @api.exception_handler(OperationalError)
    @api.exception_handler(InterfaceError)
    def no_database(request: HttpRequest, error: Exception) -> HttpResponse:
        # The class, never the statement: it may hold what was written.
        log.error("no database: %s", type(error).__name__)
        said = (
            "It could not be confirmed that anything was saved. Send it again, with the same key."
        )
        return problem(request, 503, said)


def _refusal(request: HttpRequest, refusal: Any) -> dict[str, Any]:
    said = {"code": refusal.code, "message": refusal.message, "overridable": refusal.overridable}
    if refusal.field:
        said["field"] = refusal.field
    url = cause_url(refusal.cause, request.resolver_match)
    if url:
        said["cause_url"] = url
    return said


WORDS = {
    "missing": "This is needed",
    "extra_forbidden": "This field is not known here: remove it",
    "string_type": "Send text",
    "list_type": "Send a list",
    "tuple_type": "Send a list",
    "bool_type": "Send true or false",
    "int_type": "Send a whole number",
    "date_type": "Send a date like 2017-03-09",
    "json_invalid": "Send a JSON object",
}


def shape_error(error: dict[str, Any]) -> dict[str, str]:
    """One shape error with the field as the body names it: children.0.date_of_birth."""
    place = [str(part) for part in error.get("loc", ()) if part not in {"body", "sent", "query"}]
    kind = error.get("type", "")
    message = WORDS.get(kind) or str(error.get("msg", "Check this")).removeprefix("Value error, ")
    return {"field": ".".join(place), "message": message, "code": kind}
