"""Questions are raised once, settled with a reason by somebody else, and counted."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from lintel.access.viewers import NotPermitted, Role, the_system
from lintel.api.tests.given import Caller
from lintel.audit import trail
from lintel.contacts import actions as contacts
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import become, sign_in
from lintel.kernel.refusals import Invalid, NotThere, Refused
from lintel.watch import actions, queries
from lintel.watch.jobs import look_over
from lintel.watch.models import Question
from lintel.watch.rules.signs import Kind

REASON = "She had taken the call that morning, and her manager confirms it"


@pytest.fixture
def looked():
    """Ada Brown has opened the record of a family of her own name, twice, and done nothing."""
    at = timezone.now()
    child = given.a_child(given_name="Maya", family_name="Brown")
    contact = given.received(at=at - timedelta(hours=2), children=(child,))
    ada = given.an_account(Role.SCREENER, name="Ada Brown")
    for minutes in (9, 5):
        when = at - timedelta(minutes=minutes)
        contacts.open_contact(contact_id=contact.id, by=given.viewer_of(ada, when), at=when)
    return contact, ada, at


def privacy(at, **differences):
    return given.viewer_of(given.an_account(Role.DPO, **differences), at)


@pytest.mark.django_db
def test_a_question_is_raised_once_settled_once_and_counted(looked):
    contact, ada, at = looked
    by = privacy(at)
    assert look_over(at) >= 2
    assert look_over(at) == 0, "the same signs again"
    waiting = {one.kind: one for one in queries.open_questions(by)}
    assert {Kind.SAME_SURNAME, Kind.WITHOUT_TASK} <= waiting.keys()
    one = waiting[Kind.SAME_SURNAME]
    assert (one.who, one.reference, one.count) == ("Ada Brown", contact.reference, 2)
    assert [entry.by for entry in queries.evidence(by, one.id).entries] == [ada.id, ada.id]

    said = {"question_id": one.id, "by": by, "at": at}
    for settled, reason in (("", REASON), ("explained", "fine"), ("nonsense", REASON)):
        with pytest.raises(Invalid):
            actions.settle_question(settled=settled, reason=reason, **said)
    actions.settle_question(settled="explained", reason=REASON, **said)
    with pytest.raises(Refused):
        actions.settle_question(settled="incident", reason=REASON, **said)
    rates = {rate.kind: rate for rate in queries.false_alarms(by, at=at)}
    assert rates[Kind.SAME_SURNAME].percent == 100
    assert rates[Kind.BURST].percent is None
    assert trail.entries_about("question", str(one.id))[-1].why == "same_surname, explained"
    assert REASON not in str([*Question.objects.values("once", "kind")])


@pytest.mark.django_db
def test_questions_are_for_privacy_of_the_same_council_and_say_nothing_of_the_record(looked):
    contact, _, at = looked
    look_over(at)
    one = Question.objects.filter(kind=Kind.SAME_SURNAME).get()
    with pytest.raises(NotPermitted):
        queries.open_questions(given.a_viewer(Role.MANAGER, at=at))
    theirs = privacy(at, council="southmere")
    assert not queries.open_questions(theirs)
    with pytest.raises(NotThere):
        queries.the_question(theirs, one.id)
    for kind, record in (("contact", contact.id), ("account", contact.id)):
        with pytest.raises(NotThere):
            actions.read_who_opened(object_type=kind, object_id=record, by=theirs, at=at)
    client = Client()
    sign_in(client, given.an_account(Role.DPO))
    for where in ("/watch", f"/watch/{one.id}", f"/watch/contacts/{contact.id}"):
        answer = client.get(where)
        assert answer.status_code == 200
        assert b"Maya" not in answer.content
    assert client.get(f"/contacts/{contact.id}").status_code in {403, 404}


@pytest.mark.django_db
def test_the_trail_of_a_record_is_asked_for_by_api(looked):
    contact, _, _ = looked
    asked = f"/audit?object={contact.id}"
    for role in (Role.DPO, Role.MANAGER):
        items = Caller(role)("GET", asked).json()["items"]
        mine = [one for one in items if one["who"] == "Ada Brown"]
        assert [one["did"] for one in mine] == ["view contact"] * 2
        assert mine[0]["relation"] == "own council's front door"
        assert "Z3" in mine[0]["zone"]
    assert Caller(Role.DPO)("GET", f"{asked}&after=99999").json()["items"] == []
    assert Caller(Role.SCREENER)("GET", asked).status_code == 403
    assert Caller(Role.DPO, council="southmere")("GET", asked).status_code == 404


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_privacy_settles_a_question_in_a_browser(page, live_server, page_is_accessible):
    at = timezone.now()
    child = given.a_child(given_name="Maya", family_name="Brown")
    contact = given.received(at=at - timedelta(hours=2), children=(child,))
    ada = given.an_account(Role.SCREENER, name="Ada Brown")
    contacts.open_contact(contact_id=contact.id, by=given.viewer_of(ada, at), at=at)
    actions.look_over(
        council="northbeck",
        by=the_system("northbeck", today=at.date()),
        at=at + timedelta(minutes=1),
    )
    become(page, live_server, given.an_account(Role.DPO))
    page.goto("/watch")
    page_is_accessible(page)
    page.get_by_role("link", name="Same surname as the family").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Same surname as the family")
    page_is_accessible(page)
    page.get_by_role("button", name="Settle it").click()
    expect(page.get_by_role("alert")).to_contain_text("Select what came of it")
    page.get_by_label("Explained").check()
    page.get_by_label("What is the reason?").fill(REASON)
    page.get_by_role("button", name="Settle it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Watch")
    expect(page.locator("main")).to_contain_text("100%")
    page.goto(f"/watch/contacts/{contact.id}")
    expect(page.locator("main")).to_contain_text("Ada Brown")
    page_is_accessible(page)
