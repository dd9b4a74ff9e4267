"""Who has a contact in hand, and holding it in plain sight: a page each."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lintel.access.viewers import Viewer
from lintel.contacts import actions
from lintel.contacts.actions.own import who_may_own
from lintel.contacts.models import Contact
from lintel.contacts.rules.lifecycle import (
    reasons_not_to_hold,
)
from lintel.contacts.web import record_forms as forms
from lintel.contacts.web.next_step import address
from lintel.contacts.web.steps import SAID, Step
from lintel.directory import queries as directory
from lintel.govuk.answers import say_done
from lintel.kernel.instants import when_in_words
from lintel.kernel.refusals import Refusal


class HoldStep(Step):
    name = "hold"
    title = "Hold this contact"
    button = "Hold it"
    lead = ("It stays in sight, with you, in the Held queue. Its clocks do not stop.",)
    form_class = forms.HoldForm

    def first_values(self, contact: Contact) -> Mapping[str, Any]:
        return forms.in_two_hours()

    def cannot(self, contact: Contact, viewer: Viewer) -> tuple[Refusal, ...]:
        start = contact.received_at
        return reasons_not_to_hold(
            contact.facts(), reason=SAID, review_at=start + timedelta(minutes=1), at=start
        )

    def act(self, form: Any, **common: Any) -> None:
        actions.hold_contact(
            reason=form.cleaned_data["reason"] or "", review_at=form.review_at(), **common
        )

    def done(
        self, request: HttpRequest, form: Any, contact_id: UUID, *, at: datetime
    ) -> HttpResponse:
        say_done(
            request,
            f"Held, to look again {when_in_words(form.review_at())}. Its clocks run on",
            undo="release",
        )
        return redirect("contact", contact_id)


class ReleaseStep(Step):
    name = "release"
    title = "End the hold"
    button = "End the hold"
    lead = ("If you still need to wait, hold it again with a new reason and time instead.",)
    form_class = forms.ReleaseForm

    def cannot(self, contact: Contact, viewer: Viewer) -> tuple[Refusal, ...]:
        if contact.held_until is None:
            return (Refusal("not_held", "This contact is not held"),)
        return ()

    def beside(self, contact: Contact, viewer: Viewer, *, at: datetime) -> dict[str, object]:
        return {"instead": address("hold", contact.id), "instead_words": "Hold it again"}

    def act(self, form: Any, **common: Any) -> None:
        actions.release_contact(reason=form.cleaned_data["reason"] or "", **common)

    def done(
        self, request: HttpRequest, form: Any, contact_id: UUID, *, at: datetime
    ) -> HttpResponse:
        say_done(request, "The hold has ended")
        return redirect("contact", contact_id)


class AssignStep(Step):
    name = "assign"
    title = "Give it to somebody"
    button = "Give it to them"
    form_class = forms.AssignForm

    def prepare(self, form: Any, contact: Contact, viewer: Viewer, *, at: datetime) -> None:
        people = [
            (str(person.account_id), person.name)
            for person in who_may_own(contact.council)
            if person.account_id != viewer.account_id
        ]
        teams = [(team.key, team.title) for team in directory.teams(contact.council)]
        form.offer([(str(viewer.account_id), f"{viewer.name} (you)"), *teams, *people])

    def act(self, form: Any, **common: Any) -> None:
        said = form.cleaned_data
        actions.assign_contact(to=said["to"], reason=said["reason"] or "", **common)

    def done(
        self, request: HttpRequest, form: Any, contact_id: UUID, *, at: datetime
    ) -> HttpResponse:
        viewer = request.viewer  # type: ignore[attr-defined]
        mine = form.cleaned_data["to"] == str(viewer.account_id)
        say_done(request, "It is yours" if mine else "It has been given to them")
        return redirect("contact", contact_id)
