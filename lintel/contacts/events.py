"""What happened at the front door, for whoever above needs to know. Past tense, frozen."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lintel.access.viewers import Viewer


@dataclass(frozen=True, slots=True)
class ContactReceived:
    contact_id: UUID
    by: Viewer
    at: datetime


@dataclass(frozen=True, slots=True)
class ContactClosed:
    contact_id: UUID
    by: Viewer
    at: datetime


@dataclass(frozen=True, slots=True)
class ContactReopened:
    """Whatever was waiting on the last decision no longer waits."""

    contact_id: UUID
    by: Viewer
    at: datetime


@dataclass(frozen=True, slots=True)
class AddedUp:
    """What adds up about a contact was asked again, because more or less counts as its family's.

    Shape: `earlier` are the family's other contacts that came before it.
    """

    contact_id: UUID
    reference: str
    council: str
    received_at: datetime
    is_open: bool
    earlier: frozenset[UUID]
    by: Viewer
    at: datetime


@dataclass(frozen=True, slots=True)
class ContactCorrected:
    """Shape: `fields` are those that were sent to be put right."""

    contact_id: UUID
    fields: frozenset[str]
    by: Viewer
    at: datetime


@dataclass(frozen=True, slots=True)
class AllegationTold:
    """A contact says that somebody who works with children has harmed a child, or may have."""

    contact_id: UUID
    reference: str
    council: str
    by: Viewer
    at: datetime


@dataclass(frozen=True, slots=True)
class IndicatorDismissed:
    """A senior person has said why a sign does not apply. Shape: `rule` is its key."""

    contact_id: UUID
    rule: str
    reason: str
    by: Viewer
    at: datetime
