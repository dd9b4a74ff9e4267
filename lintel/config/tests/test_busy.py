"""More comes than is answered in time: programs are told so at once, people are not sent away."""

import http.client
import threading
from time import monotonic, sleep

import pytest
import waitress
from django.test import Client

from lintel.access.viewers import Role
from lintel.api.tests.given import Caller
from lintel.config import busy, receiving
from lintel.contacts.models import Contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def police():
    return Caller(Role.AGENCY_SYSTEM, agency="police", employed_by_council=False)


@pytest.fixture(autouse=True)
def _for_a_while(monkeypatch):
    """Others have waited too long for as long as matters."""
    monkeypatch.setattr(busy, "queue", busy.Queue())
    busy.queue.too_long_since = monotonic() - busy.A_WHILE


def after(seconds: float, caller: Caller) -> None:
    """Who asks from here on has waited for a thread so long."""
    caller.client.defaults[receiving.WAITED] = seconds


def test_a_program_that_waited_too_long_is_told_to_come_again_and_nothing_is_taken(police):
    after(1.1, police)
    answer = police.hands_in()
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert not Contact.objects.exists()


def test_a_burst_that_is_soon_over_is_answered_and_what_goes_on_is_not():
    queue = busy.Queue()
    assert not queue.sends_away(1.1, now=100)
    assert not queue.sends_away(1.5, now=101.9)
    assert queue.sends_away(1.1, now=102)
    assert not queue.sends_away(0.9, now=102.1)
    assert queue.sends_away(1.1, now=102.2), "that some were sent away does not end it"
    assert not queue.sends_away(0.05, now=102.3)
    assert not queue.sends_away(1.1, now=102.4), "a new burst"


def test_a_program_that_waited_a_moment_is_answered(police):
    after(0.9, police)
    assert police.hands_in().status_code == 201


def test_a_page_is_never_sent_away():
    assert Client(**{receiving.WAITED: 60.0}).get("/login").status_code == 200


def test_the_web_server_says_how_long_a_request_waited_for_a_thread():
    waited = []

    def application(environ, start_response):
        waited.append(environ[receiving.WAITED])
        sleep(0.3)
        start_response("204 No Content", [])
        return []

    server = waitress.create_server(application, host="127.0.0.1", port=0, threads=1)
    server.channel_class = receiving.Channel
    threading.Thread(target=server.run, daemon=True).start()

    def asks():
        asked = http.client.HTTPConnection("127.0.0.1", server.effective_port, timeout=10)
        asked.request("GET", "/")
        assert asked.getresponse().status == 204
        asked.close()

    askers = [threading.Thread(target=asks) for _ in range(2)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    server.close()
    assert waited[0] < 0.3 <= waited[1] + 0.1
