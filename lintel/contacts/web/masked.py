"""The page that asks what a masked part is needed for, and shows it once that is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.access.guards import guarded
from lintel.access.viewers import Permission, Zone
from lintel.access.zones import ZONE_WORDS, is_masked
from lintel.contacts import actions, queries
from lintel.contacts.queries.people_shown import PersonShown, people_shown
from lintel.contacts.rules.masked import MOST_WORDS, PURPOSES
from lintel.govuk.answers import show_refusals
from lintel.govuk.fields import LongTextField, RadiosField
from lintel.kernel.refusals import Invalid, NotThere


class MaskedForm(forms.Form):
    purpose = RadiosField(
        "What do you need it for?",
        tuple(PURPOSES.items()),
        error="Select what you need it for",
    )
    words = LongTextField(
        "Why, in a few words?",
        error="Say why in 10 to 500 characters",
        hint="It is kept with your name, and can be read by managers and the privacy officer",
        rows=2,
        limit=MOST_WORDS,
    )


@dataclass(frozen=True, slots=True)
class MaskedPage:
    """Shape: `people` is None until it has been said what they are needed for."""

    reference: str
    part: str
    back: str
    people: Sequence[PersonShown] | None


@guarded(Permission.OPEN_MASKED, object_type="contact", methods=("GET", "POST"))
@require_http_methods(["GET", "POST"])
def open_masked(request: HttpRequest, contact_id: UUID, zone: str) -> HttpResponse:
    """What is shown stays on this page: going back, it is masked again."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    contact = queries.the_contact(viewer, contact_id)
    part = _zone(zone)
    if not is_masked(viewer, part):
        raise NotThere("part")
    posted = request.method == "POST"
    form = MaskedForm(request.POST if posted else None)
    people = None
    if posted and form.is_valid():
        try:
            seen = actions.open_masked(
                contact_id=contact_id, zone=part, by=viewer, at=now, **form.cleaned_data
            )
        except Invalid as invalid:
            show_refusals(form, invalid.refusals)
        else:
            people = people_shown(*seen, council=contact.council, at=now)
    page = MaskedPage(
        reference=contact.reference,
        part=ZONE_WORDS[part],
        back=reverse("contact", args=[contact_id]),
        people=people,
    )
    status = 422 if posted and people is None else 200
    return render(request, "contacts/masked.html", {"page": page, "form": form}, status=status)


def _zone(words: str) -> Zone:
    """
    Errors:
        NotThere: there is no such part.
    """
    try:
        return Zone(words.upper())
    except ValueError as unknown:
        raise NotThere("part") from unknown
