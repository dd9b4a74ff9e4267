"""What the trail does about news from below."""

from lintel.access.events import AccountTouched
from lintel.audit import trail


def note_account(event: AccountTouched) -> None:
    """Signing in, and every change to an account, is on the trail."""
    trail.record(
        did=event.did,
        object_type="account",
        object_id=str(event.account_id),
        by=event.by,
        at=event.at,
        why=event.why,
        council=event.council,
    )
