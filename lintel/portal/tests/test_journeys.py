"""People at the form, from the first page to a reference."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lintel.contacts.models import Contact
from lintel.portal import drafts, jobs
from lintel.portal.models import Draft
from lintel.portal.rules.answers import Answers
from lintel.portal.tests.given import NEIGHBOUR, TEACHER, Walker

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]


@pytest.fixture
def neighbour(client) -> Walker:
    return Walker(client, dict(NEIGHBOUR))


@pytest.fixture
def teacher(client) -> Walker:
    return Walker(client, dict(TEACHER))


def words_of(response) -> str:
    return response.content.decode()


def test_a_neighbour_tells_the_hub_and_stays_anonymous(neighbour):
    neighbour.walk()
    answer = neighbour.send()
    assert (answer.status_code, answer["Location"]) == (302, "/refer/sent")
    contact = Contact.objects.get()
    assert (contact.kind, contact.channel, contact.source) == ("welfare", "public_form", "9")
    assert contact.referrer.anonymous
    assert contact.children.get().given_name == "Tom"
    assert contact.children.get().age_years == 6
    shown = words_of(neighbour.client.get("/refer/sent"))
    assert contact.reference in shown
    assert "within 30 minutes" in shown
    assert "canal" not in shown


def test_a_neighbour_is_asked_for_nothing_they_may_not_know(neighbour):
    neighbour.says |= {"age": {}, "address": {}, "categories": {}, "why-now": {}}
    neighbour.walk()
    assert neighbour.send()["Location"] == "/refer/sent"


def test_a_teacher_refers_two_children_and_a_stepfather(teacher):
    teacher.says |= {"children": {"more": "yes"}, "others": {"more": "yes"}}
    teacher.walk(until="child/2/name")
    teacher.says |= {
        "child/2/name": {"given_name": "Ayesha"},
        "child/2/age": {"age_years": "8 months"},
        "children": {"more": "no"},
    }
    teacher.walk("child/2/name", until="adult/1/person")
    teacher.says["others"] = {"more": "no"}
    teacher.walk("adult/1/person")
    assert teacher.send()["Location"] == "/refer/sent"
    contact = Contact.objects.get()
    assert (contact.source, contact.channel) == ("2A", "professional_form")
    assert [child.given_name for child in contact.children.order_by("place")] == ["Tom", "Ayesha"]
    assert contact.referrer.phone == "01632 960 432 ext 5"
    assert contact.adults.get().safe_contact == "he checks the phone"
    assert contact.family_told is False
    assert contact.concern.endswith("Age of child 2 as written: 8 months")


def test_a_second_child_is_offered_the_first_ones_address(teacher):
    teacher.says["children"] = {"more": "yes"}
    teacher.walk(until="child/2/address")
    assert "12 Canal Row" in words_of(teacher.client.get("/refer/child/2/address"))


def test_a_professional_cannot_leave_out_their_name(teacher):
    teacher.walk(until="your-details")
    answer = teacher.type("your-details", name="", role="Teacher", agency="Millbank", phone="")
    assert answer.status_code == 422
    assert "Enter your full name" in words_of(answer)
    teacher.type("naming", naming="anonymous")
    assert teacher.client.get("/refer/naming").status_code == 302
    assert teacher.send().status_code == 422
    assert not Contact.objects.exists()


@pytest.mark.parametrize("kind", ["signposting", "ehc_request"])
def test_a_parent_asks_for_something_and_leaves_a_way_back(neighbour, kind):
    neighbour.says |= {
        "kind": {"kind": kind},
        "your-contact": {"name": "Wren Abara", "email": "wren@example.org"},
        "safe-contact": {},
    }
    neighbour.walk()
    assert neighbour.send()["Location"] == "/refer/sent"
    assert Contact.objects.get().kind == kind
    assert "categories" not in neighbour.seen


def test_another_council_asks_for_information(teacher):
    teacher.says |= {"kind": {"kind": "information_request"}, "workplace": {"source": "5C"}}
    teacher.walk()
    assert teacher.send()["Location"] == "/refer/sent"
    assert Contact.objects.get().kind == "information_request"


def test_danger_stops_at_999_and_is_still_told(neighbour):
    neighbour.says["danger"] = {"danger": "yes"}
    neighbour.walk(until="council")
    assert neighbour.seen == ["danger", "call-999"]
    neighbour.walk("council")
    neighbour.send()
    assert Contact.objects.get().immediate_danger


def test_sending_twice_is_sending_once(neighbour):
    neighbour.walk()
    neighbour.send()
    again = neighbour.send()
    assert again["Location"] == "/refer/sent"
    assert Contact.objects.count() == 1
    assert neighbour.type("worries", concern="more")["Location"] == "/refer/sent"


def test_what_was_typed_is_gone_once_it_is_sent(neighbour):
    neighbour.walk()
    neighbour.send()
    assert neighbour.client.get("/refer/worries")["Location"] == "/refer/sent"
    assert jobs.expire_drafts(timezone.now()) == 0
    assert jobs.expire_drafts(timezone.now() + timedelta(hours=2)) == 1
    assert not Draft.objects.exists()


def test_after_sending_the_start_page_begins_afresh(neighbour):
    neighbour.walk()
    neighbour.send()
    neighbour.client.get("/refer")
    shown = neighbour.client.get("/refer/danger")
    assert shown.status_code == 200
    neighbour.type("danger", danger="no")
    assert neighbour.client.get("/refer/council").status_code == 200


def test_a_draft_is_left_and_brought_back_with_a_code_once(neighbour):
    neighbour.walk(until="worries")
    left = neighbour.type("worries", concern="He said “I am cold”", then="later")
    assert left["Location"] == "/refer/saved"
    assert not left.cookies["lintel-draft"].value
    shown = words_of(neighbour.client.get("/refer/saved"))
    code = shown.split('lx-reference" translate="no">')[1].split("</strong>")[0]

    elsewhere = Client()
    back = elsewhere.post("/refer/return", {"code": code.lower().replace(" ", "-")})
    assert back.status_code == 302
    assert "He said “I am cold”" in words_of(elsewhere.get("/refer/worries"))

    third = Client().post("/refer/return", {"code": code})
    assert third.status_code == 422
    assert "Enter a code that has not been used" in words_of(third)


def test_an_old_draft_and_its_code_are_gone_after_a_week(neighbour):
    neighbour.walk(until="worries")
    token = drafts.begin(
        Answers(),
        at=timezone.now() - timedelta(days=8),
    )
    assert drafts.held(token, at=timezone.now()) is None
    code = drafts.put_aside(token, at=timezone.now() - timedelta(days=8))
    assert drafts.bring_back(code, at=timezone.now()) is None
    assert jobs.expire_drafts(timezone.now()) == 1


def test_codes_cannot_be_guessed_without_end(client):
    for _ in range(10):
        assert client.post("/refer/return", {"code": "AAAA BBBB CCCC"}).status_code == 422
    assert client.post("/refer/return", {"code": "AAAA BBBB CCCC"}).status_code == 429


def test_check_your_answers_names_what_is_missing_and_leads_there(teacher):
    teacher.walk()
    teacher.type("child/1/age", age_years="seven")
    teacher.type("worries", concern="")
    shown = words_of(teacher.client.get("/refer/check"))
    assert "Age must be a number of years, like 7" in shown
    assert 'href="/refer/child/1/age#id_age_years"' in shown
    assert "Enter what you are worried about" in shown
    assert teacher.send().status_code == 422
    assert not Contact.objects.exists()


def test_every_answer_can_be_changed_from_check_your_answers(teacher):
    teacher.walk()
    shown = words_of(teacher.client.get("/refer/check"))
    for address in teacher.seen:
        if address not in {"children", "others", "call-999"}:
            assert f'href="/refer/{address}"' in shown, address


def test_changing_one_answer_leads_back_to_check_your_answers(teacher):
    teacher.walk()
    assert teacher.type("child/1/name", given_name="Thomas")["Location"] == "/refer/check"


def test_choosing_another_kind_asks_only_what_is_new(neighbour):
    neighbour.walk()
    neighbour.says |= {
        "kind": {"kind": "signposting"},
        "your-contact": {"name": "Wren", "phone": "07700 900982"},
        "safe-contact": {},
    }
    neighbour.seen.clear()
    neighbour.walk("kind")
    assert neighbour.seen == ["kind", "your-contact", "safe-contact"]


def test_a_professional_who_is_public_after_all_cannot_ask_for_information(teacher):
    teacher.says |= {"kind": {"kind": "information_request"}}
    teacher.walk()
    assert teacher.type("who", who="public")["Location"] == "/refer/kind"


def test_a_child_can_be_taken_out_again(teacher):
    teacher.says["children"] = {"more": "yes"}
    teacher.walk(until="child/2/name")
    assert teacher.client.get("/refer/child/2/remove").status_code == 200
    teacher.type("child/2/remove", sure="yes")
    assert teacher.client.get("/refer/child/2/name")["Location"] == "/refer/children"


def test_the_last_child_cannot_be_taken_out(teacher):
    teacher.walk()
    assert teacher.type("child/1/remove", sure="yes")["Location"] == "/refer/children"
    assert "Tom" in words_of(teacher.client.get("/refer/check"))


def test_leaving_quickly_leaves_nothing_on_the_device(neighbour):
    neighbour.walk(until="worries")
    gone = neighbour.client.get("/refer/leave")
    assert gone["Location"].startswith("https://www.bbc.co.uk")
    assert not gone.cookies["lintel-draft"].value
    assert "Go on with what you began" not in words_of(neighbour.client.get("/refer"))


def test_starting_again_deletes_what_was_written(neighbour):
    neighbour.walk(until="worries")
    assert "Go on with what you began" in words_of(neighbour.client.get("/refer"))
    neighbour.type("start-again")
    assert not Draft.objects.exists()
