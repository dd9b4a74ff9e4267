"""Raising the published risk indicators on a contact."""

from datetime import datetime

from lintel.contacts.models import Contact, RiskIndicator
from lintel.contacts.rules.indicators import ChildAge, IndicatorFacts, fired
from lintel.kernel.instants import london_day, years_old
from lintel.policy.in_force import policy_for


def flag(contact: Contact, *, at: datetime) -> None:
    """Keep each rule that fires and has not fired before, with the words that fired it.

    What has fired stays, whatever is corrected later: only a senior person sets it aside.
    """
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
            for child in contact.children.order_by("place")
        ),
    )
    known = set(contact.indicators.values_list("rule", flat=True))
    for indicator in fired(facts, policy_for(contact.council).indicator_rules(day)):
        if indicator.rule not in known:
            RiskIndicator.objects.create(
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
