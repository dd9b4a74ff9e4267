"""What is sent is never taken for a part of a question, a line of the log, a header or an address.

Source: qualities B6, C2, C3, C6, C7, C8.
"""

import json
import logging
import re
import socket
import threading
from html import escape
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import quote, quote_plus, urlencode
from uuid import uuid4

import pytest
from django.test import Client, override_settings

import lintel
from lintel.access.models import Account
from lintel.access.viewers import Role
from lintel.api.tests.given import Caller
from lintel.audit.models import AuditEntry
from lintel.config import logs
from lintel.config.routes import routes
from lintel.contacts.models import Contact
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import sign_in
from lintel.notices import jobs
from lintel.notices.sinks import FileSink
from lintel.notices.tests.given import queued
from lintel.portal.tests.given import NEIGHBOUR, Walker
from lintel.scoping.tests.given import KEY, share
from tests.properties.hostile import ELSEWHERE, HOSTS, QUESTIONS, leads_away, wrong_with
from tests.properties.test_nothing_leaks import BODIES, VERSION_1, path_of, writes
from tests.test_every_page_in_a_browser import MANAGER, PAGES, STAFF, a_house

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]


@pytest.fixture(scope="module")
def world(begun_once, tmp_path_factory):
    folder = tmp_path_factory.mktemp("house")
    with begun_once(), override_settings(DATA=folder):
        share(KEY)
        made = a_house(folder)
        made.clients = {who: Client(raise_request_exception=False) for who in STAFF}
        for who, client in made.clients.items():
            sign_in(client, Account.objects.get(username=who))
        yield made


# --- Questions to the database ---------------------------------------------

# Every question that a page takes in its address.
ASKED_BY = (
    *("after", "agencies", "agency", "band", "copy", "figure", "held", "how", "kind", "last"),
    *("late", "left", "mine", "months", "my_team", "next", "noted", "page", "period"),
    *("queue", "rating"),
    *("senior_read", "show", "source", "team", "who", "whose", "why"),
)
# The pages that take any.
ASKED = (
    *("agency_measures_list", "board", "came_back", "discussion_outcome", "duplicates", "family"),
    *("alerts", "places", "record_to_review", "records_to_review", "to_tell"),
)
ASKS = re.compile(r'(?:GET|asked)(?:\.get\(|\[)"(\w+)"|one_of\("(\w+)"')


def test_every_question_that_a_page_takes_is_asked_here():
    files = Path(lintel.__file__).parent.glob("*/web/**/*.py")
    asked = {a or b for file in files for a, b in ASKS.findall(file.read_text())}
    assert len(asked) > 15
    assert asked <= {*ASKED_BY}, f"add to ASKED_BY: {sorted(asked - {*ASKED_BY})}"


def alike(answer, words: str) -> str:
    """An answer without what was asked, and without what is of the moment."""
    body = answer.content.decode()
    body = re.sub(r'name="(?:csrfmiddlewaretoken|key|seen_at|until)" value="[^"]*"', "", body)
    body = re.sub(r'"request_id": ?"\w+"|"milliseconds": ?[\d.]+|:\w{6}:[\w-]{43}', "", body)
    plain = {words, quote(words), quote(words, safe=""), quote_plus(words), json.dumps(words)[1:-1]}
    html = {escape(one).replace("&quot;", sign) for one in plain for sign in ("&quot;", "&#34;")}
    html |= {one.replace("&#x27;", "&#39;") for one in html}
    for one in sorted(plain | html, key=len, reverse=True):
        body = body.replace(one, "")
    return f"{answer.status_code} {body}"


def differ(true, false, pair: tuple[str, str]) -> bool:
    return alike(true, pair[0]) != alike(false, pair[1])


