"""Asking agencies and answering, through the database."""

from datetime import timedelta

import pytest

from lintel.access.viewers import NotPermitted, Role
from lintel.audit import trail
from lintel.contacts import queries as contacts
from lintel.contacts.tests import given
from lintel.contacts.tests.given import NOON
from lintel.directory import actions as directory
from lintel.directory.rules.kinds import Agency
from lintel.kernel.refusals import Invalid, NotThere, Refused
from lintel.notices.models import Notice
from lintel.screening import actions, queries
from lintel.screening.rules.asking import AnswerGiven, Ask, ItemGiven, Reply
from lintel.sharing import queries as sharing
from lintel.sharing.rules.handling import Mark, Reading

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def manager():
    return given.a_viewer(Role.MANAGER)


@pytest.fixture
def police():
    agency_there("police")
    return given.a_viewer(Role.PARTNER, agency="police", employed_by_council=False)


@pytest.fixture
def health():
    agency_there("health")
    return given.a_viewer(Role.PARTNER, agency="health", employed_by_council=False)


def agency_there(key):
    directory.add_agency(
        agency=Agency(key, key.title(), key, given.COUNCIL, email=f"hub@{key}.example"),
        by=given.a_viewer(Role.SYSADMIN),
        at=NOON,
    )


def asked(contact, *agencies, by, question="What do you know of this family?"):
    family = queries_of(contact)
    asks = [Ask(key, question, family, ("known", "concerns")) for key in agencies]
    return actions.ask_agencies(contact_id=contact.id, asks=asks, by=by, at=NOON)


def queries_of(contact):
    row = contacts.the_contact(given.a_viewer(Role.MANAGER), contact.id)
    return tuple(told.record_id for told in contacts.family_facts(row).told)


def an_answer(*items, **more):
    given_items = tuple(ItemGiven("concerns", text, mark) for text, mark in items)
    return AnswerGiven(**({"kind": Reply.ANSWERED, "items": given_items, "known": "yes"} | more))


def test_each_agency_asked_has_a_due_time_a_message_without_names_and_a_line_in_the_ledger(
    manager, police, health
):
    contact = given.rated()
    made = asked(contact, "police", "health", by=manager)
    found = queries.requests_about(manager, contact.id, at=NOON)
    assert {one.id for one in found} == set(made)
    assert all(one.due_at > NOON for one in found)
    told = Notice.objects.filter(kind="agency_asked")
    assert {notice.to for notice in told} == {"hub@police.example", "hub@health.example"}
    assert all("Ashgrove" not in notice.body + notice.subject for notice in told)
    assert [line.gave for line in sharing.shares_about(contact.id)] == ["shared", "shared"]
    assert trail.entries_about("contact", str(contact.id))[-1].did == "ask agencies"


def test_the_same_agency_is_not_asked_twice_for_the_same_thing(manager, police):
    contact = given.rated()
    asked(contact, "police", by=manager)
    with pytest.raises(Invalid) as refused:
        asked(contact, "police", by=manager, question="what do you  know of this family?")
    assert [r.code for r in refused.value.refusals] == ["asked_already"]
    asked(contact, "police", by=manager, question="Who lives there now?")


def test_another_agency_sees_no_request_but_its_own(manager, police, health):
    contact = given.rated()
    (request,) = asked(contact, "police", by=manager)
    assert [one.id for one in queries.for_my_agency(police, at=NOON)] == [request]
    assert queries.for_my_agency(health, at=NOON) == []
    with pytest.raises(NotThere):
        actions.answer_request(request_id=request, given=an_answer(), by=health, at=LATER)


def test_a_hub_only_item_stays_in_the_hub_and_a_decision_maker_item_shows_that_it_exists(
    manager, police
):
    contact = given.rated()
    (request,) = asked(contact, "police", by=manager)
    actions.answer_request(
        request_id=request,
        given=an_answer(
            ("open", Mark.OPEN),
            ("hub", Mark.HUB_ONLY),
            ("decider", Mark.DECISION_MAKER),
            ("sealed", Mark.SEALED),
        ),
        by=police,
        at=LATER,
    )

    def read_by(viewer):
        (one,) = queries.requests_about(viewer, contact.id, at=LATER)
        return [(item.text, item.reading) for item in one.contributions]

    full, exists = Reading.FULL, Reading.THAT_IT_EXISTS
    assert read_by(manager) == [("open", full), ("hub", full), ("decider", full)]
    assert read_by(given.a_viewer(Role.SCREENER)) == [("open", full), ("hub", full), ("", exists)]
    assert read_by(given.a_viewer(Role.SOCIAL_WORKER)) == [("open", full)]
    assert len(read_by(police)) == 4


