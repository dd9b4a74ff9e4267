"""Protection steps: what opens them, what ends them, and what they hold."""

from datetime import timedelta
from uuid import uuid4

import pytest

from lintel.access.viewers import NotPermitted, Role
from lintel.contacts import actions as contacts, queries as contact_queries
from lintel.contacts.models import RiskIndicator
from lintel.contacts.tests import given
from lintel.kernel import news
from lintel.kernel.refusals import Invalid, NotThere, Refused
from lintel.protection.actions import steps
from lintel.protection.events import Section47Decided
from lintel.protection.models import ProtectionStep, StepEnding
from lintel.protection.queries.steps import one_step, steps_about
from lintel.protection.rules.steps import DeclinedSaid, DoneSaid, Party

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
SLAPPED = {"categories": ("physical_abuse",), "concern": "His father did it, he says."}
VIEWS = dict.fromkeys(Party, "No mark was seen")
BROTHER = given.a_child(given_name="Jonas")


def an_opinion(**differences) -> DoneSaid:
    ordinary = {
        "happened_at": given.NOON + HOUR,
        "who": "Dr Imogen Farrow, consultant paediatrician",
        "place": "Northbeck Infirmary",
        "paediatrician": True,
        "consent": "parent",
        "words": "Two linear marks, in keeping with what he says",
    }
    return DoneSaid(**(ordinary | differences))


def the_steps(contact_id, kind="paediatric"):
    return list(ProtectionStep.objects.filter(contact_id=contact_id, kind=kind))


def close(contact_id, at=given.NOON + 3 * HOUR):
    manager = given.a_manager()
    version = contact_queries.the_contact(manager, contact_id).version
    return contacts.close_contact(
        contact_id=contact_id, version=version, reason="Done", by=manager, at=at
    )


def decided_past_it(**differences):
    """No further action, past the signs, by a manager with a reason."""
    receipt = given.rated(**differences)
    given.screening.decide_contact(
        contact_id=receipt.id,
        version=3,
        outcome="no_further_action",
        rationale="Explained by the school",
        override_reason="Explained by the school",
        by=given.a_manager(),
        at=given.NOON + 2 * HOUR,
    )
    return receipt


def test_a_physical_abuse_allegation_opens_a_step_for_each_child_as_it_arrives():
    receipt = given.received(children=(given.a_child(), BROTHER), **SLAPPED)

    assert [step.since for step in the_steps(receipt.id)] == [given.NOON, given.NOON]
    assert the_steps(receipt.id)[0].due_at == given.NOON + 24 * HOUR


def test_a_contact_about_something_else_opens_none():
    assert the_steps(given.received().id) == []


def test_a_corrected_category_opens_one_and_taking_it_back_does_not_end_it():
    receipt = given.looked_at()
    manager = given.a_manager()
    for categories in (["physical_abuse"], ["neglect"]):
        version = contact_queries.the_contact(manager, receipt.id).version
        contacts.correct_contact(
            contact_id=receipt.id,
            version=version,
            changes={"categories": categories},
            by=manager,
            at=given.NOON + HOUR,
        )
    assert [step.settled_as for step in the_steps(receipt.id)] == [""]


def test_whatever_the_outcome_it_stops_the_closing_until_there_is_an_opinion():
    receipt = decided_past_it(**SLAPPED)

    with pytest.raises(Refused) as refused:
        close(receipt.id)
    assert [r.code for r in refused.value.refusals] == ["paediatric_open"]

    [step] = the_steps(receipt.id)
    by, at = given.a_screener(), given.NOON + 3 * HOUR
    steps.step_done(step_id=step.id, said=an_opinion(), by=by, at=at)
    assert not close(receipt.id).is_open


def test_acceptance_by_a_team_does_not_end_it_and_the_team_does():
    given.teams()
    receipt = given.rated(**SLAPPED)
    by, at = given.a_manager(), given.NOON + 2 * HOUR
    given.screening.decide_contact(
        contact_id=receipt.id,
        version=3,
        outcome="strategy_discussion",
        rationale="Hurt",
        by=by,
        at=at,
    )
    from lintel.pathways import actions as pathways

    worker = given.a_viewer(Role.CHILD_PROTECTION, teams=["protection"])
    pathways.accept_handover(contact_id=receipt.id, version=4, by=worker, at=at + HOUR)

    [step] = the_steps(receipt.id)
    assert step.settled_at is None
    steps.step_done(step_id=step.id, said=an_opinion(), by=worker, at=at + HOUR)
    assert one_step(worker, step.id, at=at + HOUR).settled_as == "done"


