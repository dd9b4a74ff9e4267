"""A decision: once, with reasons, by somebody the law lets decide, with all that follows."""

from datetime import timedelta

import pytest

from lintel.access.viewers import NotPermitted, Role
from lintel.audit import trail
from lintel.contacts import actions as contacts, queries
from lintel.contacts.rules.facts import Stage
from lintel.contacts.rules.telling import Kind, ReferrerTold
from lintel.contacts.tests import given
from lintel.kernel.refusals import Invalid, Refused, Stale
from lintel.notices import queries as notices
from lintel.notices.tests.given import open_alerts
from lintel.people import queries as people
from lintel.screening import actions, queries as screening

pytestmark = pytest.mark.django_db
LATER = given.NOON + timedelta(minutes=40)


@pytest.fixture(autouse=True)
def hub():
    given.teams()


def decide(receipt, by, **differences):
    ordinary = {
        "contact_id": receipt.id,
        "version": 3,
        "outcome": "no_further_action",
        "rationale": "The school has breakfast in hand and he is well",
        "by": by,
        "at": LATER,
    }
    return actions.decide_contact(**(ordinary | differences))


def codes(refused) -> set[str]:
    return {refusal.code for refusal in refused.value.refusals}


def test_a_screener_decides_and_the_record_says_who_why_and_under_what():
    screener = given.a_screener()
    receipt = given.rated(by=screener)

    decide(receipt, screener)

    [kept] = screening.decisions_about(screener, receipt.id)
    assert kept.outcome == "no_further_action"
    assert kept.by == screener.name
    assert kept.policy_version.startswith("northbeck")
    assert given.now(receipt).stage is Stage.DECIDED
    last = trail.entries_about("contact", str(receipt.id))[-1]
    assert (last.did, last.why) == ("decide contact", "no_further_action")


@pytest.mark.parametrize(
    ("role", "differences"),
    [
        (Role.ADMIN, {}),
        (Role.SCREENER, {"employed_by_council": False}),
        (Role.SCREENER, {"registered_until": None}),
        (Role.MANAGER, {"registered_until": given.NOON.date() - timedelta(days=1)}),
    ],
)
def test_nobody_decides_without_being_the_councils_registered_social_worker(role, differences):
    receipt = given.rated()

    with pytest.raises(NotPermitted):
        decide(receipt, given.a_viewer(role, **differences))

    assert given.now(receipt).stage is Stage.SCREENING


def test_a_child_nobody_knew_becomes_somebody_the_next_contact_finds():
    receipt = given.rated()
    decide(receipt, given.a_screener())

    again = given.received(at=LATER)

    facts = queries.family_facts(queries.the_contact(given.a_manager(), again.id))
    assert facts.unlinked == ["Tomas Ashgrove"]


def test_the_history_must_be_read_by_whoever_decides():
    screener = given.a_screener()
    decide(given.rated(categories=("behaviour",)), given.a_screener())
    receipt = given.rated(categories=("behaviour",))
    told = queries.family_facts(queries.the_contact(screener, receipt.id)).told[0]
    candidate = people.candidates(screener, told.record_id)[0]
    from lintel.people import actions as linking

    linking.link(told.record_id, candidate.person_id, ["same child"], by=screener, at=LATER)

    with pytest.raises(Refused) as refused:
        decide(receipt, screener)
    contacts.open_history(contact_id=receipt.id, by=given.a_manager(), at=LATER)
    with pytest.raises(Refused):
        decide(receipt, screener)
    found = contacts.open_history(contact_id=receipt.id, by=screener, at=LATER)
    decide(receipt, screener)

    assert codes(refused) == {"history_not_opened"}
    assert found.summary.contacts == 2


def test_an_override_is_kept_listed_and_counted():
    manager = given.a_manager()
    receipt = given.rated(categories=("physical_abuse",))

    with pytest.raises(Refused) as refused:
        decide(receipt, manager, outcome="early_help")
    decide(receipt, manager, outcome="early_help", override_reason="Old injury, seen by hospital")

    assert "strategy_indicated" in codes(refused)
    [listed] = screening.overrides(manager, at=LATER)
    assert "strategy_indicated" in listed.overridden
    assert listed.override_reason == "Old injury, seen by hospital"


