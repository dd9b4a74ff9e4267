"""Eight people do the same thing to the same contact from the same version: one succeeds.

Through the API, each on a connection of their own, on both databases. The others are told that
it has changed (412) or cannot be done (409): never a 500, never a second decision, hand-over or
notice, and nobody waits for ever.
"""

import os

import pytest

from lintel.access.viewers import Role
from lintel.api.tests.given import Caller
from lintel.audit import checking
from lintel.audit.models import AuditEntry
from lintel.contacts.models import Closing, Look, RatingGiven
from lintel.contacts.tests import given
from lintel.notices.models import Notice
from lintel.pathways.models import HandOver
from lintel.screening.models import Decision
from tests.properties.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 8
ROUNDS = int(os.environ.get("LINTEL_ROUNDS", "3"))
LOST = {409, 412}
LOOK = {"immediate": False, "note": ""}
RATE = {"rating": "amber", "reason": "Hungry on three days"}
NO_ACTION = {"outcome": "no_further_action", "rationale": "Seen with the school"}


@pytest.fixture
def managers():
    given.teams()
    teams = ["assessment", "early-help"]
    return [Caller(Role.MANAGER, teams=teams) for _ in range(PEOPLE)]


@pytest.fixture
def school(managers):
    return Caller(Role.AGENCY_SYSTEM, agency="elm", employed_by_council=False)


def brought_to(stage: int, school, manager) -> str:
    """The address of a new contact after so many steps; its version is one more."""
    where = f"/contacts/{school.hands_in().json()['id']}"
    steps = [("look", LOOK), ("rate", RATE), ("decisions", NO_ACTION)]
    for version, (verb, body) in enumerate(steps[:stage], start=1):
        does(manager, where, verb, body, version)
    return where


def does(caller, where: str, verb: str, body, version: int):
    answer = caller("POST", f"{where}/{verb}", body, **{"If-Match": f'"{version}"'})
    assert answer.status_code in {200, 201}, answer.content
    return answer


def race(callers, where: str, verb: str, bodies, version: int) -> int:
    """Everybody at once; how many succeeded."""

    def one(caller, body):
        return lambda: caller("POST", f"{where}/{verb}", body, **{"If-Match": f'"{version}"'})

    answers = at_once([one(*pair) for pair in zip(callers, bodies, strict=True)])
    statuses = sorted(answer.status_code for answer in answers)
    won = [status for status in statuses if status in {200, 201}]
    assert set(statuses) - {200, 201} <= LOST, statuses
    for answer in answers:
        if answer.status_code == 412:
            assert answer.json()["version"] > version
    return len(won)


def on_the_trail(where: str, did: str) -> int:
    return AuditEntry.objects.filter(object_id=where.rpartition("/")[2], did=did).count()


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_one_looks_one_rates_one_decides_and_one_closes(turn, managers, school):
    where = brought_to(0, school, managers[0])
    looks = [LOOK | {"immediate": bool(turn % 2 and n % 2)} for n in range(PEOPLE)]
    assert race(managers, where, "look", looks, 1) == 1
    assert Look.objects.count() == on_the_trail(where, "look at contact") == 1
    version = 2
    if Look.objects.get().immediate:
        does(managers[0], where, "acknowledge", {"action": "Police are there"}, version)
        version += 1

    ratings = [{"rating": "red" if n % 2 else "amber", "reason": f"As {n}"} for n in range(PEOPLE)]
    assert race(managers, where, "rate", ratings, version) == 1
    assert RatingGiven.objects.count() == on_the_trail(where, "rate contact") == 1
    version += 1

    same = [NO_ACTION] * PEOPLE
    mixed = [
        {"outcome": key, "rationale": "So"}
        for key in ("no_further_action", "information_and_advice")
    ]
    decisions = same if turn % 2 else mixed * (PEOPLE // 2)
    assert race(managers, where, "decisions", decisions, version) == 1
    assert Decision.objects.count() == on_the_trail(where, "decide contact") == 1
    assert Notice.objects.filter(kind="outcome_to_referrer").count() == 1
    version += 1

    assert race(managers, where, "close", [{"reason": "Done"}] * PEOPLE, version) == 1
    assert Closing.objects.count() == on_the_trail(where, "close contact") == 1
    assert checking.verify().fault is None


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_of_eight_who_hand_over_one_does_and_of_eight_who_answer_one_does(turn, managers, school):
    where = brought_to(2, school, managers[0])
    outcomes = ("early_help", "no_further_action") if turn % 2 else ("early_help",) * 2
    bodies = [{"outcome": key, "rationale": "Support is wanted"} for key in outcomes]
    assert race(managers, where, "decisions", bodies * (PEOPLE // 2), 3) == 1
    decided = Decision.objects.get()
    assert HandOver.objects.count() == (decided.outcome == "early_help")
    assert Notice.objects.filter(kind="outcome_to_referrer").count() == 1
    assert Notice.objects.filter(kind="handover_offered").count() == HandOver.objects.count()
    if decided.outcome != "early_help":
        return

    team = [Caller(Role.EARLY_HELP, teams=["early-help"]) for _ in range(PEOPLE)]
    answers = [{"answer": "accept"}, {"answer": "return", "reason": "Not ours"}]
    assert race_of_answers(team, where, answers * (PEOPLE // 2), 4) == 1
    assert HandOver.objects.exclude(answered_at=None).count() == 1
    assert on_the_trail(where, "receive hand-over") == 1
    assert checking.verify().fault is None


def race_of_answers(team, where: str, bodies, version: int) -> int:
    """As `race`; once it is returned, the team no longer knows of it."""

    def one(caller, body):
        return lambda: caller("POST", f"{where}/handover", body, **{"If-Match": f'"{version}"'})

    answers = at_once([one(*pair) for pair in zip(team, bodies, strict=True)])
    statuses = [answer.status_code for answer in answers]
    won = [status for status in statuses if status in {200, 204}]
    assert set(statuses) - {200, 204} <= LOST | {404}, statuses
    return len(won)


def test_eight_different_verbs_from_one_version_leave_one_change(managers, school):
    where = brought_to(2, school, managers[0])
    verbs = [
        ("decisions", NO_ACTION),
        ("rate", {"rating": "green", "reason": "The school has fed him"}),
        ("assign", {"to": "front-door"}),
        ("hold", {"reason": "Waiting for the nurse", "review_at": "2030-01-01T09:00:00Z"}),
    ] * 2

    def one(caller, verb, body):
        return lambda: caller("POST", f"{where}/{verb}", body, **{"If-Match": '"3"'})

    tried = zip(managers, verbs, strict=True)
    answers = at_once([one(who, *what) for who, what in tried])

    statuses = sorted(answer.status_code for answer in answers)
    assert len([status for status in statuses if status in {200, 201}]) == 1, statuses
    assert set(statuses) <= {200, 201} | LOST, statuses
    assert managers[0]("GET", where).json()["version"] == 4
    assert checking.verify().fault is None
