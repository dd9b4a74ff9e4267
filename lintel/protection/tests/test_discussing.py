"""A strategy discussion from the call to the minutes, and what it does to decisions."""

from datetime import date, timedelta

import pytest

from lintel.access.viewers import NotPermitted, Role
from lintel.contacts import actions as contacts
from lintel.contacts.tests import given as contact_given
from lintel.kernel import news
from lintel.kernel.refusals import Invalid, NotThere, Refused
from lintel.notices.models import Notice
from lintel.protection import actions, queries
from lintel.protection.events import Section47Decided
from lintel.protection.models import Discussion, DiscussionOutcome
from lintel.protection.rules.convening import Arrival, Departure, Invitee, ItemSaid
from lintel.protection.rules.outcomes import How, OutcomeSaid, Says, Section47
from lintel.protection.rules.quorum import ALWAYS, CaseFacts, Part
from lintel.protection.tests import given
from lintel.protection.tests.given import CALLED, TWO
from lintel.screening import actions as screening
from lintel.screening.queries import choices
from lintel.sharing.queries import shares_about
from lintel.sharing.rules.handling import Mark, Reading

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def partnership():
    given.partnership()


@pytest.fixture
def manager():
    return contact_given.a_manager()


def codes_of(raised) -> set[str]:
    return {refusal.code for refusal in raised.value.refusals}


def in_the_way(contact_id, viewer, outcome) -> set[str]:
    found = {one.outcome.key: one for one in choices(viewer, contact_id)}
    return {refusal.code for refusal in found[outcome].refusals}


def test_those_who_must_be_there_are_asked_or_nobody_is(manager):
    with pytest.raises(Invalid) as wrong:
        given.convened(manager, invite=(Invitee(Part.POLICE, agency="police"),))
    assert {refusal.field for refusal in wrong.value.refusals} == {
        "invite.social_worker",
        "invite.health",
    }
    assert not Discussion.objects.exists()


def test_a_child_in_hospital_needs_the_ward(manager):
    with pytest.raises(Invalid) as wrong:
        given.convened(manager, facts=CaseFacts(hospital=True))
    assert {refusal.field for refusal in wrong.value.refusals} == {"invite.hospital"}


def test_everybody_asked_is_told_without_a_name_and_is_in_the_ledger(manager):
    contact_id, _ = given.convened(manager)
    told = Notice.objects.filter(kind="discussion_invited", channel="email")
    assert {notice.to for notice in told} == {"desk@police.example", "desk@infirmary.example"}
    for notice in told:
        assert notice.state == "queued"
        assert "Tomas" not in notice.body + notice.subject
        assert "bruise" not in notice.body
    assert {share.to for share in shares_about(contact_id)} == {"The police", "The infirmary"}
    assert Notice.objects.get(kind="discussion_invited", channel="task").to == "protection"


def test_two_discussions_do_not_run_beside_each_other(manager):
    contact_id, _ = given.convened(manager)
    with pytest.raises(Refused) as refused:
        given.convened(manager, contact_id=contact_id)
    assert codes_of(refused) == {"already_convened"}


def test_an_agency_that_was_not_asked_sees_no_discussion(manager):
    _, made = given.convened(manager)
    assert given.seen(made, given.a_partner("police"), at=CALLED).reference
    for stranger in (given.a_partner("homes"), contact_given.a_viewer(Role.LADO)):
        with pytest.raises(NotThere):
            given.seen(made, stranger, at=CALLED)
        assert queries.my_invitations(stranger, at=CALLED) == []


def test_an_agency_answers_for_itself_alone(manager):
    _, made = given.convened(manager)
    police = given.a_partner("police")
    asked = {one.agency: one for one in given.seen(made, police, at=CALLED).invitations}
    actions.answer_invitation(
        discussion_id=made,
        invitation_id=asked["police"].id,
        says=Says.DEPUTY,
        who="Sergeant Ode",
        by=police,
        at=CALLED,
    )
    assert given.seen(made, manager).invitations[-1].agency in {"police", "infirmary"}
    with pytest.raises(NotThere):
        actions.answer_invitation(
            discussion_id=made,
            invitation_id=asked["infirmary"].id,
            says=Says.ATTENDING,
            by=police,
            at=CALLED,
        )


