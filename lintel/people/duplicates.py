"""The queue of people who may be one, a household a line, so that siblings do not flood it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from lintel.access.viewers import Viewer
from lintel.kernel.refusals import NotThere
from lintel.people.finding import people_of
from lintel.people.merged import standing_as
from lintel.people.models import DuplicateSearch, Merge, Person, PossibleDuplicate, SaidApart
from lintel.people.queries import PersonSummary, person_summaries
from lintel.restrictions.queries import hidden_people

SIZE = 20  # households on a page


@dataclass(frozen=True, slots=True)
class PairView:
    """Two people who may be one. Shape: `agreements` as the API shows them, strongest first."""

    pair_id: UUID
    one: PersonSummary
    other: PersonSummary
    household: str
    band: str
    weight: float
    prior: float
    probability: float
    agreements: Sequence[Mapping[str, Any]]
    found_at: datetime
    left_at: datetime | None

    @property
    def agrees(self) -> tuple[str, ...]:
        return tuple(e["words"] for e in self.agreements if e["agreement"] != "differs")

    @property
    def differs(self) -> tuple[str, ...]:
        return tuple(e["words"] for e in self.agreements if e["agreement"] == "differs")


@dataclass(frozen=True, slots=True)
class Waiting:
    """Shape: pairs of one household stand together, surest first; `after` begins the next page."""

    households: Sequence[Sequence[PairView]]
    after: str
    pairs: int
    left: int


@dataclass(frozen=True, slots=True)
class Search:
    """A search as it stands. Shape: `everybody` was asked for by somebody."""

    everybody: bool
    asked_at: datetime
    asked_by: UUID | None
    people: int
    compared: int
    found: int
    finished_at: datetime | None


def waiting(viewer: Viewer, *, left: bool = False, after: str = "", size: int = SIZE) -> Waiting:
    """The pairs that wait, or those left for later, by household: the surest pair first.

    Six queries, however many wait. `after` is the `after` of an earlier page.
    """
    everything = _standing(viewer)
    pairs = everything.filter(left_at__isnull=not left)
    homes = pairs.values("household").annotate(best=Min("rank"))
    if after:
        rank, _, household = after.partition("-")
        if rank.isdigit():
            homes = homes.filter(Q(best__gt=int(rank)) | Q(best=int(rank), household__gt=household))
    page = list(homes.order_by("best", "household")[: size + 1])
    last = page[size - 1] if len(page) > size else None
    order = [home["household"] for home in page[:size]]
    rows = list(pairs.filter(household__in=order).order_by("rank", "-weight", "id"))
    counts = everything.aggregate(
        left=Count("id", filter=Q(left_at__isnull=False)),
        waiting=Count("id", filter=Q(left_at=None)),
    )
    views = _views(viewer, rows)
    by_home = {home: [view for view in views if view.household == home] for home in order}
    return Waiting(
        households=[own for own in by_home.values() if own],
        after=f"{last['best']}-{last['household']}" if last else "",
        pairs=counts["waiting"],
        left=counts["left"],
    )


def _standing(viewer: Viewer) -> QuerySet[PossibleDuplicate]:
    """Pairs that are still two people about whom nobody has decided."""
    merged = Merge.objects.filter(undone_at=None).filter(
        Q(other=OuterRef("one")) | Q(other=OuterRef("other"))
    )
    said = SaidApart.objects.filter(one=OuterRef("one"), other=OuterRef("other"), withdrawn_at=None)
    pairs = PossibleDuplicate.objects.filter(council=viewer.council, gone_at=None)
    hidden = hidden_people(viewer)
    pairs = pairs.exclude(one__in=hidden).exclude(other__in=hidden)
    never = Person.objects.filter(id=OuterRef("one"), apart=OuterRef("other__apart"))
    return pairs.exclude(Exists(merged)).exclude(Exists(said)).exclude(Exists(never))


def pair_of(viewer: Viewer, one: UUID, other: UUID) -> PairView | None:
    """The pair as it was found, whether it waits or not; None when the scorer found none."""
    stands = standing_as([one, other])
    first, second = sorted(stands.values())
    rows = PossibleDuplicate.objects.filter(
        council=viewer.council, one=first, other=second, gone_at=None
    )
    found = _views(viewer, rows)
    return found[0] if found else None


def _views(viewer: Viewer, rows: Iterable[PossibleDuplicate]) -> list[PairView]:
    rows = list(rows)
    people = person_summaries(viewer, {who for row in rows for who in (row.one_id, row.other_id)})
    return [
        PairView(
            row.id,
            people[row.one_id],
            people[row.other_id],
            row.household,
            row.band,
            row.weight,
            row.prior,
            row.probability,
            row.agreements,
            row.found_at,
            row.left_at,
        )
        for row in rows
        if row.one_id in people and row.other_id in people
    ]


def last_search(viewer: Viewer) -> Search | None:
    """The search under way, else the last that looked at everybody, else the last; None: never."""
    searches = DuplicateSearch.objects.filter(council=viewer.council).order_by("-asked_at")
    row = (
        searches.filter(finished_at=None).first()
        or searches.filter(since=None).first()
        or searches.first()
    )
    if row is None:
        return None
    return Search(
        row.since is None,
        row.asked_at,
        row.asked_by,
        row.people,
        row.compared,
        row.found,
        row.finished_at,
    )


def both_known(viewer: Viewer, one: UUID, other: UUID) -> None:
    """
    Errors:
        NotThere: one of them is nobody in the viewer's council.
    """
    if people_of(viewer).filter(id__in={one, other}).count() != len({one, other}):
        raise NotThere("person")
