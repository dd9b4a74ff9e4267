"""Keeping a contact or a person from most of the hub: what it hides stands before the button."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.access.guards import guarded
from lintel.access.viewers import Permission, Viewer
from lintel.contacts import actions, queries
from lintel.contacts.models import Contact
from lintel.contacts.panels import Panel
from lintel.contacts.queries.restricted import PersonCovered, person_covered, signal_at
from lintel.contacts.web.next_step import address
from lintel.contacts.web.restrict_forms import RestrictForm, RestrictPersonForm
from lintel.contacts.web.steps import Step
from lintel.govuk.answers import say_done, show_refusals
from lintel.kernel.instants import day_in_words
from lintel.kernel.refusals import Invalid, NotThere, Refused
from lintel.people import actions as people_actions
from lintel.people.person_file import known_as
from lintel.people.queries import person_summary
from lintel.policy.in_force import policy_for
from lintel.restrictions.offering import readers_to_offer
from lintel.restrictions.queries import CONTACT
from lintel.restrictions.queries.register import RestrictionSeen, restrictions_of


class RestrictStep(Step):
    name = "restrict"
    title = "Restrict this contact"
    button = "Restrict it"
    lead = (
        "Whoever is not on the list no longer finds it: in lists, counts, search, the household, "
        "figures and alerts. You neither, unless you are on the list.",
    )
    template = "contacts/restrict.html"
    form_class = RestrictForm

    def prepare(self, form: Any, contact: Contact, viewer: Viewer, *, at: datetime) -> None:
        form.offer(policy_for(contact.council).restricting, readers_to_offer(contact.council))

    def act(self, form: Any, **common: Any) -> None:
        actions.restrict_contact(**form.said(), **common)

    def done(
        self, request: HttpRequest, form: Any, contact_id: UUID, *, at: datetime
    ) -> HttpResponse:
        viewer = request.viewer  # type: ignore[attr-defined]
        if queries.found(viewer, contact_id):
            say_done(request, "Restricted")
            return redirect("contact", contact_id)
        return render(request, "contacts/restricted_now.html")


@dataclass(frozen=True, slots=True)
class RestrictPersonPage:
    heading: str
    number: str
    person_href: str
    covered: PersonCovered


@guarded(Permission.RESTRICT, object_type="person", methods=("GET", "POST"))
@require_http_methods(["GET", "HEAD", "POST"])
def restrict_person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    person_id = known_as(viewer, person_id)
    form: Any = RestrictPersonForm(request.POST if request.method == "POST" else None)
    form.offer(policy_for(viewer.council).restricting, readers_to_offer(viewer.council))
    status = 200
    if request.method != "POST":
        people_actions.open_person(person_id, by=viewer, at=now)
    elif form.is_valid():
        status = 422
        try:
            actions.restrict_person(
                person_id=person_id,
                **form.said(),
                apart_from=form.new_identity(viewer),
                by=viewer,
                at=now,
            )
        except (Invalid, Refused) as wrong:
            show_refusals(form, wrong.refusals)
            status = 409 if isinstance(wrong, Refused) else 422
        else:
            return _restricted(request, person_id)
    else:
        status = 422
    card = person_summary(viewer, person_id)
    page = RestrictPersonPage(
        heading=card.name or "Name not known",
        number=card.number,
        person_href=address("person", person_id),
        covered=person_covered(viewer, person_id),
    )
    given = {"page": page, "form": form}
    return render(request, "contacts/restrict_person.html", given, status=status)


def _restricted(request: HttpRequest, person_id: UUID) -> HttpResponse:
    viewer = request.viewer  # type: ignore[attr-defined]
    try:
        known_as(viewer, person_id)
    except NotThere:
        return render(request, "contacts/restricted_now.html")
    say_done(request, "Restricted")
    return redirect("person", person_id)


@dataclass(frozen=True, slots=True)
class RestrictedLine:
    kind: str
    review: str
    overdue: bool
    href: str


@dataclass(frozen=True, slots=True)
class RestrictedPanel:
    lines: list[RestrictedLine]


def restricted_panel(viewer: Viewer, contact: Any, at: datetime) -> Panel | None:
    """For whoever is on the list, that the contact is restricted and until when. One query."""
    found = restrictions_of(viewer, CONTACT, contact.id, at=at)
    if not found:
        return None
    page = RestrictedPanel([_line(one, viewer) for one in found])
    return Panel("restricted", "Restricted", "contacts/restricted_panel.html", page)


def _line(one: RestrictionSeen, viewer: Viewer) -> RestrictedLine:
    return RestrictedLine(
        f"{one.kind.code}: {one.kind.title}",
        day_in_words(one.review_on),
        one.overdue,
        address("restriction", one.id) if viewer.may(Permission.LIFT_RESTRICTION) else "",
    )


@dataclass(frozen=True, slots=True)
class SignalPage:
    """Shape: `glass` is where to break the glass; "" for whoever may not."""

    phone: str
    glass: str


def signal_page(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Whom to call, for a role that is told so; else as if the contact were not there.

    Errors:
        NotThere: the viewer is told nothing.
    """
    viewer = request.viewer  # type: ignore[attr-defined]
    signal = signal_at(viewer, contact_id)
    if signal is None:
        raise NotThere("contact")
    glass = address("break_glass", contact_id) if viewer.may(Permission.BREAK_GLASS) else ""
    page = SignalPage(signal.phone, glass)
    return render(request, "contacts/restricted_signal.html", {"page": page}, status=403)