def test_whoever_convened_it_hears_that_somebody_needed_cannot_come(manager):
    _, made = given.convened(manager)
    police = given.a_partner("police")
    [mine] = [one for one in given.seen(made, police, at=CALLED).invitations if one.is_mine]
    said = {"discussion_id": made, "invitation_id": mine.id, "by": police, "at": CALLED}
    with pytest.raises(Invalid):
        actions.answer_invitation(says=Says.CANNOT, **said)
    actions.answer_invitation(says=Says.CANNOT, reason="A murder", **said)
    assert Notice.objects.get(kind="discussion_answered").to == str(manager.account_id)


def test_it_is_quorate_from_when_the_police_arrive(manager):
    _, made = given.convened(manager)
    given.came(made, manager, Part.SOCIAL_WORKER, Part.HEALTH)
    assert given.seen(made, manager).quorum.missing == (Part.POLICE,)
    late = TWO + timedelta(minutes=25)
    given.came(made, manager, Part.POLICE, at=late)
    found = given.seen(made, manager, at=late).quorum
    assert (found.is_quorate, found.since) == (True, late)


def test_a_social_worker_whose_registration_has_lapsed_does_not_count(manager):
    _, made = given.convened(manager)
    given.came(made, manager, Part.HEALTH, Part.POLICE)
    worker = contact_given.an_account(Role.SOCIAL_WORKER, registered_until=date(2026, 3, 1))
    [asked] = [
        one for one in given.seen(made, manager).invitations if one.part is Part.SOCIAL_WORKER
    ]
    for account in (worker.id, None):
        arrival = Arrival("The worker", TWO, asked.id, account=account)
        actions.take_attendance(discussion_id=made, arrivals=[arrival], by=manager, at=TWO)
        assert given.seen(made, manager).quorum.missing == (Part.SOCIAL_WORKER,)


def test_who_left_is_no_longer_there(manager):
    _, made = given.convened(manager)
    given.came(made, manager, Part.HEALTH, Part.SOCIAL_WORKER)
    health = next(one for one in given.seen(made, manager).attendances if one.part is Part.HEALTH)
    later = TWO + timedelta(minutes=10)
    actions.take_attendance(
        discussion_id=made, departures=[Departure(health.id, later)], by=manager, at=later
    )
    given.came(made, manager, Part.POLICE, at=later + timedelta(minutes=1))
    assert not given.seen(made, manager).quorum.is_quorate


def test_a_held_discussion_answers_that_one_was_called_for(manager):
    contact_id, made = given.convened(manager)
    assert "strategy_indicated" in in_the_way(contact_id, manager, "assessment")
    given.came(made, manager, *ALWAYS)
    said = given.held(made, manager, section47=Section47.NO, section47_because="A birthmark")
    actions.record_outcome(discussion_id=made, said=said, by=manager, at=TWO)
    assert "strategy_indicated" not in in_the_way(contact_id, manager, "assessment")
    assert "strategy_indicated" not in in_the_way(contact_id, manager, "early_help")


def test_an_open_discussion_stops_everything_but_going_to_it(manager):
    contact_id, _ = given.convened(manager)
    assert "discussion_open" in in_the_way(contact_id, manager, "assessment")
    assert "discussion_open" in in_the_way(contact_id, manager, "no_further_action")
    assert "discussion_open" not in in_the_way(contact_id, manager, "strategy_discussion")
    with pytest.raises(Refused) as refused:
        screening.decide_contact(
            contact_id=contact_id,
            version=2,
            outcome="no_further_action",
            rationale="Done",
            override_reason="I say so",
            by=manager,
            at=TWO,
        )
    assert "discussion_open" in codes_of(refused)


