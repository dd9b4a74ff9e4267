"""What the ledger says about a contact. The caller has asked whether the contact may be opened."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from lintel.access import queries as access
from lintel.access.worded_once import worded_once
from lintel.policy.sharing import sharing_bases
from lintel.sharing.models import Share


@worded_once
def _newest_first(contact_id: UUID) -> QuerySet[Share]:
    return Share.objects.filter(contact_id=contact_id).order_by("-at", "-id")


@dataclass(frozen=True, slots=True)
class ShareSeen:
    """A line of the ledger in words. `consent` and `gave` are the codes of `rules.disclosures`."""

    id: UUID
    at: datetime
    by: str
    gave: str
    given_by: str
    to: str
    items: str
    purpose: str
    basis: str
    condition: str
    consent: str
    consent_why: str
    family_told: bool | None
    family_told_why: str
    ground: str
    reasoning: str
    because_of: str


def shares_about(contact_id: UUID) -> list[ShareSeen]:
    """Everything shared or refused about a contact, newest first. Two database queries."""
    rows = _newest_first(contact_id)
    names = access.names_of({row.by_id for row in rows})
    known = sharing_bases()
    return [
        ShareSeen(
            id=row.id,
            at=row.at,
            by=names.get(row.by_id, ""),
            gave=row.gave,
            given_by=row.given_by,
            to=row.to_title,
            items=row.items,
            purpose=known.purposes[row.purpose].title,
            basis=known.bases[row.basis].title if row.basis else "",
            condition=known.bases[row.basis].condition if row.basis else "",
            consent=row.consent,
            consent_why=row.consent_why,
            family_told=row.family_told,
            family_told_why=row.family_told_why,
            ground=known.grounds[row.ground].title if row.ground else "",
            reasoning=row.reasoning,
            because_of=row.because_of,
        )
        for row in rows
    ]
