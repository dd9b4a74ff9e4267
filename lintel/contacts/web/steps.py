"""Doing one thing to one contact: what is known beside it, nothing typed is lost, one way on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import View

from lintel.access.viewers import Viewer
from lintel.contacts import actions, queries
from lintel.contacts.models import Contact
from lintel.contacts.queries.beside import onward_from
from lintel.contacts.queries.shown import Shown, happened_since
from lintel.contacts.web.next_step import address
from lintel.contacts.web.record_pages import (
    Banner,
    StepPage,
    onward_words,
)
from lintel.govuk.answers import (
    obstacles,
    say_done,
    show_refusals,
    version_seen,
    what_was_done,
)
from lintel.kernel.instants import when_in_words
from lintel.kernel.refusals import Invalid, Refusal, Refused, Stale

# Undone at once, by the same page that offers it; the others ask why first.
UNDONE_AT_ONCE = {"release"}
ONWARD = {"not_looked_at": ("look", "look at"), "to_decide": ("decide", "decide")}
# Stands for a reason somebody has yet to write, when asking what else is in the way.
SAID = "said"
NO_CHANGES: Mapping[str, Any] = {}


def banners(request: HttpRequest, viewer: Viewer, contact_id: UUID, *, at: datetime):
    """What this person has just done, with the way to take it back and the next piece of work."""
    shown = []
    for done in what_was_done(request):
        onward = None
        page, verb = ONWARD.get(done.onward, ("", ""))
        if page:
            onward = onward_from(viewer, done.onward, but=contact_id, at=at)
        shown.append(
            Banner(
                words=done.words,
                undo=address(done.undo, contact_id) if done.undo else "",
                undo_sends=done.undo in UNDONE_AT_ONCE,
                onward=address(page, onward.contact_id) if onward else "",
                onward_words=onward_words(onward, verb),
            )
        )
    return shown


class Step(View):
    """A page with one form. A step says its words, its form, and the action it leads to.

    Every form carries the version it saw. When the contact has changed since, the page shows
    what changed, keeps what was typed, and the next press is an answer to the new state.
    """

    http_method_names: ClassVar[list[str]] = ["get", "post", "head", "options"]
    name = ""
    title = ""
    button = ""
    lead: tuple[str, ...] = ()
    template = "contacts/step.html"
    form_class: type[forms.Form] = forms.Form
    keeps_drafts = True

    # --- What a step may say for itself ---------------------------------------------------

    def act(self, form: Any, **common: Any) -> None:
        """Call the action. `common` is contact_id, version, by and at."""
        raise NotImplementedError

    def done(
        self, request: HttpRequest, form: Any, contact_id: UUID, *, at: datetime
    ) -> HttpResponse:
        """Say what was done, and where to go."""
        say_done(request, "Saved")
        return redirect("contact", contact_id)

    def first_values(self, contact: Contact) -> Mapping[str, Any]:
        return NO_CHANGES

    def prepare(self, form: Any, contact: Contact, viewer: Viewer, *, at: datetime) -> None:
        """Fill in choices that depend on the contact."""

    def in_the_way(self, contact: Contact, viewer: Viewer) -> tuple[Refusal, ...]:
        """What can be said before anything is sent."""
        return ()

    def cannot(self, contact: Contact, viewer: Viewer) -> tuple[Refusal, ...]:
        """Why the step makes no sense from here; the page then has no form."""
        return ()

    def beside(self, contact: Contact, viewer: Viewer, *, at: datetime) -> dict[str, object]:
        return {}

    def make_form(self, *args: Any, **rest: Any) -> forms.Form:
        return self.form_class(*args, **rest)

    # --- The page ------------------------------------------------------------------------

    def get(self, request: HttpRequest, contact_id: UUID, **named: Any) -> HttpResponse:
        now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
        contact = actions.open_contact(contact_id=contact_id, by=viewer, at=now)
        kept = queries.draft(viewer, self._draft(contact_id)) if self.keeps_drafts else None
        first = dict(self.first_values(contact))
        seen_at = saved_at = ""
        if kept is not None:
            fields, when = kept
            first.update(fields)
            seen_at, saved_at = str(fields.get("seen_at", "")), when_in_words(when)
        form = self.make_form(initial=first)
        self.prepare(form, contact, viewer, at=now)
        return self._answer(request, contact, form, at=now, seen_at=seen_at, saved_at=saved_at)

    def post(self, request: HttpRequest, contact_id: UUID, **named: Any) -> HttpResponse:
        now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
        self.contact = contact = queries.the_contact(viewer, contact_id)
        form = self.make_form(request.POST)
        self.prepare(form, contact, viewer, at=now)
        stale, status = False, 422
        if form.is_valid():
            version = version_seen(request)
            try:
                self.act(form, contact_id=contact_id, version=version, by=viewer, at=now)
            except Stale:
                stale, status = True, 412
            except Invalid as wrong:
                show_refusals(form, wrong.refusals)
            except Refused as refused:
                show_refusals(form, refused.refusals)
                status = 409
            else:
                actions.drop_draft(form=self._draft(contact_id), by=viewer, at=now)
                return self.done(request, form, contact_id, at=now)
        contact = queries.the_contact(viewer, contact_id)
        seen_at = request.POST.get("seen_at", "")
        return self._answer(
            request, contact, form, at=now, seen_at=seen_at, stale=stale, status=status
        )

    def _draft(self, contact_id: UUID) -> str:
        return f"{self.name}:{contact_id}"

    def _answer(
        self,
        request: HttpRequest,
        contact: Contact,
        form: forms.Form,
        *,
        at: datetime,
        seen_at: str = "",
        saved_at: str = "",
        stale: bool = False,
        status: int = 200,
    ) -> HttpResponse:
        viewer = request.viewer  # type: ignore[attr-defined]
        shown = Shown.of(queries.contact_view(viewer, contact), at=at)
        cannot = self.cannot(contact, viewer)
        page = StepPage(
            shown=shown,
            title=self.title,
            button=self.button,
            lead=self.lead,
            obstacles=obstacles(cannot or self.in_the_way(contact, viewer), contact.id, viewer),
            impossible=bool(cannot),
            seen_at=at.isoformat(),
            stale=stale,
            changed=happened_since(shown, seen_at) if seen_at else [],
            saved_at=saved_at,
            autosave=address("draft", self._draft(contact.id)) if self.keeps_drafts else "",
            banners=banners(request, viewer, contact.id, at=at),
            beside=self.beside(contact, viewer, at=at),
        )
        return render(request, self.template, {"page": page, "form": form}, status=status)