def test_section_47_stops_every_low_outcome_whoever_asks(manager):
    contact_id, made = given.convened(manager)
    given.came(made, manager, *ALWAYS)
    said = given.held(made, manager)
    actions.record_outcome(discussion_id=made, said=said, by=manager, at=TWO)
    assert "section47_decided" not in in_the_way(contact_id, manager, "assessment")
    for low in ("no_further_action", "early_help", "signposting", "information_and_advice"):
        assert "section47_decided" in in_the_way(contact_id, manager, low)
    with pytest.raises(Refused) as refused:
        screening.decide_contact(
            contact_id=contact_id,
            version=2,
            outcome="early_help",
            rationale="They agree",
            override_reason="I say so",
            by=manager,
            at=TWO,
        )
    assert "section47_decided" in codes_of(refused)


def test_it_is_not_recorded_twice_nor_while_not_quorate_without_a_reason(manager):
    _, made = given.convened(manager)
    given.came(made, manager, Part.SOCIAL_WORKER, Part.HEALTH)
    said = given.held(made, manager)
    with pytest.raises(Refused) as refused:
        actions.record_outcome(discussion_id=made, said=said, by=manager, at=TWO)
    assert codes_of(refused) == {"not_quorate"}
    said = given.held(made, manager, not_quorate_because="The officer was called away")
    actions.record_outcome(discussion_id=made, said=said, by=manager, at=TWO)
    shown = given.seen(made, manager)
    assert (shown.outcome.quorate, shown.outcome.missing) == (False, (Part.POLICE,))
    with pytest.raises(Refused) as refused:
        actions.record_outcome(discussion_id=made, said=said, by=manager, at=TWO)
    assert codes_of(refused) == {"already_ended"}


def test_not_quorate_answers_for_one_only_when_a_manager_says_so(manager):
    senior = contact_given.a_viewer(Role.SENIOR_PRACTITIONER)
    contact_id, made = given.convened(senior)
    given.came(made, senior, Part.SOCIAL_WORKER)
    said = given.held(made, senior, section47=Section47.NO, not_quorate_because="Nobody came")
    actions.record_outcome(discussion_id=made, said=said, by=senior, at=TWO)
    assert "strategy_indicated" in in_the_way(contact_id, manager, "assessment")


def test_only_a_manager_says_that_it_is_not_held(manager):
    senior = contact_given.a_viewer(Role.SENIOR_PRACTITIONER)
    contact_id, made = given.convened(senior)
    said = OutcomeSaid(How.NOT_HELD, reason="The consultant says it is a birthmark")
    with pytest.raises(Refused) as refused:
        actions.record_outcome(discussion_id=made, said=said, by=senior, at=TWO)
    assert codes_of(refused) == {"needs_manager"}
    actions.record_outcome(discussion_id=made, said=said, by=manager, at=TWO)
    assert "strategy_indicated" not in in_the_way(contact_id, manager, "assessment")


def test_a_sign_raised_afterwards_calls_for_another(manager):
    contact_id, made = given.convened(manager)
    said = OutcomeSaid(How.NOT_HELD, reason="A birthmark")
    actions.record_outcome(discussion_id=made, said=said, by=manager, at=TWO)
    contacts.correct_contact(
        contact_id=contact_id,
        version=2,
        changes={"categories": ["physical_abuse", "sexual_abuse"]},
        reason="The school rang again",
        by=manager,
        at=TWO + timedelta(hours=1),
    )
    assert "strategy_indicated" in in_the_way(contact_id, manager, "assessment")


def test_adjourned_it_begins_again_with_nobody_there(manager):
    _, made = given.convened(manager)
    given.came(made, manager, *ALWAYS)
    said = OutcomeSaid(
        How.ADJOURNED, reason="No medical view yet", adjourned_to=TWO + timedelta(hours=4)
    )
    actions.record_outcome(discussion_id=made, said=said, by=manager, at=TWO)
    shown = given.seen(made, manager)
    assert (shown.state, shown.sitting, shown.planned_for) == ("convened", 2, said.adjourned_to)
    assert not shown.quorum.is_quorate
    assert Notice.objects.filter(kind="discussion_moved").count() == 2


