"""Deciding, with everything that bears on it beside the question."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
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
from lintel.contacts.queries.beside import last_rating
from lintel.contacts.queries.shown import Shown, happened_since
from lintel.directory import queries as directory
from lintel.directory.places import places_of
from lintel.directory.rules.kinds import Team
from lintel.directory.rules.places import places_in_words
from lintel.directory.rules.routing import Suggestion
from lintel.govuk.answers import (
    Obstacle,
    address_of,
    say_done,
    show_refusals,
    version_seen,
    what_was_done,
)
from lintel.kernel.instants import when_in_words
from lintel.kernel.refusals import Invalid, Refusal, Refused, Stale
from lintel.policy.codes import Outcome
from lintel.screening import actions, queries
from lintel.screening.queries import Choice, Options
from lintel.screening.web.forms import DecideForm
from lintel.screening.web.pages import (
    DecidePage,
    OutcomeShown,
    OverridesPage,
    SetAsideShown,
    past_words,
)
from lintel.screening.web.panels import decision_shown
from lintel.screening.web.pooling import history_shown, pooled_about
from lintel.screening.web.weighing import weighings_shown

DAYS = 28


@guarded(Permission.DECIDE, object_type="contact", methods=("GET", "POST"))
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    if request.method != "POST":
        contact = contacts.open_contact(contact_id=contact_id, by=viewer, at=now)
        options = queries.options_for(contact, by=viewer)
        kept = contact_queries.draft(viewer, _draft(contact_id))
        form = DecideForm(initial=kept[0] if kept else {})
        _ask(form, contact, options, viewer, now)
        seen_at = str(kept[0].get("seen_at", "")) if kept else ""
        saved_at = when_in_words(kept[1]) if kept else ""
        return _page(request, contact, options, form, at=now, seen_at=seen_at, saved_at=saved_at)
    contact = contact_queries.the_contact(viewer, contact_id)
    options = queries.options_for(contact, by=viewer)
    form = DecideForm(request.POST)
    _ask(form, contact, options, viewer, now)
    stale, status = False, 422
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.decide_contact(
                contact_id=contact_id,
                version=version_seen(request),
                outcome=said["outcome"],
                rationale=said["rationale"] or "",
                destination=form.destination(),
                route_reason=form.route_reason(),
                override_reason=said.get("override_reason") or "",
                by=viewer,
                at=now,
            )
        except Stale:
            stale, status = True, 412
        except Invalid as wrong:
            show_refusals(form, wrong.refusals)
        except Refused as refused:
            _show_refused(form, refused.refusals, options, said["outcome"])
            status = 409
        else:
            contacts.drop_draft(form=_draft(contact_id), by=viewer, at=now)
            say_done(request, _done(options, said["outcome"]), onward="to_decide")
            return redirect("contact", contact_id)
    contact = contact_queries.the_contact(viewer, contact_id)
    if stale:
        options = queries.options_for(contact, by=viewer)
    seen_at = request.POST.get("seen_at", "")
    return _page(
        request, contact, options, form, at=now, seen_at=seen_at, stale=stale, status=status
    )


def _show_refused(
    form: DecideForm, refusals: Sequence[Refusal], options: Options, key: str
) -> None:
    """One line above the form for all that the page already lists with links; the rest in full."""
    listed = {(each.code, each.cause) for each in queries.in_the_way_of_all(options.choices)}
    met = [refusal for refusal in refusals if (refusal.code, refusal.cause) in listed]
    show_refusals(form, [refusal for refusal in refusals if refusal not in met])
    if met:
        title = next(c.outcome.title for c in options.choices if c.outcome.key == key)
        things = "1 thing stands" if len(met) == 1 else f"{len(met)} things stand"
        form.add_error("outcome", f"{title} cannot be recorded yet: {things} in the way")


def _draft(contact_id: UUID) -> str:
    return f"decide:{contact_id}"


def _done(options: Options, key: str) -> str:
    chosen = next(c.outcome for c in options.choices if c.outcome.key == key)
    onward = "A team must accept it" if chosen.hands_over else "It can be closed"
    return f"Decided: {chosen.title}. {onward}"


def _ask(form: DecideForm, contact: Any, options: Options, viewer: Viewer, at: datetime) -> None:
    outcomes = [choice.outcome for choice in options.choices]
    council = contact.council
    teams = directory.teams(council)
    suggested = queries.suggestions(contact, outcomes, teams, at=at)
    left = {key: places_in_words(each, at=at) for key, each in places_of(council, teams).items()}
    fitting = {
        outcome.key: [
            team
            for kind in outcome.team_kinds
            for team in sorted(teams, key=lambda t: (not t.takes_by_default, t.key))
            if team.kind == kind
        ]
        for outcome in outcomes
        if outcome.needs == "team"
    }
    form.ask_for(
        outcomes,
        teams={
            key: [
                (team.key, _named(team, left, suggested.get(key) if len(few) > 1 else None))
                for team in few
            ]
            for key, few in fitting.items()
        },
        places={
            key: [(team.title, left[team.key]) for team in few if left.get(team.key)]
            for key, few in fitting.items()
            if len(few) > 1
        },
        services=[(service.key, service.title) for service in directory.services(council)],
        may_override=viewer.may(Permission.OVERRIDE) and _any_overridable(options.choices),
        suggested=suggested,
    )


def _named(team: Team, left: dict[str, str], suggested: Suggestion | None) -> str:
    """A team as it is offered: whether the rules suggest it, and what places it has left."""
    named = team.title
    if suggested and suggested.by_rule and suggested.team == team:
        named = f"{named} (suggested)"
    return f"{named}: {left[team.key]}" if left.get(team.key) else named


def _any_overridable(choices: Sequence[Choice]) -> bool:
    return any(refusal.overridable for choice in choices for refusal in choice.refusals)


def _page(
    request: HttpRequest,
    contact,
    options: Options,
    form: DecideForm,
    *,
    at: datetime,
    seen_at: str = "",
    saved_at: str = "",
    stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    viewer = request.viewer  # type: ignore[attr-defined]
    shown = Shown.of(contact_queries.contact_view(viewer, contact), at=at)
    last = last_rating(contact)
    choices = options.choices
    every = queries.in_the_way_of_all(choices)
    page = DecidePage(
        shown=shown,
        outcomes=[_outcome(choice, form) for choice in choices],
        obstacles=[_obstacle(refusal, choices, contact.id, viewer) for refusal in every],
        stops_all=any(refusal.code == "already_decided" for refusal in every),
        may_override="override_reason" in form.fields,
        earlier=options.facts.earlier,
        history_read=options.facts.history_opened,
        history_href=reverse("history", args=[contact.id]),
        rated=last.rating if last else "",
        rated_why=f"{last.reason} ({last.by}, {when_in_words(last.at)})" if last else "",
        seen_at=at.isoformat(),
        stale=stale,
        changed=happened_since(shown, seen_at) if seen_at else [],
        saved_at=saved_at,
        autosave=reverse("draft", args=[_draft(contact.id)]),
        pooled=pooled_about(viewer, contact, at=at),
        weighings=weighings_shown(viewer, contact.id),
        weigh=reverse("weigh", args=[contact.id]),
        history=history_shown(viewer, contact, at=at) if options.facts.earlier else None,
        banners=what_was_done(request) if request.method == "GET" else (),
    )
    return render(request, "screening/decide.html", {"page": page, "form": form}, status=status)


def _outcome(choice: Choice, form: DecideForm) -> OutcomeShown:
    outcome: Outcome = choice.outcome
    asks = f"to_{outcome.key}"
    goes_to = form.only_team.get(outcome.key, "")
    return OutcomeShown(
        outcome.key,
        outcome.title,
        f"{outcome.hint}. Goes to {goes_to}" if goes_to else outcome.hint,
        tuple(name for name in (asks, f"why_{outcome.key}") if name in form.fields),
        len(choice.refusals),
        form.places.get(outcome.key, ()),
    )


def _obstacle(
    refusal: Refusal, choices: Sequence[Choice], contact_id: UUID, viewer: Viewer
) -> Obstacle:
    """With the outcomes it does not stop, where there are any."""
    same = (refusal.code, refusal.cause)
    free = [
        choice.outcome.title
        for choice in choices
        if same not in {(each.code, each.cause) for each in choice.refusals}
    ]
    note = f"Does not stop: {', '.join(free).lower()}" if free else ""
    href = address_of(refusal.cause, contact_id, viewer)
    return Obstacle(refusal.message, href, refusal.overridable, note)


@guarded(Permission.OVERRIDE, object_type="decision", methods=("GET",))
@require_safe
def overrides(request: HttpRequest) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    found = queries.overrides(viewer, at=now, days=DAYS)
    counted = Counter(past_words(code) for decision in found for code in decision.overridden)
    page = OverridesPage(
        days=DAYS,
        counts=counted.most_common(),
        decisions=[decision_shown(decision) for decision in found],
        set_aside=[
            SetAsideShown(
                reference=each.reference,
                href=reverse("contact", args=[each.contact_id]),
                sign=each.sign,
                reason=each.reason,
                by=each.by,
                when=when_in_words(each.at),
            )
            for each in contact_queries.harm_set_aside(viewer, since=now - timedelta(days=DAYS))
        ],
    )
    return render(request, "screening/overrides.html", {"page": page})