def test_others_agencies_items_are_read_once_pooled_and_not_before(manager, police, health):
    contact = given.rated()
    to_police, to_health = asked(contact, "police", "health", by=manager)
    actions.answer_request(
        request_id=to_police, given=an_answer(("seen", Mark.OPEN)), by=police, at=LATER
    )
    with pytest.raises(Refused):
        actions.pool_contributions(contact_id=contact.id, by=manager, at=LATER)
    assert not _items(health, contact, to_police)
    actions.answer_request(
        request_id=to_health, given=AnswerGiven(Reply.NIL, known="no"), by=health, at=LATER
    )
    actions.pool_contributions(contact_id=contact.id, by=manager, at=LATER)
    assert _items(health, contact, to_police) == ["seen"]


def _items(viewer, contact, request_id):
    found = queries.requests_about(viewer, contact.id, at=LATER)
    return [item.text for one in found if one.id == request_id for item in one.contributions]


def test_a_refusal_needs_a_ground_and_is_a_line_in_the_ledger(manager, police):
    contact = given.rated()
    (request,) = asked(contact, "police", by=manager)
    with pytest.raises(Invalid) as wrong:
        actions.answer_request(
            request_id=request,
            given=AnswerGiven(Reply.REFUSED, ground="no_consent", reason="They did not agree"),
            by=police,
            at=LATER,
        )
    assert [r.code for r in wrong.value.refusals] == ["ground_missing"]
    actions.answer_request(
        request_id=request,
        given=AnswerGiven(Reply.REFUSED, ground="live_operation", reason="It would warn him"),
        by=police,
        at=LATER,
    )
    newest = sharing.shares_about(contact.id)[0]
    assert (newest.gave, newest.given_by, newest.reasoning) == (
        "refused",
        "police",
        "It would warn him",
    )


def test_a_low_decision_waits_for_the_agencies_or_for_a_reason_why_not(manager, police):
    contact = given.rated()
    (request,) = asked(contact, "police", by=manager)
    nothing = {"contact_id": contact.id, "version": 3, "by": manager, "at": LATER}
    with pytest.raises(Refused) as refused:
        actions.decide_contact(outcome="no_further_action", rationale="Nothing", **nothing)
    assert "agency_unanswered" in [r.code for r in refused.value.refusals]
    with pytest.raises(Refused):
        actions.decide_without(request_id=request, reason=" ", by=manager, at=LATER)
    actions.decide_without(request_id=request, reason="Known by telephone", by=manager, at=LATER)
    actions.decide_contact(outcome="no_further_action", rationale="Nothing", **nothing)


def test_what_an_agency_says_late_is_still_taken(manager, police):
    contact = given.rated()
    (request,) = asked(contact, "police", by=manager)
    actions.decide_without(request_id=request, reason="Cannot wait", by=manager, at=LATER)
    actions.answer_request(
        request_id=request, given=an_answer(("late", Mark.OPEN)), by=police, at=LATER
    )
    (one,) = queries.requests_about(manager, contact.id, at=LATER)
    assert one.late
    assert [item.text for item in one.contributions] == ["late"]


def test_a_partner_loses_sight_of_a_request_fourteen_days_after_the_decision(manager, police):
    contact = given.rated()
    (request,) = asked(contact, "police", by=manager)
    actions.decide_without(request_id=request, reason="Cannot wait", by=manager, at=NOON)
    actions.decide_contact(
        contact_id=contact.id,
        version=3,
        outcome="no_further_action",
        rationale="Nothing more to do",
        by=manager,
        at=LATER,
    )
    fortnight = LATER + timedelta(days=14)
    assert queries.one_for_my_agency(police, request, at=fortnight)
    with pytest.raises(NotThere):
        queries.one_for_my_agency(police, request, at=fortnight + timedelta(minutes=1))
    lead = given.a_viewer(Role.AGENCY_LEAD, agency="police", employed_by_council=False)
    assert queries.one_for_my_agency(lead, request, at=fortnight + timedelta(days=90))


def test_only_its_owner_marks_an_item_anew(manager, police, health):
    contact = given.rated()
    (request,) = asked(contact, "police", by=manager)
    (item,) = actions.answer_request(
        request_id=request, given=an_answer(("open", Mark.OPEN)), by=police, at=LATER
    )
    for other in (manager, health):
        with pytest.raises((NotThere, NotPermitted)):
            actions.change_handling(contribution_id=item, mark=Mark.SEALED, by=other, at=LATER)
    actions.change_handling(contribution_id=item, mark=Mark.SEALED, by=police, at=LATER)
    (one,) = queries.requests_about(manager, contact.id, at=LATER)
    assert one.contributions == ()


def test_more_time_moves_the_due_time_and_leaves_the_question_open(manager, police):
    contact = given.rated()
    (request,) = asked(contact, "police", by=manager)
    until = NOON + timedelta(days=2)
    actions.answer_request(
        request_id=request,
        given=AnswerGiven(Reply.MORE_TIME, until=until, reason="The file is in the archive"),
        by=police,
        at=LATER,
    )
    (one,) = queries.requests_about(manager, contact.id, at=LATER)
    assert (one.settled_as, one.due_at) == ("", until)
