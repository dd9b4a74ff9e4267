"""Invitations: a link that makes one account, once."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access.actions.granting import columns_of, note_asked, send_link
from lintel.access.actions.identities import bind_identity
from lintel.access.actions.managing import keep_new, must_manage, note
from lintel.access.checks import (
    what_is_wrong_with_account,
    what_is_wrong_with_email,
    what_is_wrong_with_password,
    what_is_wrong_with_username,
)
from lintel.access.events import AccountTouched
from lintel.access.models import Account, Grant, Invitation
from lintel.access.rules import (
    INVITATION_LASTS,
    Appointment,
    Elsewhere,
    hash_of,
    new_token,
    tidy_name,
    what_has_passed,
    what_is_wrong_with,
)
from lintel.access.viewers import SYSTEM_ID, Viewer
from lintel.kernel.instants import london_day
from lintel.kernel.news import tell
from lintel.kernel.refusals import Invalid, NotThere, Refusal, Refused


def invite(
    *,
    appointed: Appointment,
    council: str,
    by: Viewer,
    at: datetime,
    name: str = "",
    username: str = "",
    email: str = "",
    site: str = "",
    why: str = "",
) -> str:
    """The secret of a one-use invitation, to be shown or sent once; only its hash is kept. "" for
    one that a person asks for: its secret is made when a second one confirms it.

    Shape: `site` is where Lintel is, "https://hub.example.gov.uk"; with it and an `email` the
        link is told to whoever sends it.

    Errors:
        Invalid: the terms make no sense or are over, the name or address is taken or malformed, or
            a person does not say `why`.
    """
    must_manage(by, council)
    asked = Invitation(
        name=name.strip(),
        username=tidy_name(username),
        email=tidy_name(email),
        council=council,
        invited_by=by.account_id,
        invited_at=at,
        expires_at=at + INVITATION_LASTS,
        **columns_of(appointed),
    )
    wrong = [*what_is_wrong_with(appointed), *what_has_passed(appointed, on=london_day(at))]
    wrong += what_is_wrong_with_username(asked.username) if asked.username else ()
    wrong += what_is_wrong_with_email(asked.email)
    if wrong:
        raise Invalid(*wrong)
    token = new_token()
    asked.hash = hash_of(token)
    with transaction.atomic():
        asked.save(force_insert=True)
        waits = note_asked(appointed, council=council, invitation=asked, why=why, by=by, at=at)
        if not waits:
            send_link(asked, token, site=site, at=at)
        tell(AccountTouched("invitation made", asked.id, council, by, at, why=str(asked.role)))
    return "" if waits else token


def withdraw_invitation(*, invitation_id: UUID, by: Viewer, at: datetime) -> None:
    """Its link stops working at once.

    Errors:
        NotThere: there is none, none for `by`, or it was used or has lapsed.
    """
    must_manage(by)
    with transaction.atomic():
        waiting = Invitation.objects.select_for_update().filter(
            pk=invitation_id, accepted_at=None, expires_at__gt=at
        )
        if by.account_id != SYSTEM_ID:
            waiting = waiting.filter(council=by.council)
        invited = waiting.first()
        if invited is None:
            raise NotThere
        invited.expires_at = at
        invited.save(update_fields=["expires_at"])
        tell(AccountTouched("invitation withdrawn", invited.id, invited.council, by, at))


def accept_invitation(
    *,
    token: str,
    username: str,
    name: str,
    by: Viewer,
    at: datetime,
    password: str = "",
    identity: Elsewhere | None = None,
) -> UUID:
    """The account that an invitation makes. Its holder then sets up a one-time code.

    Shape: `identity` is who stands in for a password, where somebody does.

    Errors:
        NotThere: no such invitation, or it was used or has lapsed.
        Refused: it waits for a second person, or the identity is another's.
        Invalid: as `open_account`.
    """
    with transaction.atomic():
        invited = Invitation.objects.select_for_update().filter(hash=hash_of(token)).first()
        if invited is None or invited.accepted_at is not None or invited.expires_at <= at:
            raise NotThere
        if Grant.objects.filter(invitation=invited).exclude(given=True).exists():
            words = "Somebody at the council must confirm your invitation. Try again later"
            raise Refused(Refusal("waits_for_second_person", words))
        account = Account(
            username=tidy_name(username),
            email=invited.email,
            name=name.strip(),
            role=invited.role,
            council=invited.council,
            agency=invited.agency,
            employed_by_council=invited.employed_by_council,
            registration_number=invited.registration_number,
            registered_until=invited.registered_until,
            employed_until=invited.employed_until,
            teams=invited.teams,
            created_at=at,
        )
        wrong = [*what_is_wrong_with_account(account)]
        wrong += () if identity else what_is_wrong_with_password(password, account)
        if wrong:
            raise Invalid(*wrong)
        account.set_password(None if identity else password)
        keep_new(account)
        if identity:
            bind_identity(account_id=account.id, who=identity, by=by, at=at)
        invited.accepted_at, invited.account = at, account
        invited.save(update_fields=["accepted_at", "account"])
        note("invitation accepted", account, by=by, at=at)
    return account.id
