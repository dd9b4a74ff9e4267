"""The senior read of what adds up: a page."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lintel.access.viewers import Viewer
from lintel.contacts import actions
from lintel.contacts.models import Contact
from lintel.contacts.queries.family import family_facts
from lintel.contacts.web import record_forms as forms
from lintel.contacts.web.next_step import address
from lintel.contacts.web.steps import Step
from lintel.govuk.answers import say_done


class SeniorReadStep(Step):
    name = "senior_read"
    title = "Read what adds up"
    button = "Save this senior read"
    template = "contacts/senior_read.html"
    lead = (
        "Once you have read it, somebody else can close it or decide on less than an assessment. "
        "You cannot end it yourself, unless another manager or senior practitioner reads it too.",
    )
    form_class = forms.SeniorReadForm

    def beside(self, contact: Contact, viewer: Viewer, *, at: datetime) -> dict[str, object]:
        opened = viewer.account_id in family_facts(contact).opened_by
        return {"history": address("history", contact.id), "history_read": opened}

    def act(self, form: Any, **common: Any) -> None:
        actions.senior_read(words=form.cleaned_data["words"] or "", **common)

    def done(
        self, request: HttpRequest, form: Any, contact_id: UUID, *, at: datetime
    ) -> HttpResponse:
        say_done(
            request,
            "Your senior read is kept. Somebody else can now end it, or you decide "
            "on an assessment or more",
            onward="senior_read",
        )
        return redirect("contact", contact_id)
