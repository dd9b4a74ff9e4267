"""A program asks over the API, another Lintel over the network; a file goes by hand."""

import base64
import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from lintel.access.viewers import Role, the_system
from lintel.api.tests.given import Caller
from lintel.config.commandline import main
from lintel.contacts.tests import given as begun
from lintel.policy import in_force
from lintel.policy.asking import Way
from lintel.scoping import carrying, kept, linkage, queries
from lintel.scoping.models import Answered, Asking
from lintel.scoping.rules.said import said_of
from lintel.scoping.shared_keys import folder, keys_with
from lintel.scoping.tests.given import KEY, PURPOSE, known_in_southmere, shared as shared
from lintel.scoping.tests.test_asking import NOON, TOMAS, ask, seen

pytestmark = pytest.mark.django_db
PARTNER = {"council": "southmere", "agency": "northbeck-council", "employed_by_council": False}


def body(**differences) -> dict:
    secret = keys_with("northbeck", "southmere").get(KEY, b"x" * 32)
    [token] = linkage.tokens(said_of(TOMAS), secret)
    return {
        "question_id": str(uuid4()),
        "asked_at": timezone.now().isoformat(),
        "purpose": PURPOSE,
        "key_id": KEY,
        "schema": "lintel-child-1",
        "tokens": [base64.b64encode(token).decode()],
    } | differences


@pytest.fixture
def partner(shared):
    return Caller(Role.AGENCY_SYSTEM, **PARTNER)


def test_a_partners_program_is_answered_and_told_whom_to_ring(partner):
    known_in_southmere(TOMAS, at=timezone.now())

    answer = partner("POST", "/token-questions", body())

    assert answer.status_code == 200, answer.content
    said = answer.json()
    assert said["answers"] == ["yes"]
    assert said["ring"] == {"team": "Southmere Council", "telephone": "01632 960201"}
    assert said.keys() == {"question_id", "answered_at", "answers", "ring"}


def test_an_agency_that_takes_no_part_finds_nothing_there(shared):
    stranger = Caller(Role.AGENCY_SYSTEM, council="southmere", agency="ferrand-valley-police")

    assert stranger("POST", "/token-questions", body()).status_code == 404
    assert not Answered.objects.exists()


def test_somebody_of_the_hub_may_not_put_a_question(shared):
    assert Caller(Role.MANAGER)("POST", "/token-questions", body()).status_code == 403


def test_where_it_is_off_there_is_nothing_for_anybody(settings, tmp_path):
    settings.DATA = tmp_path
    for caller in (Caller(Role.AGENCY_SYSTEM, **PARTNER), Caller(Role.MANAGER)):
        assert caller("POST", "/token-questions", body()).status_code == 404


def test_before_tokens_are_made_it_says_so(partner):
    answer = partner("POST", "/token-questions", body())

    assert answer.status_code == 409
    assert answer.json()["refusals"][0]["code"] == "tokens_not_made"


def test_a_program_that_trawls_is_told_how_long_to_wait(partner):
    known_in_southmere(TOMAS, at=timezone.now())
    sent = body()
    for _ in range(5):
        many = body(tokens=sent["tokens"] * 8)
        assert partner("POST", "/token-questions", many).status_code == 200

    stopped = partner("POST", "/token-questions", body())

    assert stopped.status_code == 429
    assert 0 < int(stopped.headers["Retry-After"]) <= 3600


@pytest.mark.parametrize(
    "wrong",
    [{"tokens": ["not base64!"]}, {"tokens": []}, {"tokens": ["AAAA"]}, {"schema": "x"},
     {"purpose": "curiosity"}, {"name": "Tomas"}, {"asked_at": "yesterday"}],
)  # fmt: skip
def test_what_is_no_question_is_unprocessable(partner, wrong):
    assert partner("POST", "/token-questions", body(**wrong)).status_code == 422


def reached_by(monkeypatch, way: Way, url: str = "") -> None:
    """Northbeck reaches Southmere by another way than the demo's policy says."""
    from dataclasses import replace

    policy = in_force.policy_for("northbeck")
    asking = policy.asking_by_token
    other = replace(asking.partners["southmere"], way=way, url=url)
    changed = replace(policy, asking_by_token=replace(asking, partners={"southmere": other}))

    def policy_for(council):
        return changed if council == "northbeck" else in_force.policy_for(council)

    for module in (carrying, kept, queries):
        monkeypatch.setattr(module, "policy_for", policy_for)


