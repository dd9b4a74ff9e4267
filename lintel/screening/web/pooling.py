"""Laying the answers side by side on the page of the decision, and for the agencies asked."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.access.guards import guarded
from lintel.access.viewers import Permission, Viewer, Zone
from lintel.access.zones import sees
from lintel.contacts import actions as contacts, queries as contact_queries
from lintel.contacts.queries.shown import Shown
from lintel.govuk.answers import say_done, show_refusals
from lintel.kernel.instants import day_in_words
from lintel.kernel.refusals import Invalid, NotThere, Refused
from lintel.screening import actions, queries
from lintel.screening.web.asking_forms import PoolForm
from lintel.screening.web.pages import HistoryShown, PoolPage
from lintel.screening.web.pooled import Pooled, pooled

NEWEST = 5


@guarded(Permission.POOL, object_type="contact", methods=("GET", "POST"))
@require_http_methods(["GET", "POST"])
def pool(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    form, status = PoolForm(request.POST or None), 200
    if request.method == "POST":
        contact = contact_queries.the_contact(viewer, contact_id)
        status = 422
        if form.is_valid():
            reason = form.cleaned_data["reason"] or ""
            try:
                actions.pool_contributions(contact_id=contact_id, reason=reason, by=viewer, at=now)
            except Invalid as wrong:
                show_refusals(form, wrong.refusals)
            except Refused as refused:
                show_refusals(form, refused.refusals)
                status = 409
            else:
                say_done(request, "Pooled. Every agency asked can read what the others said")
                return redirect("decide", contact_id)
    else:
        contact = contacts.open_contact(contact_id=contact_id, by=viewer, at=now)
    answers = pooled_about(viewer, contact, at=now)
    if answers is None:
        raise NotThere("request")
    page = PoolPage(
        shown=Shown.of(contact_queries.contact_view(viewer, contact), at=now),
        pooled=answers,
        back=reverse("decide", args=[contact_id]),
    )
    return render(request, "screening/pool.html", {"page": page, "form": form}, status=status)


def pooled_about(viewer: Viewer, contact, *, at: datetime) -> Pooled | None:
    """What agencies said of a contact this viewer has opened; None where nobody was asked."""
    if not sees(viewer, Zone.AGENCY_ITEMS):
        return None
    found = queries.requests_about(viewer, contact.id, at=at)
    if not found:
        return None
    return pooled(
        found,
        queries.poolings_of(contact.id),
        viewer,
        contact_id=contact.id,
        is_open=contact.closed_at is None,
        at=at,
    )


def history_shown(viewer: Viewer, contact, *, at: datetime) -> HistoryShown | None:
    """The family's history in brief. It does not count as reading it: that is its own page."""
    if not viewer.may(Permission.OPEN_HISTORY):
        return None
    found = contact_queries.history_around(viewer, contact, at=at)
    earlier = [event for event in found.events if not event.is_this]
    year = found.summary
    counted = (
        (year.contacts, "contact", "contacts, with this one"),
        (year.no_further_action, "ended with no further action", "ended with no further action"),
        (year.domestic_abuse, "domestic-abuse notice", "domestic-abuse notices"),
        (year.missing, "missing episode", "missing episodes"),
        (year.came_back, "step-down that came back", "step-downs that came back"),
    )
    counts = [f"{number} {one if number == 1 else many}" for number, one, many in counted if number]
    counts += [f"{title} since {day_in_words(since)}" for title, since in year.plans_now]
    return HistoryShown(
        counts=counts,
        newest=[
            (
                day_in_words(event.on),
                event.title,
                ", ".join(filter(None, (event.outcome, event.note))),
            )
            for event in earlier[:NEWEST]
        ],
        more=max(0, len(earlier) - NEWEST),
    )
