"""How many places teams have left, who has one, and who waits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from django.db.models import Count, Min, Q

from lintel.access.viewers import NotPermitted, Permission, Viewer
from lintel.contacts.queries.beside import board_rows, ratings_of
from lintel.contacts.queries.rows import BoardRow
from lintel.contacts.rules.facts import RANK
from lintel.directory import queries as directory
from lintel.directory.rules.kinds import Team
from lintel.directory.rules.places import Places
from lintel.pathways.models import HandOver
from lintel.pathways.rules.handovers import State
from lintel.restrictions.queries import hidden_contacts

PAGE = 25
TAKEN = Q(state=State.ACCEPTED, ended_at=None)
OFFERED = Q(state=State.OFFERED, waiting_since=None)
WAITING = Q(state=State.OFFERED, waiting_since__isnull=False)


def places_by_team(council: str, teams: Iterable[Team]) -> dict[str, Places]:
    """By the team's key, for each of `teams`. One query. It asks nobody who is looking: numbers."""
    teams = list(teams)
    rows = (
        HandOver.objects.filter(
            TAKEN | Q(state=State.OFFERED), council=council, team__in=[team.key for team in teams]
        )
        .values("team")
        .annotate(
            taken=Count("id", filter=TAKEN),
            offered=Count("id", filter=OFFERED),
            waiting=Count("id", filter=WAITING),
            since=Min("waiting_since", filter=WAITING),
        )
        .order_by()
    )
    found = {row["team"]: row for row in rows}
    return {
        team.key: Places(
            team.key,
            team.places,
            found[team.key]["taken"],
            found[team.key]["offered"],
            found[team.key]["waiting"],
            found[team.key]["since"],
        )
        if team.key in found
        else Places(team.key, team.places)
        for team in teams
    }


@dataclass(frozen=True, slots=True)
class Family:
    """Who waits for a place, or has one. Shape: `since` is when they began to; `row` is None for
    what this viewer may not open."""

    contact_id: UUID
    reference: str
    since: datetime
    words: str
    row: BoardRow | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list. Shape: of `count` families, those from `first` on, counted from 0."""

    families: Sequence[Family]
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class TeamPlaces:
    """Shape: `waiting` in the order of the list: the most pressing first, then the longest;
    `holders` who has had a place for the longest first."""

    team: Team
    places: Places
    waiting: Listed
    holders: Listed


@dataclass(frozen=True, slots=True)
class Pages:
    """Which pages of the lists of one team are asked for, from 1; of every other, the first."""

    team: str = ""
    waiting: int = 1
    holders: int = 1

    def of(self, team: str) -> Self:
        return self if team == self.team else type(self)(team)


def places_seen(viewer: Viewer, *, pages: Pages | None = None, at: datetime) -> list[TeamPlaces]:
    """The teams that count places: the viewer's own, or for the hub all of the council.

    Shape: `pages` None asks for whole lists.

    Errors:
        NotPermitted: somebody who neither decides nor takes work on.
    """
    if not (viewer.may(Permission.DECIDE) or viewer.may(Permission.RECEIVE_HANDOVER)):
        raise NotPermitted(Permission.RECEIVE_HANDOVER)
    counted = [team for team in directory.teams(viewer.council) if team.places is not None]
    if not viewer.may(Permission.DECIDE):
        counted = [team for team in counted if team.key in viewer.teams]
    numbers = places_by_team(viewer.council, counted)
    waiting, held = _waiting_lists(viewer, counted), _holders(viewer, counted)
    found = {
        team.key: (
            _page(waiting[team.key], pages and pages.of(team.key).waiting),
            _page(held[team.key], pages and pages.of(team.key).holders),
        )
        for team in counted
    }
    of_pages = {each.contact_id for pair in found.values() for _, page in pair for each in page}
    shown = board_rows(viewer, of_pages, at=at)
    return [
        TeamPlaces(
            team,
            numbers[key],
            waiting=Listed([_waits(each, shown) for each in on], first, len(waiting[key])),
            holders=Listed([_holds(each, shown) for each in has], since, len(held[key])),
        )
        for team in counted
        for key, ((first, on), (since, has)) in [(team.key, found[team.key])]
    ]


def _holders(viewer: Viewer, counted: Iterable[Team]) -> dict[str, list[HandOver]]:
    """Everybody who has a place with each team, who has had it for the longest first. One query."""
    keys = [team.key for team in counted]
    rows = HandOver.objects.filter(TAKEN, council=viewer.council, team__in=keys)
    rows = rows.exclude(contact_id__in=hidden_contacts(viewer)).order_by("answered_at", "id")
    found: dict[str, list[HandOver]] = {key: [] for key in keys}
    for row in rows.only("contact_id", "reference", "team", "answered_at", "offered_at"):
        found[row.team].append(row)
    return found


def _waiting_lists(viewer: Viewer, counted: Iterable[Team]) -> dict[str, list[HandOver]]:
    """Everybody who waits for each team, in the order of its list. Two queries."""
    keys = [team.key for team in counted]
    rows = HandOver.objects.filter(WAITING, council=viewer.council, team__in=keys)
    offers = list(rows.exclude(contact_id__in=hidden_contacts(viewer)))
    ratings = ratings_of(viewer, {offer.contact_id for offer in offers})

    def order(offer: HandOver) -> tuple[int, datetime]:
        rating = ratings.get(offer.contact_id, "")
        return RANK[rating] if rating else len(RANK), offer.waiting_since or offer.offered_at

    return {key: sorted((one for one in offers if one.team == key), key=order) for key in keys}


def _page(listed: Sequence[HandOver], number: int | None) -> tuple[int, Sequence[HandOver]]:
    """Where the page that is asked for begins, and who is on it; the last one for any beyond."""
    if number is None:
        return 0, listed
    last = max(1, -(-len(listed) // PAGE))
    first = (min(max(number, 1), last) - 1) * PAGE
    return first, listed[first : first + PAGE]


def _waits(offer: HandOver, shown: dict[UUID, BoardRow]) -> Family:
    since = offer.waiting_since or offer.offered_at
    row = shown.get(offer.contact_id)
    return Family(offer.contact_id, offer.reference, since, offer.waiting_for, row)


def _holds(offer: HandOver, shown: dict[UUID, BoardRow]) -> Family:
    since = offer.answered_at or offer.offered_at
    return Family(offer.contact_id, offer.reference, since, "", shown.get(offer.contact_id))
