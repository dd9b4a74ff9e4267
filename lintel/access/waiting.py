"""Roles that wait for a second person, and invitations that wait for whoever was invited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from lintel.access.models import Account, Grant, Invitation
from lintel.access.queries import appointment_of, names_of
from lintel.access.rules import (
    GRANT_LASTS,
    Appointment,
    who_may_not_confirm,
)
from lintel.access.viewers import Permission, Role, Viewer


@dataclass(frozen=True, slots=True)
class InvitationSeen:
    invitation_id: UUID
    name: str
    email: str
    role: Role
    invited_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class GrantSeen:
    """A role that waits. Shape: `who` is a name or an address; `why_not` says why the viewer may
    not confirm it, "" when they may; `now` is None for somebody new; `comes_back`: the account
    was disabled;
    `email` is where an invitation goes, "" when there is none."""

    grant_id: UUID
    who: str
    now: Appointment | None
    comes_back: bool
    appointed: Appointment
    asked_by: str
    why: str
    asked_at: datetime
    lapses_at: datetime
    is_invitation: bool
    email: str
    why_not: str


def grants_waiting(viewer: Viewer, at: datetime) -> Sequence[GrantSeen]:
    """Roles that wait for a second person in the viewer's council, the oldest first.

    Errors:
        NotPermitted: the viewer does not confirm them.
    """
    viewer.must(Permission.CONFIRM_GRANT)
    kept = Grant.objects.select_related("account", "invitation").filter(
        Q(account=None, invitation__expires_at__gt=at)
        | Q(invitation=None, asked_at__gt=at - GRANT_LASTS),
        council=viewer.council,
        given=None,
    )
    rows = list(kept.order_by("asked_at", "id"))
    names = names_of(row.asked_by for row in rows)
    return [_grant_seen(row, names, viewer) for row in rows]


def _grant_seen(row: Grant, names: Mapping[UUID, str], viewer: Viewer) -> GrantSeen:
    account, invited = row.account, row.invitation
    is_new = account is None or (row.opens and is_unopened(account))
    refusals = who_may_not_confirm(
        viewer.account_id, asked_by=row.asked_by, account_id=row.account_id
    )
    return GrantSeen(
        grant_id=row.id,
        who=account.name if account else invited.name or invited.email or "Somebody invited",
        now=appointment_of(account) if account and not is_new else None,
        comes_back=row.opens and not is_new,
        appointed=terms_of(row),
        asked_by=names.get(row.asked_by, "Somebody"),
        why=row.why,
        asked_at=row.asked_at,
        is_invitation=invited is not None,
        email=invited.email if invited else "",
        lapses_at=invited.expires_at if invited else row.asked_at + GRANT_LASTS,
        why_not=". ".join(refusal.message for refusal in refusals),
    )


def is_unopened(account: Account) -> bool:
    """Whether it is new, and nobody has confirmed that it may be used. One that was open before is
    not: it was not asked for when it was made, or somebody confirmed it."""
    opens = Grant.objects.filter(account=account, opens=True)
    if account.is_active or opens.filter(given=True).exists():
        return False
    return opens.filter(asked_at=account.created_at).exists()


def terms_of(grant: Grant) -> Appointment:
    """What was asked for, as it was kept."""
    kept = dict(grant.terms)
    for name in ("registered_until", "employed_until"):
        kept[name] = date.fromisoformat(kept[name]) if kept[name] else None
    return Appointment(**kept | {"role": Role(kept["role"]), "teams": frozenset(kept["teams"])})


def invitations_waiting(viewer: Viewer, at: datetime) -> Sequence[InvitationSeen]:
    """Those of the viewer's council that can still be accepted, the newest first.

    Errors:
        NotPermitted: the viewer does not look after accounts.
    """
    viewer.must(Permission.MANAGE_ACCOUNTS)
    kept = Invitation.objects.filter(
        council=viewer.council, accepted_at=None, expires_at__gt=at
    ).order_by("-invited_at", "id")
    return [
        InvitationSeen(row.id, row.name, row.email, Role(row.role), row.invited_at, row.expires_at)
        for row in kept
    ]
