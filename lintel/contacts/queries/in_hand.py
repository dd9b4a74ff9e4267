"""Open contacts, and who has each in hand, as jobs and the contexts above need to know it.

These ask nobody who is looking: what is shown of a contact is asked elsewhere.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from lintel.access import queries as access
from lintel.access.viewers import Role
from lintel.contacts.models import Contact
from lintel.contacts.queries.rows import lightly
from lintel.contacts.rules.facts import Rating, Stage
from lintel.contacts.rules.sides import DUTY_TEAM, Side, side_of_owner
from lintel.contacts.rules.telling import Kind
from lintel.directory import queries as directory


@dataclass(frozen=True, slots=True)
class InHand:
    """An open contact and its one holder.

    Shape: `owner_account` before `owner_team`; one of them is there. `due_at` is its next clock.
    """

    id: UUID
    reference: str
    council: str
    rating: str
    stage: Stage
    is_welfare: bool
    is_immediate: bool
    received_at: datetime
    due_at: datetime | None
    owner_account: UUID | None
    owner_team: str
    side: Side

    @property
    def holder(self) -> str:
        return str(self.owner_account or self.owner_team)


def pressing(council: str, *, late_by: datetime) -> list[InHand]:
    """What cannot be left overnight: an immediate need, a worry nobody has looked at, a red, and
    an amber with a clock that has run out by then. Three queries."""
    alarming = Q(immediate_since__isnull=False) | Q(stage=Stage.RECEIVED, kind=Kind.WELFARE)
    rated = Q(rating=Rating.RED) | Q(rating=Rating.AMBER, due_at__lte=late_by)
    return _in_hand(council, _open(council).filter(alarming | rated))


def in_hand(council: str, ids: Collection[UUID]) -> list[InHand]:
    """Those of `ids` that are open."""
    return _in_hand(council, _open(council).filter(id__in=ids)) if ids else []


def in_duty_hands(council: str) -> list[InHand]:
    """What the emergency duty team, or somebody of it, has in hand."""
    people = access.accounts_of_role(council, Role.EMERGENCY_DUTY)
    teams = [team.key for team in directory.teams(council) if team.kind == DUTY_TEAM]
    held = Q(owner_account__in=people) | Q(owner_account=None, owner_team__in=teams)
    return _in_hand(council, _open(council).filter(held))


def closed_among(council: str, ids: Collection[UUID]) -> set[UUID]:
    found = Contact.objects.filter(id__in=ids, council=council, closed_at__isnull=False)
    return set(found.values_list("id", flat=True))


def _open(council: str) -> "QuerySet[Contact]":
    return Contact.objects.filter(council=council, closed_at=None)


def _in_hand(council: str, contacts: "QuerySet[Contact]") -> list[InHand]:
    duty = access.accounts_of_role(council, Role.EMERGENCY_DUTY)
    kinds = {team.key: team.kind for team in directory.teams(council)}
    return [
        InHand(
            id=contact.id,
            reference=contact.reference,
            council=contact.council,
            rating=contact.rating,
            stage=Stage(contact.stage),
            is_welfare=contact.kind == Kind.WELFARE,
            is_immediate=contact.immediate_since is not None,
            received_at=contact.received_at,
            due_at=contact.due_at,
            owner_account=contact.owner_account_id,
            owner_team=contact.owner_team,
            side=owner_side(contact, duty=duty, kinds=kinds),
        )
        for contact in lightly(contacts).order_by("rating_rank", "due_at", "id")
    ]


def owner_side(contact: Contact, *, duty: Collection[UUID], kinds: dict[str, str]) -> Side:
    """Shape: `duty` are accounts of the emergency duty role; `kinds` of team, by key."""
    if contact.owner_account_id is not None:
        is_duty = contact.owner_account_id in duty
        return side_of_owner(Role.EMERGENCY_DUTY if is_duty else Role.SCREENER, "")
    return side_of_owner(None, kinds.get(contact.owner_team, ""))
