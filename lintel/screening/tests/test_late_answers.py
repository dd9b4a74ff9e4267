"""What comes after the decision raises a task, and says on the contact that it came after."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lintel.access.viewers import Role
from lintel.contacts import queries as contacts
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import signed_in_as
from lintel.notices.models import Notice
from lintel.screening import actions, queries
from lintel.screening.rules.asking import AnswerGiven, Reply
from lintel.screening.tests.given_asked import agency, answered, asked, weighed
from lintel.sharing.rules.handling import Mark

pytestmark = pytest.mark.django_db
LATER = given.NOON + timedelta(hours=1)


@pytest.fixture
def officer():
    return given.a_viewer(Role.PARTNER, **agency("police"))


@pytest.fixture
def decided(officer):
    """A decided contact whose agency was not waited for, and the request."""
    manager = given.a_manager()
    contact = given.rated()
    (request,) = asked(contact, "police", by=manager)
    actions.decide_without(request_id=request, reason="Cannot wait", by=manager, at=given.NOON)
    actions.decide_contact(
        contact_id=contact.id,
        version=3,
        outcome="no_further_action",
        rationale="Nothing more to do",
        by=manager,
        at=LATER,
    )
    return contact, request


def test_a_late_answer_is_a_task_for_whoever_has_the_contact(client, officer, decided):
    contact, request = decided

    answered(request, officer, ("He is on bail", Mark.OPEN), at=LATER + timedelta(minutes=5))

    notice = Notice.objects.get(kind="answered_after_decision")
    assert notice.to == contacts.decided_whose(contact.id)
    assert "after the decision" in notice.subject
    assert "bail" not in notice.subject + notice.body
    (one,) = queries.requests_about(given.a_manager(), contact.id, at=LATER)
    assert [item.after_decision for item in one.contributions] == [True]
    signed_in_as(client, Role.MANAGER)
    assert "1 item came after the decision" in client.get(f"/contacts/{contact.id}").text


def test_what_came_before_the_decision_is_not_called_late(officer):
    manager = given.a_manager()
    contact = given.rated()
    (request,) = asked(contact, "police", by=manager)
    answered(request, officer, ("Calls in May", Mark.OPEN), at=given.NOON)
    weighed(contact, manager)
    actions.decide_contact(
        contact_id=contact.id,
        version=3,
        outcome="no_further_action",
        rationale="Nothing more to do",
        by=manager,
        at=LATER,
    )
    assert not Notice.objects.filter(kind="answered_after_decision").exists()
    (one,) = queries.requests_about(manager, contact.id, at=LATER)
    assert [item.after_decision for item in one.contributions] == [False]


def test_a_replayed_nil_return_is_said_once_and_a_replayed_answer_keeps_both_items(officer):
    first, second = given.rated(), given.rated()
    (nil,) = asked(first, "police")
    (known,) = asked(second, "police", question="Who lives there?")
    at = timezone.now()
    for _ in range(2):
        said = AnswerGiven(Reply.NIL, known="no")
        actions.answer_request(request_id=nil, given=said, by=officer, at=at)
        answered(known, officer, ("Calls", Mark.OPEN), at=at)
    of = {one.id: one for one in queries.for_my_agency(officer, at=at, open_only=False)}
    assert [one.kind for one in of[nil].answers] == ["nil"]
    assert len(of[known].contributions) == 2
    assert of[known].settled_as == "answered"
