"""Laying the answers side by side, and weighing them."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import Permission, Viewer
from lintel.audit import trail
from lintel.contacts import actions as contacts
from lintel.kernel.refusals import Invalid, Refusal, Refused
from lintel.screening.models import Pooling, Weighing
from lintel.screening.queries.asked import unanswered
from lintel.screening.rules.asking import LONGEST_TEXT
from lintel.screening.rules.weighing import HEADINGS


@transaction.atomic
def pool_contributions(
    *,
    contact_id: UUID,
    reason: str = "",
    version: int | None = None,
    by: Viewer,
    at: datetime,
) -> UUID:
    """Let every agency that was asked read what the others said, as their marks allow.

    Errors:
        NotThere, NotPermitted, Stale: as every change to a contact.
        Refused: an agency has not answered, and no reason is given for not waiting.
    """
    contact = contacts.to_change(contact_id, version=version, permission=Permission.POOL, by=by)
    waiting = unanswered(contact.id)
    if waiting and not reason.strip():
        raise Refused(
            Refusal(
                "agencies_unanswered",
                f"Waiting for {', '.join(waiting)}. Wait, or enter why you pool without them",
                field="reason",
            )
        )
    pooling = Pooling.objects.create(
        contact_id=contact.id,
        council=contact.council,
        at=at,
        by_id=by.account_id,
        reason=reason.strip(),
    )
    _on_the_trail(Permission.POOL, contact, by=by, at=at)
    return pooling.id


@transaction.atomic
def weigh(
    *,
    contact_id: UUID,
    headings: dict[str, str],
    version: int | None = None,
    by: Viewer,
    at: datetime,
) -> UUID:
    """Record what whoever decides makes of it all. A later weighing replaces it and keeps it.

    Shape: `headings` by the fields of `Weighing`.

    Errors:
        NotThere, NotPermitted, Stale: as every change to a contact.
        Invalid: a heading nobody knows, or nothing said under any.
    """
    contact = contacts.to_change(contact_id, version=version, permission=Permission.DECIDE, by=by)
    unknown = sorted(set(headings) - set(HEADINGS))
    if unknown:
        raise Invalid(*(Refusal("unknown", "There is no such heading", key) for key in unknown))
    if any("\x00" in text or len(text) > LONGEST_TEXT for text in headings.values()):
        words = f"Enter {LONGEST_TEXT:,} characters or fewer, all of which can be stored"
        raise Invalid(Refusal("bad_words", words, "history_says"))
    if not any(text.strip() for text in headings.values()):
        raise Invalid(
            Refusal("missing", "Enter your analysis under at least one heading", "history_says")
        )
    weighing = Weighing.objects.create(
        contact_id=contact.id,
        council=contact.council,
        at=at,
        by_id=by.account_id,
        **{key: text.strip() for key, text in headings.items()},
    )
    _on_the_trail(Permission.DECIDE, contact, by=by, at=at, why="weighed")
    return weighing.id


def _on_the_trail(did: Permission, contact, *, by: Viewer, at: datetime, why: str = "") -> None:
    trail.record(
        did=did,
        object_type="contact",
        object_id=str(contact.id),
        by=by,
        at=at,
        why=why,
        council=contact.council,
        zone="Z5" if did is Permission.POOL else "Z6",
    )
