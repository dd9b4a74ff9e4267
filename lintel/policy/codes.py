"""Code sets: what a contact may say, be rated and come to. Plain values, read from files."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from lintel.kernel.sources import Source


@dataclass(frozen=True, slots=True)
class CensusSource:
    """Who told us, as the children in need census counts it.

    Shape:
        public: a member of the public, whose identity is protected.
        professional: somebody telling us in the course of their work; never anonymous.
        family: the child's own family, friends or neighbours, whose concern is never set low
            by the system.
    """

    code: str
    title: str
    plain: str
    professional: bool
    public: bool
    anonymous_allowed: bool
    family: bool


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of worry, in a teacher's words.

    Shape:
        calls_for_strategy: by itself it calls for a strategy discussion, or a manager's reason.
        opens_paediatric: a paediatric opinion is considered; a reason is given when there is none.
        opens_lado: it is an allegation against somebody who works with children: the designated
            officer has it, and only they and the deciding manager see it.
        source: what these rest on; None when all are false.
    """

    key: str
    title: str
    hint: str
    calls_for_strategy: bool
    opens_paediatric: bool
    source: Source | None
    retired_from: date | None = None
    opens_lado: bool = False


class Needs(StrEnum):
    """What must be named with an outcome."""

    NOTHING = ""
    TEAM = "team"
    SERVICE = "service"
    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a contact comes to.

    Shape:
        kind: the kind of enquiry it can end: "welfare", "ehc_request".
        needs: what must be named with it; `team_kinds` says which teams fit, best first.
        hands_over: a team must accept it before the hub lets go.
        guards: keys of what must be settled first; screening knows what each asks.
        routed: rules of area and age suggest the team; not where one already has the family.
        low: it gives the child less than an assessment, so second thoughts are asked for.
        tells_professional, tells_public: what the referrer is told, with {reference}, {council},
            {phone} and {destination}; never a name. The public are told nothing about a family.
    """

    key: str
    kind: str
    title: str
    hint: str
    needs: str
    team_kinds: tuple[str, ...]
    hands_over: bool
    low: bool
    guards: tuple[str, ...]
    tells_professional: str
    tells_public: str
    routed: bool = True

    @property
    def team_kind(self) -> str:
        return self.team_kinds[0] if self.team_kinds else ""

    @property
    def welfare_only(self) -> bool:
        return self.kind == "welfare"

    def tells(
        self, *, public: bool, reference: str, council: str, phone: str, destination: str = ""
    ) -> str:
        """The words for one referrer."""
        words = self.tells_public if public else self.tells_professional
        return words.format(
            reference=reference, council=council, phone=phone, destination=destination
        )


@dataclass(frozen=True, slots=True)
class Rating:
    """Shape: rank 4 is the most pressing (red), 1 the least (blue); clock is a rule or ""."""

    key: str
    title: str
    description: str
    rank: int
    clock: str


@dataclass(frozen=True, slots=True)
class Band:
    """A threshold of need: the number is national practice, the label is the council's."""

    number: int
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class IndicatorRule:
    """A sign that calls for a second thought, as data.

    Shape:
        level: "immediate", "strategy" or "raise".
        categories, sources: any of these fires it.
        words: phrases that fire it; `*` ends a word early, `~` stands for up to three words,
            `(a|b)` is either.
        unless: phrases that take away a hit they touch: "hit the roof".
        child: "" any; "under_1" and "unborn" must be among the children for `words` to fire.
        immediate_flag: fires when the referrer says there is immediate danger.
        opens_paediatric: as a category does, until somebody sets the sign aside.
        version: the day these words came into use, shown with what they fired.
        holds_low: while it stands, less than an assessment takes a manager's reason.
    """

    key: str
    title: str
    level: str
    because: str
    categories: tuple[str, ...]
    sources: tuple[str, ...]
    words: tuple[str, ...]
    unless: tuple[str, ...]
    child: str
    immediate_flag: bool
    source: Source
    version: str
    retired_from: date | None = None
    opens_paediatric: bool = False
    holds_low: bool = True


class Counts(StrEnum):
    """What a rule about what adds up counts."""

    CONTACTS = "contacts"
    DECIDED = "decided"
    PLANS = "plans"


@dataclass(frozen=True, slots=True)
class AddingUpRule:
    """One value of a rule that raises a contact for a senior read, because of what adds up.

    Shape:
        rule: the rule in one sentence, as people read it.
        earlier: how many events there must be before the contact that is raised.
        months: how far back they count, from the same day of the month; 0 when it does not matter.
        kinds: kinds of enquiry that are raised and counted; categories: which of them, () any.
        outcomes: what a "decided" contact came to; plans: kinds of plan.
    """

    key: str
    title: str
    rule: str
    because: str
    counts: Counts
    kinds: tuple[str, ...]
    categories: tuple[str, ...]
    outcomes: tuple[str, ...]
    plans: tuple[str, ...]
    earlier: int
    months: int
    source: Source
    in_force_from: date

    @property
    def version(self) -> str:
        return self.in_force_from.isoformat()


@dataclass(frozen=True, slots=True)
class CodeSets:
    """Every code set, as files ship them."""

    sources: dict[str, CensusSource] = field(default_factory=dict)
    ethnicities: dict[str, str] = field(default_factory=dict)
    sexes: dict[str, str] = field(default_factory=dict)
    categories: tuple[Category, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    ratings: dict[str, Rating] = field(default_factory=dict)
    bands: dict[int, Band] = field(default_factory=dict)
    indicators: tuple[IndicatorRule, ...] = ()
    adding_up: dict[str, tuple[AddingUpRule, ...]] = field(default_factory=dict)
