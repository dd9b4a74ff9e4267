"""Asking a partner about children of a contact, and reading the log of both sides."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lintel.access.guards import guarded
from lintel.access.viewers import Permission
from lintel.contacts import actions as contacts, queries as contact_queries
from lintel.contacts.queries.shown import Shown
from lintel.govuk.answers import say_done, show_refusals
from lintel.kernel.refusals import Invalid
from lintel.scoping import actions, carrying, queries
from lintel.scoping.web.forms import AskForm
from lintel.scoping.web.pages import AskPage, LogPage, answered_shown, asking_shown


@guarded(Permission.ASK_BY_TOKEN, object_type="contact", methods=("GET", "POST"))
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    queries.asking_for(viewer)
    if request.method != "POST":
        contact = contacts.open_contact(contact_id=contact_id, by=viewer, at=now)
        return _page(request, contact, at=now)
    contact = contact_queries.the_contact(viewer, contact_id)
    form = _form(viewer, contact_queries.contact_view(viewer, contact), request.POST)
    status = 422
    if form.is_valid():
        try:
            said = form.cleaned_data
            asking_id = actions.ask_partner(
                contact_id=contact_id,
                partner=said["partner"],
                purpose=said["purpose"],
                record_ids=[UUID(each) for each in said["children"]],
                by=viewer,
                at=now,
            )
            carrying.carry(viewer.council, asking_id, at=timezone.now())
            say_done(request, "Asked. Who asked, when and why is kept")
            return redirect("contact", contact_id)
        except Invalid as problem:
            show_refusals(form, problem.refusals)
    return _page(request, contact, form=form, at=now, status=status)


def _form(viewer: Any, view: Any, sent: Any = None) -> AskForm:
    form = AskForm(sent)
    asking = queries.asking_for(viewer)
    form.fields["children"].offer(  # type: ignore[attr-defined]
        (str(child.record_id), f"{child.given_name} {child.family_name}")
        for child in view.children or ()
        if queries.may_be_asked_about(viewer.council, child.record_id)
    )
    form.fields["partner"].offer(  # type: ignore[attr-defined]
        (partner.key, partner.title) for partner in queries.partners(viewer)
    )
    form.fields["purpose"].offer(  # type: ignore[attr-defined]
        (purpose.key, purpose.title, f"{purpose.hint}. {purpose.lawful_basis}")
        for purpose in asking.purposes.values()
    )
    return form


def _page(
    request: HttpRequest,
    contact: Any,
    *,
    at: datetime,
    form: AskForm | None = None,
    status: int = 200,
) -> HttpResponse:
    viewer = request.viewer  # type: ignore[attr-defined]
    view = contact_queries.contact_view(viewer, contact)
    form = form or _form(viewer, view)
    offered = {key for key, _ in form.fields["children"].choices}  # type: ignore[attr-defined]
    page = AskPage(
        shown=Shown.of(view, at=at),
        too_little=[
            f"{child.given_name} {child.family_name}".strip() or "A child without a name"
            for child in view.children or ()
            if str(child.record_id) not in offered
        ],
        can_ask=bool(offered),
        earlier=[
            asking_shown(seen, contact_id=contact.id)
            for seen in queries.askings_about(viewer, contact.id)
        ],
    )
    return render(request, "scoping/ask.html", {"page": page, "form": form}, status=status)


@guarded(Permission.VIEW_AUDIT, object_type="token question", methods=("GET",))
@require_safe
def token_questions(request: HttpRequest) -> HttpResponse:
    """What partners asked us and what we asked them: for the manager and the privacy officer."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    asking = queries.asking_for(viewer)
    page = LogPage(
        days=queries.asked_in_a_day(viewer, at=now),
        answered=[answered_shown(seen) for seen in queries.questions_answered(viewer)],
        asked=[asking_shown(seen) for seen in queries.our_askings(viewer)],
        in_an_hour=asking.in_an_hour,
        in_a_day=asking.in_a_day,
    )
    return render(request, "scoping/token_questions.html", {"page": page})
