"""How many places teams have left, who has one, and who waits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from django.db.models import Count, F, Min, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from lintel.access.viewers import NotPermitted, Permission, Viewer
from lintel.contacts.queries.beside import board_rows, ratings_of
from lintel.contacts.queries.rows import BoardRow
from lintel.contacts.rules.facts import RANK
from lintel.directory import queries as directory
from lintel.directory.rules.kinds import Team
from lintel.directory.rules.places import Places
from lintel.kernel.refusals import Invalid, NotThere, Refusal
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
    """Who waits for a place with a team, or has one. Shape: `since` is when they began to; `row` is
    None for what this viewer may not open."""

    team: str
    contact_id: UUID
    reference: str
    since: datetime
    words: str
    row: BoardRow | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list. Shape: of `count` families, those from `first` on, counted from 0; `after`
    is where the next page begins, "" for the last."""

    families: Sequence[Family]
    first: int
    count: int
    after: str


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


FIRST_PAGES = Pages()


class Part(StrEnum):
    """Which list of a team."""

    WAITING = "waiting"
    HOLDERS = "holders"


def places_seen(viewer: Viewer, *, pages: Pages = FIRST_PAGES, at: datetime) -> list[TeamPlaces]:
    """The teams that count places: the viewer's own, or for the hub all of the council.

    Errors:
        NotPermitted: somebody who neither decides nor takes work on.
    """
    counted = _counted(viewer)
    keys = [team.key for team in counted]
    numbers = places_by_team(viewer.council, counted)
    waiting = _waiting(viewer, keys)
    held = _held(viewer, keys)
    how_many = dict(held.order_by().values_list("team").annotate(Count("id")))
    first_held = _first_held(held)
    found: dict[str, tuple[_Page, _Page]] = {}
    for key in keys:
        mine = [one for one in waiting if one.offer.team == key]
        asked = pages.of(key)
        begins = _begins(asked.waiting, len(mine))
        since = _begins(asked.holders, how_many.get(key, 0))
        has = first_held.get(key, ())
        if since:
            has = [_Placed(0, row) for row in held.filter(team=key)[since : since + PAGE]]
        found[key] = (
            _Page(mine[begins : begins + PAGE], begins, len(mine)),
            _Page(has, since, how_many.get(key, 0)),
        )
    on_pages = [one for pair in found.values() for page in pair for one in page.on]
    shown = board_rows(viewer, {one.offer.contact_id for one in on_pages}, at=at)
    return [
        TeamPlaces(
            team,
            numbers[team.key],
            waiting=found[team.key][0].listed(Part.WAITING, shown),
            holders=found[team.key][1].listed(Part.HOLDERS, shown),
        )
        for team in counted
    ]


