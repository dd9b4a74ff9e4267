"""Signs in what was said that call for a second thought.

They read words, not meaning. They err on the side of firing: a false alarm costs a manager a
line of reason, a missed one may cost a child. A phrase somebody has plainly denied ("no bruises
seen") does not fire; a parent's denial is not such a denial. Nothing here rates or decides.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from lintel.contacts.rules.denials import is_denied
from lintel.contacts.rules.phrases import all_spans, plain
from lintel.contacts.rules.telling import ChildTold, Telling
from lintel.policy.codes import IndicatorRule

FIELDS = ("concern", "why_now")


@dataclass(frozen=True, slots=True)
class ChildAge:
    """Shape: years is None when nobody knows; both are empty for a child of no known age."""

    years: int | None = None
    unborn: bool = False


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """Shape: source is a census code; categories are policy keys; kind is the kind of enquiry."""

    concern: str
    why_now: str = ""
    categories: tuple[str, ...] = ()
    immediate_danger: bool = False
    children: tuple[ChildAge, ...] = ()
    source: str = ""
    kind: str = "welfare"


@dataclass(frozen=True, slots=True)
class Words:
    """Words that fired a rule. Shape: text[start:end] of the field, as it was written."""

    field: str
    start: int
    end: int
    said: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """A sign that fired.

    Shape:
        level: "immediate", "strategy" or "raise".
        why: what fired it apart from words: "category", "source", "said", or "" for words.
        words: what was said, in the order of the text; empty when no words fired it.
        version: the day the rule's wording came into use.
    """

    rule: str
    title: str
    level: str
    because: str
    why: str
    words: tuple[Words, ...]
    version: str

    @property
    def calls_for_strategy(self) -> bool:
        return self.level == "strategy"


def facts_of(telling: Telling, *, on: date) -> IndicatorFacts:
    """What the rules look at, of what somebody told us."""
    return IndicatorFacts(
        concern=telling.concern,
        why_now=telling.why_now,
        categories=telling.categories,
        immediate_danger=telling.immediate_danger,
        children=tuple(_age(child, on) for child in telling.children),
        source=telling.source,
        kind=str(telling.kind),
    )


def fired(facts: IndicatorFacts, rules: Sequence[IndicatorRule]) -> tuple[Indicator, ...]:
    """Every sign in `facts`, the most pressing first, each rule once with all its words."""
    found = [sign for rule in rules if (sign := _fires(rule, facts)) is not None]
    pressing = {"immediate": 0, "strategy": 1, "raise": 2}
    return tuple(sorted(found, key=lambda sign: pressing[sign.level]))


def never_set_low(indicators: Sequence[Indicator]) -> bool:
    """Whether the system must not suggest the lowest rating: any sign at all is enough."""
    return bool(indicators)


def _fires(rule: IndicatorRule, facts: IndicatorFacts) -> Indicator | None:
    why = ""
    if rule.immediate_flag and facts.immediate_danger:
        why = "said"
    elif set(rule.categories) & set(facts.categories):
        why = "category"
    # Who asks for information or for an assessment of needs is not worried by asking.
    elif facts.source in rule.sources and facts.kind == "welfare":
        why = "source"
    words = tuple(_words(rule, facts)) if _child_fits(rule, facts) else ()
    if not why and not words:
        return None
    return Indicator(rule.key, rule.title, rule.level, rule.because, why, words, rule.version)


def _child_fits(rule: IndicatorRule, facts: IndicatorFacts) -> bool:
    match rule.child:
        case "under_1":
            return any(child.unborn or child.years == 0 for child in facts.children)
        case "unborn":
            return any(child.unborn for child in facts.children)
        case _:
            return True


def _words(rule: IndicatorRule, facts: IndicatorFacts) -> Iterator[Words]:
    for field in FIELDS:
        text: str = getattr(facts, field)
        if not text:
            continue
        lowered = plain(text)
        hits = all_spans(rule.words, text, lowered)
        if not hits:
            continue
        taken = all_spans(rule.unless, text, lowered)
        reached = 0
        for start, end in hits:
            if start < reached or any(start < b and a < end for a, b in taken):
                continue
            if is_denied(text, start, end):
                continue
            reached = end
            yield Words(field, start, end, text[start:end])


def _age(child: ChildTold, on: date) -> ChildAge:
    if child.date_of_birth is not None:
        born = child.date_of_birth
        had = (on.month, on.day) >= (born.month, born.day)
        return ChildAge(years=max(on.year - born.year - (not had), 0))
    if child.expected_on is not None:
        return ChildAge(unborn=True)
    return ChildAge(years=child.age_years)
