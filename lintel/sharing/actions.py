"""Writing in the ledger. The caller has seen the record, asked permission and writes the trail."""

from datetime import datetime
from uuid import UUID

from lintel.access.viewers import Viewer
from lintel.kernel.refusals import Invalid
from lintel.policy.sharing import sharing_bases
from lintel.sharing.models import Share
from lintel.sharing.rules.disclosures import Disclosure, what_is_wrong_with


def record_share(
    disclosure: Disclosure,
    *,
    contact_id: UUID,
    reference: str,
    council: str,
    to_title: str = "",
    given_by: str = "",
    because_of: str = "",
    by: Viewer,
    at: datetime,
) -> UUID:
    """A line in the ledger, in the caller's transaction; its id.

    `given_by` is the agency whose information it is; without it, that of `by`.

    Errors:
        Invalid: everything that must be put right first.
    """
    wrong = what_is_wrong_with(disclosure, sharing_bases())
    if wrong:
        raise Invalid(*wrong)
    line = Share.objects.create(
        council=council,
        contact_id=contact_id,
        reference=reference,
        at=at,
        by_id=by.account_id,
        gave=disclosure.gave,
        given_by=given_by or by.agency,
        to=disclosure.to.strip()[:200],
        to_title=(to_title or disclosure.to).strip()[:200],
        items=disclosure.items.strip(),
        purpose=disclosure.purpose,
        basis=disclosure.basis,
        consent=disclosure.consent,
        consent_why=disclosure.consent_why.strip(),
        family_told=disclosure.family_told,
        family_told_why=disclosure.family_told_why.strip(),
        ground=disclosure.ground,
        reasoning=disclosure.reasoning.strip(),
        because_of=because_of,
    )
    return line.id
