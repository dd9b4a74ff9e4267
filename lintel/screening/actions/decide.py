"""Recording a decision: once, with reasons, by somebody the law lets decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import Permission, Viewer
from lintel.audit import trail
from lintel.contacts import actions as contacts, queries as contact_queries
from lintel.contacts.rules.facts import ContactFacts
from lintel.contacts.rules.harm import INDICATED, MAY_HOLD_TEAMS, reasons_not_to_pass_on
from lintel.directory import queries as directory
from lintel.directory.rules.kinds import Team, team_to_take
from lintel.directory.rules.routing import Suggestion, reasons_not_another
from lintel.kernel import news
from lintel.kernel.instants import london_day
from lintel.kernel.refusals import Invalid, NotThere, Refusal, Refused
from lintel.people import actions as people, standing
from lintel.policy.codes import Needs, Outcome
from lintel.policy.council import NoSuchRule
from lintel.policy.in_force import policy_for
from lintel.screening.events import DecisionRecorded
from lintel.screening.models import Decision
from lintel.screening.queries.decisions import decision_facts
from lintel.screening.queries.routing import suggestions
from lintel.screening.rules.guards import (
    STANDING_HARM,
    DecisionFacts,
    after_override,
    signs_that_hold,
    standing_in_the_way,
)
from lintel.screening.telling import tell_referrer


@dataclass(frozen=True, slots=True)
class Decided:
    id: UUID
    contact: ContactFacts


@transaction.atomic
def decide_contact(
    *,
    contact_id: UUID,
    version: int | None,
    outcome: str,
    rationale: str,
    destination: str = "",
    override_reason: str = "",
    route_reason: str = "",
    by: Viewer,
    at: datetime,
) -> Decided:
    """Record what happens to a contact and why; hand it over and tell the referrer with it.

    `destination` is a team or service key, or the name of another authority, as the outcome
    needs; a team may be left out, and then goes to the one the rules suggest. `route_reason` is
    why it goes to another than the one that covers the area or the age.

    Errors:
        NotThere, NotPermitted, Stale: as every change to a contact.
        Invalid: no such outcome, no rationale, or a destination that does not fit.
        Refused: everything that stands in the way, all at once.
    """
    contact = contacts.to_change(contact_id, version=version, permission=Permission.DECIDE, by=by)
    chosen, team, title, suggested = _fitting(
        contact, outcome, rationale, destination, route_reason, at=at
    )
    facts = decision_facts(contact, by=by)
    refusals, overridden = after_override(
        (
            *standing_in_the_way(facts, chosen.guards, outcome=chosen.key),
            *_to_an_area_team(contact, chosen, team),
            *_to_early_help(contact, chosen, team, facts),
        ),
        reason=override_reason,
        may_override=by.may(Permission.OVERRIDE),
    )
    if refusals:
        raise Refused(*refusals)
    _remember_new_children(contact, by=by, at=at)
    seen = contact.version
    after = contacts.mark_decided(
        contact, outcome=outcome, awaiting_team=team if chosen.hands_over else "", by=by, at=at
    )
    decision = Decision.objects.create(
        contact_id=contact.id,
        contact_version=seen,
        reference=contact.reference,
        council=contact.council,
        at=at,
        by_id=by.account_id,
        outcome=outcome,
        rationale=rationale,
        destination=team or destination,
        destination_title=title,
        suggested_team=suggested.team.key if suggested.by_rule and suggested.team else "",
        suggested_because=suggested.because if suggested.by_rule else "",
        route_reason=route_reason if suggested.by_rule else "",
        overridden=list(overridden),
        override_reason=override_reason if overridden else "",
        was_overridden=bool(overridden),
        policy_version=policy_for(contact.council).version_on(london_day(at)),
    )
    tell_referrer(contact, chosen, destination=title, by=by, at=at)
    news.tell(
        DecisionRecorded(
            contact_id=contact.id,
            decision_id=decision.id,
            reference=contact.reference,
            council=contact.council,
            outcome=outcome,
            team=team if chosen.hands_over else "",
            by=by,
            at=at,
        )
    )
    why = outcome if not overridden else f"{outcome}; past {', '.join(overridden)}"
    trail.record(
        did=Permission.DECIDE,
        object_type="contact",
        object_id=str(contact.id),
        by=by,
        at=at,
        why=why,
        council=contact.council,
    )
    return Decided(decision.id, after)


def _fitting(
    contact: Any,
    outcome: str,
    rationale: str,
    destination: str,
    route_reason: str,
    *,
    at: datetime,
) -> tuple[Outcome, str, str, Suggestion]:
    """The outcome, the team it goes to ("" when none), the destination in words, and where the
    rules point."""
    policy = policy_for(contact.council)
    wrong = []
    if not rationale.strip():
        wrong.append(Refusal("missing", "Enter why this is the right outcome", field="rationale"))
    if "\x00" in rationale + destination + route_reason:
        wrong.append(
            Refusal("bad_character", "Remove the character that cannot be stored", "rationale")
        )
    try:
        chosen = policy.outcome(contact.kind, outcome)
    except NoSuchRule:
        wrong.append(Refusal("unknown", "Select an outcome from the list", field="outcome"))
        raise Invalid(*wrong) from None
    team, title, suggested = "", "", Suggestion(None, "")
    try:
        if chosen.needs == Needs.TEAM:
            teams = directory.teams(contact.council)
            suggested = suggestions(contact, [chosen], teams, at=at).get(chosen.key, suggested)
            team, title = _team(chosen, destination.strip(), teams, suggested)
            wrong += reasons_not_another(suggested, team, reason=route_reason)
        else:
            title = _elsewhere(contact.council, chosen, destination.strip())
    except NotThere:
        words = {
            "team": "Select the team to hand over to",
            "service": "Name the service: select it from the list",
            "authority": "Enter the name of the other authority",
        }[chosen.needs]
        if chosen.needs == Needs.TEAM and not destination.strip() and suggested.because:
            words = f"{words}: {suggested.because}"
        wrong.append(Refusal("missing", words, field="destination"))
    if wrong:
        raise Invalid(*wrong)
    return chosen, team, title, suggested


def _to_an_area_team(contact: Any, chosen: Outcome, team: str) -> tuple[Refusal, ...]:
    """A strategy discussion is passed to those who hold it; to nobody else before it is held."""
    if not team or INDICATED in chosen.guards:
        return ()  # the guard has said so already
    if directory.team(contact.council, team).kind in MAY_HOLD_TEAMS:
        return ()
    return reasons_not_to_pass_on(contact_queries.unanswered_harm(contact), field="destination")


def _to_early_help(
    contact: Any, chosen: Outcome, team: str, facts: DecisionFacts
) -> tuple[Refusal, ...]:
    """Stepping down under another name: an outcome that is not low, and a team that is."""
    if not team or STANDING_HARM in chosen.guards:
        return ()
    if directory.team(contact.council, team).kind != "early_help":
        return ()
    return signs_that_hold(facts, field="destination")


def _team(
    chosen: Outcome, destination: str, teams: Sequence[Team], suggested: Suggestion
) -> tuple[str, str]:
    """
    Errors:
        NotThere: none is named and the rules point at none, or this is no team of the kind.
    """
    if destination:
        found = next((team for team in teams if team.key == destination), None)
        if found is None or found.kind not in chosen.team_kinds:
            raise NotThere("team")
    else:
        found = suggested.team if chosen.routed else team_to_take(chosen.team_kind, teams)
        if found is None:
            raise NotThere("team")
    return found.key, found.title


def _elsewhere(council: str, chosen: Outcome, destination: str) -> str:
    """Where it goes when no team takes it, in words.

    Errors:
        NotThere: the outcome needs one, and this is not one.
    """
    if chosen.needs == Needs.SERVICE:
        return directory.service(council, destination).title
    if chosen.needs == Needs.AUTHORITY:
        if not destination:
            raise NotThere("authority")
        return destination[:200]
    return ""


def _remember_new_children(contact, *, by: Viewer, at: datetime) -> None:
    """A child who resembles nobody known becomes a person, so that the next contact finds them."""
    for someone in contact_queries.family_facts(contact).told:
        if not someone.is_child or someone.person_id is not None:
            continue
        if not standing.looks_like_somebody(by, someone.record_id):
            people.link(
                record_id=someone.record_id,
                person_id=None,
                reasons=["nobody like them was known"],
                by=by,
                at=at,
            )
