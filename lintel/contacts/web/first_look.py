"""The first look, and answering what cannot wait: a page each."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lintel.access.viewers import Permission, Viewer
from lintel.contacts import actions
from lintel.contacts.models import Contact
from lintel.contacts.queries.beside import onward_from
from lintel.contacts.rules.lifecycle import (
    Move,
    reasons_not_to,
    reasons_not_to_acknowledge,
)
from lintel.contacts.web import record_forms as forms
from lintel.contacts.web.next_step import address
from lintel.contacts.web.steps import SAID, Step
from lintel.govuk.answers import say_done
from lintel.kernel.refusals import Refusal


class LookStep(Step):
    name = "look"
    title = "Look at this contact"
    button = "Save"
    template = "contacts/look.html"
    form_class = forms.LookForm

    def cannot(self, contact: Contact, viewer: Viewer) -> tuple[Refusal, ...]:
        return reasons_not_to(Move.LOOK, contact.facts())

    def beside(self, contact: Contact, viewer: Viewer, *, at: datetime) -> dict[str, object]:
        onward = onward_from(viewer, "not_looked_at", but=contact.id, at=at)
        return {
            "left": onward.waiting if onward else 0,
            "may_correct": viewer.may(Permission.CORRECT),
            "correct": address("correct", contact.id),
        }

    def act(self, form: Any, **common: Any) -> None:
        said = form.cleaned_data
        actions.look_at_contact(
            immediate=said["immediate"] == "yes", note=said["note"] or "", **common
        )

    def done(
        self, request: HttpRequest, form: Any, contact_id: UUID, *, at: datetime
    ) -> HttpResponse:
        urgent = form.cleaned_data["immediate"] == "yes"
        words = (
            "Looked at: needs an immediate response. The duty team has been told"
            if urgent
            else "Looked at: can wait for screening"
        )
        viewer = request.viewer  # type: ignore[attr-defined]
        onward = None
        if request.POST.get("then") == "next":
            onward = onward_from(viewer, "not_looked_at", but=contact_id, at=at)
        if onward is not None:
            say_done(request, f"The contact before this one: {words[0].lower()}{words[1:]}")
            return redirect("look", onward.contact_id)
        say_done(request, words, onward="not_looked_at")
        return redirect("contact", contact_id)


class AcknowledgeStep(Step):
    name = "acknowledge"
    title = "Acknowledge the immediate need"
    button = "Save: it is in hand"
    lead = ("Say what is being done now. It stays pinned until somebody has.",)
    form_class = forms.AcknowledgeForm

    def cannot(self, contact: Contact, viewer: Viewer) -> tuple[Refusal, ...]:
        return reasons_not_to_acknowledge(contact.facts(), action=SAID)

    def act(self, form: Any, **common: Any) -> None:
        actions.acknowledge_immediate(action=form.cleaned_data["action"] or "", **common)

    def done(
        self, request: HttpRequest, form: Any, contact_id: UUID, *, at: datetime
    ) -> HttpResponse:
        say_done(request, "The immediate need is in hand")
        return redirect("contact", contact_id)