@pytest.mark.parametrize(
    ("differences", "field"),
    [
        ({"paediatrician": False}, "paediatrician"),
        ({"paediatrician": None}, "paediatrician"),
        ({"who": " "}, "who"),
        ({"place": ""}, "place"),
        ({"consent": ""}, "consent"),
        ({"words": ""}, "words"),
        ({"happened_at": None}, "happened_at"),
        ({"happened_at": given.NOON + 9 * HOUR}, "happened_at"),
    ],
)
def test_an_opinion_is_a_paediatricians_and_says_who_when_where_and_with_whose_consent(
    differences, field
):
    [step] = the_steps(given.received(**SLAPPED).id)
    with pytest.raises(Invalid) as refused:
        steps.step_done(
            step_id=step.id,
            said=an_opinion(**differences),
            by=given.a_screener(),
            at=given.NOON + 3 * HOUR,
        )
    assert [r.field for r in refused.value.refusals] == [field]


def test_that_there_is_none_wants_the_reason_and_what_each_party_thinks():
    [step] = the_steps(given.received(**SLAPPED).id)
    by, at = given.a_screener(), given.NOON + 3 * HOUR
    with pytest.raises(Invalid) as refused:
        steps.step_declined(step_id=step.id, said=DeclinedSaid(), by=by, at=at)
    fields = {r.field for r in refused.value.refusals}
    assert fields == {"reason", "views.social_care", "views.health", "views.police"}

    said = DeclinedSaid("No mark, and none described", VIEWS)
    steps.step_declined(step_id=step.id, said=said, by=by, at=at)
    assert StepEnding.objects.get().views == {str(party): "No mark was seen" for party in Party}


def test_one_that_was_declined_may_still_be_done_and_both_rows_stay():
    [step] = the_steps(given.received(**SLAPPED).id)
    by, at = given.a_screener(), given.NOON + 3 * HOUR
    said = DeclinedSaid("No mark", VIEWS)
    steps.step_declined(step_id=step.id, said=said, by=by, at=at)
    steps.step_done(step_id=step.id, said=an_opinion(), by=by, at=at + HOUR)

    assert [ending.how for ending in StepEnding.objects.all()] == ["declined", "done"]
    with pytest.raises(Refused):
        steps.step_done(step_id=step.id, said=an_opinion(), by=by, at=at + HOUR)
    with pytest.raises(Refused):
        steps.step_declined(step_id=step.id, said=said, by=by, at=at + HOUR)


def test_what_is_typed_in_long_after_is_marked_and_lateness_is_of_the_event():
    [step] = the_steps(given.received(**SLAPPED).id)
    by, at = given.a_screener(), given.NOON + 60 * HOUR
    steps.step_done(step_id=step.id, said=an_opinion(), by=by, at=at)

    seen = one_step(by, step.id, at=at)
    assert seen.endings[0].late_entry
    assert not seen.late


def test_a_sign_alone_opens_one_that_goes_when_a_senior_person_sets_the_sign_aside():
    receipt = given.received(concern="She has a bruise on her arm.", categories=("neglect",))
    [step] = the_steps(receipt.id)
    assert step.by_sign
    senior = given.a_viewer(Role.SENIOR_PRACTITIONER)
    for sign in RiskIndicator.objects.filter(contact=receipt.id):
        version = contact_queries.the_contact(senior, receipt.id).version
        contacts.dismiss_indicator(
            contact_id=receipt.id,
            version=version,
            indicator_id=sign.id,
            reason="From football, seen by the club",
            by=senior,
            at=given.NOON + HOUR,
        )
    [step] = the_steps(receipt.id)
    assert step.settled_as == "withdrawn"
    assert step.endings.get().reason == "From football, seen by the club"


