"""What has changed in what is known of people, for whoever above needs to know. Frozen."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lintel.access.viewers import Viewer


@dataclass(frozen=True, slots=True)
class PeopleChanged:
    """Other events, or other people of the household, now count as these people's.

    Told when a link is made or undone, two people are merged or parted again, or a relationship
    is said or taken back. Shape: `person_ids` are everybody whose history is another now: for a
    merge both, for a relationship both ends; `record_ids` are records that are somebody else's
    now, or nobody's: a person's records no longer lead to one that was parted from them.
    """

    council: str
    person_ids: frozenset[UUID]
    by: Viewer
    at: datetime
    record_ids: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class PersonMade:
    """Whom a record tells of was not known before, and is now somebody of their own."""

    council: str
    person_id: UUID
    by: Viewer
    at: datetime
