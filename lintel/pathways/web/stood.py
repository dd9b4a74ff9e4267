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
from lintel.contacts import actions as contacts, queries as contact_queries
from lintel.govuk.fields import MomentField
from lintel.kernel.instants import when_in_words
from lintel.pathways.queries.stood import all_as_it_stood, decided_last
from lintel.pathways.web.stood_pages import StoodPage, stood_page

# What is typed has minutes: the whole of that minute is meant.
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
    first = {"at": decided or now}
    form = MomentForm(request.GET if asked else None, initial=first)
    moment: datetime | None = decided or now
    if asked:
        moment = _asked_for(form, received_at=contact.received_at, now=now)
    if moment is None:
        page = StoodPage.without(contact.reference, contact_id)
        shown = {"page": page, "form": form}
        return render(request, "pathways/as_it_stood.html", shown, status=422)
    said = f"as it stood on {when_in_words(moment)}"
    contact = contacts.open_contact(contact_id=contact_id, by=viewer, at=now, why=said)
    found = all_as_it_stood(viewer, contact, moment=moment, at=now)
    is_decision = not asked and decided is not None
    page = stood_page(found, moment=moment, is_decision=is_decision)
    return render(request, "pathways/as_it_stood.html", {"page": page, "form": form})


def _asked_for(form: MomentForm, *, received_at: datetime, now: datetime) -> datetime | None:
    """The moment, or None with what is wrong beside the question."""
    if not form.is_valid():
        return None
    moment = form.cleaned_data["at"] + MINUTE
    if moment - MINUTE > now:
        form.add_error("at", "Enter a time that has passed")
        return None
    if moment < received_at:
        words = f"Enter a time after {when_in_words(received_at)}, when it was received"
        form.add_error("at", words)
        return None
    return moment
