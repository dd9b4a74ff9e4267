"""What protection has settled, for whoever comes next. Past tense, frozen."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lintel.access.viewers import Viewer


@dataclass(frozen=True, slots=True)
class DiscussionConvened:
    """People have been asked to a strategy discussion, for `planned_for`."""

    contact_id: UUID
    discussion_id: UUID
    reference: str
    council: str
    planned_for: datetime
    by: Viewer
    at: datetime


@dataclass(frozen=True, slots=True)
class DiscussionEnded:
    """Shape: how: "held" or "not_held"; section47: "", "no", "single" or "joint"."""

    contact_id: UUID
    discussion_id: UUID
    reference: str
    council: str
    how: str
    quorate: bool
    section47: str
    by: Viewer
    at: datetime


@dataclass(frozen=True, slots=True)
class Section47Decided:
    """A strategy discussion has decided that enquiries under section 47 are made.

    Shape:
        how: "single" (the council alone) or "joint" (with the police).
        started_at: when the discussion that decided it began; what starts the conference's clock.
        children: ids of the source records of the children it is about.
        child_seen_by: the time agreed for the last of them to be seen.
        paediatric: "needed", "done" or "not_needed", as the discussion said.
    """

    contact_id: UUID
    discussion_id: UUID
    council: str
    reference: str
    how: str
    started_at: datetime
    children: tuple[UUID, ...]
    child_seen_by: datetime | None
    paediatric: str
    by: Viewer
    at: datetime