def test_with_a_kind_of_worry_setting_the_sign_aside_ends_nothing():
    receipt = given.received(concern="A bruise on her arm.", categories=("physical_abuse",))
    senior = given.a_viewer(Role.SENIOR_PRACTITIONER)
    for sign in RiskIndicator.objects.filter(contact=receipt.id):
        version = contact_queries.the_contact(senior, receipt.id).version
        contacts.dismiss_indicator(
            contact_id=receipt.id,
            version=version,
            indicator_id=sign.id,
            reason="From football",
            by=senior,
            at=given.NOON + HOUR,
        )
    assert [step.settled_as for step in the_steps(receipt.id)] == [""]


def section_47(receipt, *, paediatric="not_needed", at=given.NOON + HOUR):
    children = tuple(record for record, _ in contact_queries.children_told(receipt.id))
    news.tell(
        Section47Decided(
            contact_id=receipt.id,
            discussion_id=uuid4(),
            council=given.COUNCIL,
            reference=receipt.reference,
            how="joint",
            started_at=given.NOON,
            children=children,
            child_seen_by=None,
            paediatric=paediatric,
            by=given.a_manager(),
            at=at,
        )
    )
    return {step.kind: step for step in ProtectionStep.objects.filter(contact_id=receipt.id)}


def test_section_47_opens_its_steps_counted_from_when_the_discussion_began():
    found = section_47(given.received())

    assert set(found) == {"child_seen", "enquiry", "conference"}
    assert found["child_seen"].due_at == given.NOON + 24 * HOUR
    assert found["conference"].due_at.date().isoformat() == "2026-03-24"  # 15 working days after


def test_a_medical_that_is_needed_opens_a_paediatric_step_whatever_the_worry():
    assert "paediatric" in section_47(given.received(), paediatric="needed")


def test_an_enquiry_that_comes_to_something_else_ends_the_conference_with_it():
    found = section_47(given.received())
    by, at = given.a_screener(), given.NOON + 30 * HOUR
    said = DoneSaid(happened_at=at, outcome="s17_services", words="Safe with support")
    steps.step_done(step_id=found["enquiry"].id, said=said, by=by, at=at)

    conference = one_step(by, found["conference"].id, at=at)
    assert conference.settled_as == "declined"
    assert "Safe with support" in conference.endings[0].reason


def test_every_enquiry_has_an_outcome():
    found = section_47(given.received())
    with pytest.raises(Refused):
        steps.step_declined(
            step_id=found["enquiry"].id,
            said=DeclinedSaid("Moved away"),
            by=given.a_screener(),
            at=given.NOON + 30 * HOUR,
        )


def test_a_child_was_seen_alone_or_it_is_said_why_not():
    step = section_47(given.received())["child_seen"]
    by, at = given.a_screener(), given.NOON + 5 * HOUR
    seen = {"happened_at": at, "who": "Person 9", "place": "At school"}
    for alone in ({"alone": None}, {"alone": False}):
        with pytest.raises(Invalid):
            steps.step_done(step_id=step.id, said=DoneSaid(**seen, **alone), by=by, at=at)
    steps.step_done(step_id=step.id, said=DoneSaid(**seen, alone=True), by=by, at=at)


def test_another_councils_step_is_not_there_and_a_reader_ends_none():
    [step] = the_steps(given.received(**SLAPPED).id)
    at = given.NOON + 3 * HOUR
    other = given.a_manager(council="southmere")
    with pytest.raises(NotThere):
        steps.step_done(step_id=step.id, said=an_opinion(), by=other, at=at)
    with pytest.raises(NotPermitted):
        steps.step_done(step_id=step.id, said=an_opinion(), by=given.a_viewer(Role.ADMIN), at=at)


def test_steps_are_shown_open_ones_first_with_the_name_of_the_child():
    receipt = given.received(children=(given.a_child(), BROTHER), **SLAPPED)
    manager = given.a_manager()
    shown = steps_about(manager, receipt.id, at=given.NOON + 25 * HOUR)
    assert {step.name for step in shown} == {"Tomas Ashgrove", "Jonas Ashgrove"}
    assert all(step.late for step in shown)
