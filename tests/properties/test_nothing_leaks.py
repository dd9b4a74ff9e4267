"""What is written is kept exactly or refused, changes nothing else, and is told to nobody else.

Through the API and the pages, on both databases.
"""

import json
import logging
import re
from copy import deepcopy
from datetime import datetime
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from lintel.access.viewers import Permission, Role
from lintel.api.tests.given import SENT, Caller
from lintel.api.urls import described
from lintel.audit import trail
from lintel.audit.models import AuditEntry
from lintel.config.routes import routes
from lintel.contacts.models import Contact, ContactAdult, ContactChild, Referrer
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import sign_in
from lintel.notices.models import Notice
from lintel.pathways.models import HandOver
from lintel.portal.tests.given import NEIGHBOUR, Walker

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]

VERSION_1 = {"If-Match": '"1"'}


@pytest.fixture(scope="module")
def hub(begun_once):
    with begun_once():
        given.teams()
        yield (
            Caller(Role.AGENCY_SYSTEM, agency="police", employed_by_council=False),
            Caller(Role.MANAGER, teams=["assessment", "early-help", "protection"]),
        )


@pytest.fixture
def police(hub):
    return hub[0]


@pytest.fixture
def manager(hub):
    return hub[1]


# What each write is sent when nothing is wrong with it.
BODIES = {
    "declare_a_conflict": {
        "relation": "family",
        "reason": "My cousin",
        "person": {"given_name": "Ann", "family_name": "Lee", "date_of_birth": "2015-01-02"},
    },
    "break_glass": {"category": "other", "reason": "His mother rang: he is at the door now"},
    "open_in_spite": {"reason": "Nobody else is on duty and she is here"},
    "end_glass_early": {},
    "review_glass": {"outcome": "justified", "words": "The call is on the record"},
    "submit": SENT,
    "correct": {"why_now": "He is weaker this week"},
    "look": {"immediate": False, "note": ""},
    "acknowledge": {"action": "Police are there"},
    "rate": {"rating": "amber", "reason": "Hungry"},
    "assign": {"to": "front-door"},
    "hold": {"reason": "Waiting for the nurse", "review_at": "2030-01-01T09:00:00Z"},
    "release": {"reason": "The nurse rang"},
    "note": {"text": "The nurse rang"},
    "decide": {"outcome": "no_further_action", "rationale": "Seen with the school"},
    "close": {"reason": "Done"},
    "reopen": {"reason": "More came in"},
    "handover": {"answer": "accept"},
    "end_place": {"how": "helped", "words": "He sleeps and eats at home"},
    "senior_read": {"words": "Each worse than the last"},
    "search": {"text": "Ashgrove"},
    "token_question": {
        "question_id": "7f3c1a52-0b61-4f0e-9a53-4a3f7d0d2f11",
        "asked_at": "2026-03-02T12:00:00Z",
        "purpose": "significant_harm",
        "key_id": "2026-11",
        "schema": "lintel-child-1",
        "tokens": ["AAAA"],
    },
    "restrict": {
        "kind": "K1",
        "reason": "Her aunt works in the hub",
        "readers": [{"team": "front-door"}],
    },
    "unrestrict": {"reason": "The aunt has left"},
    "settle_match": {"same": True, "because": "The same NHS number"},
    "link": {"record": str(uuid4())},
    "unlink": {"record": str(uuid4()), "reason": "A cousin"},
    "not_them": {"record": str(uuid4()), "person": str(uuid4())},
    "may_be_them": {"record": str(uuid4()), "person": str(uuid4())},
    "settle_review": {"new": True},
    "undo_review": {"reason": "A cousin"},
    "review_is_not": {"person": str(uuid4())},
    "merge": {"other": str(uuid4()), "reason": "One child, two files"},
    "unmerge": {"reason": "Cousins of one name"},
    "not_the_same": {"other": str(uuid4()), "reason": "Cousins"},
    "may_be_the_same": {"other": str(uuid4()), "reason": "One child after all"},
    "ask": {"agencies": ["police"], "question": "What is known?"},
    "contribute": {"text": "Known since March", "handling": "H1"},
    "answer": {"kind": "nil"},
    "chase": {"how": "telephone", "to": "The duty desk"},
    "decide_without": {"reason": "The child cannot wait"},
    "pool": {"reason": ""},
    "weigh": {"daily_life": "He gets himself up and to school"},
    "convene": {
        "because": "Two bruises that nobody can explain",
        "planned_for": "2030-01-01T09:00:00Z",
        "how": "video",
        "chair": "The manager",
    },
    "answer_invitation": {"says": "attending"},
    "share_item": {"text": "Three calls to the address", "handling": "H2"},
    "attendance": {"departures": []},
    "outcome": {"how": "not_held", "reason": "A birthmark, seen by the consultant"},
    "correct_outcome": {
        "how": "not_held",
        "reason": "Nobody came",
        "corrected_because": "The wrong box was ticked",
    },
    "action_done": {"note": "Four calls"},
    "step_done": {"happened_at": "2026-03-02T12:00:00Z", "who": "Dr Farrow"},
    "step_decline": {"reason": "No mark"},
    "raise_challenge": {
        "subject": "other",
        "theme": "delay",
        "disagrees": "Nobody has rung him since Monday",
        "wants": "That somebody rings him today",
    },
    "answer_challenge": {"answer": "upheld", "reasons": "Rung twice", "told": "He was rung twice"},
    "take_allegation": {},
    "consider_allegation": {
        "person": "The coach",
        "work": "Football on Saturdays",
        "tests": {"harmed": "yes", "offence": "no", "risk": "not_known", "unsuitable": "yes"},
        "reasons": "Seen by another parent",
    },
    "decide_allegation": {"course": "employer", "reasons": "The club is told"},
    "end_allegation": {"finding": "unfounded", "words": "It was another man"},
    "take_challenge_further": {"reason": "He was not at home"},
    "withdraw_challenge": {"reason": "Rung together"},
    "duty_hand_over": {"contact_id": str(uuid4()), "note": "See her tonight"},
    "duty_keep": {"contact_id": str(uuid4()), "reason": "The manager is at the ward"},
    "duty_accept": {"contact_ids": [str(uuid4())]},
    "make_promise": {
        "what": "Ring her",
        "to_whom": "The mother",
        "by_when": "2030-01-01T09:00:00Z",
    },
    "settle_promise": {"how": "kept", "words": "Rang her at six"},
    # A form, and no JSON: without one it says what is missing, once it is known who asks.
    "attach": {},
    "attach_to_request": {},
    "attach_to_discussion": {},
    "mark_file": {"handling": "H1"},
    "share": {
        "to": "Elm School",
        "items": "That we are helping",
        "purpose": "screen",
        "basis": "public_task_safeguarding",
    },
}


