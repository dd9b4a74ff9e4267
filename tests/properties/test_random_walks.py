"""Whatever people do, in whatever order, no contact is lost.

Random walks over every action, by everybody, on both databases: after each step every open
contact has an owner, a next step and a due time, is in exactly the queue its facts give, and
received = open + closed.
"""

import contextlib
import os
from datetime import timedelta

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from lintel.access.viewers import NotPermitted, Role
from lintel.audit import checking
from lintel.contacts import actions, queries
from lintel.contacts.rules.facts import Rating
from lintel.contacts.rules.queues import BY_NAME, queue_of
from lintel.contacts.rules.telling import Kind
from lintel.contacts.tests import given
from lintel.kernel.refusals import Invalid, NotThere, Refused, Stale
from lintel.oversight import actions as oversight, queries as challenges
from lintel.oversight.rules.challenging import AnswerSaid, ChallengeSaid
from lintel.pathways import actions as pathways
from lintel.policy.in_force import policy_for
from lintel.screening import actions as screening

# The actions' own tests run on both; the walk on one database each time, on the other the next.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.walk]

EXAMPLES = int(os.environ.get("LINTEL_EXAMPLES", "3")) * 2
EXPECTED = (Refused, Invalid, NotPermitted, NotThere, Stale)
WORDS = st.sampled_from(["", "Because the school rang again"])
OUTCOMES = sorted({o.key for o in policy_for("northbeck").codes.outcomes})
PEOPLE = {
    "manager": (Role.MANAGER, {}),
    "other manager": (Role.MANAGER, {}),
    "screener": (Role.SCREENER, {}),
    "admin": (Role.ADMIN, {}),
    "provider": (Role.ADMIN_PROVIDER, {"employed_by_council": False}),
    "assessment": (Role.SOCIAL_WORKER, {"teams": ["assessment", "protection"]}),
    "early help": (Role.EARLY_HELP, {"teams": ["early-help"]}),
    "lapsed": (Role.MANAGER, {"registered_until": None}),
    "stranger": (Role.MANAGER, {"council": "southmere"}),
}
WHO = st.sampled_from(sorted(PEOPLE))


