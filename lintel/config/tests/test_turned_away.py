"""Being refused is on the trail: alike for what is hidden and what is not there, without a word of
what was typed, and never so often that it fills the trail."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from lintel.access import actions as access
from lintel.access.scopes import Scope
from lintel.access.tests.given import the_house
from lintel.access.viewers import Role
from lintel.api.tests.given import Caller
from lintel.audit import trail
from lintel.audit.models import AuditEntry
from lintel.config import turned_away
from lintel.contacts.actions import glass
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import sign_in
from lintel.restrictions.tests.given import REASON, hidden
from lintel.restrictions.tests.test_glass_pages import somebody
from lintel.watch.rules.signs import NOT_GIVEN
from tests.properties.test_every_answer_is_entered import AnUnwillingTrail

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def a_client(role=Role.SCREENER, **differences):
    account, client = given.an_account(role, **differences), Client()
    sign_in(client, account)
    return account, client


def entries_of(answer):
    return list(AuditEntry.objects.filter(request_id=answer.headers["X-Request-Id"]))


def refused(answer):
    """The one entry of an answer, which says that it was a refusal."""
    [entry] = entries_of(answer)
    assert entry.did == trail.REFUSED
    return entry


def test_what_is_hidden_and_what_is_not_there_are_refused_and_entered_alike():
    account, client = a_client()
    one, nothing = hidden(at=timezone.now()).id, uuid4()
    answers = [client.get(f"/contacts/{which}") for which in (one, nothing)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    entries = [refused(answer) for answer in answers]
    assert [entry.object_id for entry in entries] == [str(one), str(nothing)]
    for entry in entries:
        assert (entry.actor, entry.object_type, entry.zone) == (account.id, "contact", "")
        assert (entry.council, entry.why) == ("northbeck", "404 view contact, page contact")


def test_a_record_of_which_they_are_told_only_whom_to_ring_is_one_they_were_refused():
    _, client = a_client()
    one = hidden("high_profile", at=timezone.now())
    answer = client.get(f"/contacts/{one.id}")
    assert answer.status_code == 403
    assert refused(answer).object_id == str(one.id)


def test_what_the_role_does_not_allow_is_entered_and_being_asked_for_a_code_is_not():
    _, client = a_client(Role.VIEWER)
    answer = client.get("/board")
    entry = refused(answer)
    assert answer.status_code == 403
    assert (entry.object_type, entry.why) == ("page", "403 view board, page board")

    _, admin, _ = somebody(Role.SYSADMIN, stepped_up=False)
    asked = admin.post("/accounts/invite", {})
    assert (asked.status_code, "step_up_code" in asked.text) == (403, True)
    assert not entries_of(asked)


def test_of_the_api_the_same_is_entered_and_a_token_for_other_things_too():
    caller = Caller(Role.SCREENER)
    one = hidden(at=timezone.now())
    assert refused(caller("GET", f"/contacts/{one.id}")).object_id == str(one.id)
    viewer = Caller(Role.VIEWER)
    assert refused(viewer("GET", f"/contacts/{one.id}")).why.startswith("40")
    viewer.token = access.issue_token(
        account_id=viewer.account.id, scopes=[Scope.SUBMIT], by=the_house(), at=timezone.now()
    )
    narrow = viewer("GET", "/queues")
    assert narrow.json()["code"] == "scope"
    assert refused(narrow).why == "403 view counts, page queues"
    said = {"category": "immediate_safety", "reason": REASON}
    asked = caller("POST", f"/contacts/{one.id}/break-glass", said)
    assert asked.json()["code"] == "step_up"
    assert not entries_of(asked)


def test_whoever_is_not_signed_in_and_an_address_there_is_not_leave_nothing():
    for client in (Client(), a_client()[1]):
        for where in ("/contacts/Kayla-Ashgrove", "/api/v1/nothing"):
            answer = client.get(where)
            assert answer.status_code == 404
            assert not entries_of(answer)
    assert not entries_of(Client().get(f"/contacts/{uuid4()}"))
    assert not entries_of(Client().get(f"/api/v1/contacts/{uuid4()}"))


def test_no_word_that_was_typed_into_an_address_is_kept():
    caller = Caller(Role.SCREENER)
    caller("GET", "/contacts/Kayla-Ashgrove")
    caller("GET", "/people/Kayla-Ashgrove/history")
    assert "Kayla" not in str(list(AuditEntry.objects.values_list("object_id", "why")))


def test_an_action_that_keeps_its_own_refusal_is_not_entered_twice():
    _, client, code = somebody()
    said = {"category": "immediate_safety", "reason": REASON}
    answer = client.post(f"/contacts/{uuid4()}/break-glass", said | {"step_up_code": code()})
    assert answer.status_code == 404
    assert [entry.did for entry in entries_of(answer)] == ["break glass refused"]


def test_where_the_trail_takes_no_entry_a_refusal_is_one_all_the_same():
    _, client = a_client()
    where = f"/contacts/{uuid4()}"
    with AnUnwillingTrail():
        answer = client.get(where)
    assert answer.status_code == 404
    assert answer.content == client.get(f"/contacts/{uuid4()}").content
    refused(client.get(where))  # and it is entered when the trail takes entries again


def test_the_same_refusal_again_and_again_is_one_entry():
    account, client = a_client()
    where = f"/contacts/{uuid4()}"
    for _ in range(5):
        client.get(where)
    assert AuditEntry.objects.filter(actor=account.id, did=trail.REFUSED).count() == 1


def test_a_flood_leaves_thirty_entries_an_hour_and_how_many_there_were():
    who, other = uuid4(), uuid4()

    def enter(number, *, account=who, at=NOON):
        return turned_away.why_enter(account, ("GET", "contact", str(number)), at=at)

    said = [enter(number) for number in range(20_000)]
    assert said[: turned_away.EACH] == [""] * turned_away.EACH
    assert [each for each in said[turned_away.EACH :] if each is not None] == [
        "100 refused in an hour",
        "1000 refused in an hour",
        "10000 refused in an hour",
    ]
    assert enter(0, account=other) == "", "somebody else is not counted with them"
    assert enter(0, at=NOON + timedelta(hours=1)) == ""
    assert set(turned_away._refused) == {who}, "and nobody is remembered for longer"


def test_past_that_a_refusal_is_entered_no_more():
    account, client = a_client(Role.VIEWER)
    for number in range(turned_away.EACH + 1):
        turned_away.why_enter(account.id, (str(number),), at=timezone.now())
    before = AuditEntry.objects.count()
    client.get("/board")
    assert AuditEntry.objects.count() == before


def test_whoever_looks_after_privacy_does_not_make_a_record_by_asking_for_it():
    where, privacy = f"/contacts/{uuid4()}", Caller(Role.DPO)
    refused(a_client()[1].get(where))
    answer = privacy("GET", f"/audit?object={where[-36:]}")
    assert (answer.status_code, refused(answer).object_type) == (404, "page")


def test_the_signs_of_misuse_know_what_is_no_work_on_a_record():
    assert {trail.REFUSED, glass.NOT_GIVEN} == NOT_GIVEN