def api_routes():
    return [r for r in routes() if r.pattern.startswith("/api/v1/") and not r.public]


def writes():
    return [r for r in api_routes() if set(r.methods) & {"POST", "PATCH", "PUT", "DELETE"}]


def by_name(route) -> str:
    return route.name


def path_of(route, contact_id) -> str:
    words = route.pattern.removeprefix("/api/v1")
    return re.sub(r"<\w+:\w+_id>", str(contact_id), words)


def test_every_write_of_the_api_is_tried_here():
    assert {route.name for route in writes()} == BODIES.keys()


# --- Mass assignment ---------------------------------------------------------------------

FORBIDDEN = {
    "id": str(uuid4()),
    "role": "manager",
    "agency": "northbeck-council",
    "council": "southmere",
    "authority": "southmere",
    "restricted": True,
    "version": 99,
    "status": "closed",
    "stage": "decided",
    "state": "closed",
    "queue": "closed",
    "created_by": str(uuid4()),
    "by": str(uuid4()),
    "at": "2020-01-01T00:00:00Z",
    "received_at": "2020-01-01T00:00:00Z",
    "decision": "no_further_action",
    "decided_at": "2020-01-01T00:00:00Z",
    "due": "2040-01-01T00:00:00Z",
    "due_at": "2040-01-01T00:00:00Z",
    "owner_account": str(uuid4()),
    "reference": "NB-0000-00",
    "policy_version": "none",
    "submitted_by_id": str(uuid4()),
    "channel": "telephone",
}

