"""A role is given by two people: one asks, another confirms. Nobody gives one to themselves.

An invitation that waits makes no account; a new system that waits may not send; a change of role
that waits changes nothing. Whoever runs the machine, by the command line, needs nobody else.
"""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access.events import AccountTouched
from lintel.access.models import Account, Grant, Invitation
from lintel.access.queries import terms_of
from lintel.access.rules import Appointment, who_may_not_confirm
from lintel.access.viewers import SYSTEM_ID, Permission, Viewer
from lintel.kernel.news import tell
from lintel.kernel.refusals import NotThere, Refused

DATES = ("registered_until", "employed_until")


def confirm_grant(*, grant_id: UUID, by: Viewer, at: datetime) -> None:
    """What was asked for counts from now on.

    Errors:
        NotThere: nothing like it waits in the council of `by`.
        Refused: `by` asked for it, or it is for them.
    """
    with transaction.atomic():
        grant = _answered(grant_id, given=True, by=by, at=at)
        if grant.account is not None:
            account = Account.objects.select_for_update().get(pk=grant.account_id)
            for column, value in columns_of(terms_of(grant)).items():
                setattr(account, column, value)
            if grant.opens:
                account.is_active, account.idle_from = True, at
            account.save()
        about = grant.account_id or grant.invitation_id
        tell(AccountTouched("grant confirmed", about, grant.council, by, at, terms_of(grant).role))


def refuse_grant(*, grant_id: UUID, by: Viewer, at: datetime) -> None:
    """What was asked for comes to nothing. Who asked may take it back so.

    Errors:
        NotThere: nothing like it waits in the council of `by`.
    """
    with transaction.atomic():
        grant = _answered(grant_id, given=False, by=by, at=at)
        if grant.invitation is not None:
            Invitation.objects.filter(pk=grant.invitation_id, accepted_at=None).update(
                expires_at=at
            )
        about = grant.account_id or grant.invitation_id
        tell(AccountTouched("grant refused", about, grant.council, by, at, terms_of(grant).role))


def note_asked(
    appointed: Appointment,
    *,
    council: str,
    by: Viewer,
    at: datetime,
    account: Account | None = None,
    invitation: Invitation | None = None,
    opens: bool = False,
) -> bool:
    """Part of the action that asks, in its transaction; whether it waits for a second person."""
    if by.account_id == SYSTEM_ID:
        return False
    if account is not None:
        # The newest asking is the one that counts.
        waiting = Grant.objects.filter(account=account, given=None)
        waiting.update(given=False, answered_by=by.account_id, answered_at=at)
    terms = asdict(appointed) | {"role": appointed.role.value, "teams": sorted(appointed.teams)}
    for name in DATES:
        terms[name] = terms[name] and terms[name].isoformat()
    Grant.objects.create(
        council=council,
        account=account,
        invitation=invitation,
        opens=opens,
        terms=terms,
        asked_by=by.account_id,
        asked_at=at,
    )
    return True


def columns_of(appointed: Appointment) -> dict[str, object]:
    """An appointment as accounts and invitations keep it."""
    return {
        "role": appointed.role.value,
        "agency": appointed.agency,
        "employed_by_council": appointed.employed_by_council,
        "teams": sorted(appointed.teams),
        "registration_number": appointed.registration_number,
        "registered_until": appointed.registered_until,
        "employed_until": appointed.employed_until,
    }


def _answered(grant_id: UUID, *, given: bool, by: Viewer, at: datetime) -> Grant:
    by.must(Permission.CONFIRM_GRANT)
    waiting = Grant.objects.select_for_update(of=("self",)).filter(
        pk=grant_id, given=None, council=by.council
    )
    grant = waiting.first()
    if grant is None:
        raise NotThere
    if given:
        refusals = who_may_not_confirm(
            by.account_id, asked_by=grant.asked_by, account_id=grant.account_id
        )
        if refusals:
            raise Refused(*refusals)
    grant.given, grant.answered_by, grant.answered_at = given, by.account_id, at
    grant.save(update_fields=["given", "answered_by", "answered_at"])
    return grant
