"""Contacts in bulk, for imports of history and the demo: a named escape from one by one.

Each contact walks through the same rules as the actions ask, and is refused by them; the rows and
the trail entries that the actions would have left are kept in memory and written together, in a
number of statements that grows with batches and not with contacts. Permissions are asked of the
viewer who is said to have acted. Nobody is told anything: what history told is history.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction

from lintel.access.viewers import Permission, Viewer
from lintel.audit import trail
from lintel.audit.in_bulk import insert_many
from lintel.contacts.actions.adding_up import not_alone, raised_rule
from lintel.contacts.actions.as_told import (
    FRONT_DOOR,
    adult_of,
    child_of,
    contact_of,
    referrer_of,
)
from lintel.contacts.actions.change import index, refuse
from lintel.contacts.actions.flags import indicators_of
from lintel.contacts.actions.own import may_hold
from lintel.contacts.actions.receive import STAFF_CHANNELS
from lintel.contacts.loaded_people import remember_people
from lintel.contacts.models import (
    Acknowledgement,
    Assignment,
    Closing,
    Contact,
    ContactAdult,
    ContactChild,
    HistoryOpened,
    Hold,
    Look,
    Note,
    RaisedRule,
    RatingGiven,
    Referrer,
    RiskIndicator,
    SeniorRead,
)
from lintel.contacts.rules.adding_up import Raised, reasons_not_to_read
from lintel.contacts.rules.facts import RANK, ContactFacts, Rating, Stage
from lintel.contacts.rules.harm import INDICATED, LEVELS, MAY_HOLD_TEAMS, reasons_not_to_pass_on
from lintel.contacts.rules.lifecycle import (
    NEXT_STAGE,
    Move,
    reasons_not_to,
    reasons_not_to_acknowledge,
    reasons_not_to_close,
    reasons_not_to_hold,
    reasons_not_to_look,
    reasons_not_to_rate,
    reasons_not_to_reopen,
)
from lintel.contacts.rules.obstacles import CLOSING, Stands, refusals_for
from lintel.contacts.rules.telling import Telling
from lintel.contacts.rules.telling_rules import what_is_wrong
from lintel.directory import queries as directory
from lintel.kernel.refusals import Invalid, Refusal, Refused
from lintel.policy.in_force import policy_for

ESCAPE = "contacts loading"
# What a manager goes past, with a reason, to let such a child go on.
PASSED_ON = frozenset({INDICATED, "strategy_not_held"})
EVENTS = (
    *(Look, Acknowledgement, RatingGiven, Assignment, Hold, Note, HistoryOpened, Closing),
    *(RiskIndicator, RaisedRule, SeniorRead),
)


@dataclass(slots=True)
class Walk:
    """One contact on its way through the house, in memory.

    Shape: `who` maps each child's and adult's row to the key of the person they truly are;
        a row that is not in it is linked to nobody. `stands` is what the contexts above loaded
        beside it and still holds it, by the row that says so; `past` are codes of what a manager
        went past with a reason, in the decision that it has now.
    """

    contact: Contact
    referrer: Referrer
    told: list[ContactChild | ContactAdult]
    rows: list[models.Model] = field(default_factory=list)
    acts: list[trail.Act] = field(default_factory=list)
    who: dict[Any, str] = field(default_factory=dict)
    stands: dict[UUID, Stands] = field(default_factory=dict)
    past: frozenset[str] = frozenset()

    @property
    def facts(self) -> ContactFacts:
        return self.contact.facts()

    @property
    def standing_indicators(self) -> list[RiskIndicator]:
        return [r for r in self.rows if isinstance(r, RiskIndicator) and r.dismissed_at is None]

    @property
    def unanswered_harm(self) -> list[str]:
        """Titles of the signs that call for a strategy discussion. A walk holds none: what came
        before the hub was asked is answered by a manager's reason."""
        signs = [row for row in self.standing_indicators if row.level in LEVELS]
        return list(dict.fromkeys(row.title for row in signs))

    def opened_history(self, by: Viewer) -> bool:
        return any(isinstance(r, HistoryOpened) and r.by_id == by.account_id for r in self.rows)

    def _happened(self, model: type[models.Model], by: Viewer, at: datetime, **values: Any) -> None:
        self.rows.append(model(contact=self.contact, at=at, by_id=by.account_id, **values))

    def _settle(
        self, did: Permission, *, by: Viewer, at: datetime, why: str = "", settles: bool = True
    ) -> None:
        self.contact.version += settles
        self.on_the_trail(did, by=by, at=at, why=why)

    def on_the_trail(self, did: Permission, *, by: Viewer, at: datetime, why: str = "") -> None:
        contact = self.contact
        act = trail.Act(did, "contact", str(contact.id), by, at, why, contact.council)
        self.acts.append(act)

    def look(self, *, immediate: bool, note: str = "", by: Viewer, at: datetime) -> None:
        by.must(Permission.LOOK)
        refuse(reasons_not_to_look(self.facts, immediate=immediate, note=note))
        self._happened(Look, by, at, immediate=immediate, note=note)
        self.contact.stage = NEXT_STAGE[Stage(self.contact.stage), Move.LOOK]
        if immediate:
            self.contact.immediate_since = at
        why = "immediate" if immediate else "can wait"
        self._settle(Permission.LOOK, by=by, at=at, why=why)

    def acknowledge(self, *, action: str, by: Viewer, at: datetime) -> None:
        by.must(Permission.ACKNOWLEDGE_IMMEDIATE)
        refuse(reasons_not_to_acknowledge(self.facts, action=action))
        self._happened(Acknowledgement, by, at, action=action)
        self.contact.immediate_since = None
        self._own(by)
        self._settle(Permission.ACKNOWLEDGE_IMMEDIATE, by=by, at=at)

    def rate(self, *, rating: Rating, reason: str, by: Viewer, at: datetime) -> None:
        by.must(Permission.RATE)
        before, senior = self.facts, by.may(Permission.LOOK)
        refuse(
            reasons_not_to_rate(
                before, rating=rating, reason=reason, is_senior=senior, by=by.account_id
            )
        )
        lower = before.rating is not None and RANK[rating] > RANK[before.rating]
        self._happened(
            RatingGiven,
            by,
            at,
            rating=rating,
            previous=before.rating or "",
            reason=reason,
            is_lower=lower,
        )
        self.contact.stage = NEXT_STAGE[Stage(self.contact.stage), Move.RATE]
        self.contact.rating = rating
        if rating is not Rating.RED:
            self.contact.rated_red_by = None
        elif before.rating is not Rating.RED:
            self.contact.rated_red_by = by.account_id
        self._own(by)
        change = f"{before.rating or 'unrated'} to {rating}"
        self._settle(Permission.RATE, by=by, at=at, why=change)

    def dismiss(self, indicator: RiskIndicator, *, reason: str, by: Viewer, at: datetime) -> None:
        by.must(Permission.DISMISS_INDICATOR)
        if not reason.strip():
            raise Refused(Refusal("no_reason", "Enter why this sign is set aside", "reason"))
        indicator.dismissed_at, indicator.dismissed_by_id = at, by.account_id
        indicator.dismissed_because = reason
        self._settle(Permission.DISMISS_INDICATOR, by=by, at=at, why=indicator.rule)

    def assign(
        self,
        *,
        to_account: UUID | None,
        to_team: str = "",
        reason: str = "",
        by: Viewer,
        at: datetime,
    ) -> None:
        """
        Errors:
            Refused: they may not hold a child while a sign of significant harm stands.
        """
        by.must(Permission.ASSIGN)
        if self.unanswered_harm and not may_hold(self.contact.council, to_account, to_team):
            refuse(reasons_not_to_pass_on(self.unanswered_harm, field="to"))
        self._happened(Assignment, by, at, to_account_id=to_account, to_team=to_team, reason=reason)
        self.contact.owner_account_id = to_account
        if to_team:
            self.contact.owner_team = to_team
        self._settle(Permission.ASSIGN, by=by, at=at, why=f"to {to_team or to_account}")

    def mark_taken(self, *, team: str, reason: str, by: Viewer, at: datetime) -> None:
        """The contact's side of taking over at the close of day; the entry is the caller's."""
        self._happened(Assignment, by, at, to_team=team, reason=reason)
        self.contact.owner_account_id, self.contact.owner_team = None, team
        self.contact.version += 1

    def hold(self, *, reason: str, review_at: datetime, by: Viewer, at: datetime) -> None:
        by.must(Permission.HOLD)
        refuse(reasons_not_to_hold(self.facts, reason=reason, review_at=review_at, at=at))
        self._happened(Hold, by, at, reason=reason, review_at=review_at)
        self.contact.held_until = review_at
        self._own(by)
        self._settle(Permission.HOLD, by=by, at=at, why=f"until {review_at.isoformat()}")

    def note(self, *, text: str, by: Viewer, at: datetime) -> None:
        by.must(Permission.ADD_NOTE)
        self._happened(Note, by, at, text=text)
        self._settle(Permission.ADD_NOTE, by=by, at=at, settles=False)

    def open_history(self, *, by: Viewer, at: datetime) -> None:
        by.must(Permission.OPEN_HISTORY)
        self._happened(HistoryOpened, by, at)
        self._settle(Permission.OPEN_HISTORY, by=by, at=at, settles=False)

    def add_up(self, raised: Iterable[Raised], *, at: datetime) -> None:
        """Raise it for a senior read, by rules that have been asked of its family."""
        rows = [raised_rule(self.contact, each, at=at) for each in raised]
        if rows:
            self.rows += rows
            self.contact.raised_at, self.contact.senior_readers = at, []

    def senior_read(self, *, words: str, by: Viewer, at: datetime) -> None:
        by.must(Permission.SENIOR_READ)
        refuse(reasons_not_to_read(words=words))
        rules = [row.rule for row in self.rows if isinstance(row, RaisedRule)]
        self._happened(SeniorRead, by, at, words=words, rules=rules)
        self.contact.senior_readers = sorted({*self.contact.senior_readers, str(by.account_id)})
        self._settle(Permission.SENIOR_READ, by=by, at=at, why=", ".join(rules))

    def mark_decided(
        self,
        *,
        outcome: str,
        awaiting_team: str,
        past: Iterable[str] = (),
        by: Viewer,
        at: datetime,
    ) -> None:
        """The contact's side of a decision, as `actions.mark_decided`. `past` are codes that a
        manager went past, whose reason the decision keeps."""
        refuse(reasons_not_to(Move.DECIDE, self.facts))
        not_alone(self.contact, outcome, by=by, closing=False)
        self.contact.stage = NEXT_STAGE[Stage(self.contact.stage), Move.DECIDE]
        self.contact.decided_at, self.contact.outcome = at, outcome
        self.contact.awaiting_team, self.contact.was_returned = awaiting_team, False
        self.past = frozenset(past)
        self._own(by)
        self.contact.version += 1

    def mark_accepted(self, *, by: Viewer, at: datetime) -> None:
        refuse(reasons_not_to(Move.ACCEPT, self.facts))
        self.contact.accepted_team = self.contact.awaiting_team
        self._shut(Move.ACCEPT, by=by, at=at)
        self.contact.version += 1

    def mark_returned(self) -> None:
        refuse(reasons_not_to(Move.RETURN, self.facts))
        self.contact.stage = NEXT_STAGE[Stage(self.contact.stage), Move.RETURN]
        self.contact.awaiting_team, self.contact.was_returned = "", True
        self.contact.decided_at, self.contact.outcome = None, ""
        self.contact.owner_team, self.past = FRONT_DOOR, frozenset()
        self.contact.version += 1

    def close(self, *, reason: str, by: Viewer, at: datetime) -> None:
        by.must(Permission.CLOSE)
        standing = refusals_for(tuple(self.stands.values()), CLOSING)
        refuse((*reasons_not_to_close(self.facts, reason=reason), *standing))
        self._happened(Closing, by, at, reopened=False, reason=reason)
        self._shut(Move.CLOSE, by=by, at=at)
        self._settle(Permission.CLOSE, by=by, at=at)

    def reopen(self, *, reason: str, by: Viewer, at: datetime) -> None:
        by.must(Permission.REOPEN)
        refuse(reasons_not_to_reopen(self.facts, reason=reason))
        self._happened(Closing, by, at, reopened=True, reason=reason)
        contact = self.contact
        contact.stage = NEXT_STAGE[Stage(contact.stage), Move.REOPEN]
        contact.closed_at = contact.decided_at = None
        contact.outcome = contact.awaiting_team = contact.accepted_team = ""
        contact.was_returned, self.past = False, frozenset()
        contact.clock_started_at = at
        contact.owner_team, contact.owner_account_id = FRONT_DOOR, by.account_id
        self._settle(Permission.REOPEN, by=by, at=at)

    def _own(self, by: Viewer) -> None:
        if self.contact.owner_account_id is None:
            self.contact.owner_account_id = by.account_id

    def _shut(self, move: Move, *, by: Viewer, at: datetime) -> None:
        not_alone(self.contact, self.contact.outcome, by=by, closing=move is Move.CLOSE)
        self.contact.stage = NEXT_STAGE[Stage(self.contact.stage), move]
        self.contact.closed_at, self.contact.awaiting_team = at, ""


