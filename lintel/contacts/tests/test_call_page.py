"""Taking a call: one page, nothing lost."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lintel.access.tests.given import an_account, signed_in
from lintel.access.viewers import Role
from lintel.contacts.models import Contact, ContactAdult, ContactChild, Draft

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]

WHOLE = {
    "key": "0123456789abcdef",
    "channel": "telephone",
    "kind": "welfare",
    "immediate_danger": "no",
    "source": "2A",
    "name": "Ama Fletcher",
    "role": "Teacher",
    "agency": "Elm School",
    "phone": "01632 960111",
    "children.0.given_name": "Tomas",
    "children.0.family_name": "Ashgrove",
    "children.0.date_of_birth": "4 May 2019",
    "children.1.given_name": "Mia",
    "children.1.age_years": "4",
    "home_address": "1 Mill Lane\nNorthbeck",
    "home_postcode": "ZN1 1AA",
    "adults.0.given_name": "Rowan",
    "adults.0.relationship": "mother",
    "adults.0.safe_contact": "Do not ring",
    "concern": "Came to school hungry on three days.",
    "categories": ["neglect"],
    "family_told": "no",
    "family_told_reason": "She was not in",
}


@pytest.fixture
def screener(client):
    return signed_in(client, an_account("somebody", role=Role.SCREENER))


def test_a_call_becomes_a_contact_and_its_reference_is_read_out(client, screener):
    answer = client.post("/contacts/new", WHOLE | {"do": "save"}, follow=True)

    contact = Contact.objects.get()
    assert contact.channel == "telephone"
    assert contact.queue == "not_looked_at"
    assert contact.family_told is False
    assert [c.given_name for c in ContactChild.objects.order_by("place")] == ["Tomas", "Mia"]
    assert {c.postcode for c in ContactChild.objects.all()} == {"ZN1 1AA"}
    adult = ContactAdult.objects.get()
    assert adult.postcode == ""  # nobody said that she lives there
    assert adult.safe_contact == "Do not ring"
    page = answer.content.decode()
    assert contact.reference in page
    assert "Take another" in page
    assert contact.reference not in answer.request["PATH_INFO"]
    assert not Draft.objects.exists()


def test_an_error_keeps_everything_and_names_every_field(client, screener):
    wrong = WHOLE | {
        "do": "save",
        "kind": "",
        "name": "",
        "children.0.date_of_birth": "31 February 2019",
        "children.1.age_years": "four",
        "home_postcode": "nowhere",
    }

    answer = client.post("/contacts/new", wrong)
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "<title>Error: New contact" in page
    for words in (
        "Select what it is about",
        "Enter the name of the person telling us",
        "Date of birth must be a real date",
        "Age must be a number of years",
        "Enter a full postcode",
    ):
        assert words in page
    for kept in ("31 February 2019", "four", "nowhere", "Came to school hungry", "Do not ring"):
        assert kept in page
    for target in ("id_kind", "id_name", "id_children.0.date_of_birth", "id_home_postcode"):
        assert f'href="#{target}' in page
        assert f'id="{target}' in page
    assert not Contact.objects.exists()
    assert Draft.objects.get().fields["concern"] == WHOLE["concern"]


def test_what_was_on_paper_is_received_when_the_paper_says(client, screener):
    paper = {"paper_received_at": "yesterday 4:10pm", "paper_by": "Dawn Firth, front door"}
    answer = client.post("/contacts/new", WHOLE | paper | {"do": "save"}, follow=True)
    contact = Contact.objects.get()
    when = timezone.localtime(contact.received_at)
    assert (when.hour, when.minute) == (16, 10)
    assert contact.clock_started_at == contact.received_at < contact.keyed_at
    assert contact.reference in answer.content.decode()
    page = client.get(f"/contacts/{contact.id}").content.decode()
    assert "taken down on paper by Dawn Firth, front door; keyed in on" in page


@pytest.mark.parametrize(
    ("paper", "words"),
    [
        (
            {"paper_received_at": "tomorrow 9am", "paper_by": "Dawn"},
            "a time that has already passed",
        ),
        ({"paper_received_at": "1 March 2020 9am", "paper_by": "Dawn"}, "within the last 14 days"),
        ({"paper_received_at": "yesterday 9am"}, "Enter who wrote it down"),
        ({"paper_by": "Dawn"}, "Enter when it was received"),
        ({"paper_received_at": "after lunch", "paper_by": "Dawn"}, "must be a day and a time"),
    ],
)
def test_what_is_wrong_about_the_paper_is_said_beside_it(client, screener, paper, words):
    answer = client.post("/contacts/new", WHOLE | paper | {"do": "save"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "Came to school hungry" in page
    assert not Contact.objects.exists()


def test_nothing_is_chosen_beforehand(client, screener):
    page = client.get("/contacts/new").content.decode()
    assert " checked" not in page
    assert " selected" not in page


def test_another_child_is_added_without_scripts_and_without_losing_a_word(client, screener):
    page = client.post("/contacts/new", WHOLE | {"do": "add:children"}).content.decode()
    assert "Child 3" in page
    assert "Ashgrove" in page
    assert "There is a problem" not in page

    page = client.post("/contacts/new", WHOLE | {"do": "remove:children.0"}).content.decode()
    assert "Child 2" not in page
    assert 'name="children.0.given_name" type="text" spellcheck="false" value="Mia"' in page


def test_what_was_typed_is_there_on_return_and_can_be_thrown_away(client, screener):
    client.post("/drafts/call", WHOLE)

    page = client.get("/contacts/new").content.decode()
    assert "What you had typed was kept today" in page
    assert "Came to school hungry" in page
    assert 'value="neglect" checked' in page

    client.post("/contacts/new", {"do": "discard"})
    assert "Came to school hungry" not in client.get("/contacts/new").content.decode()


def test_pressing_twice_records_once(client, screener):
    for _ in range(2):
        answer = client.post("/contacts/new", WHOLE | {"do": "save"})
        assert answer.status_code == 302
    assert Contact.objects.count() == 1


def test_a_page_brought_back_and_changed_does_not_pretend_to_save(client, screener):
    client.post("/contacts/new", WHOLE | {"do": "save"})
    answer = client.post("/contacts/new", WHOLE | {"do": "save", "concern": "More"})
    assert answer.status_code == 422
    assert "You have already recorded this call" in answer.content.decode()
    assert Contact.objects.count() == 1


def test_a_session_that_ran_out_while_typing_costs_a_sign_in_and_no_words(client, screener):
    session = client.session
    ago = int((timezone.now() - timedelta(hours=1)).timestamp())
    session["lintel_seen_at"] = ago
    session.save()

    answer = client.post("/contacts/new", WHOLE | {"do": "save"})

    assert answer.status_code == 302
    assert answer.url == "/login?why=timed_out&next=%2Fcontacts%2Fnew"
    assert Draft.objects.get(account_id=screener.account_id).fields["concern"] == WHOLE["concern"]
    assert not Contact.objects.exists()


def test_immediate_danger_says_what_to_do_before_and_after(client, screener):
    assert "ring 999 now" in client.get("/contacts/new").content.decode()
    answer = client.post(
        "/contacts/new", WHOLE | {"do": "save", "immediate_danger": "yes"}, follow=True
    )
    assert "tell a manager yourself, now" in answer.content.decode()


@pytest.mark.parametrize("role", [Role.ADMIN, Role.ADMIN_PROVIDER])
def test_business_support_takes_calls(client, role):
    signed_in(client, an_account("support", role=role, registered_until=None))
    answer = client.post("/contacts/new", WHOLE | {"do": "save"}, follow=True)
    assert Contact.objects.get().reference in answer.content.decode()


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.VIEWER, Role.REFERRER])
def test_others_do_not(client, role):
    signed_in(client, an_account("other", role=role))
    assert client.get("/contacts/new").status_code == 403
    assert client.post("/contacts/new", WHOLE | {"do": "save"}).status_code == 403


def test_a_draft_is_nobody_elses(client, screener):
    client.post("/drafts/call", WHOLE)
    colleague = Client()
    signed_in(colleague, an_account("colleague", role=Role.SCREENER))
    assert "Came to school hungry" not in colleague.get("/contacts/new").content.decode()


def test_a_call_page_asks_few_queries_however_many_children(
    client, screener, django_assert_max_num_queries
):
    many = {f"children.{n}.given_name": f"Child{n}" for n in range(20)}
    with django_assert_max_num_queries(16):
        answer = client.post("/contacts/new", WHOLE | many | {"do": "keep"})
    assert answer.content.decode().count("<legend") > 20
