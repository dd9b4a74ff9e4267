"""What goes into a token, what an answer is, and how much may be asked. No database."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from lintel.people.rules.told import PersonTold
from lintel.policy.asking import AskingByToken, lay_asking
from lintel.policy.files import PolicyFileWrong, Table
from lintel.policy.in_force import policy_for, preset_policy
from lintel.scoping import carrying, linkage
from lintel.scoping.rules.answers import (
    Answer,
    Answers,
    Question,
    answer_of,
    reasons_not_to_ask,
    wait_for,
)
from lintel.scoping.rules.said import said_of
from lintel.scoping.rules.tokens import BYTES

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECRET, OTHER = b"a" * 32, b"b" * 32
MAISIE = PersonTold(
    given_name="Maisie",
    family_name="Okafor",
    date_of_birth=date(2017, 3, 9),
    sex="F",
    postcode="NB1 2QF",
)


def token(who: PersonTold, secret: bytes = SECRET) -> bytes:
    return linkage.tokens(said_of(who)[:1], secret)[0]


def like(one: PersonTold, other: PersonTold) -> float:
    return linkage.most_alike([token(one)], [token(other)], least=0.01)[0]


def changed(**said) -> PersonTold:
    return PersonTold(**{**{f: getattr(MAISIE, f) for f in MAISIE.__dataclass_fields__}, **said})


def test_the_same_child_makes_the_same_token_however_it_is_written():
    shouted = changed(given_name="MAISIE", family_name=" okafor", postcode="nb12qf")

    assert token(shouted) == token(MAISIE)
    assert len(token(MAISIE)) == BYTES


def test_another_secret_makes_a_token_that_says_nothing_of_it():
    mine, theirs = token(MAISIE), token(MAISIE, OTHER)

    unlike = linkage.most_alike([mine], [theirs], least=0.01)[0]
    assert mine != theirs
    assert unlike < 0.6


def test_a_misspelling_is_more_alike_than_a_sister_and_she_than_a_stranger():
    misspelt = like(MAISIE, changed(given_name="Maisy"))
    sister = like(MAISIE, changed(given_name="Adaeze", date_of_birth=date(2014, 11, 20)))
    stranger = like(
        MAISIE,
        PersonTold(given_name="Jakub", family_name="Nowak", date_of_birth=date(2010, 7, 1)),
    )

    assert 1 > misspelt > sister > stranger


def test_a_child_is_asked_about_under_every_name_that_was_told():
    two = said_of(changed(alias_family_name="Adeyemi"))

    assert [said.family for said in two] == ["okafor", "adeyemi"]


@pytest.mark.parametrize(
    "missing", [{"date_of_birth": None}, {"given_name": ""}, {"family_name": ""}]
)
def test_too_little_makes_no_token(missing):
    assert said_of(changed(**missing)) == ()


def test_what_is_not_a_token_is_known():
    assert linkage.is_token(token(MAISIE))
    assert not linkage.is_token(b"\0" * BYTES)
    assert not linkage.is_token(b"short")


def test_nobody_known_is_like_nobody():
    assert linkage.most_alike([token(MAISIE)], [], least=0.5) == [0.0]
    assert linkage.most_alike([], [token(MAISIE)], least=0.5) == []


@pytest.mark.parametrize(
    ("likeness", "answer"),
    [
        (1.0, Answer.YES),
        (0.86, Answer.YES),
        (0.8599, Answer.PERHAPS),
        (0.78, Answer.PERHAPS),
        (0.7799, Answer.NO),
        (0.0, Answer.NO),
    ],
)
def test_an_answer_is_yes_perhaps_or_no(likeness, answer):
    assert answer_of(likeness, AskingByToken(yes_from=86, perhaps_from=78)) is answer


LIMITS = AskingByToken(at_once=5, in_an_hour=10, in_a_day=15)


def ago(minutes: int, children: int) -> tuple[datetime, int]:
    return NOON - timedelta(minutes=minutes), children


@pytest.mark.parametrize(
    ("children", "earlier", "wait"),
    [
        (5, [], None),
        (5, [ago(30, 5)], None),
        (5, [ago(30, 6)], 30),
        (5, [ago(50, 5), ago(10, 5)], 10),
        (5, [ago(61, 10)], None),
        (5, [ago(120, 8), ago(61, 3)], 1440 - 120),
        (1, [ago(1441, 15)], None),
    ],
)
def test_a_partner_waits_when_it_has_asked_enough(children, earlier, wait):
    expected = None if wait is None else timedelta(minutes=wait)

    assert wait_for(children, earlier, LIMITS, at=NOON) == expected


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 1500), st.integers(1, 5)), max_size=12), st.integers(1, 5))
def test_after_the_wait_there_is_room(asked, children):
    earlier = [ago(*each) for each in asked]
    wait = wait_for(children, earlier, LIMITS, at=NOON)

    if wait is not None:
        assert wait_for(children, earlier, LIMITS, at=NOON + wait) is None


def test_every_reason_not_to_ask_is_given_at_once():
    said = reasons_not_to_ask(
        AskingByToken(), partner="", partners=["southmere"], purpose="", children=0, unaskable=1
    )

    assert [refusal.code for refusal in said] == [
        "unknown_partner",
        "no_purpose",
        "no_children",
        "too_little_told",
    ]


def test_it_is_off_until_a_council_says_otherwise():
    assert not preset_policy("standard").asking_by_token.on
    assert policy_for("northbeck").asking_by_token.on


@pytest.mark.parametrize(
    "said",
    [
        {"yes_from": 70, "perhaps_from": 80},
        {"perhaps_from": 20},
        {"at_once": 0},
        {"at_once": 50, "in_an_hour": 10},
        {"purposes": ["curiosity"]},
        {"partners": {"x": {"title": "X", "way": "network"}}},
        {"partners": {"x": {"title": "X", "way": "network", "url": "http://x.example"}}},
        {"partners": {"x": {"title": "X", "way": "pigeon"}}},
        {"unheard_of": 1},
    ],
)
def test_a_wrong_setting_is_refused(said):
    asking = policy_for("northbeck").asking_by_token
    with pytest.raises(PolicyFileWrong):
        lay_asking(asking, Table("a.toml", "", {"asking_by_token": said}))


def test_a_question_and_an_answer_travel_and_arrive():
    question = Question(uuid4(), NOON, "missing_child", "2026-11", "v", (token(MAISIE),))
    answers = Answers(question.question_id, NOON, (Answer.YES, Answer.NO), "Front door", "01632")

    assert carrying.question_from(carrying.question_as_plain(question)) == question
    assert carrying.answers_from(carrying.answers_as_plain(answers)) == answers