# What a write calls by such a name and means something of its own: whose answer is challenged.
OWN = {"raise_challenge": {"agency"}}


def everything() -> list:
    kinds = (Contact, Referrer, ContactChild, ContactAdult, HandOver, Notice)
    return [list(kind.objects.order_by("pk").values()) for kind in kinds]


@pytest.mark.walk
@pytest.mark.parametrize("route", writes(), ids=by_name)
def test_a_write_takes_no_field_that_is_not_its_own(route, police, manager):
    contact_id = police.hands_in().json()["id"]
    [method] = route.methods
    caller = police if route.name == "submit" else manager
    before = everything()

    for field in FORBIDDEN.keys() - OWN.get(route.name, set()):
        value = FORBIDDEN[field]
        body = BODIES[route.name] | {field: value}
        headers = VERSION_1 | {"Idempotency-Key": field}
        answer = caller(method, path_of(route, contact_id), body, **headers)
        assert answer.status_code == 422, (field, answer.content)
        assert field in {error["field"] for error in answer.json()["errors"]}

    assert everything() == before


@pytest.mark.parametrize("part", ["referrer", "child", "adult", "address"])
@pytest.mark.parametrize("field", ["id", "role_key", "record_id", "person_id", "council", "place"])
def test_nor_does_any_part_of_a_contact(part, field, police):
    body = deepcopy(SENT)
    where = {
        "referrer": body["referrer"],
        "child": body["children"][0],
        "adult": body["adults"][0],
        "address": body["children"][0]["address"],
    }[part]
    where[field] = str(uuid4())
    answer = police("POST", "/contacts", body, **{"Idempotency-Key": "k"})

    assert answer.status_code == 422
    assert not Contact.objects.exists()


class Pushing(Client):
    """Sends every field that it should not beside those of the form."""

    def post(self, path, data=None, **more):
        plain = {name: str(value) for name, value in FORBIDDEN.items() if name not in (data or {})}
        return super().post(path, plain | (data or {}), **more)


# What is another for every contact, whoever sends it; times are looked at apart.
OF_EACH = {"id", "reference", "place", "contact_id", "record_id"}


def as_kept(contact_id) -> list[dict]:
    """Every row of a contact, but for what is its own; a time only as whether it is of today."""
    today = timezone.now().date()
    rows = [*Contact.objects.filter(id=contact_id).values()]
    for kind in (Referrer, ContactChild, ContactAdult):
        rows += kind.objects.filter(contact=contact_id).order_by("pk").values()
    return [
        {
            name: abs((value.date() - today).days) < 60 if isinstance(value, datetime) else value
            for name, value in row.items()
            if name not in OF_EACH
        }
        for row in rows
    ]


def test_nor_does_any_form_of_a_page(police):
    account = given.an_account(Role.MANAGER)
    steps = [
        ("look", {"immediate": "yes", "note": "Seen"}),
        ("acknowledge", {"action": "Police are there"}),
        ("rate", {"rating": "amber", "reason": "Hungry"}),
        ("note", {"text": "The nurse rang"}),
        ("correct", {"why_now": "He is weaker", "reason": "Rang", **CORRECTION}),
        ("decide", {"outcome": "no_further_action", "rationale": "Seen", "override_reason": "S"}),
        ("close", {"reason": "Done"}),
    ]
    found = []
    for client in (Client(), Pushing()):
        sign_in(client, account)
        contact_id = police.hands_in().json()["id"]
        for verb, said in steps:
            version = Contact.objects.get(id=contact_id).version
            done = client.post(f"/contacts/{contact_id}/{verb}", said | {"version": version})
            assert done.status_code == 302, (verb, errors_of(done))
        found.append(as_kept(contact_id))
    assert found[0] == found[1]


def test_nor_the_form_of_the_public():
    found = []
    for client in (Client(), Pushing()):
        before = set(Contact.objects.values_list("id", flat=True))
        walker = Walker(client, deepcopy(NEIGHBOUR))
        walker.walk()
        walker.send()
        (contact_id,) = set(Contact.objects.values_list("id", flat=True)) - before
        found.append(as_kept(contact_id))
    assert found[0] == found[1]


