"""Raising the published risk indicators on a contact."""

from collections.abc import Iterable
from datetime import datetime

from lintel.audit.in_bulk import insert_many
from lintel.contacts.models import Contact, ContactChild, RiskIndicator
from lintel.contacts.rules.indicators import ChildAge, IndicatorFacts, fired
from lintel.contacts.rules.telling import ChildTold
from lintel.kernel.instants import london_day, years_old
from lintel.policy.in_force import policy_for


def flag(contact: Contact, *, at: datetime) -> None:
    """Keep each rule that fires and has not fired before, with the words that fired it.

    What has fired stays, whatever is corrected later: only a senior person sets it aside.
    """
    known = set(contact.indicators.values_list("rule", flat=True))
    for indicator in indicators_of(contact, contact.children.order_by("place"), at=at):
        if indicator.rule not in known:
            indicator.save(force_insert=True)


def flag_new(contact: Contact, children: Iterable[ChildTold], *, at: datetime) -> None:
    """The same for a contact just stored with these children, on which nothing has fired yet."""
    insert_many(RiskIndicator, indicators_of(contact, children, at=at), reason="flagging")


def indicators_of(
    contact: Contact, children: Iterable[ContactChild | ChildTold], *, at: datetime
) -> list[RiskIndicator]:
    """A row, not yet written, for each rule that fires on a contact with these children."""
    day = london_day(at)
    facts = IndicatorFacts(
        kind=contact.kind,
        source=contact.source,
        concern=contact.concern,
        why_now=contact.why_now,
        categories=tuple(contact.categories),
        immediate_danger=contact.immediate_danger,
        children=tuple(
            ChildAge(
                years=years_old(child.date_of_birth, on=day)
                if child.date_of_birth
                else child.age_years,
                unborn=child.expected_on is not None,
            )
            for child in children
        ),
    )
    return [
        RiskIndicator(
            contact=contact,
            rule=indicator.rule,
            level=indicator.level,
            title=indicator.title,
            because=indicator.because,
            words="; ".join(words.said for words in indicator.words),
            spans=[[words.field, words.start, words.end] for words in indicator.words],
            version=indicator.version,
            fired_at=at,
        )
        for indicator in fired(facts, policy_for(contact.council).indicator_rules(day))
    ]
