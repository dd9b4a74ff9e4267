"""A use of broken glass in plain words: who, when and why, and nothing of the record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from lintel.access.roles import ROLE_WORDS
from lintel.access.viewers import Role
from lintel.govuk.words import Clock, clock
from lintel.kernel.instants import when_in_words
from lintel.policy.restricting import RestrictionKind
from lintel.restrictions.queries.glass import GlassSeen
from lintel.restrictions.rules.glass import CATEGORY_WORDS, OUTCOME_WORDS, Category, Outcome


@dataclass(frozen=True, slots=True)
class GlassShown:
    """Shape: `clock` runs until it is reviewed, then until its incident is dealt with; None once
    both are; `facts`, `review` and `incident` are (what, words)."""

    href: str
    number: str
    who: str
    when: str
    why: str
    state: str
    clock: Clock | None
    facts: tuple[tuple[str, str], ...]
    reason: str
    opened: tuple[tuple[str, str], ...]
    review: tuple[tuple[str, str], ...]
    incident: tuple[tuple[str, str], ...]


def glass_shown(
    seen: GlassSeen, *, at: datetime, kinds: Mapping[str, RestrictionKind]
) -> GlassShown:
    why = CATEGORY_WORDS[Category(seen.category)]
    who = f"{seen.who}, {ROLE_WORDS[Role(seen.role)].lower()}"
    hidden = ", ".join(kinds[key].title for key in seen.kinds if key in kinds)
    review, incident = seen.review, seen.incident
    state, runs = "Waits for a review", clock(seen.review_due_at, at)
    if review is not None:
        state, runs = OUTCOME_WORDS[Outcome(review.outcome)].partition(":")[0], None
    if incident is not None and incident.closed_at is None:
        state, runs = "Incident", clock(incident.due_at, at)
    elif incident is not None:
        state = "Incident, closed"
    return GlassShown(
        href=reverse("one_broken_glass", args=[seen.id]),
        number=seen.number,
        who=who,
        when=when_in_words(seen.at),
        why=why,
        state=state,
        clock=runs,
        facts=(
            ("Who", who),
            ("Record", seen.reference),
            ("Hidden as", hidden or "Not theirs to open"),
            ("Opened", when_in_words(seen.at)),
            ("Shut", when_in_words(seen.closed_at)),
            ("Why", why),
        ),
        reason=seen.reason,
        opened=tuple((when_in_words(when), did[:1].upper() + did[1:]) for when, did in seen.opened),
        review=(
            ("Found", OUTCOME_WORDS[Outcome(review.outcome)].partition(":")[0]),
            ("By", f"{review.by}, {when_in_words(review.at)}"),
            ("How they know", review.words),
        )
        if review
        else (),
        incident=(
            ("Owner", incident.owner),
            ("Opened", when_in_words(incident.opened_at)),
            (
                "Closed",
                f"{incident.closed_by}, {when_in_words(incident.closed_at)}"
                if incident.closed_at
                else "Not yet",
            ),
            *((("What was done", incident.closed_because),) if incident.closed_at else ()),
        )
        if incident
        else (),
    )
