"""Handing over the night and taking it back: both ends, and the sheet to read out."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lintel.access.guards import guarded
from lintel.access.viewers import Permission, Viewer
from lintel.contacts import actions as contacts, queries as contact_queries
from lintel.contacts.queries.shown import Shown, happened_since
from lintel.contacts.rules.sides import Side
from lintel.duty import actions, queries
from lintel.duty.actions.sheet import open_sheet
from lintel.duty.queries import Night
from lintel.duty.web.forms import SayForm, chosen
from lintel.duty.web.pages import DutyPage, SayPage, duty_page, item_shown
from lintel.govuk.answers import Obstacle, say_done, show_refusals, what_was_done
from lintel.kernel.as_seen import letters_of
from lintel.kernel.instants import when_in_words
from lintel.kernel.refusals import Refusal, Refused
from lintel.policy.in_force import policy_for

NONE_CHOSEN = Refusal("none_chosen", "Select what you accept", "contact")


@guarded(Permission.HAND_OVER_DUTY, object_type="duty", methods=("GET", "POST"))
@require_http_methods(["GET", "POST"])
def duty(request: HttpRequest) -> HttpResponse:
    """What is handed over at the close of the day, or at its opening; accepting it."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    wrong: list[str] = []
    if request.method == "POST":
        try:
            ids = _ids(chosen(request.POST))
            taken = actions.accept_duty(contact_ids=ids, by=viewer, at=now)
        except Refused as refused:
            wrong = [refusal.message for refusal in refused.refusals]
        else:
            count = len(taken)
            words = "1 contact is" if count == 1 else f"{count} contacts are"
            say_done(request, f"Accepted: {words} with your team now")
            return redirect("duty")
    page = _duty(request, wrong, at=now)
    status = 409 if wrong else 200
    return render(request, "duty/duty.html", {"page": page}, status=status)


def _ids(said: tuple[str, ...]) -> list[UUID]:
    """
    Errors:
        Refused: nothing was ticked.
    """
    try:
        ids = [UUID(each) for each in said]
    except ValueError:
        ids = []
    if not ids:
        raise Refused(NONE_CHOSEN)
    return ids


@guarded(Permission.HAND_OVER_DUTY, object_type="duty", methods=("GET",))
@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """The same on paper, to be read out over the telephone. Taking it out is on the trail."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    open_sheet(by=viewer, at=now)
    return render(request, "duty/sheet.html", {"page": _duty(request, [], at=now)})


def _duty(request: HttpRequest, wrong: list[str], *, at: datetime) -> DutyPage:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return duty_page(
        queries.the_night(viewer, at=at),
        viewer=viewer,
        council=policy_for(viewer.council).council_title,
        done=[done.words for done in what_was_done(request)],
        wrong=wrong,
        at=at,
    )


@guarded(Permission.HAND_OVER_DUTY, object_type="contact", methods=("GET", "POST"))
@require_http_methods(["GET", "POST"])
def say(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """What the other side must know about one contact; or keep it."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    posted = request.method == "POST"
    contact_queries.the_contact(viewer, contact_id)
    if not posted:
        contacts.open_contact(contact_id=contact_id, by=viewer, at=now)
    night = queries.the_night(viewer, at=now)
    kept = None if posted else contact_queries.draft(viewer, _draft(contact_id))
    form = SayForm(request.POST if posted else None, initial=kept[0] if kept else {})
    form.ask(night.turn.giver)
    status = 200
    if posted:
        status = 422
        if form.is_valid():
            try:
                words = _say(form, contact_id, request.POST.get("seen", ""), by=viewer, at=now)
            except Refused as refused:
                show_refusals(form, refused.refusals)
                status = 409
            else:
                contacts.drop_draft(form=_draft(contact_id), by=viewer, at=now)
                say_done(request, words)
                return redirect("duty")
    page = _say_page(viewer, contact_id, night, request, kept, at=now)
    return render(request, "duty/say.html", {"page": page, "form": form}, status=status)


def _draft(contact_id: UUID) -> str:
    return f"duty:{contact_id}"


def _say(form: SayForm, contact_id: UUID, seen: str, *, by: Viewer, at: datetime) -> str:
    """
    Errors:
        Refused, NotThere, NotPermitted: as the actions.
    """
    said = form.cleaned_data
    if form.keeps:
        item = actions.keep_with_hub(
            contact_id=contact_id, reason=said["reason"] or "", by=by, at=at
        )
        return f"{item.reference} stays with the hub"
    item = actions.hand_over(
        contact_id=contact_id,
        note=said["note"] or "",
        next_check_at=said["next_check"],
        seen=seen,
        by=by,
        at=at,
    )
    return f"{item.reference} waits to be accepted; until then it stays where it is"


def _say_page(
    viewer: Viewer,
    contact_id: UUID,
    night: Night,
    request: HttpRequest,
    kept: Any,
    *,
    at: datetime,
) -> SayPage:
    contact = contact_queries.the_contact(viewer, contact_id)
    shown = Shown.of(contact_queries.contact_view(viewer, contact), at=at)
    seen_at = request.POST.get("seen_at", "") or (str(kept[0].get("seen_at", "")) if kept else "")
    item = next((one for one in night.items if one.contact_id == contact_id), None)
    to_duty = night.turn.to is Side.DUTY
    return SayPage(
        shown=shown,
        item=item_shown(item, night, viewer=viewer, at=at) if item else None,
        title="Hand it over for the night" if to_duty else "Hand it back to the hub",
        giver_is_hub=to_duty,
        obstacles=_in_the_way(night),
        seen_at=at.isoformat(),
        stale=False,
        changed=happened_since(shown, seen_at) if seen_at else [],
        saved_at=when_in_words(kept[1]) if kept else "",
        autosave=reverse("draft", args=[_draft(contact_id)]),
        seen=letters_of(item.note if item else ""),
    )


def _in_the_way(night: Night) -> tuple[Obstacle, ...]:
    if not night.gives:
        return (Obstacle("It is not yours to hand over now: you accept what the others put here"),)
    if night.taker is None:
        return (Obstacle("The directory has no team that takes over: ask for it to be added"),)
    return ()
