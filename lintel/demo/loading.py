"""Carrying out the plan: what is over in bulk, what is live through the actions themselves."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import Viewer, the_public, the_system
from lintel.contacts import actions as contacts, loading as contacts_in_bulk, queries
from lintel.contacts.queries.adding_up import event_of
from lintel.contacts.rules.adding_up import FamilyEvent, adds_up
from lintel.contacts.rules.facts import Rating
from lintel.demo import words
from lintel.demo.cast import BY_KEY
from lintel.demo.history import SERVICES as OFFERED, STAFF, Step, Story
from lintel.demo.partners import BY, Partnership
from lintel.demo.partnership import SERVICES, TEAMS
from lintel.kernel.instants import london_day
from lintel.kernel.refusals import Refused
from lintel.pathways import actions as pathways, loading as pathways_in_bulk
from lintel.pathways.rules.handovers import Ending
from lintel.people import actions as people
from lintel.policy.council import CouncilPolicy
from lintel.policy.in_force import policy_for
from lintel.screening import actions as screening, loading as screening_in_bulk

TITLES = {(t.council, t.key): t.title for t in TEAMS} | {
    (s.council, s.key): s.title for s in SERVICES
}
STRATEGY = {"immediate", "strategy"}
CHUNK = 4_000
HELPED_FOR = timedelta(weeks=6)


class Company:
    """Who acts. Shape: `accounts` maps keys of the cast to account ids."""

    def __init__(self, accounts: dict[str, UUID], started_on) -> None:
        self.accounts, self.started_on = accounts, started_on

    def viewer(self, key: str, council: str, at: datetime) -> Viewer:
        if key == "public":
            return the_public(council, today=london_day(at))
        member = BY_KEY[key]
        return member.viewer(self.accounts[key], at, until=member.registered_until(self.started_on))


def team_for(council: str, outcome: str, rng: Random) -> str:
    """Which team takes that outcome."""
    if outcome in ("assessment", "linked_to_open_case"):
        if council == "northbeck":
            return "assessment-north" if rng.random() < 0.6 else "assessment-south"
        return "assessment"
    return {
        "strategy_discussion": "child-protection",
        "early_help": "early-help",
        "passed_to_send_team": "send",
    }.get(outcome, "")


def destination(council: str, outcome: str, rng: Random, step: Step) -> tuple[str, str]:
    """(team, anything else) for that outcome."""
    if outcome == "signposting":
        return "", rng.choice(OFFERED)
    if outcome == "other_authority":
        return "", step.values.get("authority", "Eastmarch County Council")
    return team_for(council, outcome, rng), ""


class Bulk:
    """What is over, many at a time. `write` returns who is who in the people context."""

    def __init__(
        self, council: str, company: Company, *, known_since: datetime, now: datetime
    ) -> None:
        self.council, self.company, self.known_since, self.now = council, company, known_since, now
        self.persons: dict[str, UUID] = {}
        self.truth: list[tuple[str, str, str]] = []
        self.keyed: list[tuple[str, UUID]] = []
        self.past: dict[str, list[FamilyEvent]] = {}  # what each household has been through
        self.stepped_down: dict[str, list[pathways_in_bulk.HandOver]] = {}

    def load(self, stories: Iterable[Story], *, tell: Callable[[int], None] | None = None) -> int:
        done = 0
        stream = iter(stories)
        while chunk := list(islice(stream, CHUNK)):
            walks, decisions, offers, back = [], [], [], []
            for story in chunk:
                walk = self._received(story)
                past = self.past.setdefault(story.told.household, [])
                if walk.who:
                    on = london_day(story.received_at)
                    rules = policy_for(self.council).adding_up_rules(on)
                    walk.add_up(adds_up(event_of(walk.contact), past, rules), at=story.received_at)
                    back += self._came_back(walk, story)
                self._walk(walk, story, decisions, offers)
                past.append(event_of(walk.contact))
                walks.append(walk)
                if story.key:
                    self.keyed.append((story.key, walk.contact.id))
                told = story.told
                self.truth.append(
                    (story.reference, told.household, " ".join((*told.children, *told.adults)))
                )
            system = the_system(self.council, today=london_day(self.known_since))
            with transaction.atomic():
                found = contacts_in_bulk.write(
                    walks, by=system, known_since=self.known_since, known=self.persons
                )
                screening_in_bulk.write(decisions)
                pathways_in_bulk.write(offers, back)
            self.persons.update(found)
            done += len(chunk)
            if tell:
                tell(len(chunk))
        return done

    def _received(self, story: Story) -> contacts_in_bulk.Walk:
        rng = Random(f"links {story.reference}")
        told = story.told
        # Nobody has said yet who the people of a live contact are, until its history was read.
        known = not story.is_live or any(step.verb == "history" for step in story.steps)
        return contacts_in_bulk.receive(
            told.telling,
            council=self.council,
            reference=story.reference,
            by=self.company.viewer(story.sent_by, self.council, story.received_at),
            at=story.received_at,
            children=[
                key if key != "unborn" and known and rng.random() < 0.95 else ""
                for key in told.children
            ],
            adults=[key if known and rng.random() < 0.7 else "" for key in told.adults],
        )

    def _walk(self, walk, story: Story, decisions: list, offers: list) -> None:
        rng = Random(f"walk {story.reference}")
        policy = policy_for(self.council)
        for step in story.steps:
            key = step.by or STAFF[self.council].teams[walk.contact.awaiting_team]
            by = self.company.viewer(key, self.council, step.at)
            at = step.at
            match step.verb:
                case "look":
                    walk.look(immediate=step.values["immediate"], note=step.words, by=by, at=at)
                case "acknowledge":
                    walk.acknowledge(action=step.words, by=by, at=at)
                case "rate":
                    walk.rate(rating=Rating(step.values["rating"]), reason=step.words, by=by, at=at)
                case "note":
                    walk.note(text=step.words, by=by, at=at)
                case "history":
                    walk.open_history(by=by, at=at)
                case "dismiss":
                    self._set_aside(walk, step.words, by=by, at=at)
                case "decide":
                    self._read(walk, but=key, at=at)
                    if not walk.facts.is_welfare:
                        senior = self.company.viewer(
                            another_senior(self.council, key), self.council, at
                        )
                        self._set_aside(walk, words.DISMISSED[0], by=senior, at=at)
                    outcome = policy.outcome(walk.contact.kind, step.values["outcome"])
                    if outcome.low and not (by.is_manager and goes_past(story.reference)):
                        senior = self.company.viewer(
                            another_senior(self.council, key), self.council, at
                        )
                        self._explain(walk, policy, by=senior, at=at)
                    team, elsewhere = destination(self.council, outcome.key, rng, step)
                    if outcome.hands_over and not team:
                        raise LookupError(f"no team for {outcome.key}")
                    decision = screening_in_bulk.decide(
                        walk,
                        outcome,
                        rationale=step.words,
                        team=team,
                        destination=elsewhere,
                        destination_title=TITLES.get((self.council, team or elsewhere), elsewhere),
                        known=screening_in_bulk.Known(story.earlier),
                        override_reason=words.OVERRIDDEN[0] if by.is_manager else "",
                        by=by,
                        at=at,
                    )
                    decisions.append(decision)
                    if outcome.hands_over:
                        offers.append(
                            pathways_in_bulk.offer(
                                walk, decision_id=decision.id, outcome=outcome.key, by=by, at=at
                            )
                        )
                case "accept":
                    pathways_in_bulk.accept(walk, offers[-1], by=by, at=at)
                    if offers[-1].outcome == "early_help":
                        self._helped(story.told.household, offers[-1], by=by)
                case "return":
                    pathways_in_bulk.send_back(walk, offers[-1], reason=step.words, by=by, at=at)
                case "close":
                    self._read(walk, but=key, at=at)
                    walk.close(reason=step.words, by=by, at=at)
                case "assign":
                    to = self.company.accounts[step.values["to"]]
                    walk.assign(to_account=to, reason=step.words, by=by, at=at)
                case "hold":
                    walk.hold(reason=step.words, review_at=step.values["review_at"], by=by, at=at)
                case other:
                    raise LookupError(other)

    def _helped(self, household: str, accepted, *, by: Viewer) -> None:
        """Early help has begun, and has ended where that is long ago."""
        self.stepped_down.setdefault(household, []).append(accepted)
        ends = accepted.answered_at + HELPED_FOR
        if ends < self.now:
            ended = Random(f"helped {accepted.reference}").choice(words.HELP_ENDED)
            pathways_in_bulk.end(accepted, how=Ending.HELPED, words=ended, by=by, at=ends)

    def _came_back(self, walk, story: Story) -> list:
        found = [
            pathways_in_bulk.came_back(
                held,
                contact_id=walk.contact.id,
                reference=story.reference,
                came_at=story.received_at,
                at=story.received_at,
            )
            for held in self.stepped_down.get(story.told.household, ())
        ]
        return [one for one in found if one is not None]

    def _set_aside(self, walk, why: str, *, by: Viewer, at: datetime) -> None:
        for indicator in walk.standing_indicators:
            if indicator.level in STRATEGY:
                walk.dismiss(indicator, reason=why, by=by, at=at)

    def _explain(self, walk, policy: CouncilPolicy, *, by: Viewer, at: datetime) -> None:
        """What else holds less than an assessment is explained before it is given."""
        for indicator in walk.standing_indicators:
            if indicator.level not in STRATEGY and policy.holds_low(indicator.rule):
                walk.dismiss(indicator, reason=words.EXPLAINED, by=by, at=at)

    def _read(self, walk, *, but: str, at: datetime) -> None:
        """A senior read of what adds up, by somebody else than whoever decides or closes."""
        facts = walk.facts
        if facts.raised_at and not facts.senior_readers - {self.company.accounts[but]}:
            by = self.company.viewer(another_senior(self.council, but), self.council, at)
            walk.senior_read(words=words.SENIOR_READ[0], by=by, at=at)


def goes_past(reference: str) -> bool:
    """Whether a manager decides past a sign of harm, rather than have it set aside."""
    return Random(f"past {reference}").random() < 0.2


def another_senior(council: str, but: str) -> str:
    return next(key for key in STAFF[council].seniors if key != but)


class ByHand:
    """What is live, one action after another, at the moments of the plan."""

    def __init__(self, council: str, company: Company, persons: dict[str, UUID]) -> None:
        self.council, self.company, self.persons = council, company, persons
        self.truth: list[tuple[str, str, str]] = []
        self.keyed: list[tuple[str, UUID]] = []
        self.partnership = Partnership(company.accounts)

    def load(self, stories: Iterable[Story]) -> None:
        """One transaction for all: a demo is whole or not."""
        acts: list[tuple[datetime, Story, Step | None]] = []
        for story in stories:
            acts.append((story.received_at, story, None))
            acts += [(step.at, story, step) for step in story.steps]
        ids: dict[str, UUID] = {}
        with transaction.atomic():
            for at, story, step in sorted(acts, key=lambda act: act[0]):
                if step is not None:
                    self._do(story, step, ids[story.reference])
                    continue
                by = self.company.viewer(story.sent_by, self.council, at)
                receipt = contacts.receive_contact(
                    telling=story.told.telling, council=self.council, by=by, at=at
                )
                ids[story.reference] = receipt.id
                if story.token:
                    self.partnership.tokens[receipt.id] = story.token
                if story.key:
                    self.keyed.append((story.key, receipt.id))
                told = story.told
                self.truth.append(
                    (receipt.reference, told.household, " ".join((*told.children, *told.adults)))
                )

    def _do(self, story: Story, step: Step, contact_id: UUID) -> None:
        rng = Random(f"live {story.reference} {step.verb}")
        at, values = step.at, step.values
        by = self.company.viewer(step.by or "d-manager", self.council, at)
        if step.verb in ("return", "accept"):
            by = self._receiver(contact_id, at)
        base = {"contact_id": contact_id, "version": None, "by": by, "at": at}
        match step.verb:
            case "look":
                contacts.look_at_contact(immediate=values["immediate"], note=step.words, **base)
            case "acknowledge":
                contacts.acknowledge_immediate(action=step.words, **base)
            case "rate":
                contacts.rate_contact(rating=Rating(values["rating"]), reason=step.words, **base)
            case "note":
                contacts.add_note(contact_id=contact_id, text=step.words, by=by, at=at)
            case "assign":
                to = str(self.company.accounts[values["to"]])
                contacts.assign_contact(to=to, reason=step.words, **base)
            case "hold":
                contacts.hold_contact(reason=step.words, review_at=values["review_at"], **base)
            case "history":
                self._link(story, contact_id, by, at)
                contacts.open_history(contact_id=contact_id, by=by, at=at)
            case "dismiss":
                self._dismiss(contact_id, step.words, by, at)
            case "decide":
                self._decide(story, step, base, rng)
            case "return":
                pathways.return_handover(reason=step.words, **base)
            case "accept":
                self._read(contact_id, by, but="", at=at)
                pathways.accept_handover(**base)
            case "close":
                self._read(contact_id, by, but=step.by, at=at)
                manager = self.company.viewer(STAFF[self.council].managers[0], self.council, at)
                # What the day's families are told of may hold the closing until this is said.
                self.partnership.do("no_opinion", contact_id, "", by=manager, at=at)
                contacts.close_contact(reason=step.words, **base)
            case "reopen":
                contacts.reopen_contact(reason=step.words, **base)
            case verb if verb in BY:
                self.partnership.do(verb, contact_id, values["value"], by=by, at=at)
            case other:
                raise LookupError(other)

    def _decide(self, story: Story, step: Step, base: dict, rng: Random) -> None:
        outcome = step.values["outcome"]
        by, at, contact_id = base["by"], base["at"], base["contact_id"]
        team, elsewhere = destination(self.council, outcome, rng, step)
        if not step.values.get("override"):
            self._link(story, contact_id, by, at)
            contacts.open_history(contact_id=contact_id, by=by, at=at)
            if outcome != "strategy_discussion":
                self._dismiss(
                    contact_id, words.DISMISSED[int(rng.random() * len(words.DISMISSED))], by, at
                )
                self._explain(contact_id, outcome, but=step.by, at=at)
        self._read(contact_id, by, but=step.by, at=at)
        asked = {"outcome": outcome, "rationale": step.words, "destination": team or elsewhere}
        try:
            screening.decide_contact(**asked, **base)
        except Refused:
            screening.decide_contact(**asked, override_reason=words.OVERRIDDEN[0], **base)

    def _read(self, contact_id: UUID, by: Viewer, *, but: str, at: datetime) -> None:
        facts = queries.the_contact(by, contact_id).facts()
        if facts.raised_at and not facts.senior_readers - {by.account_id}:
            reader = another_senior(self.council, but)
            contacts.senior_read(
                contact_id=contact_id,
                version=None,
                words=words.SENIOR_READ[1],
                by=self.company.viewer(reader, self.council, at),
                at=at,
            )

    def _receiver(self, contact_id: UUID, at: datetime) -> Viewer:
        manager = self.company.viewer(STAFF[self.council].managers[0], self.council, at)
        team = queries.the_contact(manager, contact_id).awaiting_team
        return self.company.viewer(STAFF[self.council].teams[team], self.council, at)

    def _dismiss(self, contact_id: UUID, reason: str, by: Viewer, at: datetime) -> None:
        contact = queries.the_contact(by, contact_id)
        for indicator in queries.standing_indicators(contact):
            if indicator.level in STRATEGY:
                contacts.dismiss_indicator(
                    contact_id=contact_id,
                    version=None,
                    indicator_id=indicator.id,
                    reason=reason,
                    by=by,
                    at=at,
                )

    def _explain(self, contact_id: UUID, outcome: str, *, but: str, at: datetime) -> None:
        """What else holds less than an assessment is set aside by a senior before it is given."""
        senior = self.company.viewer(another_senior(self.council, but), self.council, at)
        contact, policy = queries.the_contact(senior, contact_id), policy_for(self.council)
        if not policy.outcome(contact.kind, outcome).low:
            return
        for indicator in queries.standing_indicators(contact):
            if indicator.level not in STRATEGY and policy.holds_low(indicator.rule):
                contacts.dismiss_indicator(
                    contact_id=contact_id,
                    version=None,
                    indicator_id=indicator.id,
                    reason=words.EXPLAINED,
                    by=senior,
                    at=at,
                )

    def _link(self, story: Story, contact_id: UUID, by: Viewer, at: datetime) -> None:
        """Say who each child is, as somebody who knows the family would."""
        family = queries.family_facts(queries.the_contact(by, contact_id))
        children = [told for told in family.told if told.is_child]
        for told, key in zip(children, story.told.children, strict=True):
            if told.person_id is not None or key == "unborn":
                continue
            known = self.persons.get(key)
            self.persons[key] = people.link(
                told.record_id,
                known,
                ["same child, checked by telephone"] if known else ["not known before"],
                by=by,
                at=at,
            )