@pytest.mark.django_db(transaction=True)
def test_another_lintel_is_asked_over_the_network(shared, live_server, monkeypatch):
    begun.teams()
    known_in_southmere(TOMAS, at=NOON)
    token = Caller(Role.AGENCY_SYSTEM, **PARTNER).token
    (folder("northbeck", "southmere") / "api-token").write_text(token)
    reached_by(monkeypatch, Way.NETWORK, live_server.url)
    contact, screener = begun.received(), begun.a_screener()

    ask(contact, screener)

    assert seen(contact, screener)[0].about[0].answer == "yes"


def test_a_partner_that_cannot_be_reached_is_tried_again(shared, monkeypatch):
    begun.teams()
    reached_by(monkeypatch, Way.NETWORK, "http://127.0.0.1:9")
    contact, screener = begun.received(), begun.a_screener()

    ask(contact, screener)

    assert seen(contact, screener)[0].state == "waiting"


def test_questions_and_answers_go_by_file(shared, monkeypatch, tmp_path, capsys):
    begun.teams()
    known_in_southmere(TOMAS, at=NOON)
    reached_by(monkeypatch, Way.FILE)
    contact, screener = begun.received(), begun.a_screener()
    ask(contact, screener, at=timezone.now())
    questions, answers = tmp_path / "questions.json", tmp_path / "answers.json"

    ours = ["ask", "--council", "northbeck", "--partner", "southmere"]
    assert main([*ours, "--export", str(questions)]) == 0
    theirs = ["ask", "--council", "southmere", "--answer", str(questions), "--out", str(answers)]
    assert main(theirs) == 0
    assert main([*ours, "--import", str(answers)]) == 0

    assert seen(contact, screener)[0].about[0].answer == "yes"
    for path in (questions, answers):
        assert "Ashgrove" not in path.read_text()
    assert "1 answers taken in" in capsys.readouterr().out


def test_a_file_that_was_changed_on_the_way_is_refused(shared, monkeypatch, tmp_path, capsys):
    begun.teams()
    reached_by(monkeypatch, Way.FILE)
    ask(begun.received(), begun.a_screener(), at=timezone.now())
    held = carrying.questions_file("northbeck", "southmere", at=timezone.now())
    held["questions"][0]["purpose"] = "missing_child"
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(held))

    theirs = ["ask", "--council", "southmere", "--answer", str(changed)]
    assert main([*theirs, "--out", str(tmp_path / "x.json")]) == 3

    assert "changed on the way" in capsys.readouterr().err
    assert not Answered.objects.exists()


def test_an_answer_to_what_was_never_asked_is_refused(shared):
    by = the_system("northbeck", today=NOON.date())
    said = {
        "format": carrying.ANSWER,
        "from": "southmere",
        "to": "northbeck",
        "key_id": KEY,
        "answers": [
            {
                "question_id": str(uuid4()),
                "answered_at": NOON.isoformat(),
                "answers": ["yes"],
                "ring": {"team": "", "telephone": ""},
            }
        ],
    }
    said["seal"] = carrying._seal(said, keys_with("southmere", "northbeck")[KEY])
    with pytest.raises(LookupError):
        carrying.take_file("northbeck", said, by=by, at=NOON)
    assert not Asking.objects.exists()


def test_a_file_question_is_not_given_up(shared, monkeypatch):
    begun.teams()
    reached_by(monkeypatch, Way.FILE)
    contact, screener = begun.received(), begun.a_screener()
    ask(contact, screener)

    carrying.carry_all(at=NOON + timedelta(days=3))

    assert seen(contact, screener)[0].state == "waiting"


def test_a_key_is_made_and_never_printed(shared, capsys):
    words = ["ask", "--council", "northbeck", "--partner", "southmere", "--new-key", "2027-01"]
    assert main(words) == 0

    secret = (folder("northbeck", "southmere") / "2027-01.key").read_text().strip()
    assert secret not in capsys.readouterr().out
    assert main(words) == 3
