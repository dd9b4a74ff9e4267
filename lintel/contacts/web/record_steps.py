"""What can be done to one contact, a page each."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lintel.access.viewers import Permission, Viewer
from lintel.contacts import actions
from lintel.contacts.actions.own import who_may_own
from lintel.contacts.models import Contact
from lintel.contacts.queries.beside import last_rating, onward_from
from lintel.contacts.rules.facts import RANK, Rating
from lintel.contacts.rules.lifecycle import (
    Move,
    reasons_not_to,
    reasons_not_to_acknowledge,
    reasons_not_to_close,
    reasons_not_to_hold,
    reasons_not_to_rate,
)
from lintel.contacts.web import record_forms as forms
from lintel.contacts.web.record_pages import address
from lintel.contacts.web.steps import Step
from lintel.directory import queries as directory
from lintel.govuk.answers import say_done
from lintel.govuk.words import RATINGS
from lintel.kernel.instants import clock_words, london_day, when_in_words
from lintel.kernel.refusals import NotThere, Refusal
from lintel.policy.calendars import calendar
from lintel.policy.clocks import due_at
from lintel.policy.in_force import policy_for

SAID = "said"  # stands for a reason somebody has yet to write, when asking what else is in the way


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


class CloseStep(Step):
    name = "close"
    title = "Close this contact"
    button = "Close it"
    lead = ("It leaves the board. Everything in it is kept and can still be found.",)
    form_class = forms.ReasonForm

    def make_form(self, *args: Any, **rest: Any) -> forms.ReasonForm:
        return forms.ReasonForm(*args, label="Why can it be closed?", **rest)

    def cannot(self, contact: Contact, viewer: Viewer) -> tuple[Refusal, ...]:
        return reasons_not_to_close(contact.facts(), reason=SAID)

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
        if back == "look" and viewer.may(Permission.LOOK):
            return redirect("look", contact_id)
        return redirect("contact", contact_id)
