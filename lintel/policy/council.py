"""What one council works by: what is in force there on a day, and how that work is stamped."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from lintel.policy.agency_questions import AskingAgencies
from lintel.policy.asking import AskingByToken
from lintel.policy.attaching import Attaching
from lintel.policy.challenging import Challenging
from lintel.policy.clocks import ClockRule
from lintel.policy.codes import (
    AddingUpRule,
    Band,
    Category,
    CensusSource,
    CodeSets,
    IndicatorRule,
    Outcome,
    Rating,
)
from lintel.policy.duty import HubHours
from lintel.policy.restricting import Restricting
from lintel.policy.senders import SilenceLimits
from lintel.policy.teams import ChildProtectionTeams
from lintel.policy.watching import Watching


class NoSuchRule(LookupError):
    """No clock, category or outcome has that name."""


@dataclass(frozen=True, eq=False)
class CouncilPolicy:
    """Everything law and the council have set, by day.

    Shape:
        key: the council, as records hold it: "northbeck".
        council_title: "Northbeck Council"; reference_prefix: "NB".
        preset: the scheme of response times it started from.
        in_force_from: the first day of the council's own file.
        rules: clock name -> its dated values, oldest first.
        asking_by_token: whether and how other agencies are asked without being told.
        asking_agencies: what agencies are usually asked, and when they are reminded.
        child_protection_teams: who such a team must have, and from which day.
        hub_hours: when the hub is open, and how the night is handed over.
        attaching: how much may be attached.
        challenging: the steps of a professional challenge, and whose each is.
        restricting: the kinds of restricted record, and how long anybody reads one.
        watching: from what numbers on somebody's use of records is a reason to ask.
        senders: from what counts on a sender of contacts is called silent.
    """

    key: str
    council_title: str
    reference_prefix: str
    preset: str
    phone: str
    out_of_hours_phone: str
    email: str
    in_force_from: date
    rules: Mapping[str, tuple[ClockRule, ...]]
    codes: CodeSets
    asking_by_token: AskingByToken
    asking_agencies: AskingAgencies
    hub_hours: HubHours
    attaching: Attaching
    child_protection_teams: ChildProtectionTeams
    challenging: Challenging
    restricting: Restricting
    watching: Watching
    senders: SilenceLimits

    def clock_rule(self, name: str, on: date) -> ClockRule:
        """The rule in force on `on`.

        Work from before the oldest value is judged by the oldest: an old contact brought in from
        elsewhere has a clock, rather than none.

        Errors:
            NoSuchRule: there is no such clock.
        """
        if name not in self.rules:
            raise NoSuchRule(name)
        values = self.rules[name]
        held = [rule for rule in values if rule.in_force_from <= on]
        return held[-1] if held else values[0]

    def clock_rules(self, on: date) -> tuple[ClockRule, ...]:
        return tuple(self.clock_rule(name, on) for name in self.rules)

    @property
    def sources(self) -> Mapping[str, CensusSource]:
        """Who may have told us, by census code."""
        return MappingProxyType(self.codes.sources)

    @property
    def ethnicities(self) -> Mapping[str, str]:
        return MappingProxyType(self.codes.ethnicities)

    @property
    def sexes(self) -> Mapping[str, str]:
        return MappingProxyType(self.codes.sexes)

    @property
    def ratings(self) -> Mapping[str, Rating]:
        """By key, most pressing first."""
        return MappingProxyType(self.codes.ratings)

    @property
    def bands(self) -> Mapping[int, Band]:
        return MappingProxyType(self.codes.bands)

    def categories(self, on: date) -> tuple[Category, ...]:
        return tuple(c for c in self.codes.categories if _in_use(c.retired_from, on))

    def category(self, key: str) -> Category:
        """The category, in use or retired: old contacts still show its title.

        Errors:
            NoSuchRule: there never was one.
        """
        for category in self.codes.categories:
            if category.key == key:
                return category
        raise NoSuchRule(key)

    def outcomes(self, kind: str, on: date) -> tuple[Outcome, ...]:
        """What an enquiry of `kind` can come to, least to most, in the order people choose from."""
        return tuple(outcome for outcome in self.codes.outcomes if outcome.kind == kind)

    def outcome(self, kind: str, key: str) -> Outcome:
        """
        Errors:
            NoSuchRule: an enquiry of `kind` cannot end so.
        """
        for outcome in self.codes.outcomes:
            if outcome.kind == kind and outcome.key == key:
                return outcome
        raise NoSuchRule(f"{kind}.{key}")

    def indicator_rules(self, on: date) -> tuple[IndicatorRule, ...]:
        return tuple(i for i in self.codes.indicators if _in_use(i.retired_from, on))

    def holds_low(self, rule: str) -> bool:
        """Whether a sign, while it stands, stops what gives less than an assessment; one that no
        file names any more does."""
        return all(each.holds_low for each in self.codes.indicators if each.key == rule)

    def adding_up_rules(self, on: date) -> tuple[AddingUpRule, ...]:
        """What raises a contact that came on `on`: the newest value of each rule by then."""
        by_then = (
            [rule for rule in values if rule.in_force_from <= on]
            for values in self.codes.adding_up.values()
        )
        return tuple(values[-1] for values in by_then if values)

    def version_on(self, day: date) -> str:
        """The stamp for work done on `day`: "northbeck 2026-04-01 standard/3f2a91".

        The day is the first on which these values held together; the last part changes whenever
        any value in force that day does.
        """
        return _stamp(self, day)


def _in_use(retired_from: date | None, on: date) -> bool:
    return retired_from is None or on < retired_from


@lru_cache(maxsize=1024)
def _stamp(policy: CouncilPolicy, day: date) -> str:
    rules = policy.clock_rules(day)
    begun = [rule.in_force_from for rule in rules] + [policy.in_force_from]
    since = max((first for first in begun if first <= day), default=min(begun))
    effective = (
        rules,
        policy.codes.sources,
        policy.codes.ratings,
        policy.codes.bands,
        policy.categories(day),
        policy.codes.outcomes,
        policy.indicator_rules(day),
        policy.adding_up_rules(day),
        (policy.phone, policy.out_of_hours_phone, policy.email),
    )
    digest = hashlib.sha256(repr(effective).encode()).hexdigest()[:6]
    return f"{policy.key} {since.isoformat()} {policy.preset}/{digest}"
