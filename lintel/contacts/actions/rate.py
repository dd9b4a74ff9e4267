"""Rating a contact, and setting aside a risk indicator that does not hold."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import Permission, Viewer
from lintel.contacts.actions.change import (
    on_the_trail,
    refuse,
    settle,
    take_in_hand,
    to_change,
)
from lintel.contacts.events import IndicatorDismissed
from lintel.contacts.models import RatingGiven
from lintel.contacts.rules.facts import RANK, ContactFacts, Rating, Stage
from lintel.contacts.rules.lifecycle import NEXT_STAGE, Move, reasons_not_to_rate
from lintel.kernel import news
from lintel.kernel.refusals import NotThere, Refusal, Refused


@transaction.atomic
def rate_contact(
    *,
    contact_id: UUID,
    version: int | None,
    rating: Rating,
    reason: str,
    by: Viewer,
    at: datetime,
) -> ContactFacts:
    """Rate, or rate again; the old rating and its reason stay beside the new.

    Errors:
        NotThere, NotPermitted, Stale: as every change.
        Refused: not looked at, decided, no reason, or lowering a red alone.
    """
    contact = to_change(contact_id, version=version, permission=Permission.RATE, by=by)
    before = contact.facts()
    senior = by.may(Permission.LOOK)
    refuse(
        reasons_not_to_rate(
            before, rating=rating, reason=reason, is_senior=senior, by=by.account_id
        )
    )
    RatingGiven.objects.create(
        contact=contact,
        at=at,
        by_id=by.account_id,
        rating=rating,
        previous=before.rating or "",
        reason=reason,
        is_lower=before.rating is not None and RANK[rating] > RANK[before.rating],
    )
    contact.stage = NEXT_STAGE[Stage(contact.stage), Move.RATE]
    contact.rating = rating
    if rating is not Rating.RED:
        contact.rated_red_by = None
    elif before.rating is not Rating.RED:
        contact.rated_red_by = by.account_id
    take_in_hand(contact, by=by)
    settle(contact, by=by, at=at)
    change = f"{before.rating or 'unrated'} to {rating}"
    on_the_trail(Permission.RATE, contact, by=by, at=at, why=change)
    return contact.facts()


@transaction.atomic
def dismiss_indicator(
    *,
    contact_id: UUID,
    version: int | None,
    indicator_id: UUID,
    reason: str,
    by: Viewer,
    at: datetime,
) -> ContactFacts:
    """Set aside a rule that fired, with the reason, in sight of whoever decides.

    Errors:
        NotThere, NotPermitted, Stale: as every change.
        Refused: no reason, or already set aside.
    """
    contact = to_change(contact_id, version=version, permission=Permission.DISMISS_INDICATOR, by=by)
    indicator = contact.indicators.filter(id=indicator_id).first()
    if indicator is None:
        raise NotThere("indicator")
    if not reason.strip():
        raise Refused(Refusal("no_reason", "Enter why this does not apply here", field="reason"))
    if indicator.dismissed_at is not None:
        raise Refused(Refusal("already_dismissed", "This has already been set aside"))
    indicator.dismissed_at = at
    indicator.dismissed_by_id = by.account_id
    indicator.dismissed_because = reason
    indicator.save(update_fields=["dismissed_at", "dismissed_by", "dismissed_because"])
    settle(contact, by=by, at=at)
    rule = indicator.rule
    news.tell(IndicatorDismissed(contact_id=contact.id, rule=rule, reason=reason, by=by, at=at))
    on_the_trail(Permission.DISMISS_INDICATOR, contact, by=by, at=at, why=indicator.rule)
    return contact.facts()