def receive(
    telling: Telling,
    *,
    council: str,
    reference: str,
    by: Viewer,
    at: datetime,
    children: Iterable[str] = (),
    adults: Iterable[str] = (),
) -> Walk:
    """A telling taken in, in memory. `children` and `adults` say who each truly is, by a key of
    the caller's; "" where nobody is to be linked.

    Errors:
        Invalid: every field that is wrong, as receive_contact.
        NotPermitted: `by` may not hand in a contact this way.
    """
    staff = telling.channel in STAFF_CHANNELS or by.may(Permission.TAKE_CALL)
    by.must(Permission.TAKE_CALL if staff else Permission.SUBMIT_CONTACT)
    wrong = what_is_wrong(telling, at=at, policy=policy_for(council))
    if wrong:
        raise Invalid(*wrong)
    contact = contact_of(telling, council=council, reference=reference, by=by, at=at)
    told: list[ContactChild | ContactAdult] = [
        *(child_of(contact, place, child) for place, child in enumerate(telling.children)),
        *(adult_of(contact, place, adult) for place, adult in enumerate(telling.adults)),
    ]
    walk = Walk(contact, referrer_of(contact, telling), told)
    walk.who = {row.id: key for row, key in zip(told, (*children, *adults), strict=False) if key}
    walk.rows += indicators_of(contact, telling.children, at=at)
    walk.on_the_trail(Permission.SUBMIT_CONTACT, by=by, at=at, why=telling.channel)
    return walk


