"""What a professional has told the hub themselves: which, and no more."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from lintel.access import queries as access
from lintel.access.viewers import Viewer
from lintel.contacts.models import Contact
from lintel.policy.in_force import policy_for

MOST = 50


@dataclass(frozen=True, slots=True)
class OwnTelling:
    contact_id: UUID
    reference: str
    received_at: datetime


def told_by(viewer: Viewer, *, contact_id: UUID | None = None) -> list[OwnTelling]:
    """Contacts this viewer handed in as a professional, the newest first; or the one asked for.

    Theirs is what their account sent, and what came by the form under the e-mail address that
    their invitation went to. Whoever has that mailbox has had its receipt, and its reference.
    """
    email = access.email_of(viewer.account_id)
    mine = Q(submitted_by=viewer.account_id)
    if email:
        mine |= Q(referrer__email__iexact=email, referrer__anonymous=False)
    rows = Contact.objects.filter(mine, council=viewer.council)
    if contact_id is not None:
        rows = rows.filter(id=contact_id)
    sources = policy_for(viewer.council).sources
    found = rows.order_by("-received_at", "id")[:MOST]
    return [
        OwnTelling(id_, reference, received_at)
        for id_, reference, received_at, source in found.values_list(
            "id", "reference", "received_at", "source"
        )
        if source in sources and sources[source].professional
    ]
