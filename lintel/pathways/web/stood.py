"""The page that shows a contact as it stood at a moment: what was known, and what was not yet."""

from datetime import datetime, timedelta
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lintel.access.guards import guarded
from lintel.access.viewers import Permission
from lintel.contacts import queries as contact_queries
from lintel.govuk.answers import show_refusals
from lintel.govuk.fields import MomentField
from lintel.kernel.refusals import Invalid
from lintel.pathways import actions
from lintel.pathways.queries.stood import decided_last
from lintel.pathways.web.stood_pages import StoodPage, stood_page

MINUTE = timedelta(minutes=1) - timedelta(microseconds=1)


class MomentForm(forms.Form):
    at = MomentField(
        "Which day and time?",
        what="The moment",
        error="Enter a day and a time",
        hint="For example, 9 March 2026 at 2:30pm, or yesterday 9am",
    )


@guarded(Permission.VIEW_CONTACT, object_type="contact", methods=("GET",))
@require_safe
def as_it_stood(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """By default when the newest decision was made; else at the moment that is asked for."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    contact = contact_queries.the_contact(viewer, contact_id)
    decided = decided_last(viewer, contact_id)
    asked = "at" in request.GET
    form = MomentForm(request.GET if asked else None, initial={"at": decided or now})
    if not asked or form.is_valid():
        moment = _whole_minute(form.cleaned_data["at"], now=now) if asked else None
        try:
            found = actions.open_as_it_stood(
                contact_id=contact_id, moment=moment, by=viewer, at=now
            )
        except Invalid as wrong:
            show_refusals(form, wrong.refusals)
        else:
            page = stood_page(found, is_decision=not asked and decided is not None)
            return render(request, "pathways/as_it_stood.html", {"page": page, "form": form})
    page = StoodPage.without(contact.reference, contact_id)
    return render(request, "pathways/as_it_stood.html", {"page": page, "form": form}, status=422)


def _whole_minute(typed: datetime, *, now: datetime) -> datetime:
    """What is typed has minutes: the whole of that minute is meant, as far as it has been."""
    return typed if typed > now else min(typed + MINUTE, now)