class TheHub(RuleBasedStateMachine):
    """Contacts arriving and people acting on them, rightly and wrongly."""

    contacts = Bundle("contacts")

    @initialize()
    def open_for_the_day(self) -> None:
        given.teams()
        self.at = given.NOON
        self.people = {name: given.a_viewer(role, **said) for name, (role, said) in PEOPLE.items()}
        self.taken = 0

    def _does(self, act, contact, who: str, *, stale: bool = False, **said) -> None:
        """One act, allowed to be refused in every expected way, and to be nothing else."""
        self.at += timedelta(minutes=7)
        version = queries.the_contact(self.people["manager"], contact).version
        try:
            act(
                contact_id=contact,
                version=version - 1 if stale else version,
                by=self.people[who],
                at=self.at,
                **said,
            )
        except EXPECTED:
            after = queries.the_contact(self.people["manager"], contact).version
            assert after == version, "a refusal wrote something"
        else:
            assert not stale, "a stale write was taken"

    @rule(
        target=contacts,
        kind=st.sampled_from(Kind),
        categories=st.sampled_from([(), ("neglect",), ("physical_abuse",)]),
        danger=st.booleans(),
    )
    def somebody_tells(self, kind, categories, danger):
        self.at += timedelta(minutes=3)
        telling = given.a_telling(kind=kind, categories=categories, immediate_danger=danger)
        receipt = actions.receive_contact(
            telling=telling, council="northbeck", by=self.people["screener"], at=self.at
        )
        self.taken += 1
        return multiple(receipt.id)

    @rule(contact=contacts, who=WHO, immediate=st.booleans(), note=WORDS, stale=st.booleans())
    def look(self, contact, who, immediate, note, stale):
        self._does(
            actions.look_at_contact, contact, who, stale=stale, immediate=immediate, note=note
        )

    @rule(contact=contacts, who=WHO, action=WORDS)
    def acknowledge(self, contact, who, action):
        self._does(actions.acknowledge_immediate, contact, who, action=action)

    @rule(contact=contacts, who=WHO, rating=st.sampled_from(Rating), reason=WORDS)
    def rate(self, contact, who, rating, reason):
        self._does(actions.rate_contact, contact, who, rating=rating, reason=reason)

    @rule(contact=contacts, who=WHO, to=st.sampled_from([*PEOPLE, "front-door", "nobody"]))
    def assign(self, contact, who, to):
        chosen = str(self.people[to].account_id) if to in PEOPLE else to
        self._does(actions.assign_contact, contact, who, to=chosen)

    @rule(contact=contacts, who=WHO, reason=WORDS, hours=st.integers(-1, 30))
    def hold(self, contact, who, reason, hours):
        review = self.at + timedelta(hours=hours)
        self._does(actions.hold_contact, contact, who, reason=reason, review_at=review)

    @rule(contact=contacts, who=WHO)
    def release(self, contact, who):
        self._does(actions.release_contact, contact, who)

    @rule(contact=contacts, who=WHO, key=st.sampled_from(["physical_abuse", "neglect", "odd"]))
    def correct(self, contact, who, key):
        self._does(actions.correct_contact, contact, who, changes={"categories": [key]})

    @rule(contact=contacts, who=WHO)
    def read_the_history(self, contact, who):
        self.at += timedelta(minutes=1)
        with contextlib.suppress(EXPECTED):
            actions.open_history(contact_id=contact, by=self.people[who], at=self.at)

    @rule(
        contact=contacts,
        who=WHO,
        outcome=st.sampled_from(OUTCOMES),
        rationale=WORDS,
        override=WORDS,
        destination=st.sampled_from(["", "young-carers", "assessment", "Otherland Council"]),
    )
    def decide(self, contact, who, outcome, rationale, override, destination):
        self._does(
            screening.decide_contact,
            contact,
            who,
            outcome=outcome,
            rationale=rationale,
            override_reason=override,
            destination=destination,
        )

    @rule(contact=contacts, who=WHO)
    def accept(self, contact, who):
        self._does(pathways.accept_handover, contact, who)

    @rule(contact=contacts, who=WHO, reason=WORDS)
    def send_back(self, contact, who, reason):
        self._does(pathways.return_handover, contact, who, reason=reason)

    @rule(contact=contacts, who=WHO, reason=WORDS)
    def close(self, contact, who, reason):
        self._does(actions.close_contact, contact, who, reason=reason)

    @rule(contact=contacts, who=WHO, reason=WORDS)
    def reopen(self, contact, who, reason):
        self._does(actions.reopen_contact, contact, who, reason=reason)

    @rule(contact=contacts, who=WHO, subject=st.sampled_from(["decision", "other"]), wants=WORDS)
    def challenge(self, contact, who, subject, wants):
        self.at += timedelta(minutes=4)
        said = ChallengeSaid(subject, "delay", "Too slow", wants)
        with contextlib.suppress(EXPECTED):
            oversight.raise_challenge(
                contact_id=contact, said=said, by=self.people[who], at=self.at
            )

    @rule(who=WHO, settled=st.sampled_from(["changed", "upheld", "withdrawn"]), words=WORDS)
    def answer_a_challenge(self, who, settled, words):
        """The oldest that is open; at a later step somebody is named."""
        self.at += timedelta(minutes=4)
        waiting = challenges.open_challenges(self.people["manager"], at=self.at)
        common = {"by": self.people[who], "at": self.at}
        for one in sorted(waiting, key=lambda each: each.at)[:1]:
            with contextlib.suppress(EXPECTED):
                if settled == "withdrawn":
                    oversight.withdraw_challenge(challenge_id=one.id, reason=words, **common)
                else:
                    said = AnswerSaid(settled, words, "Told", answered_for="The head of service")
                    oversight.answer_challenge(challenge_id=one.id, said=said, **common)

    @invariant()
    def every_contact_is_accounted_for(self):
        if not hasattr(self, "people"):
            return
        found = queries.conservation(self.people["manager"], at=self.at)
        assert found.received == self.taken
        assert found.difference == 0
        assert list(found.astray) == []

    @invariant()
    def no_contact_closes_past_a_challenge_by_hand_or_by_acceptance(self):
        if not hasattr(self, "people"):
            return
        for one in challenges.open_challenges(self.people["manager"], at=self.at):
            contact = queries.the_contact(self.people["manager"], one.contact_id)
            assert contact.stage != "closed" or contact.closed_at < one.at

    @invariant()
    def every_open_contact_has_an_owner_a_next_step_and_a_due_time(self):
        if not hasattr(self, "people"):
            return
        rows, _ = queries.listed(self.people["manager"], size=500, at=self.at)
        for row in rows:
            if row.stage == "closed":
                continue
            assert row.owner
            assert row.next_step
            assert row.clock is not None
            assert row.queue in BY_NAME
            contact = queries.the_contact(self.people["manager"], row.id)
            assert contact.due_at == row.clock.due_at
            assert contact.queue == queue_of(contact.facts())

    def teardown(self):
        if hasattr(self, "people"):
            assert checking.verify().fault is None


class Emptied(TheHub):
    """Each walk begins in an empty database and leaves one."""

    def teardown(self):
        try:
            super().teardown()
        finally:
            call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)


def test_no_walk_loses_a_contact():
    run_state_machine_as_test(
        Emptied,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
