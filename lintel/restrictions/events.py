"""What happened to restrictions, for whoever above needs to know. Past tense, frozen."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lintel.access.viewers import Viewer


@dataclass(frozen=True, slots=True)
class RestrictionSet:
    restriction_id: UUID
    council: str
    by: Viewer
    at: datetime


@dataclass(frozen=True, slots=True)
class RestrictionLifted:
    restriction_id: UUID
    council: str
    by: Viewer
    at: datetime