def test_a_screener_cannot_override():
    receipt = given.rated(categories=("physical_abuse",))

    with pytest.raises(Refused) as refused:
        decide(receipt, given.a_screener(), override_reason="I am sure")

    assert codes(refused) >= {"strategy_indicated", "override_needs_manager"}


NEGLECTED = {"concern": "He has no bed and no food at home.", "categories": ("neglect",)}


def test_a_sign_of_harm_holds_a_step_down_until_a_manager_says_why():
    receipt = given.rated(**NEGLECTED)

    with pytest.raises(Refused) as refused:
        decide(receipt, given.a_screener(), outcome="early_help")
    decide(
        receipt, given.a_manager(), outcome="early_help", override_reason="Bed and food came today"
    )

    assert codes(refused) == {"harm_indicated"}
    [listed] = screening.overrides(given.a_manager(), at=LATER)
    assert listed.overridden == ("harm_indicated",)


def test_early_help_is_not_reached_under_the_name_of_an_open_case():
    receipt = given.rated(**NEGLECTED)

    with pytest.raises(Refused) as refused:
        decide(receipt, given.a_screener(), outcome="linked_to_open_case", destination="early-help")
    decide(receipt, given.a_screener(), outcome="linked_to_open_case", destination="assessment")

    assert codes(refused) == {"harm_indicated"}
    assert given.now(receipt).awaiting_team == "assessment"


@pytest.mark.parametrize(
    ("differences", "fields"),
    [
        ({"rationale": " "}, {"rationale"}),
        ({"outcome": "forget_it"}, {"outcome"}),
        ({"outcome": "ehc_withdrawn"}, {"outcome"}),
        ({"outcome": "signposting"}, {"destination"}),
        ({"outcome": "signposting", "destination": "nobody"}, {"destination"}),
        ({"outcome": "other_authority", "rationale": ""}, {"destination", "rationale"}),
        ({"outcome": "early_help", "destination": "assessment"}, {"destination"}),
    ],
)
def test_what_makes_no_sense_is_named(differences, fields):
    receipt = given.rated()

    with pytest.raises(Invalid) as wrong:
        decide(receipt, given.a_screener(), **differences)

    assert {refusal.field for refusal in wrong.value.refusals} == fields


def test_the_referrer_is_told_once_with_the_statutory_clock_on_it():
    receipt = given.rated()
    decide(receipt, given.a_screener())

    told = [sent for sent in notices.outbox() if sent.kind == "outcome_to_referrer"]

    assert len(told) == 1
    assert told[0].about == receipt.reference


def test_a_professional_who_left_only_an_agency_becomes_a_task():
    receipt = given.rated(referrer=ReferrerTold(name="Ama Fletcher", agency="Elm School"))
    decide(receipt, given.a_screener())

    [task] = [
        alert
        for alert in open_alerts(given.a_manager(teams=["front-door"]))
        if alert.kind == "outcome_to_referrer"
    ]
    assert task.about == receipt.reference


def test_two_decisions_from_one_version_are_one_decision():
    receipt = given.rated()
    decide(receipt, given.a_screener())

    with pytest.raises(Stale):
        decide(receipt, given.a_screener())


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        (Kind.INFORMATION_REQUEST, "information_shared"),
        (Kind.SIGNPOSTING, "information_and_advice"),
        (Kind.EHC_REQUEST, "ehc_assessment_agreed"),
    ],
)
def test_the_other_kinds_are_looked_at_and_closed_with_an_outcome(kind, outcome):
    receipt = given.looked_at(kind=kind)
    screener = given.a_screener()

    decide(receipt, screener, version=2, outcome=outcome)
    contacts.close_contact(
        contact_id=receipt.id, version=3, reason="Answered", by=screener, at=LATER
    )

    assert given.now(receipt).stage is Stage.CLOSED
