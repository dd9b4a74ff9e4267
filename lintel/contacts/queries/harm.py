"""Signs of significant harm: those that stand unanswered, and those that were set aside."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lintel.access import queries as access
from lintel.access.viewers import Permission, Viewer
from lintel.contacts.models import Contact, RiskIndicator
from lintel.contacts.rules.harm import INDICATED, LEVELS
from lintel.contacts.standing import answered_for
from lintel.policy.in_force import policy_for


def unanswered_harm(contact: Contact) -> list[str]:
    """Titles of the signs that call for a strategy discussion, where none has answered them."""
    signs = contact.indicators.filter(dismissed_at=None, level__in=LEVELS)
    titles = list(dict.fromkeys(signs.order_by("fired_at", "rule").values_list("title", flat=True)))
    return [] if titles and INDICATED in answered_for(contact) else titles


def harm_that_holds(contact: Contact) -> list[str]:
    """Titles of the signs that stand and that policy lets nobody go below an assessment past."""
    policy = policy_for(contact.council)
    signs = contact.indicators.filter(dismissed_at=None).order_by("fired_at", "rule")
    found = signs.values_list("rule", "title")
    return list(dict.fromkeys(title for rule, title in found if policy.holds_low(rule)))


@dataclass(frozen=True, slots=True)
class SetAside:
    contact_id: UUID
    reference: str
    sign: str
    reason: str
    by: str
    at: datetime


def harm_set_aside(viewer: Viewer, *, since: datetime) -> list[SetAside]:
    """Signs that call for a strategy discussion and that somebody senior set aside, newest first.

    Errors:
        NotPermitted: only managers see them together.
    """
    viewer.must(Permission.OVERRIDE)
    rows = RiskIndicator.objects.filter(
        contact__council=viewer.council, dismissed_at__gte=since, level__in=LEVELS
    ).select_related("contact")
    found = list(rows.order_by("-dismissed_at")[:500])
    names = access.names_of({row.dismissed_by_id for row in found})
    return [
        SetAside(
            contact_id=row.contact_id,
            reference=row.contact.reference,
            sign=row.title,
            reason=row.dismissed_because,
            by=names.get(row.dismissed_by_id, "Somebody who has left"),
            at=row.dismissed_at,
        )
        for row in found
    ]