def write(
    walks: Iterable[Walk], *, by: Viewer, known_since: datetime, known: Mapping[str, UUID]
) -> dict[str, UUID]:
    """Write everything the walks hold, whole or not at all; the people who are new, by key.

    Shape: `known` are people by the caller's keys; `known_since` is when the links to people
        count as made, before any history was read.

    Errors:
        Refused: an open contact without an owner or a next step, which the rules cannot make; or a
            child with a sign of significant harm is with an area team or early help, and no
            manager said why. Each is named by its line, counted from 1, and its reference.
    """
    walks = list(walks)
    with transaction.atomic():
        refuse(_passed_on(walks))
        told_of = [(walk.contact, walk.told, walk.who) for walk in walks]
        persons = remember_people(told_of, known, by=by, at=known_since)
        for walk in walks:
            index(walk.contact)
            if walk.facts.is_open and walk.contact.due_at is None:
                raise Refused(Refusal("no_due_time", "An open contact has a clock"))
        _create(Contact, [walk.contact for walk in walks])
        _create(Referrer, [walk.referrer for walk in walks])
        told = [row for walk in walks for row in walk.told]
        for model in (ContactChild, ContactAdult):
            _create(model, [row for row in told if isinstance(row, model)])
        happened = [row for walk in walks for row in walk.rows]
        for model in EVENTS:
            _create(model, [row for row in happened if isinstance(row, model)])
        trail.record_many(sorted((a for walk in walks for a in walk.acts), key=lambda a: a.at))
    return persons


def _passed_on(walks: list[Walk]) -> tuple[Refusal, ...]:
    """Every line that says a child has gone where a child who may be harmed may not go."""
    kinds: dict[str, dict[str, str]] = {}
    found: list[Refusal] = []
    for line, walk in enumerate(walks, start=1):
        contact, signs = walk.contact, walk.unanswered_harm
        if not signs or walk.past & PASSED_ON:
            continue
        if contact.council not in kinds:
            kinds[contact.council] = {t.key: t.kind for t in directory.teams(contact.council)}
        known = kinds[contact.council]
        teams = {contact.awaiting_team, contact.accepted_team, contact.owner_team} - {
            "",
            FRONT_DOOR,
        }
        if any(known.get(team) not in MAY_HOLD_TEAMS for team in teams):
            found += [
                replace(one, message=f"Line {line}, {contact.reference}: {one.message}")
                for one in reasons_not_to_pass_on(signs)
            ]
    return tuple(found)


def _create(model: type[models.Model], rows: list) -> None:
    insert_many(model, rows, reason=ESCAPE)