# --- Two councils --------------------------------------------------------------------------


def without_number(answer):
    said = {k: v for k, v in answer.json().items() if k != "request_id"}
    of_the_moment = {"X-Request-Id", "Expires"}
    headers = {k: v for k, v in answer.headers.items() if k not in of_the_moment}
    return answer.status_code, said, headers


@pytest.mark.parametrize(
    "route", [r for r in api_routes() if "contact_id" in r.pattern], ids=by_name
)
@pytest.mark.parametrize("headers", [{}, VERSION_1, {"If-Match": "nonsense"}])
def test_the_other_councils_record_is_as_if_it_were_not_there(route, headers, police):
    theirs = police.hands_in().json()["id"]
    stranger = Caller(Role.MANAGER, council="southmere", teams=["assessment"])
    [method] = route.methods
    for body in (BODIES.get(route.name), {"nonsense": 1}):
        hidden = stranger(method, path_of(route, theirs), body, **headers)
        none = stranger(method, path_of(route, uuid4()), body, **headers)
        assert without_number(hidden) == without_number(none)
        # Breaking the glass asks for a code before it looks whether there is a record.
        assert hidden.status_code in {404, 422} | ({403} if route.name == "break_glass" else set())
        if body == BODIES.get(route.name):
            assert hidden.status_code == (403 if route.name == "break_glass" else 404)
    left = AuditEntry.objects.filter(object_id=theirs, actor=stranger.account.id)
    assert {entry.did for entry in left} <= {trail.REFUSED}


@pytest.mark.parametrize("role", [Role.MANAGER, Role.DPO])
def test_who_of_the_other_council_was_refused_a_record_is_not_on_its_own_trail(police, role):
    contact = police.hands_in().json()["id"]
    stranger = Caller(Role.MANAGER, council="southmere", name="Sol Farr")
    own, reader = Caller(Role.EARLY_HELP, name="Nia Vale"), Caller(role)
    for each in (stranger, own):
        assert each("GET", f"/contacts/{contact}").status_code == 404
    kept = AuditEntry.objects.filter(object_id=contact, did=trail.REFUSED)
    assert {entry.council for entry in kept} == {"southmere", "northbeck"}

    page = Client()
    sign_in(page, reader.account)
    where = f"/contacts/{contact}/trail" if role is Role.MANAGER else f"/watch/contacts/{contact}"
    told = reader("GET", f"/audit?object={contact}").json()["items"]
    shown = page.get(where)
    assert shown.status_code == 200
    assert [entry["who"] for entry in told if entry["did"] == trail.REFUSED] == [own.account.name]
    assert stranger.account.name not in shown.content.decode()
    assert own.account.name in shown.content.decode()


def test_nothing_of_the_other_council_is_counted_listed_or_found(police):
    taken = police.hands_in().json()
    stranger = Caller(Role.MANAGER, council="southmere")
    empty = Caller(Role.MANAGER, council="southmere")

    assert stranger("GET", "/contacts").json()["items"] == []
    assert stranger("GET", "/queues").json()["received"] == 0
    for text in (taken["reference"], "Ashgrove", "Tomas Ashgrove"):
        assert stranger("POST", "/search", {"text": text}).json()["items"] == []
    assert stranger("GET", "/queues").json() == empty("GET", "/queues").json()


def test_a_contact_is_given_to_nobody_of_the_other_council(police, manager):
    contact_id = police.hands_in().json()["id"]
    theirs = given.an_account(Role.MANAGER, council="southmere")
    answers = [
        manager("POST", f"/contacts/{contact_id}/assign", {"to": to}, **VERSION_1)
        for to in (str(theirs.id), str(uuid4()))
    ]
    assert [answer.status_code for answer in answers] == [409, 409]
    assert without_number(answers[0]) == without_number(answers[1])


