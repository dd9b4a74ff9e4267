"""More comes than is answered in time: programs are told so at once, people are not sent away."""

from time import monotonic

import pytest
from django.test import Client

from lintel.access.viewers import Role
from lintel.api.tests.given import Caller
from lintel.config import busy
from lintel.contacts.models import Contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def police():
    return Caller(Role.AGENCY_SYSTEM, agency="police", employed_by_council=False)


@pytest.fixture
def waiting(monkeypatch):
    """So many wait for eight threads, each of which takes a fifth of a second."""
    of_this_test = busy.Queue()
    monkeypatch.setattr(busy, "queue", of_this_test)

    def so_many(number: int) -> None:
        of_this_test.is_at(lambda: number, threads=8)
        of_this_test.usual = 0.2

    return so_many


def test_a_program_that_would_wait_too_long_is_told_to_come_again_and_nothing_is_taken(
    police, waiting
):
    waiting(60)
    busy.queue.too_long_since = monotonic() - busy.A_WHILE
    answer = police.hands_in()
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert not Contact.objects.exists()


def test_a_burst_that_is_soon_over_is_answered_and_what_goes_on_is_not(waiting):
    waiting(60)
    assert not busy.queue.sends_away(now=100)
    assert not busy.queue.sends_away(now=101.9)
    assert busy.queue.sends_away(now=102)
    waiting(30)
    assert not busy.queue.sends_away(now=102.1)
    waiting(60)
    assert not busy.queue.sends_away(now=102.2), "a new burst"


def test_a_program_that_waits_a_moment_is_answered(police, waiting):
    waiting(30)
    assert police.hands_in().status_code == 201


def test_a_page_is_never_sent_away(waiting):
    waiting(1000)
    assert Client().get("/login").status_code == 200


def test_how_long_an_answer_usually_takes_follows_what_answers_took(waiting):
    waiting(60)
    for _ in range(50):
        busy.queue.took(0.02)
    assert busy.queue.seconds_to_wait() < 0.2
