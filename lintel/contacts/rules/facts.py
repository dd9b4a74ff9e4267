"""A contact as the rules see it: values, with no way back to the database."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from lintel.contacts.rules.telling import Kind


class Stage(StrEnum):
    """Where a contact has got to. The stored value never changes."""

    RECEIVED = "received"
    LOOKED_AT = "looked_at"
    SCREENING = "screening"
    DECIDED = "decided"
    CLOSED = "closed"


class Rating(StrEnum):
    """BRAG: how soon the hub must have decided."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    BLUE = "blue"


# Highest first. An unrated contact sorts with the reds until somebody has said otherwise.
RANK = {"": 0, Rating.RED: 1, Rating.AMBER: 2, Rating.GREEN: 3, Rating.BLUE: 4}


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """Shape:

    version: counts changes; every write states the one it saw.
    clock_started_at: receipt, or the moment of reopening; never later than that.
    immediate_since: set while an immediate need is flagged and nobody has acknowledged it.
    rated_red_by: who gave the red that stands, if red stands.
    held_until: the review time while held, else None. A hold stops no clock.
    awaiting_team: key of the team that has been offered the contact, "" when none.
    raised_at: when a rule about what adds up last raised it for a senior read, else None.
    senior_readers: accounts who have read it since.
    answers_due_at: when the first agency that still owes an answer must give it, else None.
    was_returned: the last team offered it sent it back and it has not been decided again.
    """

    id: UUID
    reference: str
    council: str
    kind: Kind
    stage: Stage
    version: int
    received_at: datetime
    clock_started_at: datetime
    immediate_danger_told: bool = False
    immediate_since: datetime | None = None
    rating: Rating | None = None
    rated_red_by: UUID | None = None
    held_until: datetime | None = None
    decided_at: datetime | None = None
    outcome: str = ""
    awaiting_team: str = ""
    was_returned: bool = False
    owner_account: UUID | None = None
    owner_team: str = ""
    raised_at: datetime | None = None
    senior_readers: frozenset[UUID] = frozenset()
    answers_due_at: datetime | None = None

    @property
    def awaits_senior_read(self) -> bool:
        return self.raised_at is not None and not self.senior_readers

    @property
    def is_open(self) -> bool:
        return self.stage is not Stage.CLOSED

    @property
    def is_welfare(self) -> bool:
        return self.kind is Kind.WELFARE


def as_received(contact: ContactFacts) -> ContactFacts:
    """`contact` as it stood at the moment of receipt, before anybody had touched it."""
    return replace(
        contact,
        stage=Stage.RECEIVED,
        version=1,
        clock_started_at=contact.received_at,
        immediate_since=None,
        rating=None,
        held_until=None,
        decided_at=None,
        outcome="",
        awaiting_team="",
        was_returned=False,
        raised_at=None,
        senior_readers=frozenset(),
        answers_due_at=None,
    )