def test_section_47_is_told_with_when_the_discussion_began(manager, monkeypatch):
    told = []
    monkeypatch.setattr(news, "tell", told.append)
    contact_id, made = given.convened(manager)
    given.came(made, manager, *ALWAYS)
    later = TWO + timedelta(minutes=40)
    said = given.held(made, manager)
    actions.record_outcome(discussion_id=made, said=said, by=manager, at=later)
    [decided] = [event for event in told if isinstance(event, Section47Decided)]
    assert (decided.contact_id, decided.how, decided.started_at) == (contact_id, "joint", TWO)
    assert decided.paediatric == "needed"
    assert decided.child_seen_by == said.seeing[0].by


def test_minutes_give_each_reader_what_the_marks_allow(manager):
    contact_id, made = given.convened(manager)
    police, health = given.a_partner("police"), given.a_partner("infirmary")
    for viewer, words, mark in (
        (police, "Three calls to the address", Mark.OPEN),
        (police, "A source says he is armed", Mark.DECISION_MAKER),
        (health, "Seen in A&E in May", Mark.HUB_ONLY),
        (police, "An operation runs", Mark.SEALED),
    ):
        item = ItemSaid(words, mark)
        actions.share_at_discussion(discussion_id=made, item=item, by=viewer, at=TWO)
    assert [one.text for one in given.seen(made, health).items] == ["Seen in A&E in May"]
    given.came(made, manager, *ALWAYS)
    actions.record_outcome(discussion_id=made, said=given.held(made, manager), by=manager, at=TWO)

    def read(viewer):
        return {(one.text, one.reading) for one in given.seen(made, viewer).items}

    assert read(health) == {
        ("Three calls to the address", Reading.FULL),
        ("", Reading.THAT_IT_EXISTS),
        ("Seen in A&E in May", Reading.FULL),
    }
    assert len(read(police)) == 4
    assert len(read(manager)) == 3
    ready = Notice.objects.filter(kind="minutes_ready", channel="email")
    assert {notice.to for notice in ready} == {"desk@police.example", "desk@infirmary.example"}
    assert all(notice.state == "queued" for notice in ready)
    given_by = {share.given_by for share in shares_about(contact_id)}
    assert {"police", "infirmary"} <= given_by


def test_an_agreed_action_is_ended_by_whoever_took_it_on(manager):
    _, made = given.convened(manager)
    given.came(made, manager, *ALWAYS)
    actions.record_outcome(discussion_id=made, said=given.held(made, manager), by=manager, at=TWO)
    [action] = given.seen(made, manager).actions
    said = {"discussion_id": made, "action_id": action.id, "note": "Four calls", "at": TWO}
    with pytest.raises(NotPermitted):
        actions.end_action(by=given.a_partner("infirmary"), **said)
    actions.end_action(by=given.a_partner("police"), **said)
    with pytest.raises(Refused):
        actions.end_action(by=manager, **said)
    assert given.seen(made, manager).actions[0].done_at == TWO


def test_an_agency_loses_sight_of_it_when_it_is_over_and_nothing_waits(manager):
    _, made = given.convened(manager)
    given.came(made, manager, *ALWAYS)
    actions.record_outcome(discussion_id=made, said=given.held(made, manager), by=manager, at=TWO)
    long_after = TWO + timedelta(days=15)
    assert given.seen(made, given.a_partner("police"), at=long_after)  # an action waits
    with pytest.raises(NotThere):
        given.seen(made, given.a_partner("infirmary"), at=long_after)
    lead = given.a_partner("infirmary", Role.AGENCY_LEAD)
    assert given.seen(made, lead, at=long_after)


def test_only_the_registered_record(manager):
    _, made = given.convened(manager)
    lapsed = contact_given.a_manager(registered_until=date(2026, 1, 1))
    with pytest.raises(NotPermitted):
        given.came(made, lapsed, *ALWAYS)
    said = OutcomeSaid(How.NOT_HELD, reason="A birthmark")
    with pytest.raises(NotPermitted):
        actions.record_outcome(discussion_id=made, said=said, by=lapsed, at=TWO)
    assert not DiscussionOutcome.objects.exists()