def test_what_a_page_is_asked_is_never_a_part_of_what_the_database_is_asked(world):
    wrong, pairs = [], cycle(QUESTIONS)
    for name, pair in [(name, pair) for name in ASKED for pair in islice(pairs, 4)]:
        who, where = PAGES[name]
        path = where.partition("?")[0].format(**vars(world))
        answers = [
            world.clients[who].get(f"{path}?{urlencode(dict.fromkeys(ASKED_BY, said))}")
            for said in pair
        ]
        wrong += [f"{name} {pair[0]}: {one}" for one in wrong_with(answers[0])]
        if differ(*answers, pair):
            wrong.append(f"{name}: {pair} are told apart")
    assert not wrong, "\n".join(wrong)


def test_nor_is_what_is_searched_for(world):
    manager = Caller(Role.MANAGER, Account.objects.get(username=MANAGER))
    wrong = []
    for pair in QUESTIONS:
        found = [manager("POST", "/search", {"text": said}) for said in pair]
        shown = [world.clients[MANAGER].post("/search", {"text": said}) for said in pair]
        statuses = [one.status_code for one in (*found, *shown)]
        if max(statuses) >= 500 or any(one.json().get("items") for one in found):
            wrong.append(f"{pair}: {statuses}, {[one.content[:200] for one in found]}")
        if differ(*shown, pair):
            wrong.append(f"{pair} are told apart")
    for any_of_them in ("%", "_", "%%", "*", "?"):
        found = manager("POST", "/search", {"text": any_of_them})
        wrong += [f"{any_of_them} finds something"] if found.json().get("items") else []
    assert not wrong, "\n".join(wrong)


def test_nor_is_any_word_of_a_write_or_a_list_of_the_api(world):
    police = Caller(Role.AGENCY_SYSTEM, agency="police", employed_by_council=False)
    manager = Caller(Role.MANAGER, teams=["assessment", "early-help"])
    contact_id, wrong = police.hands_in().json()["id"], []
    for number, route in enumerate(writes()):
        caller = police if route.name == "submit" else manager
        for said in QUESTIONS[number % len(QUESTIONS)]:
            body = in_every_text(BODIES[route.name], said)
            headers = VERSION_1 | {"Idempotency-Key": uuid4().hex}
            answer = caller(route.methods[0], path_of(route, contact_id), body, **headers)
            wrong += [f"{route.name} {said}: {one}" for one in wrong_with(answer)]
    for name in ("cursor", "queue", "limit", "sort"):
        for pair in QUESTIONS:
            asked = [manager("GET", f"/contacts?{urlencode({name: said})}") for said in pair]
            wrong += [f"contacts by {name} {pair[0]}: {one}" for one in wrong_with(asked[0])]
            if differ(*asked, pair):
                wrong.append(f"contacts by {name}: {pair} are told apart")
    assert not wrong, "\n".join(wrong)


def in_every_text(value, said):
    if isinstance(value, dict):
        return {name: in_every_text(one, said) for name, one in value.items()}
    if isinstance(value, list):
        return [in_every_text(one, said) for one in value]
    return said if isinstance(value, str) else value


# --- Lines of the log, and headers ---------------------------------------------


