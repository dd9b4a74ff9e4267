"""A role is given by two people: one asks, another confirms. Nobody gives one to themselves.

An invitation that waits has no link yet; a new system that waits may not send; a change of role
that waits changes nothing. Whoever runs the machine, by the command line, needs nobody else.
"""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from lintel.access.events import AccountTouched, InvitationReady
from lintel.access.models import Account, Grant, Invitation
from lintel.access.rules import (
    GRANT_LASTS,
    INVITATION_LASTS,
    Appointment,
    hash_of,
    new_token,
    what_passed_since,
    who_may_not_confirm,
)
from lintel.access.viewers import SYSTEM_ID, Permission, Viewer
from lintel.access.waiting import terms_of
from lintel.kernel.instants import london_day
from lintel.kernel.news import tell
from lintel.kernel.refusals import Invalid, NotThere, Refusal, Refused

DATES = ("registered_until", "employed_until")
LONGEST_WHY = 500


def confirm_grant(*, grant_id: UUID, by: Viewer, at: datetime, site: str = "") -> str:
    """What was asked for counts from now on. The secret of an invitation is made here, so that
    who asked never had it; it is returned, to be shown once, unless it is sent.

    Shape: `site` as for `invite`.

    Errors:
        NotThere: nothing like it waits in the council of `by`, or it was asked too long ago.
        Refused: `by` asked for it, or it is for them, or a registration or employment it rests
            on has ended since.
    """
    by.must(Permission.CONFIRM_GRANT)
    with transaction.atomic():
        grant, account, invited = _waiting(grant_id, by=by, at=at)
        terms, columns, secret = terms_of(grant), columns_of(terms_of(grant)), ""
        refusals = who_may_not_confirm(
            by.account_id, asked_by=grant.asked_by, account_id=grant.account_id
        )
        refusals += what_passed_since(terms, asked_on=london_day(grant.asked_at), on=london_day(at))
        if refusals:
            raise Refused(*refusals)
        _answer(grant, given=True, by=by, at=at)
        if account is not None:
            if grant.opens:
                columns |= {"is_active": True, "idle_from": at}
            for column, value in columns.items():
                setattr(account, column, value)
            account.save(update_fields=[*columns])
        elif invited is not None:
            token = new_token()
            invited.hash, invited.expires_at = hash_of(token), at + INVITATION_LASTS
            invited.save(update_fields=["hash", "expires_at"])
            secret = "" if send_link(invited, token, site=site, at=at) else token
        about = grant.account_id or grant.invitation_id
        tell(AccountTouched("grant confirmed", about, grant.council, by, at, terms.role))
    return secret


def refuse_grant(*, grant_id: UUID, by: Viewer, at: datetime) -> None:
    """What was asked for comes to nothing. Who asked may take it back so.

    Errors:
        NotThere: nothing like it waits in the council of `by`, or it was asked too long ago.
    """
    by.must(Permission.CONFIRM_GRANT)
    with transaction.atomic():
        grant, _, invited = _waiting(grant_id, by=by, at=at)
        _answer(grant, given=False, by=by, at=at)
        if invited is not None:
            invited.expires_at = at
            invited.save(update_fields=["expires_at"])
        about = grant.account_id or grant.invitation_id
        tell(AccountTouched("grant refused", about, grant.council, by, at, terms_of(grant).role))


def note_asked(
    appointed: Appointment,
    *,
    council: str,
    by: Viewer,
    at: datetime,
    why: str,
    account: Account | None = None,
    invitation: Invitation | None = None,
    opens: bool = False,
) -> Grant | None:
    """Part of the action that asks, in its transaction: what waits for a second person, None where
    nobody has to confirm it. What an account is opened for is what was said of it before, unless
    something is said now.

    Errors:
        Invalid: nobody has said why.
    """
    if by.account_id == SYSTEM_ID:
        return None
    why = why.strip()
    if account is not None and opens and not why:
        why = _said_before(account)
    if not why or len(why) > LONGEST_WHY:
        words = f"What they need it for must be {LONGEST_WHY} characters or fewer"
        raise Invalid(Refusal("why_missing", words if why else "Enter why they need it", "why"))
    if account is not None:
        # The newest asking is the one that counts.
        _take_back(account, by=by, at=at)
    terms = asdict(appointed) | {"role": appointed.role.value, "teams": sorted(appointed.teams)}
    for name in DATES:
        terms[name] = terms[name] and terms[name].isoformat()
    return Grant.objects.create(
        council=council,
        account=account,
        invitation=invitation,
        opens=opens,
        terms=terms,
        why=why,
        asked_by=by.account_id,
        asked_at=at,
    )


def _said_before(account: Account) -> str:
    asked = Grant.objects.filter(account=account, opens=True).order_by("-asked_at", "-id")
    return asked.values_list("why", flat=True).first() or ""


def withdraw_waiting(account: Account, *, by: Viewer, at: datetime) -> None:
    """Part of an action that changed or shut the account, which it has locked: what was asked
    before was asked about something else, and confirming it now would undo the change."""
    if _take_back(account, by=by, at=at):
        tell(AccountTouched("grant withdrawn", account.id, account.council, by, at))


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


def send_link(invited: Invitation, token: str, *, site: str, at: datetime) -> bool:
    """Tell the link to whoever sends it; whether there is an address to send it to."""
    if not (invited.email and site):
        return False
    tell(
        InvitationReady(
            council=invited.council,
            email=invited.email,
            link=f"{site}{reverse('invitation_link', args=[token])}",
            invited_at=at,
            ends_at=invited.expires_at,
            once_key=f"invitation:{invited.id}",
        )
    )
    return True


def _waiting(
    grant_id: UUID, *, by: Viewer, at: datetime
) -> tuple[Grant, Account | None, Invitation | None]:
    """What waits, locked; and the account or invitation it is for, which every other action
    locks before it too."""
    asked = Grant.objects.filter(pk=grant_id, given=None, council=by.council).first()
    if asked is None:
        raise NotThere
    account = invited = None
    if asked.account_id:
        account = Account.objects.select_for_update().get(pk=asked.account_id)
    else:
        invited = Invitation.objects.select_for_update().get(pk=asked.invitation_id)
    grant = Grant.objects.select_for_update().filter(pk=grant_id, given=None).first()
    ends = invited.expires_at if invited else asked.asked_at + GRANT_LASTS
    if grant is None or ends <= at:
        raise NotThere
    return grant, account, invited


def _answer(grant: Grant, *, given: bool, by: Viewer, at: datetime) -> None:
    grant.given, grant.answered_by, grant.answered_at = given, by.account_id, at
    grant.save(update_fields=["given", "answered_by", "answered_at"])


def _take_back(account: Account, *, by: Viewer, at: datetime) -> int:
    waiting = Grant.objects.filter(account=account, given=None)
    return waiting.update(given=False, answered_by=by.account_id, answered_at=at)
