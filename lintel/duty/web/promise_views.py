"""Promises: what was said would be done, to whom and by when; and how each ended."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.access.guards import guarded
from lintel.access.viewers import Permission
from lintel.contacts import actions as contacts, queries as contact_queries
from lintel.contacts.queries.shown import Shown, happened_since
from lintel.duty import actions, queries
from lintel.duty.rules.promises import Settled
from lintel.duty.web.forms import PromiseForm, SettleForm
from lintel.duty.web.pages import PromisesPage, SettlePage, promise_shown
from lintel.govuk.answers import say_done, show_refusals, what_was_done
from lintel.kernel.instants import when_in_words
from lintel.kernel.refusals import NotThere, Refused


@guarded(Permission.PROMISE, object_type="contact", methods=("GET", "POST"))
@require_http_methods(["GET", "POST"])
def promises(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Every promise about one contact, and a new one."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    posted, name = request.method == "POST", f"promise:{contact_id}"
    contact = contact_queries.the_contact(viewer, contact_id)
    if not posted:
        contacts.open_contact(contact_id=contact_id, by=viewer, at=now)
    kept = None if posted else contact_queries.draft(viewer, name)
    form = PromiseForm(request.POST if posted else None, initial=kept[0] if kept else {})
    status = 200
    if posted:
        status = 422
        if form.is_valid():
            said = form.cleaned_data
            try:
                actions.make_promise(
                    contact_id=contact_id,
                    what=said["what"],
                    to_whom=said["to_whom"],
                    due_at=said["by_when"],
                    by=viewer,
                    at=now,
                )
            except Refused as refused:
                show_refusals(form, refused.refusals)
                status = 409
            else:
                contacts.drop_draft(form=name, by=viewer, at=now)
                say_done(request, "Promise recorded: whoever has the contact has it to keep")
                return redirect("promises", contact_id)
    shown = Shown.of(contact_queries.contact_view(viewer, contact), at=now)
    seen_at = request.POST.get("seen_at", "") or (str(kept[0].get("seen_at", "")) if kept else "")
    page = PromisesPage(
        shown=shown,
        promises=[
            promise_shown(one, viewer=viewer, at=now)
            for one in queries.promises_of(viewer, contact_id, at=now)
        ],
        may_promise=shown.is_open,
        seen_at=now.isoformat(),
        stale=False,
        changed=happened_since(shown, seen_at) if seen_at else [],
        saved_at=when_in_words(kept[1]) if kept else "",
        autosave=reverse("draft", args=[name]),
        done=[done.words for done in what_was_done(request)],
    )
    return render(request, "duty/promises.html", {"page": page, "form": form}, status=status)


@guarded(Permission.PROMISE, object_type="promise", methods=("GET", "POST"))
@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, contact_id: UUID, promise_id: UUID) -> HttpResponse:
    """Say that one was kept, or why not."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    posted, name = request.method == "POST", f"settle:{promise_id}"
    contact = contact_queries.the_contact(viewer, contact_id)
    seen = queries.one_promise(viewer, promise_id, at=now)
    if seen.contact_id != contact_id:
        raise NotThere("promise")
    initial: dict[str, Any] = {}
    if not posted:
        contacts.open_contact(contact_id=contact_id, by=viewer, at=now)
        kept = contact_queries.draft(viewer, name)
        initial = dict(kept[0]) if kept else {}
    form = SettleForm(request.POST if posted else None, initial=initial)
    status = 200
    if posted:
        status = 422
        if form.is_valid():
            how, words = Settled(form.cleaned_data["how"]), form.cleaned_data["words"]
            try:
                actions.settle_promise(
                    promise_id=promise_id, how=how, words=words, by=viewer, at=now
                )
            except Refused as refused:
                show_refusals(form, refused.refusals)
                status = 409
            else:
                contacts.drop_draft(form=name, by=viewer, at=now)
                say_done(request, "Recorded")
                return redirect("promises", contact_id)
    page = SettlePage(
        reference=contact.reference,
        back=reverse("promises", args=[contact_id]),
        promise=promise_shown(seen, viewer=viewer, at=now),
        autosave=reverse("draft", args=[name]),
    )
    return render(request, "duty/settle.html", {"page": page, "form": form}, status=status)
