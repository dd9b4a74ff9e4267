"""Keeping what sources say happened: never twice, never overruled by older news.

An episode is the same one as before when its source calls it the same, or, where the source has
no name for it, when it is the same in number of its kind and first day.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from lintel.people.loading import ESCAPE
from lintel.people.models import KnownEpisode
from lintel.people.queries import BATCH, batches
from lintel.people.rules.episodes import EpisodeIn


def keep_episodes(told: Mapping[UUID, Sequence[EpisodeIn]], *, as_of: date, at: datetime) -> "Kept":
    """What became of them. Whoever counts what adds up is told by the caller, for it is part of
    the caller's act.

    Shape: `told` maps a record to all that is said of it; what is not said again stays.
    """
    there: dict[UUID, list[KnownEpisode]] = defaultdict(list)
    for batch in batches(told):
        for row in KnownEpisode.objects.filter(record__in=batch, replaced_at=None):
            there[row.record_id].append(row)
    fresh: list[KnownEpisode] = []
    replaced: list[UUID] = []
    for record_id, episodes in told.items():
        own = _OfRecord(record_id, there.get(record_id, []), as_of, at)
        for place, episode in _places(episodes):
            own.keep(place, episode)
        fresh += own.fresh
        replaced += own.replaced
    for batch in batches(replaced):
        KnownEpisode.objects.filter(id__in=batch).escape(ESCAPE).update(replaced_at=at)
    KnownEpisode.objects.escape(ESCAPE).bulk_create(fresh, batch_size=BATCH)
    changed = frozenset(row.record_id for row in fresh)
    return Kept(len(fresh) - len(replaced), len(replaced), changed)


class Kept(NamedTuple):
    """How many are new, how many were replaced because the source says otherwise now, and the
    records that something new is said of."""

    added: int
    replaced: int
    changed: frozenset[UUID]


class _OfRecord:
    """The episodes of one record, as they were and as they will be."""

    def __init__(
        self, record_id: UUID, rows: Sequence[KnownEpisode], as_of: date, at: datetime
    ) -> None:
        self.record_id, self.as_of, self.at = record_id, as_of, at
        self.fresh: list[KnownEpisode] = []
        self.replaced: list[UUID] = []
        self._named = {(row.kind, row.source_ref): row for row in rows if row.source_ref}
        self._placed = {
            (row.kind, row.starts_on, row.place): row for row in rows if not row.source_ref
        }
        self._taken = {(row.kind, row.starts_on, row.place) for row in rows}

    def keep(self, place: int, episode: EpisodeIn) -> None:
        if episode.ref:
            row = self._named.get((episode.kind, episode.ref))
        else:
            row = self._placed.get((episode.kind, episode.starts_on, place))
        if row is not None and (_as_in(row) == episode or row.as_of > self.as_of):
            return  # nothing new, or an older telling, which does not overrule a newer one
        if row is not None:
            self.replaced.append(row.id)
            self._taken.discard((row.kind, row.starts_on, row.place))
        spot = (episode.kind, episode.starts_on, place)
        while spot in self._taken:
            spot = (*spot[:2], spot[2] + 1)
        self._taken.add(spot)
        self.fresh.append(_row(self.record_id, spot[2], episode, self.as_of, self.at))


def _places(episodes: Sequence[EpisodeIn]) -> list[tuple[int, EpisodeIn]]:
    """Each episode with its place among those of its kind and first day."""
    counted: Counter[tuple[str, date]] = Counter()
    placed = []
    for episode in episodes:
        same = (episode.kind, episode.starts_on)
        placed.append((0 if episode.ref else counted[same], episode))
        counted[same] += 1
    return placed


def _as_in(row: KnownEpisode) -> EpisodeIn:
    return EpisodeIn(
        row.kind,
        row.starts_on,
        row.ends_on,
        row.source_code,
        row.outcome,
        row.outcome_words,
        row.source_ref,
    )


def _row(
    record_id: UUID, place: int, episode: EpisodeIn, as_of: date, at: datetime
) -> KnownEpisode:
    return KnownEpisode(
        record_id=record_id,
        kind=episode.kind,
        starts_on=episode.starts_on,
        ends_on=episode.ends_on,
        place=place,
        source_ref=episode.ref,
        source_code=episode.source_code,
        outcome=episode.outcome,
        outcome_words=episode.outcome_words,
        as_of=as_of,
        recorded_at=at,
    )
