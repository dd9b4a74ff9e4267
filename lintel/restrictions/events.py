"""What happened to restrictions, for whoever above needs to know. Past tense, frozen."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lintel.access.viewers import Viewer
from lintel.restrictions.rules.lasting import ReaderSaid


@dataclass(frozen=True, slots=True)
class RestrictionSet:
    restriction_id: UUID
    council: str
    by: Viewer
    at: datetime


@dataclass(frozen=True, slots=True)
class ContactsHidden:
    """These contacts are hidden from now on, and must be in the hands of somebody who sees them.

    Shape: `readers` are who reads them, whoever was put on the list first first.
    """

    council: str
    contact_ids: frozenset[UUID]
    readers: tuple[ReaderSaid, ...]
    by: Viewer
    at: datetime


@dataclass(frozen=True, slots=True)
class KeptApart:
    """These contacts are hidden from one worker from now on, who may have them in hand."""

    account_id: UUID
    council: str
    contact_ids: frozenset[UUID]
    by: Viewer
    at: datetime


@dataclass(frozen=True, slots=True)
class RestrictionLifted:
    restriction_id: UUID
    council: str
    by: Viewer
    at: datetime
