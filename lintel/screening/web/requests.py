"""Every agency that was asked about a contact, answered or silent; chasing, and not waiting."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lintel.access.guards import guarded
from lintel.access.viewers import NotPermitted, Permission, Viewer, Zone
from lintel.access.zones import sees
from lintel.contacts import actions as contacts, queries as contact_queries
from lintel.contacts.queries.shown import Shown
from lintel.govuk.answers import say_done, show_refusals, what_was_done
from lintel.kernel.refusals import Invalid, NotThere, Refused
from lintel.screening import actions, queries
from lintel.screening.queries import RequestSeen
from lintel.screening.web.asking_forms import ChaseForm, ReasonForm
from lintel.screening.web.asking_pages import RequestsPage, RequestStepPage, request_shown


@guarded(Permission.VIEW_BOARD, object_type="contact", methods=("GET",))
@require_safe
def requests_about(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    contact_queries.the_contact(viewer, contact_id)
    if not sees(viewer, Zone.AGENCY_ITEMS):
        raise NotPermitted(Permission.ASK_AGENCIES)
    contact = contacts.open_contact(contact_id=contact_id, by=viewer, at=now)
    found = [
        request_shown(one, viewer, at=now)
        for one in queries.requests_about(viewer, contact_id, at=now)
    ]
    states = [one.state for one in found]
    page = RequestsPage(
        shown=Shown.of(contact_queries.contact_view(viewer, contact), at=now),
        # Silence first: it is what somebody has to do something about.
        requests=sorted(found, key=lambda one: ORDER.index(one.state)),
        waiting=states.count("waiting"),
        silent=states.count("silent"),
        answered=states.count("settled"),
        ask=reverse("ask_agencies", args=[contact_id])
        if viewer.may(Permission.ASK_AGENCIES)
        else "",
        ledger=reverse("shares", args=[contact_id]) if viewer.may(Permission.SHARE) else "",
        banners=what_was_done(request),
    )
    return render(request, "screening/requests.html", {"page": page})


ORDER = ("silent", "waiting", "settled")


@guarded(Permission.CHASE_AGENCY, object_type="request", methods=("GET", "POST"))
@require_http_methods(["GET", "POST"])
def chase(request: HttpRequest, contact_id: UUID, request_id: UUID) -> HttpResponse:
    def act(form: Form, viewer: Viewer, at: datetime) -> str:
        said = form.cleaned_data
        actions.chase_agency(
            request_id=request_id,
            how=said["how"],
            to=said["to"],
            words=said["words"] or "",
            by=viewer,
            at=at,
        )
        return "A reminder is on its way" if said["how"] == "reminder" else "Noted: chased"

    return _step(
        request,
        contact_id,
        request_id,
        ChaseForm(request.POST or None),
        act,
        title="Chase",
        lead="Every chase is kept with who did it, when and how.",
        button="Save",
    )


@guarded(Permission.DECIDE, object_type="request", methods=("GET", "POST"))
@require_http_methods(["GET", "POST"])
def without(request: HttpRequest, contact_id: UUID, request_id: UUID) -> HttpResponse:
    def act(form: Form, viewer: Viewer, at: datetime) -> str:
        reason = form.cleaned_data["reason"] or ""
        actions.decide_without(request_id=request_id, reason=reason, by=viewer, at=at)
        return "The decision no longer waits. What they say later is still taken"

    return _step(
        request,
        contact_id,
        request_id,
        ReasonForm(request.POST or None),
        act,
        title="Do not wait for",
        lead="Say why the decision cannot wait for them. It stays on the record as silence, "
        "and what they say later is still taken.",
        button="Do not wait",
    )


@guarded(Permission.ASK_AGENCIES, object_type="request", methods=("GET", "POST"))
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, contact_id: UUID, request_id: UUID) -> HttpResponse:
    def act(form: Form, viewer: Viewer, at: datetime) -> str:
        reason = form.cleaned_data["reason"] or ""
        actions.withdraw_request(request_id=request_id, reason=reason, by=viewer, at=at)
        return "The question has been taken back. It can be asked again"

    return _step(
        request,
        contact_id,
        request_id,
        ReasonForm(request.POST or None),
        act,
        title="Take back the question to",
        lead="They need not answer it. What they were told stays in the ledger.",
        button="Take it back",
    )


def _step(
    request: HttpRequest,
    contact_id: UUID,
    request_id: UUID,
    form: Form,
    act: Callable[[Form, Viewer, datetime], str],
    *,
    title: str,
    lead: str,
    button: str,
) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    contact = contacts.open_contact(contact_id=contact_id, by=viewer, at=now)
    seen = _the_request(viewer, contact_id, request_id, at=now)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                words = act(form, viewer, now)
            except Invalid as wrong:
                show_refusals(form, wrong.refusals)
            except Refused as refused:
                show_refusals(form, refused.refusals)
                status = 409
            else:
                say_done(request, words)
                return redirect("requests_about", contact_id)
    page = RequestStepPage(
        shown=Shown.of(contact_queries.contact_view(viewer, contact), at=now),
        request=request_shown(seen, viewer, at=now),
        title=f"{title} {seen.agency_title}",
        lead=lead,
        button=button,
        back=reverse("requests_about", args=[contact_id]),
    )
    return render(
        request, "screening/request_step.html", {"page": page, "form": form}, status=status
    )


def _the_request(
    viewer: Viewer, contact_id: UUID, request_id: UUID, *, at: datetime
) -> RequestSeen:
    for one in queries.requests_about(viewer, contact_id, at=at):
        if one.id == request_id:
            return one
    raise NotThere("request")
