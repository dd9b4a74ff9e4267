"""A file on its way out: to be saved, never shown as part of a page."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from lintel.files.actions import Opened

# Were a browser to show it all the same, it would run nothing and reach nothing.
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


def as_attachment(opened: Opened) -> HttpResponse:
    """The answer that carries an opened file, and that no browser keeps."""
    answer = HttpResponse(opened.content, content_type=opened.media)
    answer.headers["Content-Disposition"] = content_disposition_header(True, opened.name)
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-store, private"
    answer.headers["Content-Length"] = str(len(opened.content))
    return answer