def places_listed(
    viewer: Viewer, part: Part, *, team: str = "", after: str = "", at: datetime
) -> tuple[Sequence[Family], str]:
    """The next page of one list, of one team or of all that this viewer sees, and where the page
    after it begins: "" when there is none. Whoever leaves the list meanwhile moves nobody else.

    Errors:
        NotPermitted: as `places_seen`. NotThere: no team of theirs counts places under that key.
        Invalid: `after` is no place on this list.
    """
    keys = [one.key for one in _counted(viewer)]
    if team:
        if team not in keys:
            raise NotThere("team")
        keys = [team]
    last = _last_seen(viewer, part, keys, after) if after else None
    if part is Part.WAITING:
        found = _waiting(viewer, keys)
        found = [one for one in found if last is None or one.order(part) > last.order(part)]
        found = found[: PAGE + 1]
    else:
        rows = _held(viewer, keys)
        if last is not None:
            then = last.offer.answered_at
            beyond = Q(answered_at__gt=then) | Q(answered_at=then, id__gt=last.offer.id)
            rows = rows.filter(beyond)
        found = [_Placed(0, row) for row in rows[: PAGE + 1]]
    on = found[:PAGE]
    shown = board_rows(viewer, {one.offer.contact_id for one in on}, at=at)
    families = [one.family(part, shown) for one in on]
    return families, on[-1].cursor if len(found) > PAGE else ""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A hand-over on a list. Shape: `rank` is how pressing it is, the most first."""

    rank: int
    offer: HandOver

    @property
    def cursor(self) -> str:
        return f"{self.rank}-{self.offer.id.hex}"

    def since(self, part: Part) -> datetime:
        began = self.offer.waiting_since if part is Part.WAITING else self.offer.answered_at
        return began or self.offer.offered_at

    def order(self, part: Part) -> tuple[int, datetime, UUID]:
        return self.rank, self.since(part), self.offer.id

    def family(self, part: Part, shown: Mapping[UUID, BoardRow]) -> Family:
        one = self.offer
        words = one.waiting_for if part is Part.WAITING else ""
        row = shown.get(one.contact_id)
        return Family(one.team, one.contact_id, one.reference, self.since(part), words, row)


@dataclass(frozen=True, slots=True)
class _Page:
    on: Sequence[_Placed]
    first: int
    count: int

    def listed(self, part: Part, shown: Mapping[UUID, BoardRow]) -> Listed:
        more = self.first + len(self.on) < self.count
        return Listed(
            [one.family(part, shown) for one in self.on],
            self.first,
            self.count,
            self.on[-1].cursor if self.on and more else "",
        )


def _counted(viewer: Viewer) -> list[Team]:
    if not (viewer.may(Permission.DECIDE) or viewer.may(Permission.RECEIVE_HANDOVER)):
        raise NotPermitted(Permission.RECEIVE_HANDOVER)
    counted = [team for team in directory.teams(viewer.council) if team.places is not None]
    if not viewer.may(Permission.DECIDE):
        counted = [team for team in counted if team.key in viewer.teams]
    return counted


def _held(viewer: Viewer, keys: Sequence[str]) -> QuerySet[HandOver]:
    """Who has a place with these teams, who has had it for the longest first."""
    rows = HandOver.objects.filter(TAKEN, council=viewer.council, team__in=keys)
    rows = rows.exclude(contact_id__in=hidden_contacts(viewer)).order_by("answered_at", "id")
    return rows.only("contact_id", "reference", "team", "answered_at", "offered_at")


def _first_held(held: QuerySet[HandOver]) -> dict[str, list[_Placed]]:
    """The first page of each team's. One query, and no row beyond those pages."""
    nth = Window(RowNumber(), partition_by=F("team"), order_by=("answered_at", "id"))
    found: dict[str, list[_Placed]] = {}
    for row in held.annotate(nth=nth).filter(nth__lte=PAGE):
        found.setdefault(row.team, []).append(_Placed(0, row))
    return found


def _waiting(viewer: Viewer, keys: Sequence[str]) -> list[_Placed]:
    """Everybody who waits for these teams, in the order of their lists: how pressing a family is
    is for the contact to say, so all are read. Two queries."""
    rows = HandOver.objects.filter(WAITING, council=viewer.council, team__in=keys)
    offers = list(rows.exclude(contact_id__in=hidden_contacts(viewer)))
    ratings = ratings_of(viewer, {offer.contact_id for offer in offers})
    found = [_Placed(RANK.get(ratings.get(one.contact_id, ""), len(RANK)), one) for one in offers]
    return sorted(found, key=lambda one: one.order(Part.WAITING))


def _last_seen(viewer: Viewer, part: Part, keys: Sequence[str], after: str) -> _Placed:
    """Where the page before ended, whether or not that family is still on the list."""
    rank, _, key = after.partition("-")
    row = HandOver.objects.filter(council=viewer.council, team__in=keys, id=UUID(key)).first()
    never_held = row is not None and part is Part.HOLDERS and row.answered_at is None
    if row is None or never_held:
        raise Invalid(Refusal("invalid", "Send the next_cursor you were given", field="cursor"))
    return _Placed(int(rank), row)


def _begins(number: int, count: int) -> int:
    """Where the page that is asked for begins; the last one for any beyond."""
    last = max(1, -(-count // PAGE))
    return (min(max(number, 1), last) - 1) * PAGE
