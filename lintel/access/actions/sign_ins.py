"""Ending sessions, one's own and a colleague's, and letting somebody try again who was slowed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access import guessing, sign_ins
from lintel.access.events import AccountTouched
from lintel.access.models import Account, SignIn, new_salt
from lintel.access.viewers import SYSTEM_ID, Permission, Viewer
from lintel.kernel.news import tell
from lintel.kernel.refusals import NotThere, Refusal, Refused


def end_sign_in(*, sign_in_id: UUID, by: Viewer, at: datetime) -> None:
    """One session is over at its next request, even at one that is under way.

    Errors:
        NotThere: no such session of one's own; it has ended already.
    """
    with transaction.atomic():
        own = SignIn.objects.filter(pk=sign_in_id, account_id=by.account_id)
        if not sign_ins.end(own.exclude(session_key="")):
            raise NotThere
        tell(AccountTouched("session ended", by.account_id, by.council, by, at))


def end_other_sign_ins(*, this: str, by: Viewer, at: datetime) -> int:
    """Every session of one's own but the one with the key `this`; how many there were."""
    with transaction.atomic():
        others = SignIn.objects.filter(account_id=by.account_id).exclude(session_key__in=("", this))
        ended = sign_ins.end(others)
        if ended:
            tell(AccountTouched("session ended", by.account_id, by.council, by, at, "others"))
    return ended


def expire_sessions(*, account_id: UUID, by: Viewer, at: datetime) -> None:
    """Every session of the account ends at its next request; it may sign in again.

    Errors:
        NotThere: no such account, or none for `by`.
    """
    with transaction.atomic():
        account = _in_council(account_id, by)
        account.session_salt = new_salt()
        account.save(update_fields=["session_salt"])
        sign_ins.end(SignIn.objects.filter(account=account).exclude(session_key=""))
        tell(AccountTouched("sessions expired", account.id, account.council, by, at))


def lift_guessing(*, account_id: UUID, by: Viewer, at: datetime) -> None:
    """Too many wrong guesses no longer keep the account's holder from signing in.

    Errors:
        NotThere: no such account, or none for `by`.
        Refused: one's own; a session left open could then guess codes without end.
    """
    with transaction.atomic():
        account = _in_council(account_id, by)
        if account_id == by.account_id:
            words = (
                "You cannot lift this for your own account. Wait five minutes, or ask a colleague"
            )
            raise Refused(Refusal("own_account", words))
        for kind in guessing.KINDS:
            guessing.was_right(guessing.bucket(kind, str(account.pk)))
        tell(AccountTouched("guessing lifted", account.id, account.council, by, at))


def _in_council(account_id: UUID, by: Viewer) -> Account:
    """An account `by` may end sessions of, locked; another council's is not there."""
    found = Account.objects.select_for_update().filter(pk=account_id)
    if by.account_id != SYSTEM_ID:
        by.must(Permission.END_SESSIONS)
        found = found.filter(council=by.council)
    account = found.first()
    if account is None:
        raise NotThere
    return account
