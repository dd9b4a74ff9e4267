"""Rating a contact, and setting a sign aside: a page each."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lintel.access.viewers import Permission, Viewer
from lintel.contacts import actions
from lintel.contacts.models import Contact
from lintel.contacts.queries.beside import last_rating
from lintel.contacts.rules.facts import RANK, Rating
from lintel.contacts.rules.lifecycle import (
    Move,
    reasons_not_to,
    reasons_not_to_rate,
)
from lintel.contacts.web import record_forms as forms
from lintel.contacts.web.steps import SAID, Step
from lintel.govuk.answers import say_done
from lintel.govuk.words import RATINGS
from lintel.kernel.instants import clock_words, london_day, when_in_words
from lintel.kernel.refusals import NotThere, Refusal
from lintel.policy.calendars import calendar
from lintel.policy.clocks import due_at
from lintel.policy.in_force import policy_for


class RateStep(Step):
    name = "rate"
    title = "Rate this contact"
    button = "Save rating"
    template = "contacts/rate.html"
    form_class = forms.RateForm

    def cannot(self, contact: Contact, viewer: Viewer) -> tuple[Refusal, ...]:
        return reasons_not_to(Move.RATE, contact.facts())

    def in_the_way(self, contact: Contact, viewer: Viewer) -> tuple[Refusal, ...]:
        """What meets somebody who lowers the rating; the ratings it meets are not offered."""
        said = {}
        for rating in Rating:
            for refusal in self._refusals(contact, viewer, rating):
                said.setdefault(refusal.code, refusal)
        return tuple(said.values())

    def _refusals(self, contact: Contact, viewer: Viewer, rating: Rating) -> tuple[Refusal, ...]:
        return reasons_not_to_rate(
            contact.facts(),
            rating=rating,
            reason=SAID,
            is_senior=viewer.may(Permission.LOOK),
            by=viewer.account_id,
        )

    def prepare(self, form: Any, contact: Contact, viewer: Viewer, *, at: datetime) -> None:
        """The ratings that may be given, each with the time it would leave."""
        policy, facts = policy_for(contact.council), contact.facts()
        day = london_day(contact.received_at)
        choices = []
        for key, rating in policy.ratings.items():
            # What is sent is never refused by being left out: the rules say why in words.
            if not form.is_bound and self._refusals(contact, viewer, Rating(key)):
                continue
            hint = rating.description
            if rating.clock and facts.is_welfare:
                rule = policy.clock_rule(rating.clock, on=day)
                due = due_at(rule, contact.clock_started_at, calendar())
                hint = f"{hint} To decide: {clock_words(due, at=at)}."
            choices.append((key, rating.title, hint))
        form.fields["rating"].offer(choices)

    def beside(self, contact: Contact, viewer: Viewer, *, at: datetime) -> dict[str, object]:
        last = last_rating(contact)
        if last is None:
            return {"last": ""}
        return {
            "last": last.rating,
            "last_reason": last.reason,
            "last_by": f"{last.by}, {when_in_words(last.at)}",
            "lower": [
                RATINGS[key][0].lower() for key in Rating if RANK[key] > RANK[Rating(last.rating)]
            ],
        }

    def act(self, form: Any, **common: Any) -> None:
        said = form.cleaned_data
        actions.rate_contact(rating=Rating(said["rating"]), reason=said["reason"] or "", **common)

    def done(
        self, request: HttpRequest, form: Any, contact_id: UUID, *, at: datetime
    ) -> HttpResponse:
        say_done(request, f"Rated {form.cleaned_data['rating']}")
        return redirect("contact", contact_id)


class SetAsideStep(Step):
    name = "indicator"
    title = "Set this sign aside"
    button = "Set it aside"
    template = "contacts/set_aside.html"
    form_class = forms.ReasonForm
    lead = ("It stays on the record, with your name and your reason, for whoever decides.",)
    keeps_drafts = False

    def make_form(self, *args: Any, **rest: Any) -> forms.ReasonForm:
        hint = "For example: the bruise was explained by the ward in writing today"
        return forms.ReasonForm(*args, label="Why does it not apply here?", hint=hint, **rest)

    def beside(self, contact: Contact, viewer: Viewer, *, at: datetime) -> dict[str, object]:
        return {"sign": self.kwargs["indicator_id"]}

    def cannot(self, contact: Contact, viewer: Viewer) -> tuple[Refusal, ...]:
        sign = contact.indicators.filter(id=self.kwargs["indicator_id"]).first()
        if sign is None:
            raise NotThere("indicator")
        if sign.dismissed_at is not None:
            return (Refusal("already_dismissed", "This has already been set aside"),)
        return ()

    def act(self, form: Any, **common: Any) -> None:
        actions.dismiss_indicator(
            indicator_id=self.kwargs["indicator_id"],
            reason=form.cleaned_data["reason"] or "",
            **common,
        )

    def done(
        self, request: HttpRequest, form: Any, contact_id: UUID, *, at: datetime
    ) -> HttpResponse:
        say_done(request, "Set aside, with your reason")
        return redirect("contact", contact_id)
