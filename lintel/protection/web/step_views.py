"""Protection steps: what must follow for a child, and who has not been seen."""

from datetime import timedelta
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
from lintel.contacts.panels import Panel
from lintel.govuk.answers import say_done, show_refusals
from lintel.kernel.refusals import Invalid, NotThere, Refused
from lintel.protection.actions import steps as actions
from lintel.protection.queries import steps as queries
from lintel.protection.rules.steps import Settled, Step
from lintel.protection.web.step_forms import DeclinedForm, DoneForm
from lintel.protection.web.step_pages import (
    StepPage,
    StepsPanel,
    UnseenPage,
    ends_in_words,
    step_shown,
)

DAYS = 28
DECLINED = "declined"


def steps_panel(viewer: Viewer, contact: Any, at: Any) -> Panel | None:
    """What must follow for each child, on the page of the contact."""
    found = queries.steps_of(viewer, contact.id, at=at)
    if not found:
        return None
    may = viewer.may(Permission.RECORD_PROTECTION)
    shown = [step_shown(one, may_record=may, at=at) for one in found]
    return Panel("steps", "What must follow", "protection/steps_panel.html", StepsPanel.of(shown))


@guarded(Permission.RECORD_PROTECTION, object_type="contact", methods=("GET", "POST"))
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, contact_id: UUID, step_id: UUID) -> HttpResponse:
    """Record one step as done, or why it is not."""
    at, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    seen = queries.one_step(viewer, step_id, at=at)
    if seen.contact_id != contact_id:
        raise NotThere("step")
    posted = request.method == "POST"
    declining = posted and request.POST.get("answer") == DECLINED
    if not posted:
        contacts.open_contact(contact_id=contact_id, by=viewer, at=at)
    drafts = {name: f"step:{step_id}:{name}" for name in ("done", DECLINED)}
    done = DoneForm(
        request.POST if posted and not declining else None, initial=_kept(viewer, drafts["done"])
    )
    declined = DeclinedForm(
        request.POST if declining else None, initial=_kept(viewer, drafts[DECLINED])
    )
    done.ask_for(seen.kind)
    declined.ask_for(seen.kind)
    status = 200
    if posted:
        form, status = declined if declining else done, 422
        if form.is_valid():
            try:
                if declining:
                    actions.step_declined(step_id=step_id, said=declined.said(), by=viewer, at=at)
                else:
                    actions.step_done(step_id=step_id, said=done.said(), by=viewer, at=at)
            except (Invalid, Refused) as wrong:
                show_refusals(form, wrong.refusals)
                status = 409 if isinstance(wrong, Refused) else 422
            else:
                for draft in drafts.values():
                    contacts.drop_draft(form=draft, by=viewer, at=at)
                say_done(request, f"{seen.title}: recorded")
                return redirect("contact", contact_id)
    page = StepPage(
        step=step_shown(seen, may_record=True, at=at),
        ends=ends_in_words(seen),
        can_be_done=seen.settled_as != Settled.DONE,
        may_decline=seen.is_open and seen.kind is not Step.ENQUIRY,
        declining=declining,
        autosave=reverse("draft", args=[drafts["done"]]),
        autosave_declined=reverse("draft", args=[drafts[DECLINED]]),
    )
    given = {"page": page, "done": done, "declined": declined}
    given["form"] = declined if declining else done
    return render(request, "protection/protection_step.html", given, status=status)


def _kept(viewer: Viewer, draft: str) -> dict[str, Any]:
    kept = contact_queries.draft(viewer, draft)
    return dict(kept[0]) if kept else {}


@guarded(Permission.RECORD_PROTECTION, object_type="step", methods=("GET",))
@require_safe
def unseen(request: HttpRequest) -> HttpResponse:
    """Children said to have been hurt whom no paediatrician has seen, the longest first."""
    at, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    waiting, declined = queries.not_seen(viewer, since=at - timedelta(days=DAYS), at=at)
    page = UnseenPage(
        waiting=[step_shown(one, may_record=True, at=at) for one in waiting],
        declined=[step_shown(one, may_record=True, at=at) for one in declined],
        days=DAYS,
    )
    return render(request, "protection/unseen.html", {"page": page})