@pytest.mark.parametrize(
    "route",
    [r for r in routes() if "contact_id" in r.pattern and not r.pattern.startswith("/api/")],
    ids=by_name,
)
def test_nor_is_there_a_page_of_it(route, police):
    theirs = police.hands_in().json()["id"]
    client = Client()
    sign_in(client, given.an_account(Role.MANAGER, council="southmere", teams=["assessment"]))
    for method in set(route.methods) & {"GET", "POST"}:
        answers, bodies = [], []
        for contact_id in (theirs, uuid4()):
            words = re.sub(r"<uuid:contact_id>", str(contact_id), route.pattern)
            where = re.sub(r"<uuid:\w+>", str(uuid4()), words)
            answers.append(client.generic(method, where))
            body = answers[-1].content.decode().replace(str(contact_id), "its id")
            bodies.append(re.sub(r'value="\w{64}"', "", body))  # what proves a form is ours
        statuses = {answer.status_code for answer in answers}
        # The form to break the glass is there for any id, and says nothing of whether it is one.
        form = {200, 422} if route.name == "break_glass" else set()
        assert statuses <= {403, 404} | form, statuses
        assert bodies[0] == bodies[1]


# --- Words that stay where they were written ------------------------------------------------


class Tokens:
    """A word of its own for every field, so that one found elsewhere says where it came from."""

    def __init__(self) -> None:
        self.all: list[str] = []

    def __call__(self, field: str) -> str:
        self.all.append(f"Zq{uuid4().hex[:10]}")
        return self.all[-1]

    def found_in(self, words: object) -> list[str]:
        said = str(words).casefold()
        return [token for token in self.all if token.casefold() in said]