class Lines(logging.Handler):
    """What is logged, as the product writes it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(logs.WithoutValues("%(levelname)s %(name)s %(message)s"))
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said += [] if record.exc_info else [self.format(record)]


FORGED = "x\r\nERROR forged: yes\u2028\x85\x1b[2J"


def test_nothing_that_is_sent_begins_a_line_of_the_log_or_a_header(client):
    lines = Lines()
    loggers = [logging.getLogger(), *map(logging.getLogger, logging.root.manager.loggerDict)]
    for logger in loggers:
        logger.addHandler(lines)
        logger.setLevel(logging.DEBUG if logger.name == "django.request" else logger.level)
    try:
        answers = [
            client.get("/nowhere%0d%0aERROR%20forged:%20yes%e2%80%a8"),
            client.get("/refer/worries%0d%0aforged:%20yes"),
            client.post("/login", {"username": FORGED, "password": FORGED, "next": f"/{FORGED}"}),
            client.get("/board", headers={"User-Agent": FORGED, "X-Request-Id": FORGED}),
            client.get("/login", {"next": "/a\r\nforged: yes", "why": FORGED}),
            client.post("/api/v1/contacts", "{", content_type="application/json\r\nforged: yes"),
            client.generic("FORGED\nLINE", "/"),
            client.get("/", headers={"X-Forwarded-For": FORGED, "Accept-Language": FORGED}),
        ]
    finally:
        for logger in loggers:
            logger.removeHandler(lines)
    assert lines.said, "nothing was listened to"
    assert not [one for one in lines.said if re.search("[\r\n\u2028\x85\x1b]", one)]
    for answer in answers:
        assert answer.status_code < 500
        assert not {"forged", "Set-Cookie: forged"} & {*answer.headers, *answer.cookies}
        assert not any(re.search("[\r\n]", value) for value in answer.headers.values())


# --- Whom an answer is for, and where it sends on to ---------------------------------------------


@pytest.mark.parametrize("host", HOSTS)
def test_a_request_for_another_host_is_refused_in_words_that_do_not_name_it(client, host):
    for where in ("/", "/login", "/password-reset", "/api/v1/me"):
        answer = client.get(where, headers={"Host": host})
        assert answer.status_code == 400, where
        assert "evil" not in answer.content.decode()


def test_nor_does_a_forwarded_host_reach_a_page_or_a_link(client):
    said = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    for where in ("/", "/login", "/password-reset", "/refer", "/board"):
        answer = client.get(where, headers=said)
        assert "evil" not in f"{answer.content.decode()} {answer.headers}"


def test_nobody_is_sent_to_another_site_by_any_page_that_sends_on(world):
    """Who has signed in, stepped up or put an alert away goes on to where they were."""
    client, wrong = world.clients[MANAGER], []
    to = str(Account.objects.get(username=MANAGER).id)
    for onward in ELSEWHERE:
        alert = queued(kind="overdue", channel="task", to=to)
        asked = urlencode({"next": onward})
        answers = {
            "login": client.get(f"/login?{asked}"),
            "login sent": client.post("/login", {"next": onward}),
            "step-up": client.get(f"/step-up?{asked}"),
            "step-up sent": client.post("/step-up", {"next": onward}),
            "seen": client.post(f"/alerts/{alert}/seen", {"back": onward}),
        }
        assert {one.status_code for one in answers.values()} <= {200, 302}, answers
        for name, answer in answers.items():
            location = answer.headers.get("Location", "/")
            if leads_away(location):
                wrong.append(f"{name} with {onward!r}: {location!r}")
    assert not wrong, "\n".join(wrong)


# --- Every answer, of whatever kind ---------------------------------------------


def test_a_refusal_of_any_kind_carries_what_a_page_carries(client, world):
    contact = world.raised
    answers = {
        "not found": client.get("/nowhere"),
        "of the API": client.get("/api/v1/nowhere"),
        "no token": client.get("/api/v1/me"),
        "another host": client.get("/", headers={"Host": "evil.example"}),
        "to sign in": client.get("/board"),
        "another method": client.put("/login"),
        "another method of the API": client.put("/api/v1/me"),
        "not permitted": world.clients["helper"].get("/accounts"),
        "no version": world.clients[MANAGER].post(f"/contacts/{contact}/close", {"version": "x"}),
        "no form of ours": Client(enforce_csrf_checks=True).post("/login", {}),
        "no JSON": client.post("/api/v1/contacts", "{", content_type="application/json"),
        "too much": client.post("/login", {"username": "a" * 3_000_000}),
        "too many": client.post("/login", {f"a{n}": "" for n in range(2_000)}),
        "healthz": client.get("/healthz"),
        "readyz": client.get("/readyz"),
    }
    wrong = [
        f"{name}: {one}"
        for name, answer in answers.items()
        for one in wrong_with(answer)
        if not (name == "readyz" and one == "answers 503")
    ]
    assert not wrong, "\n".join(wrong)


# --- From another site's page ---------------------------------------------


def forms():
    return [
        route
        for route in routes()
        if "POST" in route.methods and not route.pattern.startswith(("/api/", "/refer"))
    ]


def test_no_form_is_taken_that_was_not_ours(world):
    """Sent by a page of another site, with the cookies of whoever reads it: nothing comes of it."""
    client = Client(enforce_csrf_checks=True)
    sign_in(client, Account.objects.get(username=MANAGER))
    other = Client(enforce_csrf_checks=True)
    other.get("/login")
    foreign = other.cookies["lintel-form"].value
    client.get("/search")
    ours = client.cookies["lintel-form"].value
    assert foreign != ours
    before, wrong = AuditEntry.objects.count(), []
    for route in forms():
        where = re.sub(r"<uuid:\w+>", str(world.raised), route.pattern)
        where = re.sub(r"<\w+:\w+>|<\w+>", "1", where)
        tries = {
            "nothing": client.post(where, {}),
            "another's": client.post(where, {"csrfmiddlewaretoken": foreign}),
            "another origin": client.post(
                where, {"csrfmiddlewaretoken": ours}, headers={"Origin": "https://evil.example"}
            ),
            "plain text": client.post(where, '{"a": "="}', content_type="text/plain"),
        }
        wrong += [
            f"{route.name} with {how}: {answer.status_code}"
            for how, answer in tries.items()
            if answer.status_code not in {403, 404} or b"open too long" not in answer.content
        ]
    assert not wrong, "\n".join(wrong)
    assert AuditEntry.objects.count() == before


def test_nor_any_of_the_public_form_which_says_so_itself(client):
    walker = Walker(client, dict(NEIGHBOUR))
    walker.walk()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    before = client.get("/refer/check").content.decode()
    for route in (one for one in routes() if "POST" in one.methods and "/refer" in one.pattern):
        where = route.pattern.replace("<slug:step>", "worries").replace("<str:step>", "worries")
        for origin in ("https://evil.example", "http://testserver"):
            said = {"concern": "Nothing is wrong", "do": "send"}
            answer = strict.post(re.sub(r"<[^>]+>", "1", where), said, headers={"Origin": origin})
            assert answer.status_code in {302, 403, 404}, route.name
    assert not Contact.objects.filter(concern="Nothing is wrong").exists()
    after = client.get("/refer/check").content.decode()
    assert NEIGHBOUR["worries"]["concern"] in after
    assert without_tokens(after) == without_tokens(before)


def without_tokens(page: str) -> str:
    return re.sub(r'value="[\w:=-]{40,}"', "", page)


def test_a_session_is_no_token_for_the_api(world):
    """So that no page of another site can have a browser call it."""
    for route in writes():
        where = f"/api/v1{path_of(route, world.raised)}"
        answer = world.clients[MANAGER].generic(
            route.methods[0], where, json.dumps(BODIES[route.name]), "text/plain"
        )
        assert answer.status_code == 401, route.name


# --- Nothing is fetched ---------------------------------------------


@pytest.fixture
def listener():
    """A server on this machine that keeps who came."""
    came: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listens() -> None:
            while True:
                try:
                    other, where = server.accept()
                except OSError:
                    return
                came.append(where)
                other.close()

        threading.Thread(target=listens, daemon=True).start()
        yield server.getsockname()[1], came


def test_no_address_that_anybody_writes_is_fetched(listener, client, tmp_path):
    port, came = listener
    at = f"http://127.0.0.1:{port}/x"
    words = f'{at} <img src="{at}"> <link href={at}> @import url({at}); file:///etc/passwd'
    police = Caller(Role.AGENCY_SYSTEM, agency="police", employed_by_council=False)
    child = {"given_name": at, "family_name": at, "school": at}
    taken = police.hands_in(concern=words, children=[child], referrer={"name": at, "agency": at})
    assert taken.status_code == 201, taken.content
    sign_in(client, given.an_account(Role.MANAGER))
    where = f"/contacts/{taken.json()['id']}"
    client.post(f"{where}/note", {"text": words})
    for page in (where, f"{where}/people", f"{where}/history", f"{where}/decide"):
        assert "/etc/passwd" in client.get(page).content.decode() or page != where
    jobs.run_once(sink=FileSink(tmp_path / "outbox"))
    with socket.create_connection(("127.0.0.1", port)):
        pass  # that it would have been heard
    assert len(came) <= 1
