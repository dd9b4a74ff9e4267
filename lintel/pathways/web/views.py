"""Taking work on, or sending it back: the receiving team's pages."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lintel.access.guards import guarded
from lintel.access.viewers import Permission, Role, Viewer
from lintel.contacts import actions as contacts, queries as contact_queries
from lintel.contacts.queries.beside import board_rows
from lintel.contacts.queries.shown import Shown, happened_since
from lintel.directory import queries as directory
from lintel.directory.places import places_of
from lintel.directory.rules.places import Places, places_in_words
from lintel.govuk.answers import (
    Obstacle,
    obstacles,
    say_done,
    show_refusals,
    version_seen,
    what_was_done,
)
from lintel.kernel.instants import when_in_words
from lintel.kernel.refusals import Refused, Stale
from lintel.pathways import actions, queries
from lintel.pathways.queries import HandOverSeen
from lintel.pathways.rules.handovers import State, reasons_not_to_answer
from lintel.pathways.web.forms import ACCEPT, WAIT, HandOverForm
from lintel.pathways.web.pages import AnswerPage, HandOversPage, handover_shown
from lintel.screening import queries as screening
from lintel.screening.queries import outcome_title

OF_A_TEAM = {Role.SOCIAL_WORKER, Role.EARLY_HELP}


@guarded(Permission.VIEW_BOARD, object_type="handover", methods=("GET",))
@require_safe
def handovers(request: HttpRequest) -> HttpResponse:
    """What waits for the viewer's teams, first; for the hub, what waits for any team."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    found = queries.handovers(viewer)
    rows = board_rows(viewer, {seen.contact_id for seen in found}, at=now)
    shown = [
        (
            seen,
            handover_shown(
                seen,
                council=viewer.council,
                outcome=outcome_title(viewer.council, seen.outcome),
                row=rows.get(seen.contact_id),
                mine=_may_answer(viewer, seen),
                at=now,
            ),
        )
        for seen in found
    ]
    page = HandOversPage(
        waiting=[each for seen, each in shown if seen.state == State.OFFERED],
        answered=[each for seen, each in shown if seen.state != State.OFFERED],
        of_a_team=viewer.role in OF_A_TEAM,
        done=[done.words for done in what_was_done(request)],
    )
    return render(request, "pathways/handovers.html", {"page": page})


def _may_answer(viewer: Viewer, seen: HandOverSeen) -> bool:
    return viewer.may(Permission.RECEIVE_HANDOVER) and seen.team in viewer.teams


@guarded(Permission.RECEIVE_HANDOVER, object_type="contact", methods=("GET", "POST"))
@require_http_methods(["GET", "POST"])
def handover(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    if request.method != "POST":
        contact = contacts.open_contact(contact_id=contact_id, by=viewer, at=now)
        kept = contact_queries.draft(viewer, _draft(contact_id))
        form = HandOverForm(initial=kept[0] if kept else {}, waits=_waits(viewer, contact))
        return _page(
            request,
            contact,
            form,
            at=now,
            seen_at=str(kept[0].get("seen_at", "")) if kept else "",
            saved_at=when_in_words(kept[1]) if kept else "",
        )
    contact = contact_queries.the_contact(viewer, contact_id)
    form = HandOverForm(request.POST, waits=_waits(viewer, contact))
    stale, status = False, 422
    if form.is_valid():
        try:
            return _answer(request, form, contact_id, by=viewer, at=now)
        except Stale:
            stale, status = True, 412
        except Refused as refused:
            show_refusals(form, refused.refusals)
            status = 409
    contact = contact_queries.the_contact(viewer, contact_id)
    seen_at = request.POST.get("seen_at", "")
    return _page(request, contact, form, at=now, seen_at=seen_at, stale=stale, status=status)


def _waits(viewer: Viewer, contact) -> bool:
    """Whether the team it was offered to counts places, and it waits for none yet."""
    found = queries.handovers_of(viewer, contact.id)
    counted = _counted(contact.council, found[0].team) if found else None
    return counted is not None and found[0].waiting_since is None


def _counted(council: str, team: str) -> Places | None:
    """The places of a team, None when it counts none."""
    return places_of(council, [directory.team(council, team)]).get(team)


def _draft(contact_id: UUID) -> str:
    return f"handover:{contact_id}"


def _answer(
    request: HttpRequest, form: HandOverForm, contact_id: UUID, *, by: Viewer, at: datetime
) -> HttpResponse:
    """
    Errors:
        Stale, Refused, NotThere, NotPermitted: as the actions.
    """
    common = {"contact_id": contact_id, "version": version_seen(request), "by": by, "at": at}
    if form.cleaned_data["answer"] == ACCEPT:
        actions.accept_handover(**common)
        words = "Accepted: it is with your team now"
    elif form.cleaned_data["answer"] == WAIT:
        actions.wait_for_place(waiting_for=form.cleaned_data["waiting"] or "", **common)
        words = "On your waiting list. The hub is still responsible until you accept it"
    else:
        actions.return_handover(reason=form.cleaned_data["reason"] or "", **common)
        words = "Returned: the hub has been told and decides again"
    contacts.drop_draft(form=_draft(contact_id), by=by, at=at)
    say_done(request, words)
    return redirect("handovers")


def _page(
    request: HttpRequest,
    contact,
    form: HandOverForm,
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
    offer = found[0] if found else None
    decided = screening.decisions_about(viewer, contact.id)
    page = AnswerPage(
        shown=shown,
        offer=None
        if offer is None
        else handover_shown(
            offer,
            council=contact.council,
            outcome=outcome_title(contact.council, offer.outcome, contact.kind),
            row=None,
            mine=_may_answer(viewer, offer),
            at=at,
        ),
        why=decided[0].rationale if decided else "",
        obstacles=_in_the_way(viewer, offer, contact.id),
        seen_at=at.isoformat(),
        stale=stale,
        changed=happened_since(shown, seen_at) if seen_at else [],
        saved_at=saved_at,
        autosave=reverse("draft", args=[_draft(contact.id)]),
        places=_places_words(contact.council, offer, at=at),
    )
    return render(request, "pathways/handover.html", {"page": page, "form": form}, status=status)


def _places_words(council: str, offer: HandOverSeen | None, *, at: datetime) -> str:
    counted = _counted(council, offer.team) if offer else None
    return places_in_words(counted, at=at) if counted else ""


def _in_the_way(
    viewer: Viewer, offer: HandOverSeen | None, contact_id: UUID
) -> tuple[Obstacle, ...]:
    """Why there is nothing to answer here; empty when there is."""
    if offer is None:
        return (Obstacle("This contact has not been offered to a team"),)
    if not _may_answer(viewer, offer):
        return (Obstacle(f"It has been offered to {offer.team_title}, who answer it"),)
    return obstacles(reasons_not_to_answer(State(offer.state)), contact_id, viewer)
