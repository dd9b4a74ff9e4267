"""The one thing the portal can do: hand in a contact, once."""

from datetime import datetime

from django.db import transaction

from lintel.access.viewers import Viewer
from lintel.contacts.actions import receive_contact
from lintel.contacts.rules.telling import Telling
from lintel.files.actions import hand_over_draft
from lintel.portal import drafts
from lintel.portal.drafts import Sent


def hand_in(*, token: str, telling: Telling, council: str, by: Viewer, at: datetime) -> Sent | None:
    """Give the telling to the hub and wipe the draft it came from, in one transaction.

    A draft that was already sent answers with its first receipt. None when there is no draft.

    Errors:
        Invalid: every field that is wrong, by name; the draft stays as it was.
        Refused: a file that was to go with it is no longer here; the draft stays as it was.
    """
    with transaction.atomic():
        draft = drafts.locked(token, at=at)
        if draft is None:
            return None
        held = drafts.opened(draft, token)
        if held.sent:
            return held.sent
        receipt = receive_contact(
            telling=telling, council=council, by=by, at=at, idempotency_key=f"portal:{held.key}"
        )
        hand_over_draft(
            held.answers.file_ids,
            contact_id=receipt.id,
            reference=receipt.reference,
            council=council,
            by=by,
            at=at,
        )
        sent = Sent(
            reference=receipt.reference,
            council=council,
            kind=telling.kind.value,
            professional=held.answers.is_professional,
            anonymous=telling.referrer.anonymous,
        )
        drafts.mark_sent(draft, token, sent, at=at)
        return sent