class Listening(logging.Handler):
    """Every line of every logger, as the product would write it and as it was given."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(f"{record.getMessage()} {record.args} {record.exc_info}")


@pytest.fixture
def logged():
    """Everything that is logged at INFO or above, on every logger there is."""
    listening = Listening()
    loggers = [logging.getLogger(), *map(logging.getLogger, logging.root.manager.loggerDict)]
    kept = [(logger, logger.level) for logger in loggers]
    for logger, _ in kept:
        logger.addHandler(listening)
        if not logger.name.startswith("django.db"):
            logger.setLevel(logging.INFO)
    yield listening
    for logger, level in kept:
        logger.removeHandler(listening)
        logger.setLevel(level)


def tokens_in_every_field(token: Tokens) -> dict:
    return SENT | {
        "referrer": {
            "name": token("referrer"),
            "role": token("role"),
            "agency": token("agency"),
            "phone": token("phone"),
            "email": f"{token('email')}@elm.example",
        },
        "children": [
            {
                "given_name": token("child given"),
                "family_name": token("child family"),
                "date_of_birth": "2019-05-04",
                "school": token("school"),
                "address": {"lines": [token("line")], "postcode": "ZN1 1AA"},
            }
        ],
        "adults": [
            {
                "given_name": token("adult given"),
                "family_name": token("adult family"),
                "relationship": token("relationship"),
                "safe_contact": token("safe contact"),
                "address": {"lines": [token("adult line")]},
            }
        ],
        "concern": token("concern"),
        "family_told": False,
        "family_told_reason": token("family told"),
        "categories": ["neglect"],
    }


def test_what_is_written_about_a_family_is_in_no_log_address_title_trail_or_message(police, logged):
    token = Tokens()
    taken = police("POST", "/contacts", tokens_in_every_field(token), **{"Idempotency-Key": "k"})
    assert taken.status_code == 201, taken.content
    where = f"/contacts/{taken.json()['id']}"
    client, account = Client(), given.an_account(Role.MANAGER, teams=["early-help"])
    sign_in(client, account)
    manager, team = Caller(Role.MANAGER, account), Client()
    sign_in(team, given.an_account(Role.EARLY_HELP, teams=["early-help"]))
    override = {"override_reason": token("override")}
    steps = [
        ("look", {"immediate": "yes", "note": token("note")}),
        ("acknowledge", {"action": token("action")}),
        ("rate", {"rating": "amber", "reason": token("rating")}),
        ("assign", {"to": str(account.id), "reason": token("assign")}),
        ("note", {"text": token("text")}),
        ("hold", {"reason": token("hold"), "day": "1/3/2030", "hour": "9am"}),
        ("release", {"reason": token("release")}),
        ("correct", {"why_now": token("why now"), "reason": token("correct"), **CORRECTION}),
        ("decide", {"outcome": "early_help", "rationale": token("rationale"), **override}),
        ("hand-over", {"answer": "return", "reason": token("return")}),
        ("decide", {"outcome": "no_further_action", "rationale": token("why"), **override}),
        ("close", {"reason": token("close")}),
        ("reopen", {"reason": token("reopen")}),
    ]
    for verb, said in steps:
        by = team if verb == "hand-over" else client
        page = by.get(f"{where}/{verb}")
        assert page.status_code == 200
        self_says_nothing(page, token)
        version = Contact.objects.get().version
        wrong = by.post(f"{where}/{verb}", said | {"version": version - 1})
        self_says_nothing(wrong, token)
        done = by.post(f"{where}/{verb}", said | {"version": version})
        assert done.status_code == 302, (verb, done.status_code, errors_of(done))
        self_says_nothing(done, token)
    for page in (where, f"{where}/history", f"{where}/people", f"{where}/trail", "/", "/to-tell"):
        self_says_nothing(client.get(page), token)
    found = manager("POST", "/search", {"text": token.all[5]})
    assert len(found.json()["items"]) == 1
    client.post("/search", {"text": token.all[5]})
    manager("POST", f"{where}/close", {"reason": [token("wrong shape")]}, **VERSION_1)
    manager("POST", f"{where}/nothing/{token('address')}", {})
    client.get(where, {"q": "an address a person typed"})

    in_addresses = token.all[-1]
    token.all.remove(in_addresses)
    assert logged.said, "nothing was listened to"
    assert token.found_in(logged.said) == []
    for entry in AuditEntry.objects.values():
        assert token.found_in(entry) == [], entry
    for notice in Notice.objects.all():
        assert token.found_in([notice.subject, notice.body, notice.about, notice.once_key]) == []


CORRECTION = {
    "kind": "welfare",
    "source": "2A",
    "categories": ["neglect"],
    "family_told": "no",
    "consent": "not_asked",
}


def self_says_nothing(answer, token: Tokens) -> None:
    """Neither the title nor any address of the page, nor where it sends on to."""
    page = answer.content.decode()
    titles = re.findall(r"<title[^>]*>(.*?)</title>", page, re.DOTALL)
    addresses = re.findall(r'\b(?:href|action|src)="([^"]*)"', page)
    own = [words for words in addresses if not words.startswith(("tel:", "mailto:"))]
    assert token.found_in(titles) == []
    assert token.found_in(own) == []
    assert token.found_in(dict(answer.headers)) == []
    assert token.found_in({k: v.value for k, v in answer.cookies.items()}) == []


def errors_of(answer) -> list[str]:
    page = answer.content.decode()
    return re.findall(r"error-(?:summary|message)[^>]*>(.*?)</", page, re.DOTALL)


# --- Awkward text ----------------------------------------------------------------------------

AWKWARD = {
    "nul": "be\x00fore",
    "lone surrogate": "be\ud800fore",
    "bidi override": "be\u202efore\u202c",
    "isolates": "\u2066be\u2069fore",
    "zero width": "be\u200bfo\u200dre\ufeff",
    "combining": "Zoe\u0308 a\u0301\u0301\u0301\u0301\u0301",
    "both forms": "\u00e9 e\u0301",
    "emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
    "not a character": "be\uffffre \U0010ffff",
    "controls": "be\x01\x08\x1b[31mfore\x7f\x85",
    "lines": "be\r\nfo\nre\u2028\u2029",
    "spaces": "  be fore\t",
    "markup": "<script>alert(1)</script>{{7*7}}{% x %}&amp;",
    "formula": "=1+1",
    "a megabyte": "a" * 1_000_000,
    "many wide": "\u6f22" * 60_000,
}
TEXT_FIELDS = [
    ("concern",),
    ("family_told_reason",),
    ("source",),
    ("categories", 0),
    *(("referrer", name) for name in SENT["referrer"]),
    *(
        ("children", 0, name)
        for name, value in SENT["children"][0].items()
        if isinstance(value, str) and name != "date_of_birth"
    ),
    ("children", 0, "address", "lines", 0),
    ("children", 0, "address", "postcode"),
    ("children", 0, "address", "uprn"),
    ("adults", 0, "given_name"),
    ("adults", 0, "family_name"),
    ("adults", 0, "relationship"),
    ("adults", 0, "safe_contact"),
]


def put(body, path, value) -> dict:
    changed = inner = deepcopy(body)
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return changed


def kept_at(path, contact_id):
    """What was stored, from the tables and not from a page."""
    contact = Contact.objects.get(id=contact_id)
    match path:
        case ("referrer", name):
            return getattr(contact.referrer, name)
        case ("categories", place):
            return contact.categories[place]
        case (name,):
            return getattr(contact, name)
        case (which, place, "address", "lines", line):
            return people_of(contact, which)[place].address_lines[line]
        case (which, place, *_, name):
            return getattr(people_of(contact, which)[place], name)


def people_of(contact, which):
    kind = ContactChild if which == "children" else ContactAdult
    return list(kind.objects.filter(contact=contact).order_by("place"))


@pytest.mark.walk
@pytest.mark.parametrize("path", TEXT_FIELDS, ids=lambda path: ".".join(map(str, path)))
def test_awkward_text_is_stored_exactly_or_refused(path, police, manager):
    stored = []
    for name, words in AWKWARD.items():
        body = put(SENT, path, words)
        answer = police("POST", "/contacts", body, **{"Idempotency-Key": name})
        assert answer.status_code in {201, 422}, (name, answer.content[:300])
        if answer.status_code == 422:
            fields = {error["field"] for error in answer.json()["errors"]}
            assert any(field.startswith(path[0]) for field in fields), (name, fields)
            continue
        stored.append(name)
        contact_id = answer.json()["id"]
        assert kept_at(path, contact_id) == words, name
        read = manager("GET", f"/contacts/{contact_id}")
        assert read.status_code == 200
        assert json.dumps(words)[1:-1] in json.dumps(read.json()), name
    assert Contact.objects.count() == len(stored)
    if path[-1] in {"given_name", "family_name", "name", "concern"}:
        assert {"combining", "both forms", "emoji", "lines", "markup"} <= {*stored}


@pytest.mark.walk
@pytest.mark.parametrize("route", [r for r in writes() if r.name not in {"submit"}], ids=by_name)
def test_nor_does_it_break_any_other_write(route, police, manager):
    [method] = route.methods
    body, contact_id = BODIES[route.name], police.hands_in().json()["id"]
    for field in [name for name, value in body.items() if isinstance(value, str)]:
        for name, words in AWKWARD.items():
            version = Contact.objects.get(id=contact_id).version
            headers = {"If-Match": f'"{version}"'}
            answer = manager(method, path_of(route, contact_id), body | {field: words}, **headers)
            assert answer.status_code < 500, (field, name, answer.content[:300])


@pytest.mark.parametrize("name", ["cursor", "queue", "limit"])
def test_nor_any_question(name, manager):
    for words in AWKWARD.values():
        said = words[:2000].encode("utf-8", "surrogatepass")
        escaped = "".join(f"%{byte:02x}" for byte in said)
        assert manager("GET", f"/contacts?{name}={escaped}").status_code in {200, 422}


# Whoever signs in may ask; what they are answered is decided by what it is about.
FOR_EVERYBODY = {"me", "openapi", "audit", "end_glass_early"}


def test_the_document_names_every_route_that_was_tried():
    """So that nothing above passes over an operation: the resolver and the document agree."""
    document = described()
    named = {(method.upper(), path) for path, item in document["paths"].items() for method in item}
    asked = {
        (method, re.sub(r"<\w+:(\w+)>", r"{\1}", route.pattern))
        for route in api_routes()
        for method in route.methods
        if route.name != "openapi"
    }
    assert named == asked
    assert {route.name for route in api_routes() if not route.permission} == FOR_EVERYBODY
    assert Permission.SUBMIT_CONTACT in {route.permission for route in api_routes()}
