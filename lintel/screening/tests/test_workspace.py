"""An agency's own pages: what it is asked, answering in parts, and who may read them."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from lintel.access import sessions
from lintel.access.viewers import Role
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import sign_in, signed_in_as
from lintel.screening import actions, queries
from lintel.screening.tests.given_asked import QUESTION, agency, answered, asked
from lintel.sharing.rules.handling import Mark

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]


@pytest.fixture
def police():
    return agency("police")


@pytest.fixture
def request_id(police):
    (made,) = asked(given.rated(), "police", at=timezone.now())
    return made


@pytest.fixture
def address(request_id):
    return f"/requests/{request_id}"


def shows(answer, status: int = 200) -> str:
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def the_request(request_id):
    lead = given.a_viewer(Role.AGENCY_LEAD, agency="police", employed_by_council=False)
    return queries.one_for_my_agency(lead, request_id, at=timezone.now())


def test_a_partner_begins_at_what_their_agency_is_asked(client, police, request_id, address):
    signed_in_as(client, Role.PARTNER, **police)

    page = shows(client.get("/requests"))

    assert "Waiting for your answer (1)" in page
    assert QUESTION in page
    assert "born 4 May 2019" in page
    assert "left, due" in page
    assert address in page


def test_there_is_a_page_where_nothing_waits(client, police):
    signed_in_as(client, Role.PARTNER, **police)
    assert "Nothing is waiting for you" in shows(client.get("/requests"))


def test_another_agency_finds_no_such_request(client, police, address):
    signed_in_as(client, Role.PARTNER, **agency("health"))
    assert "(0)" in shows(client.get("/requests"))
    for answer in (client.get(address), client.post(address, {"do": "nil"})):
        assert answer.status_code == 404


def test_nothing_known_is_two_clicks(client, police, request_id, address):
    signed_in_as(client, Role.PARTNER, **police)

    page = shows(client.post(address, {"do": "nil"}, follow=True))

    assert "Sent: nothing is known" in page
    assert the_request(request_id).settled_as == "nil"


def test_what_was_typed_is_never_lost_to_a_nil_return(client, police, request_id, address):
    signed_in_as(client, Role.PARTNER, **police)

    page = shows(client.post(address, {"do": "nil", "text_concerns": "Shouting"}), 422)

    assert "You have typed something below" in page
    assert "Shouting" in page
    assert the_request(request_id).settled_as == ""


def test_each_part_goes_with_the_mark_it_was_given(client, police, request_id, address):
    signed_in_as(client, Role.PARTNER, **police)
    manager = given.an_account(Role.MANAGER)
    said = {
        "do": "answer",
        "known": "yes",
        "text_known": "Since 2019",
        "mark_known": "H1",
        "onward_known": "on",
        "text_concerns": "A name we watch",
        "mark_concerns": "H4",
        "onward_concerns": "on",
        "named": str(manager.id),
    }

    assert "Answer sent" in shows(client.post(address, said, follow=True))

    items = {one.part: one for one in the_request(request_id).contributions}
    assert (items["known"].mark, items["known"].onward_leave) == ("H1", True)
    assert (items["concerns"].mark, items["concerns"].onward_leave) == ("H4", False)


def test_no_mark_is_chosen_beforehand_and_none_is_taken_for_granted(client, police, address):
    signed_in_as(client, Role.PARTNER, **police)

    page = shows(client.get(address))
    assert " checked" not in page

    page = shows(client.post(address, {"do": "answer", "text_concerns": "Shouting"}), 422)
    assert "Select who may read this: what worries you" in page
    assert "Shouting" in page


def test_more_time_takes_a_day_a_time_and_a_reason(client, police, request_id, address):
    signed_in_as(client, Role.PARTNER, **police)
    page = shows(client.post(address, {"do": "more_time"}), 422)
    for words in ("Enter the day", "Enter the time", "Enter why you need more time"):
        assert words in page
    day = timezone.now() + timedelta(days=3)

    said = {
        "do": "more_time",
        "until_day": f"{day:%d/%m/%Y}",
        "until_time": "2.30pm",
        "more_time_reason": "The file is in the archive",
    }
    client.post(address, said)

    found = the_request(request_id)
    assert found.settled_as == ""
    assert f"{found.due_at:%d/%m/%Y}" == said["until_day"]


def test_a_refusal_wants_a_ground_and_no_consent_is_none(client, police, request_id, address):
    signed_in_as(client, Role.PARTNER, **police)
    page = shows(client.get(address))
    assert "no consent alone is never a reason not to" in page
    page = shows(client.post(address, {"do": "refuse"}), 422)
    assert "Select the ground for not sharing" in page

    said = {"do": "refuse", "ground": "live_operation", "refuse_reason": "It would warn him"}
    client.post(address, said)

    assert the_request(request_id).settled_as == "refused"


def test_whoever_types_first_has_it_and_a_colleague_is_told(client, police, request_id, address):
    signed_in_as(client, Role.PARTNER, name="Amrit Dhillon", **police)
    client.post(f"{address}/draft", {"text_concerns": "Shouting"})
    assert "Go on" in shows(client.get("/requests"))

    colleague = signed_in_as(client, Role.PARTNER, name="Bea Lomax", **police)
    assert "Amrit Dhillon" in shows(client.get("/requests"))
    said = {"do": "answer", "text_concerns": "Drinking", "mark_concerns": "H1"}
    page = shows(client.post(address, said), 409)
    assert "Not sent: Amrit Dhillon has had this since" in page
    assert the_request(request_id).settled_as == ""

    over = page.split('name="over" value="')[1].split('"')[0]
    page = shows(client.post(address, said | {"do": "take", "over": over}, follow=True))
    assert "Drinking" in page
    client.post(address, said)
    (item,) = the_request(request_id).contributions
    assert (item.text, item.by) == ("Drinking", colleague.name)


def test_it_can_be_let_go_again(client, police, request_id, address):
    signed_in_as(client, Role.PARTNER, name="Amrit Dhillon", **police)
    client.post(address, {"do": "save", "text_concerns": "Shouting"})
    assert "Shouting" in shows(client.get(address))

    client.post(address, {"do": "let_go"})

    assert "Nobody yet" in shows(client.get("/requests"))


def test_a_sign_in_that_ran_out_loses_nothing(client, police, address):
    account = given.an_account(Role.PARTNER, **police)
    sign_in(client, account)
    proof = shows(client.get(address)).split('name="proof" value="')[1].split('"')[0]
    session = client.session
    session[sessions.SEEN_AT] -= int(settings.SESSION_IDLE.total_seconds()) + 1
    session.save()

    typed = {"do": "answer", "text_concerns": "Shouting at night", "mark_concerns": "H2"}
    answer = client.post(address, typed | {"proof": proof})
    assert answer.status_code == 302
    assert f"next={address.replace('/', '%2F')}" in answer["Location"]
    kept = client.post(f"{address}/draft", typed | {"proof": proof, "text_other": "More"},
                       headers={"X-Requested-With": "autosave"})  # fmt: skip
    assert kept.status_code == 200

    sign_in(client, account)
    page = shows(client.get(address))
    assert "Shouting at night" in page
    assert "More" in page
    # Somebody else who signs in at the same machine reads nothing of it.
    signed_in_as(client, Role.PARTNER, **police)
    assert "Shouting at night" not in shows(client.get(address))


def test_a_forged_proof_keeps_nothing(client, police, address):
    account = given.an_account(Role.PARTNER, **police)
    client.post(address, {"text_concerns": "Shouting", "proof": f"{account.id}:x"})
    sign_in(client, account)
    assert "Shouting" not in shows(client.get(address))


def test_a_mark_is_changed_later_and_what_it_was_is_shown(client, police, request_id):
    viewer = signed_in_as(client, Role.PARTNER, **police)
    (item,) = answered(request_id, viewer, ("Shouting", Mark.OPEN), at=timezone.now())
    address = f"/items/{item}/handling"
    assert "Shouting" in shows(client.get(address))

    client.post(address, {"mark": "H3", "reason": "It names an informant", "version": "1"})

    page = shows(client.get(address))
    assert "Decision-maker only" in page
    assert "It names an informant" in page
    assert the_request(request_id).contributions[0].mark == "H3"
    signed_in_as(client, Role.PARTNER, **agency("health"))
    assert client.get(address).status_code == 404


def test_an_answer_is_added_to_and_a_nil_return_becomes_one(client, police, request_id, address):
    signed_in_as(client, Role.PARTNER, **police)
    client.post(address, {"do": "nil"})
    assert "Add to your answer" in shows(client.get(address))

    said = {"do": "answer", "known": "yes", "text_other": "Found one", "mark_other": "H1"}
    client.post(address, said)

    found = the_request(request_id)
    assert found.settled_as == "answered"
    assert len(found.contributions) == 1
    refused = client.post(address, {"do": "nil"})
    assert "Your agency has answered this" in shows(refused, 422)


def test_what_others_said_is_read_once_pooled(client, police):
    contact = given.rated()
    health = agency("health")
    to_police, to_health = asked(contact, "police", "health", at=timezone.now())
    nurse = given.a_viewer(Role.PARTNER, **health)
    answered(to_health, nurse, ("Weight fell", Mark.OPEN), ("Secret", Mark.DECISION_MAKER),
             at=timezone.now())  # fmt: skip
    officer = signed_in_as(client, Role.PARTNER, **police)
    assert "Weight fell" not in shows(client.get(f"/requests/{to_police}"))
    answered(to_police, officer, ("Calls", Mark.OPEN), at=timezone.now())
    manager = given.a_viewer(Role.MANAGER)
    actions.pool_contributions(contact_id=contact.id, by=manager, at=timezone.now())

    page = shows(client.get(f"/requests/{to_police}"))

    assert "Weight fell" in page
    assert "only the decision-maker may read" in page
    assert "Secret" not in page


def test_the_lead_sees_who_has_what_and_gives_it_to_somebody(client, police, request_id, address):
    officer = given.an_account(Role.PARTNER, name="Amrit Dhillon", **police)
    signed_in_as(client, Role.AGENCY_LEAD, **police)
    assert f"{address}/give" in shows(client.get("/requests"))

    client.post(f"{address}/give", {"to": str(officer.id)})

    assert "Amrit Dhillon" in shows(client.get("/requests"))
    sign_in(client, officer)
    assert client.get(f"{address}/give").status_code == 404


def test_opening_a_request_leaves_a_trace_and_looking_at_the_list_asks_little(
    client, police, request_id, address, django_assert_max_num_queries
):
    from lintel.audit import trail

    signed_in_as(client, Role.PARTNER, **police)
    client.get(address)
    assert trail.entries_about("request", str(request_id))[-1].did == "view requests"
    client.get("/requests")
    with django_assert_max_num_queries(22):
        client.get("/requests")
