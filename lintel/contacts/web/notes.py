"""Adding to a contact and putting it right: a page each."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lintel.access.viewers import Permission, Viewer
from lintel.contacts import actions, queries
from lintel.contacts.models import Contact
from lintel.contacts.web import record_forms as forms
from lintel.contacts.web.steps import Step
from lintel.govuk.answers import say_done
from lintel.kernel.instants import london_day
from lintel.kernel.refusals import Refusal
from lintel.policy.in_force import policy_for


class NoteStep(Step):
    name = "note"
    title = "Add a note"
    button = "Save note"
    form_class = forms.NoteForm

    def act(self, form: Any, **common: Any) -> None:
        # A note loses no race, so it is added whatever version the page was made from.
        common["version"] = None
        actions.add_note(text=form.cleaned_data["text"] or "", **common)

    def done(
        self, request: HttpRequest, form: Any, contact_id: UUID, *, at: datetime
    ) -> HttpResponse:
        say_done(request, "Note added")
        return redirect("contact", contact_id)


class CorrectStep(Step):
    name = "correct"
    title = "Correct what was taken down"
    button = "Save corrections"
    lead = ("What it said before is kept. The referrer’s own words stay as they are.",)
    form_class = forms.CorrectForm

    def first_values(self, contact: Contact) -> Mapping[str, Any]:
        told = {True: "yes", False: "no", None: ""}[contact.family_told]
        return {
            "kind": contact.kind,
            "source": contact.source,
            "categories": list(contact.categories),
            "family_told": told,
            "family_told_reason": contact.family_told_reason,
            "consent": contact.consent,
            "why_now": contact.why_now,
        }

    def prepare(self, form: Any, contact: Contact, viewer: Viewer, *, at: datetime) -> None:
        policy = policy_for(contact.council)
        form.offer(
            [(code, source.title) for code, source in policy.sources.items()],
            [(c.key, c.title) for c in policy.categories(london_day(contact.received_at))],
        )

    def cannot(self, contact: Contact, viewer: Viewer) -> tuple[Refusal, ...]:
        if contact.facts().is_open:
            return ()
        return (Refusal("already_closed", "This contact is closed. Reopen it first"),)

    def act(self, form: Any, **common: Any) -> None:
        said = dict(form.cleaned_data)
        reason = said.pop("reason") or ""
        changes = {name: now for name, now in said.items() if now != getattr(self.contact, name)}
        actions.correct_contact(changes=changes, reason=reason, **common)

    def done(
        self, request: HttpRequest, form: Any, contact_id: UUID, *, at: datetime
    ) -> HttpResponse:
        say_done(request, "Corrected. What it said before is kept")
        viewer, back = request.viewer, request.POST.get("back")  # type: ignore[attr-defined]
        if not queries.found(viewer, contact_id):  # now an allegation, which few may see
            return redirect("board")
        if back == "look" and viewer.may(Permission.LOOK):
            return redirect("look", contact_id)
        return redirect("contact", contact_id)
