"""What the pages about hand-overs say, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.http import urlencode

from lintel.access.viewers import Permission, Viewer
from lintel.contacts.queries import BoardRow
from lintel.contacts.queries.concern_shown import TimelineEntry
from lintel.contacts.queries.shown import Shown
from lintel.govuk.answers import Obstacle
from lintel.govuk.words import Clock, clock
from lintel.kernel.instants import (
    day_in_words,
    length_in_words,
    london_day,
    when_in_words,
)
from lintel.pathways.queries import Family, HandOverSeen, Line, Listed, Returned, TeamPlaces
from lintel.pathways.queries.places import PAGE
from lintel.pathways.rules.handovers import ENDINGS, Ending, State
from lintel.pathways.rules.step_downs import WITHIN
from lintel.policy.calendars import calendar
from lintel.policy.clocks import due_at
from lintel.policy.in_force import policy_for

STATE_WORDS = {
    State.OFFERED: "Waiting",
    State.ACCEPTED: "Accepted",
    State.RETURNED: "Returned",
    State.WITHDRAWN: "Taken back by the hub",
}


@dataclass(frozen=True, slots=True)
class HandOverShown:
    """Shape: `clock` is None once answered; `mine`: this viewer's team may answer it; `href` is
    "" when the contact itself is not theirs to open any more; `waiting` says since when it is on
    the team's waiting list, "" when it is not; `ended` how and when the place was given back."""

    reference: str
    href: str
    answer_href: str
    who: tuple[str, ...]
    rating: str
    outcome: str
    team: str
    offered: str
    state: str
    answered: str
    reason: str
    clock: Clock | None
    mine: bool
    waiting: str = ""
    waiting_for: str = ""
    ended: str = ""
    ended_words: str = ""


def handover_shown(
    seen: HandOverSeen,
    *,
    council: str,
    outcome: str,
    row: BoardRow | None,
    mine: bool,
    at: datetime,
) -> HandOverShown:
    waiting = seen.state == State.OFFERED
    return HandOverShown(
        reference=seen.reference,
        href=reverse("contact", args=[seen.contact_id]) if row else "",
        answer_href=reverse("handover", args=[seen.contact_id]) if waiting and mine else "",
        who=tuple(", ".join(part for part in child if part) for child in row.children)
        if row
        else (),
        rating=row.rating if row else "",
        outcome=outcome,
        team=seen.team_title,
        offered=f"{when_in_words(seen.offered_at)} by {seen.offered_by or 'the hub'}",
        state=STATE_WORDS[State(seen.state)],
        answered=f"{when_in_words(seen.answered_at)} by {seen.answered_by or 'somebody'}"
        if seen.answered_at
        else "",
        reason=seen.reason,
        clock=clock(_due(council, seen.offered_at), at) if waiting else None,
        mine=mine,
        waiting=f"for {length_in_words(at - seen.waiting_since)}"
        if waiting and seen.waiting_since
        else "",
        waiting_for=seen.waiting_for,
        ended=ended_in_words(seen),
        ended_words=seen.ended_words,
    )


def ended_in_words(seen: HandOverSeen) -> str:
    """How and when its place was given back; "" while it has not been."""
    if seen.ended_at is None:
        return ""
    how = "The hub reopened it"
    if seen.ended_how != Ending.REOPENED:
        how = ENDINGS[Ending(seen.ended_how)]
    return f"{how}, {when_in_words(seen.ended_at)}"


def _due(council: str, offered_at: datetime) -> datetime:
    rule = policy_for(council).clock_rule("handover_acceptance", on=london_day(offered_at))
    return due_at(rule, offered_at, calendar())


@dataclass(frozen=True, slots=True)
class HandOversPage:
    waiting: Sequence[HandOverShown]
    answered: Sequence[HandOverShown]
    of_a_team: bool
    done: Sequence[str]


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """Shape: as contacts' step page; `why` is the decision that passed it on, "" when hidden."""

    shown: Shown
    offer: HandOverShown | None
    why: str
    obstacles: Sequence[Obstacle]
    seen_at: str
    stale: bool
    changed: Sequence[TimelineEntry]
    saved_at: str
    autosave: str
    places: str = ""


@dataclass(frozen=True, slots=True)
class HandOversPanel:
    offers: Sequence[HandOverShown]


@dataclass(frozen=True, slots=True)
class EndPlacePage:
    """Shape: `obstacles`: why there is no place to end; there is then no form."""

    shown: Shown
    team: str
    obstacles: Sequence[Obstacle]
    seen_at: str
    stale: bool
    changed: Sequence[TimelineEntry]
    saved_at: str
    autosave: str


@dataclass(frozen=True, slots=True)
class FamilyShown:
    """Shape: `end_href` is "" for whoever may not give the place back."""

    reference: str
    href: str
    who: Sequence[str]
    rating: str
    since: str
    length: str
    words: str
    end_href: str


@dataclass(frozen=True, slots=True)
class ListShown:
    """A page of a list. Shape: `count` of all; `first`, counted from 0, of those on this page."""

    families: Sequence[FamilyShown]
    count: int
    first: int
    words: str
    earlier: str
    later: str


