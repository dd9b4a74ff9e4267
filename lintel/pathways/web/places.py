"""Places left, waiting lists, and giving a place back."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lintel.access.guards import guarded
from lintel.access.viewers import Permission
from lintel.contacts import actions as contacts, queries as contact_queries
from lintel.contacts.queries.shown import Shown, happened_since
from lintel.govuk.answers import (
    Obstacle,
    say_done,
    show_refusals,
    version_seen,
    what_was_done,
)
from lintel.kernel.instants import when_in_words
from lintel.kernel.refusals import Refused, Stale
from lintel.pathways import actions, queries
from lintel.pathways.queries import HandOverSeen
from lintel.pathways.rules.handovers import State
from lintel.pathways.web.forms import EndPlaceForm
from lintel.pathways.web.pages import EndPlacePage, PlacesPage, team_places_shown


@guarded(Permission.VIEW_BOARD, object_type="handover", methods=("GET",))
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    asked = _asked(request)
    found = queries.places_seen(viewer, pages=asked, at=now)
    page = PlacesPage(
        teams=[team_places_shown(each, viewer, opened=asked.team, at=now) for each in found],
        of_a_team=not viewer.may(Permission.DECIDE),
        done=[done.words for done in what_was_done(request)],
    )
    return render(request, "pathways/places.html", {"page": page})


def _asked(request: HttpRequest) -> queries.Pages:
    """The pages of the lists of one team; those of the others begin at their first."""
    waiting, holders = (
        int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 1
        for number in (request.GET.get("page", ""), request.GET.get("held", ""))
    )
    return queries.Pages(request.GET.get("team", ""), waiting, holders)


@guarded(Permission.RECEIVE_HANDOVER, object_type="contact", methods=("GET", "POST"))
@require_http_methods(["GET", "POST"])
def end_place(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    if request.method != "POST":
        contact = contacts.open_contact(contact_id=contact_id, by=viewer, at=now)
        kept = contact_queries.draft(viewer, _draft(contact_id))
        return _page(
            request,
            contact,
            EndPlaceForm(initial=kept[0] if kept else {}),
            at=now,
            seen_at=str(kept[0].get("seen_at", "")) if kept else "",
            saved_at=when_in_words(kept[1]) if kept else "",
        )
    contact_queries.the_contact(viewer, contact_id)
    form = EndPlaceForm(request.POST)
    stale, status = False, 422
    if form.is_valid():
        try:
            actions.end_place(
                contact_id=contact_id,
                version=version_seen(request),
                how=form.cleaned_data["how"],
                words=form.cleaned_data["words"] or "",
                by=viewer,
                at=now,
            )
        except Stale:
            stale, status = True, 412
        except Refused as refused:
            show_refusals(form, refused.refusals)
            status = 409
        else:
            contacts.drop_draft(form=_draft(contact_id), by=viewer, at=now)
            say_done(request, "The place is free again")
            return redirect("places")
    contact = contact_queries.the_contact(viewer, contact_id)
    seen_at = request.POST.get("seen_at", "")
    return _page(request, contact, form, at=now, seen_at=seen_at, stale=stale, status=status)


def _draft(contact_id: UUID) -> str:
    return f"end_place:{contact_id}"


def _page(
    request: HttpRequest,
    contact,
    form: EndPlaceForm,
    *,
    at: datetime,
    seen_at: str = "",
    saved_at: str = "",
    stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    viewer = request.viewer  # type: ignore[attr-defined]
    shown = Shown.of(contact_queries.contact_view(viewer, contact), at=at)
    found = queries.handovers_of(viewer, contact.id)
    held = found[0] if found else None
    page = EndPlacePage(
        shown=shown,
        team=held.team_title if held else "",
        obstacles=_in_the_way(held, viewer.teams),
        seen_at=at.isoformat(),
        stale=stale,
        changed=happened_since(shown, seen_at) if seen_at else [],
        saved_at=saved_at,
        autosave=reverse("draft", args=[_draft(contact.id)]),
    )
    return render(request, "pathways/end_place.html", {"page": page, "form": form}, status=status)


def _in_the_way(held: HandOverSeen | None, teams: frozenset[str]) -> tuple[Obstacle, ...]:
    """Why there is no place to end here; empty when there is one."""
    if held is None or held.state != State.ACCEPTED or held.team not in teams:
        return (Obstacle("Your team has not taken this family on"),)
    if held.ended_at is not None:
        return (Obstacle("This place has already been given back"),)
    return ()
