"""Twelve weeks of a front door, planned: who told what, when, and what the hub did about it.

Plans only. `loading` carries them out: what is over goes in bulk, what is live goes through the
actions themselves.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import islice
from random import Random

from lintel.contacts.rules.telling import Channel, Kind
from lintel.demo import words
from lintel.demo.household import Household
from lintel.demo.places import Area
from lintel.demo.population import households
from lintel.demo.referrers import PUBLIC, SOURCES, pick
from lintel.demo.tellings import KINDS, Told, tell
from lintel.kernel.instants import LONDON, london_day
from lintel.kernel.references import new_reference

WEEKS = 12
DAYS = ((0, 19), (1, 18), (2, 18), (3, 17), (4, 17), (5, 6), (6, 5))
LEADS_TO = {
    "red": (("strategy_discussion", 58), ("assessment", 32), ("linked_to_open_case", 10)),
    "amber": (
        *(("assessment", 40), ("early_help", 20), ("linked_to_open_case", 14)),
        *(("information_and_advice", 12), ("no_further_action", 8), ("other_authority", 6)),
    ),
    "green": (
        *(("early_help", 27), ("information_and_advice", 27), ("no_further_action", 26)),
        *(("signposting", 16), ("linked_to_open_case", 4)),
    ),
    "blue": (("no_further_action", 58), ("information_and_advice", 26), ("signposting", 16)),
}
ANSWERS = {
    Kind.INFORMATION_REQUEST: (
        ("information_shared", 66),
        ("information_not_held", 26),
        ("information_refused", 8),
    ),
    Kind.SIGNPOSTING: (
        ("signposting", 52),
        ("information_and_advice", 42),
        ("no_further_action", 6),
    ),
    Kind.EHC_REQUEST: (("passed_to_send_team", 92), ("ehc_withdrawn", 8)),
}
HANDED_OVER = {
    "strategy_discussion",
    "assessment",
    "early_help",
    "linked_to_open_case",
    "passed_to_send_team",
}
SERVICES = (
    "parenting-together",
    "young-carers",
    "harbour-da",
    "kite-bereavement",
    "warm-welcome",
    "autism-circle",
    "family-hub",
    "youth-base",
)
AUTHORITIES = (
    "Eastmarch County Council",
    "Wexcombe Borough Council",
    "Saltmarsh Metropolitan Council",
)


@dataclass(frozen=True)
class Step:
    """One thing somebody did. Shape: `by` is a key of the cast; `words` what they wrote."""

    verb: str
    at: datetime
    by: str
    words: str = ""
    values: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Story:
    """One contact from receipt to where it has got to.

    Shape: `key` names it in the manifest when it is one people look for; earlier and recent are
        contacts told of this household before, in all and in twelve months; `token` marks what
        partners write about it, by zone and field.
    """

    reference: str
    told: Told
    received_at: datetime
    sent_by: str
    steps: tuple[Step, ...]
    is_live: bool = False
    key: str = ""
    earlier: int = 0
    token: Callable[[str, str], str] | None = None


@dataclass(frozen=True)
class Staff:
    """Keys of the cast who act for one council."""

    screeners: tuple[str, ...]
    seniors: tuple[str, ...]
    managers: tuple[str, ...]
    teams: dict[str, str]  # team -> who receives for it
    police: str
    takes_calls: str
    referrer: str = ""
    school: str = ""


STAFF = {
    "northbeck": Staff(
        screeners=("d-screener", "d-screener2"),
        seniors=("d-senior", "d-manager", "d-manager2"),
        managers=("d-manager", "d-manager2"),
        teams={
            "assessment-north": "d-sw",
            "assessment-south": "d-sw2",
            "child-protection": "d-sw",
            "early-help": "d-earlyhelp",
            "send": "d-sw2",
        },
        police="api-police",
        takes_calls="d-admin",
        referrer="d-referrer",
        school="api-school",
    ),
    "southmere": Staff(
        screeners=("b-screener",),
        seniors=("b-manager", "sm-senior"),
        managers=("b-manager",),
        teams={
            "assessment": "sm-sw",
            "child-protection": "sm-sw",
            "early-help": "sm-sw",
            "send": "sm-sw",
        },
        police="sm-police",
        takes_calls="b-screener",
    ),
}


def arrival(rng: Random, source: str, now: datetime) -> datetime:
    """When somebody of that kind writes: schools in school hours, police at all hours."""
    while True:
        week = int(rng.random() ** 0.94 * WEEKS)  # a little busier of late
        weekday = pick(rng, DAYS if source in {"6", "3E", *PUBLIC} else DAYS[:5])
        monday = london_day(now) - timedelta(days=london_day(now).weekday(), weeks=WEEKS - 1 - week)
        if source in {"2A", "2B", "5B"}:
            minutes = rng.triangular(8 * 60, 17.2 * 60, 15.2 * 60)
        elif source in {"6", "3E"}:
            minutes = (
                rng.triangular(0, 24 * 60, 11 * 60) if rng.random() < 0.7 else rng.random() * 1440
            )
        elif source in PUBLIC:
            minutes = rng.triangular(7 * 60, 23.5 * 60, 18 * 60)
        else:
            minutes = rng.triangular(8 * 60, 18.5 * 60, 12 * 60)
        day = monday + timedelta(days=weekday)
        at = datetime.combine(day, time(), LONDON) + timedelta(
            minutes=int(minutes), seconds=int(rng.random() * 60)
        )
        if at < now - timedelta(hours=5):
            return at.astimezone(now.tzinfo)


class Families:
    """Households of one area, some of which the hub hears about again and again."""

    def __init__(self, rng: Random, area: Area, *, seed: int, now: datetime, how_many: int) -> None:
        self.rng, self.area = rng, area
        stream = households(seed=seed, as_of=london_day(now), area=area)
        self.all = [h for h in islice(stream, how_many) if h.children or h.expecting]
        self.told_before: dict[str, list[datetime]] = {}

    def one(self) -> Household:
        """A family; one in three tellings is about one that was told of before."""
        place = self.rng.random() ** (1.7 if self.rng.random() < 0.34 else 1.0)
        return self.all[int(place * len(self.all))]

    def before(self, household: str, at: datetime) -> int:
        return sum(moment < at for moment in self.told_before.get(household, ()))

    def remember(self, household: str, at: datetime) -> None:
        self.told_before.setdefault(household, []).append(at)


class Planner:
    """Plans the stories of one council."""

    def __init__(self, area: Area, *, seed: int, now: datetime, contacts: int) -> None:
        self.rng = Random(f"history {seed} {area.council}")
        self.area, self.now, self.contacts = area, now, contacts
        self.staff = STAFF[area.council]
        self.families = Families(
            self.rng, area, seed=seed, now=now, how_many=int(contacts * 0.78) + 60
        )
        self.prefix = "NB" if area.council == "northbeck" else "SM"
        self.taken: set[str] = set()

    def past(self) -> Iterator[Story]:
        """Everything that is over, oldest first."""
        tellings = []
        while len(tellings) < self.contacts:
            kind = pick(self.rng, KINDS)
            source = pick(self.rng, SOURCES) if kind is Kind.WELFARE else ""
            at = arrival(self.rng, source or "2A", self.now)
            told = None
            while told is None:
                household = self.families.one()
                told = tell(self.rng, household, self.area, at=at, kind=kind, source=source)
            tellings.append((at, household, told))
        for at, household, told in sorted(tellings, key=lambda row: row[0]):
            yield self.over(told, household, at)

    def reference(self) -> str:
        while True:
            reference = new_reference(self.prefix, choose=self.rng.choice)
            if reference not in self.taken:
                self.taken.add(reference)
                return reference

    def sender(self, told: Told) -> str:
        """Who in the cast handed it in; "public" for the form that needs no account."""
        telling, staff = told.telling, self.staff
        if telling.channel is Channel.API:
            return staff.police if telling.source == "6" else staff.school or "public"
        if telling.channel in (Channel.TELEPHONE, Channel.EMAIL, Channel.WALK_IN):
            return (
                staff.takes_calls if self.rng.random() < 0.6 else self.rng.choice(staff.screeners)
            )
        if (
            telling.channel is Channel.PROFESSIONAL_FORM
            and telling.referrer.agency == "Beckside Primary School"
            and staff.referrer
        ):
            return staff.referrer
        return "public"

    def one_of(self, options):
        return options[int(self.rng.random() * len(options))]

    def rating(self, told: Told) -> str:
        """What the hub makes of it: mostly what it is, sometimes a step off."""
        order = ("red", "amber", "green", "blue")
        place = order.index(told.level) if told.level else 2
        draw = self.rng.random()
        return order[min(3, max(0, place + (1 if draw > 0.9 else -1 if draw < 0.08 else 0)))]

    def over(self, told: Told, household: Household, at: datetime) -> Story:
        """A story from receipt to closing, every step before now."""
        earlier = self.families.before(household.key, at)
        steps = self.course(told, at, earlier=earlier)
        last = self.now - timedelta(minutes=4)
        if steps[-1].at > last:
            shrink = (last - at) / (steps[-1].at - at)
            steps = [
                Step(s.verb, at + (s.at - at) * shrink, s.by, s.words, s.values) for s in steps
            ]
        self.families.remember(household.key, at)
        return Story(self.reference(), told, at, self.sender(told), tuple(steps), earlier=earlier)

    def course(self, told: Told, at: datetime, *, earlier: int) -> list[Step]:
        rng, staff = self.rng, self.staff
        welfare = told.telling.kind is Kind.WELFARE
        rating = self.rating(told) if welfare else ""
        senior = self.one_of(staff.seniors)
        decider = (
            self.one_of(staff.managers)
            if rating == "red" or (len(staff.seniors) > 1 and rng.random() < 0.2)
            else self.one_of(staff.screeners)
        )
        moment = at + timedelta(minutes=min(240.0, rng.lognormvariate(2.2, 0.75)))
        immediate = told.telling.immediate_danger and (rating == "red" or rng.random() < 0.6)
        note = self.one_of(words.LOOKED_IMMEDIATE if immediate else words.LOOKED)
        if told.telling.immediate_danger and not immediate:
            note = self.one_of(words.NOT_IMMEDIATE_AFTER_ALL)
        steps = [Step("look", moment, senior, note, {"immediate": immediate})]

        def then(verb: str, minutes: float, by: str, said: str = "", **values) -> None:
            nonlocal moment
            moment += timedelta(minutes=minutes)
            if rating != "red" and moment.hour >= 20:
                moment += timedelta(hours=12)
            steps.append(Step(verb, moment, by, said, values))

        if immediate:
            then("acknowledge", rng.uniform(2, 13), senior, self.one_of(words.ACKNOWLEDGED))
        if not welfare:
            outcome = pick(rng, ANSWERS[told.telling.kind])
            then(
                "decide",
                rng.uniform(60, 2600),
                decider,
                self.one_of(words.RATIONALE[outcome]),
                outcome=outcome,
            )
        else:
            self._screen(then, told, rating, decider, senior, earlier)
            outcome = steps[-1].values["outcome"]
        if outcome in HANDED_OVER:
            if rng.random() < 0.04:
                then("return", rng.uniform(20, 200), "", self.one_of(words.RETURNED))
                then(
                    "decide",
                    rng.uniform(20, 90),
                    self.one_of(staff.managers),
                    self.one_of(words.RATIONALE[outcome]),
                    outcome=outcome,
                )
            then("accept", rng.uniform(8, 230), "")
        else:
            then("close", rng.uniform(3, 400), decider, self.one_of(words.CLOSED))
        return steps

    def _screen(
        self, then, told: Told, rating: str, decider: str, senior: str, earlier: int
    ) -> None:
        rng = self.rng
        rater = decider if rng.random() < 0.7 else self.one_of(self.staff.screeners)
        then("rate", rng.uniform(4, 70), rater, self.one_of(words.RATED[rating]), rating=rating)
        for _ in range(pick(rng, ((0, 45), (1, 35), (2, 20)))):
            then("note", rng.uniform(3, 60), decider, self.one_of(words.NOTES))
        if rng.random() < 0.03 and rating in ("amber", "green"):
            rating = "red" if rating == "amber" else "amber"
            then("rate", rng.uniform(5, 60), rater, self.one_of(words.RAISED), rating=rating)
        elif rng.random() < 0.05 and rating == "amber":
            rating = "green"
            then("rate", rng.uniform(5, 60), rater, self.one_of(words.LOWERED), rating=rating)
        then("history", rng.uniform(2, 30), decider)
        outcome = pick(rng, LEADS_TO[rating])
        if outcome != "strategy_discussion":
            then("dismiss", rng.uniform(1, 20), senior, self.one_of(words.DISMISSED))
        wait = {"red": (15, 190), "amber": (60, 1250), "green": (120, 3600), "blue": (20, 900)}[
            rating
        ]
        late = rng.random() < 0.09
        minutes = rng.uniform(*wait) * (1.9 if late else 1.0)
        then("decide", minutes, decider, self.one_of(words.RATIONALE[outcome]), outcome=outcome)