@dataclass(frozen=True, slots=True)
class TeamPlacesShown:
    key: str
    title: str
    works: str
    places: int
    taken: int
    left: int
    offered: int
    exceeded: int
    waiting: ListShown
    holders: ListShown
    is_open: bool


@dataclass(frozen=True, slots=True)
class PlacesPage:
    teams: Sequence[TeamPlacesShown]
    of_a_team: bool
    done: Sequence[str]


def team_places_shown(
    seen: TeamPlaces, viewer: Viewer, *, opened: str, at: datetime
) -> TeamPlacesShown:
    """Shape: who has a place is open for the team itself, and for the team that was `opened`."""
    team, found = seen.team, seen.places
    ages = ""
    if team.ages_from is not None or team.ages_to is not None:
        high = f" to {team.ages_to}" if team.ages_to is not None else " and over"
        ages = f"Works with ages {team.ages_from or 0}{high}"
    covers = f"Covers {team.covers}" if team.covers else ""
    works = ". ".join(part for part in (covers, ages) if part)
    sent = found.taken + found.offered + found.waiting
    ends = viewer.may(Permission.RECEIVE_HANDOVER) and team.key in viewer.teams
    return TeamPlacesShown(
        key=team.key,
        title=team.title,
        works=works,
        places=found.places or 0,
        taken=found.taken,
        left=found.left or 0,
        offered=found.offered,
        exceeded=max(sent - (found.places or 0), 0),
        waiting=_list(seen, seen.waiting, name="page", part="waiting", ends=False, at=at),
        holders=_list(seen, seen.holders, name="held", part="held", ends=ends, at=at),
        is_open=ends or team.key == opened,
    )


def _list(
    seen: TeamPlaces, listed: Listed, *, name: str, part: str, ends: bool, at: datetime
) -> ListShown:
    """One page of a list; its neighbours' addresses keep the page of the team's other list."""
    key, number = seen.team.key, listed.first // PAGE + 1
    here = {"page": seen.waiting.first // PAGE + 1, "held": seen.holders.first // PAGE + 1}
    last = listed.first + len(listed.families)

    def to(page: int) -> str:
        asked = {"team": key} | {one: on for one, on in (here | {name: page}).items() if on > 1}
        return f"{reverse('places')}?{urlencode(asked)}#{part}-{key}"

    return ListShown(
        families=[_family(one, at=at, ends=ends) for one in listed.families],
        count=listed.count,
        first=listed.first,
        words=f"{listed.first + 1} to {last} of {listed.count}",
        earlier=to(number - 1) if number > 1 else "",
        later=to(number + 1) if last < listed.count else "",
    )


def _family(seen: Family, *, at: datetime, ends: bool) -> FamilyShown:
    row = seen.row
    return FamilyShown(
        reference=seen.reference if row else "Not yours to open",
        href=reverse("contact", args=[seen.contact_id]) if row else "",
        who=[", ".join(part for part in child if part) for child in row.children] if row else [],
        rating=row.rating if row else "",
        since=day_in_words(london_day(seen.since)),
        length=length_in_words(at - seen.since),
        words=seen.words if row else "",
        end_href=reverse("end_place", args=[seen.contact_id]) if ends and row else "",
    )


@dataclass(frozen=True, slots=True)
class CountShown:
    count: int
    href: str
    words: str


@dataclass(frozen=True, slots=True)
class LineShown:
    title: str
    stepped_down: int
    back: Sequence[CountShown]


@dataclass(frozen=True, slots=True)
class ReturnedShown:
    reference: str
    href: str
    came: str
    after: str
    reopened: bool
    before: str
    before_href: str
    by: str
    team: str
    taken_on: str
    why: str


@dataclass(frozen=True, slots=True)
class CameBackPage:
    """Shape: `title` is of the list that is open, "" when none is; `heads` are of the counts."""

    heads: Sequence[str]
    lines: Sequence[LineShown]
    title: str
    returned: Sequence[ReturnedShown]


def line_shown(line: Line) -> LineShown:
    return LineShown(
        title=line.title,
        stepped_down=line.stepped_down,
        back=[
            CountShown(
                count,
                f"{reverse('came_back')}?whose={line.whose}&months={months}#list" if count else "",
                f"{line.title}, within {months} months",
            )
            for months, count in zip(WITHIN, line.back, strict=True)
        ],
    )


def returned_shown(seen: Returned) -> ReturnedShown:
    days = (london_day(seen.came_at) - london_day(seen.taken_on_at)).days
    return ReturnedShown(
        reference=seen.reference,
        href=reverse("contact", args=[seen.contact_id]) if seen.contact_id else "",
        came=day_in_words(london_day(seen.came_at)),
        after=f"{days} day" if days == 1 else f"{days} days",
        reopened=seen.reopened,
        before=seen.stepped_down,
        before_href=reverse("contact", args=[seen.stepped_down_id]) if seen.stepped_down_id else "",
        by=seen.by,
        team=seen.team,
        taken_on=day_in_words(london_day(seen.taken_on_at)),
        why=seen.why,
    )


@dataclass(frozen=True, slots=True)
class SteppedDownPanel:
    returned: Sequence[ReturnedShown]


@dataclass(frozen=True, slots=True)
class OtherHubPanel:
    title: str
    because: str
    assign: str
