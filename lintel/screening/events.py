"""What screening has settled, for whoever comes next. Past tense, frozen."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lintel.access.viewers import Viewer


@dataclass(frozen=True, slots=True)
class DecisionRecorded:
    """Shape: `team` is the key of the team that must accept, "" when nobody has to."""

    contact_id: UUID
    decision_id: UUID
    reference: str
    council: str
    outcome: str
    team: str
    by: Viewer
    at: datetime
