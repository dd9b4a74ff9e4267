"""What the pages about decisions say, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass

from lintel.contacts.queries.concern_shown import TimelineEntry
from lintel.contacts.queries.shown import Shown
from lintel.govuk.answers import Done, Obstacle
from lintel.screening.web.pooled import Pooled


@dataclass(frozen=True, slots=True)
class OutcomeShown:
    """Shape: `asks` are the names of the form's questions that go with it; `places` are (team,
    what it has left)."""

    key: str
    title: str
    hint: str
    asks: Sequence[str]
    in_the_way: int
    places: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class HistoryShown:
    """The family's history in brief. Shape: `newest` are (day, title, what it came to)."""

    counts: Sequence[str]
    newest: Sequence[tuple[str, str, str]]
    more: int


@dataclass(frozen=True, slots=True)
class WeighingShown:
    """Shape: `said` are (heading, words)."""

    by: str
    when: str
    said: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class DecidePage:
    """Shape:
    obstacles: all that meets any outcome; `note` names outcomes it does not stop.
    stops_all: why nothing can be decided from here; there is then no form.
    """

    shown: Shown
    outcomes: Sequence[OutcomeShown]
    obstacles: Sequence[Obstacle]
    stops_all: bool
    may_override: bool
    earlier: int
    history_read: bool
    history_href: str
    rated: str
    rated_why: str
    seen_at: str
    stale: bool
    changed: Sequence[TimelineEntry]
    saved_at: str
    autosave: str
    pooled: Pooled | None
    weighings: Sequence[WeighingShown]
    weigh: str
    history: HistoryShown | None
    banners: Sequence[Done]


@dataclass(frozen=True, slots=True)
class WeighPage:
    shown: Shown
    pooled: Pooled | None
    history: HistoryShown | None
    history_href: str
    weighings: Sequence[WeighingShown]
    seen_at: str
    stale: bool
    changed: Sequence[TimelineEntry]
    saved_at: str
    autosave: str
    back: str


@dataclass(frozen=True, slots=True)
class PoolPage:
    shown: Shown
    pooled: Pooled
    back: str


@dataclass(frozen=True, slots=True)
class DecisionShown:
    """Shape: `past` are words for what was gone past, empty when nothing was; `routed` is why the
    rules pointed where they did, and `instead` why it went elsewhere."""

    outcome: str
    destination: str
    rationale: str
    by: str
    when: str
    past: Sequence[str]
    override_reason: str
    policy_version: str
    routed: str = ""
    instead: str = ""
    reference: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class DecisionsPanel:
    """Shape: `newest` holds, the others no longer do."""

    newest: DecisionShown
    older: Sequence[DecisionShown]


@dataclass(frozen=True, slots=True)
class SetAsideShown:
    reference: str
    href: str
    sign: str
    reason: str
    by: str
    when: str


@dataclass(frozen=True, slots=True)
class OverridesPage:
    """Shape: `counts` are (what was gone past, how often), most often first; `set_aside` are signs
    of significant harm that somebody senior set aside."""

    days: int
    counts: Sequence[tuple[str, int]]
    decisions: Sequence[DecisionShown]
    set_aside: Sequence[SetAsideShown]


# A refusal code, as a manager reads what was gone past.
PAST_WORDS = {
    "immediate_unanswered": "An immediate need nobody had answered",
    "strategy_not_held": "A sign of significant harm, to a team that does not hold the discussion",
    "strategy_indicated": "A sign that calls for a strategy discussion",
    "harm_indicated": "A sign of harm, for less than an assessment",
    "child_not_linked": "A child who looked like somebody we know",
    "history_not_opened": "A family history not read",
    "not_rated": "No rating",
    "lowered_without_reason": "A rating lowered without a reason",
    "not_weighed": "No written analysis",
    "repeat_contacts": "A third contact in 12 months",
}


def past_words(code: str) -> str:
    return PAST_WORDS.get(code, code.replace("_", " ").capitalize())
