"""Whatever goes wrong, what somebody typed is on the page or in the draft, to the letter."""

from html import unescape
from html.parser import HTMLParser

import pytest
from django.db import OperationalError, connection
from django.test import Client
from hypothesis import HealthCheck, given, settings, strategies as st

from lintel.contacts.models import Contact
from lintel.portal import drafts, sealing
from lintel.portal.models import Draft, Knocks
from lintel.portal.rules import keeping
from lintel.portal.rules.answers import Answers
from lintel.portal.tests.given import NEIGHBOUR, TEACHER, Walker, every_form
from lintel.portal.web.forms import FORMS

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]

STORY = "He said “do not tell anyone”.\n\nThen <b>he</b> cried & hid. 🧥 ‏שלום‏"


class Page(HTMLParser):
    """What boxes hold, and which elements there are."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.boxes: dict[str, str] = {}
        self.elements: list[tuple[str, dict]] = []
        self.area = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        held = dict(attrs)
        self.elements.append((tag, held))
        if tag == "textarea":
            self.area = held["name"]
            self.boxes[self.area] = ""
        if tag == "input" and held.get("type") in {"text", "tel", "email"}:
            self.boxes[held["name"]] = held.get("value", "")

    def handle_data(self, data):
        if self.area:
            self.boxes[self.area] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = ""


def boxes(response) -> dict[str, str]:
    return Page(response.content.decode()).boxes


@pytest.fixture
def neighbour(client) -> Walker:
    walker = Walker(client, dict(NEIGHBOUR))
    walker.walk(until="worries")
    return walker


def test_an_expired_or_forged_form_gives_the_words_back(neighbour):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = neighbour.client.cookies
    answer = strict.post("/refer/worries", {"concern": STORY})
    assert answer.status_code == 403
    assert boxes(answer)["concern"] == STORY
    assert "Nothing has been saved yet" in answer.content.decode()
    assert neighbour.client.get("/refer/worries").content.decode().count("cried") == 0


def test_a_page_given_back_can_be_sent_again(neighbour):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = neighbour.client.cookies
    refused = strict.post("/refer/worries", {"concern": STORY})
    token = next(
        held["value"]
        for tag, held in Page(refused.content.decode()).elements
        if tag == "input" and held.get("name") == "csrfmiddlewaretoken"
    )
    taken = strict.post("/refer/worries", {"concern": STORY, "csrfmiddlewaretoken": token})
    assert taken.status_code == 302


def test_a_busy_database_gives_the_words_back(neighbour, monkeypatch):
    def busy(*args, **named):
        raise OperationalError("database is locked")

    monkeypatch.setattr(drafts, "may_knock", busy)
    monkeypatch.setattr(drafts, "held", busy)
    answer = neighbour.type("worries", concern=STORY)
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert boxes(answer)["concern"] == STORY


def test_a_database_that_is_busy_at_the_last_page_sends_once_when_tried_again(neighbour):
    neighbour.walk("worries")
    with connection.execute_wrapper(_busy_when_writing):
        answer = neighbour.send()
    assert answer.status_code == 503
    assert not Contact.objects.exists()
    assert neighbour.send()["Location"] == "/refer/sent"
    assert Contact.objects.count() == 1


def _busy_when_writing(execute, sql, params, many, context):
    if sql.startswith('INSERT INTO "contacts_'):
        raise OperationalError("database is locked")
    return execute(sql, params, many, context)


def test_too_many_from_one_address_gives_the_words_back(neighbour, monkeypatch):
    monkeypatch.setattr(keeping, "ANSWERS_IN_WINDOW", 0)
    answer = neighbour.type("worries", concern=STORY)
    assert answer.status_code == 429
    assert boxes(answer)["concern"] == STORY


def test_an_answer_whose_draft_is_gone_begins_a_new_one(neighbour):
    Draft.objects.all().delete()
    answer = neighbour.type("worries", concern=STORY)
    assert "no longer here" in answer.content.decode()
    assert boxes(answer)["concern"] == STORY
    neighbour.says["worries"] = {"concern": STORY}
    neighbour.walk()
    neighbour.send()
    assert Contact.objects.get().concern.startswith(STORY)


def test_an_answer_that_is_wrong_is_kept_for_when_they_come_back(neighbour):
    neighbour.type("child/1/age", date_of_birth="the week before Easter", age_years="")
    shown = neighbour.client.get("/refer/child/1/age")
    assert boxes(shown)["date_of_birth"] == "the week before Easter"
    assert "Date of birth must be a real date" in shown.content.decode()


def test_a_million_characters_are_refused_and_kept(neighbour):
    story = "word " * 200_000
    answer = neighbour.type("worries", concern=story)
    assert answer.status_code == 422
    assert "must be 20,000 characters or fewer. You have" in answer.content.decode()
    assert len(boxes(answer)["concern"]) == len(story)
    assert len(boxes(neighbour.client.get("/refer/worries"))["concern"]) == len(story)


def test_more_than_the_server_takes_is_refused_without_an_error(neighbour, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000
    assert neighbour.type("worries", concern="x" * 20_000).status_code == 413


@pytest.mark.parametrize(
    "name",
    [
        "محمد بن سلمان",
        "Zoë-Łucja O’Neill",
        "Siân",
        "עדי",
        "👶🏽 baby",
        "e\u0301",
        "\u202eevil\u202c",
        "'; --",
    ],
)
def test_names_round_trip_exactly(neighbour, name):
    neighbour.type("child/1/name", given_name=name)
    assert boxes(neighbour.client.get("/refer/child/1/name"))["given_name"] == name
    neighbour.walk("worries")
    neighbour.send()
    assert Contact.objects.get().children.get().given_name == name


@pytest.mark.parametrize("body", [b"\x00", b"a%00b", b"%ED%A0%80", b"%FF", b"\xed\xa0\x80"])
def test_what_cannot_be_kept_is_refused_and_never_changed_in_silence(neighbour, body):
    answer = neighbour.client.generic(
        "POST",
        "/refer/worries",
        b"concern=Help" + body,
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 422
    assert "could not be read" in answer.content.decode().replace("cannot", "could not")
    assert neighbour.send().status_code == 422
    assert not Contact.objects.exists()


@pytest.mark.parametrize("nasty", ["\x00", "\ud800", "<script>alert(1)</script>", "x" * 5_000])
def test_no_box_of_any_page_makes_an_error_of_ours(client, nasty):
    walker = Walker(client, dict(TEACHER))
    walker.says["others"] = {"more": "yes"}
    walker.walk(until="adult/1/person")
    of_each = dict.fromkeys(("name", "age", "about", "address"), "child/1/") | {
        "person": "adult/1/"
    }
    for key in every_form():
        if key == "others":
            continue
        address = of_each.get(key, "") + key
        typed = {name: nasty.encode("utf-8", "surrogatepass") for name in FORMS[key].base_fields}
        for place in (address, "check"):
            assert client.post(f"/refer/{place}", typed).status_code < 500, place
            assert client.get(f"/refer/{place}").status_code < 500, place
    assert not Contact.objects.exists()


@pytest.mark.walk
@pytest.mark.parametrize(
    "payload",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "</textarea><svg onload=alert(1)>",
        "{{ 7*7 }}",
        "javascript:alert(1)",
        "' onfocus='alert(1)",
    ],
)
def test_what_is_typed_is_shown_and_never_run(client, payload):
    walker = Walker(client, dict(TEACHER))
    walker.says |= {
        "name": {"given_name": payload, "family_name": payload},
        "about": {"school": payload},
        "address": {"lines": payload},
        "worries": {"concern": payload},
        "why-now": {"why_now": payload},
        "person": {"relationship": payload, "safe_contact": payload, "given_name": payload},
        "others": {"more": "yes"},
    }
    walker.walk(until="adult/1/person")
    walker.says["others"] = {"more": "no"}
    walker.walk("adult/1/person")
    for address in [*walker.seen, "check"]:
        text = client.get(f"/refer/{address}").content.decode()
        page = Page(text)
        for tag, held in page.elements:
            assert tag not in {"img"}, address
            assert not [name for name in held if name.startswith("on")], (address, held)
            if tag == "script":
                assert held.get("src", "").startswith("/static/"), address
        assert "<svg onload" not in text
        title = text.split("<title>")[1].split("</title>")[0]
        assert unescape(payload) not in unescape(title)
    assert "49" not in boxes(client.get("/refer/worries"))["concern"]


awkward = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufffd"), max_size=200
)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(
        st.tuples(st.sampled_from(["worries", "why-now", "child/1/name", "child/1/age"]), awkward),
        min_size=1,
        max_size=6,
    )
)
def test_no_run_of_answers_and_errors_loses_a_typed_answer(moves):
    boxes_of = {
        "worries": "concern",
        "why-now": "why_now",
        "child/1/name": "given_name",
        "child/1/age": "age_years",
    }
    Knocks.objects.all().delete()
    walker = Walker(Client(), dict(NEIGHBOUR))
    walker.walk(until="relationship")
    held = {}
    for address, words in moves:
        walker.type(address, **{boxes_of[address]: words})
        held[address] = words
        for known, typed in held.items():
            token = walker.client.cookies["lintel-draft"].value.rsplit(":", 2)
            found = _draft_of(token)
            assert found.said(known, boxes_of[known]) == typed


def _draft_of(signed) -> Answers:
    from django.utils import timezone

    return drafts.held(signed[0], at=timezone.now()).answers


def test_a_reader_of_the_database_reads_nothing(neighbour):
    neighbour.type("worries", concern="The canary sings at night", then="later")
    row = Draft.objects.get()
    kept = bytes(row.sealed) + bytes(row.cookie_wrap) + bytes(row.code_wrap)
    assert b"canary" not in kept
    assert b"Tom" not in kept
    with pytest.raises(sealing.NotOurs):
        sealing.unwrap(row.cookie_wrap, "cookie", row.cookie)


def test_nothing_about_anybody_is_in_an_address_and_nothing_is_stored_by_the_browser(neighbour):
    shown = neighbour.client.get("/refer/child/1/age")
    assert "no-store" in shown["Cache-Control"]
    assert "Tom" not in shown.request["PATH_INFO"]
    assert "Tom" not in shown.content.decode().split("</title>")[0]
    cookie = neighbour.client.cookies["lintel-draft"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_cookie_that_was_not_given_by_us_opens_nothing(neighbour):
    neighbour.client.cookies["lintel-draft"] = "made-up:1abc:xyz"
    assert neighbour.client.get("/refer/check")["Location"] == "/refer"


def test_a_page_that_is_read_writes_nothing(neighbour, django_assert_num_queries):
    with django_assert_num_queries(1):
        neighbour.client.get("/refer/worries")
