"""Closing a contact and opening it again: a page each."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lintel.access.viewers import Viewer
from lintel.contacts import actions
from lintel.contacts.models import Contact
from lintel.contacts.rules.adding_up import reasons_not_to_end_alone
from lintel.contacts.rules.lifecycle import (
    Move,
    reasons_not_to,
    reasons_not_to_close,
)
from lintel.contacts.rules.obstacles import CLOSING, refusals_for
from lintel.contacts.standing import standing_for
from lintel.contacts.web import record_forms as forms
from lintel.contacts.web.steps import SAID, Step
from lintel.govuk.answers import say_done
from lintel.kernel.refusals import Refusal


class CloseStep(Step):
    name = "close"
    title = "Close this contact"
    button = "Close it"
    lead = ("It leaves the board. Everything in it is kept and can still be found.",)
    form_class = forms.ReasonForm

    def make_form(self, *args: Any, **rest: Any) -> forms.ReasonForm:
        return forms.ReasonForm(*args, label="Why can it be closed?", **rest)

    def cannot(self, contact: Contact, viewer: Viewer) -> tuple[Refusal, ...]:
        facts = contact.facts()
        return (
            *reasons_not_to_close(facts, reason=SAID),
            *reasons_not_to_end_alone(facts, by=viewer.account_id),
            *refusals_for(standing_for(contact, by=viewer), CLOSING),
        )

    def act(self, form: Any, **common: Any) -> None:
        actions.close_contact(reason=form.cleaned_data["reason"] or "", **common)

    def done(
        self, request: HttpRequest, form: Any, contact_id: UUID, *, at: datetime
    ) -> HttpResponse:
        say_done(request, "Closed", onward="to_decide")
        return redirect("contact", contact_id)


class ReopenStep(Step):
    name = "reopen"
    title = "Reopen this contact"
    button = "Reopen it"
    lead = ("It must be decided again, and its clocks start now. An offer to a team is withdrawn.",)
    form_class = forms.ReasonForm

    def make_form(self, *args: Any, **rest: Any) -> forms.ReasonForm:
        return forms.ReasonForm(*args, label="Why are you reopening it?", **rest)

    def cannot(self, contact: Contact, viewer: Viewer) -> tuple[Refusal, ...]:
        return reasons_not_to(Move.REOPEN, contact.facts())

    def act(self, form: Any, **common: Any) -> None:
        actions.reopen_contact(reason=form.cleaned_data["reason"] or "", **common)

    def done(
        self, request: HttpRequest, form: Any, contact_id: UUID, *, at: datetime
    ) -> HttpResponse:
        say_done(request, "Reopened: it must be decided again")
        return redirect("contact", contact_id)
