"""Alerts: all that somebody is told in Lintel, on one page, and marking them as read."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from lintel.access.guards import guarded
from lintel.govuk.answers import say_done, what_was_done
from lintel.notices import actions, queries
from lintel.notices.leads_to import may_open
from lintel.notices.web.alert_pages import AlertsPage, alert_shown

ROWS = 25


@guarded(None, object_type="notice", methods=("GET",))
def alerts(request: HttpRequest) -> HttpResponse:
    """The newest first: read or not, settled since or not."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    count = queries.alert_count(viewer)
    last = max(1, -(-count // ROWS))
    asked = request.GET.get("page", "1")
    number = min(int(asked), last) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 1
    number = max(number, 1)
    first = (number - 1) * ROWS
    lines = queries.alerts(viewer, first=first, count=ROWS)
    opens = may_open(viewer, {line.alert.about for line in lines if line.alert.about})
    here = reverse("alerts")
    page = AlertsPage(
        alerts=[alert_shown(line, opens, at=now) for line in lines],
        unread=queries.unread_count(viewer),
        count=count,
        words=f"{first + 1} to {first + len(lines)} of {count}" if lines else "",
        earlier=f"{here}?page={number - 1}" if number > 1 else "",
        later=f"{here}?page={number + 1}" if number < last else "",
        until=now.isoformat(),
        back=f"{here}?page={number}" if number > 1 else here,
        done=[done.words for done in what_was_done(request)],
    )
    return render(request, "notices/alerts.html", {"page": page})


@guarded(None, object_type="notice", methods=("POST",))
def seen(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Mark one as read, and go back to where it was shown."""
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "POST"})
    viewer = request.viewer  # type: ignore[attr-defined]
    actions.mark_read(notice_id=notice_id, by=viewer, at=timezone.now())
    back = request.POST.get("back", "")
    own = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return HttpResponseRedirect(back) if own else redirect("alerts")


@guarded(None, object_type="notice", methods=("POST",))
def all_seen(request: HttpRequest) -> HttpResponse:
    """Mark all as read that the page could have shown; what came since is still to be read."""
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "POST"})
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    until = min(_moment(request.POST.get("until", "")) or now, now)
    count = actions.mark_all_read(until=until, by=viewer, at=now)
    words = "1 alert marked as read" if count == 1 else f"{count} alerts marked as read"
    say_done(request, words)
    return redirect("alerts")


def _moment(text: str) -> datetime | None:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read if read.tzinfo is not None else None
