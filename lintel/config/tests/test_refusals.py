"""What becomes of what a page raises: a page in our words, and nothing given away."""

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from lintel.access.viewers import NotPermitted, Permission
from lintel.config.logs import WithoutValues
from lintel.kernel.refusals import NotThere, Refusal, Refused, Stale

RAISED = {
    "absent": NotThere("Ada Lovelace"),
    "role": NotPermitted(Permission.DECIDE),
    "stale": Stale(7),
    "refused": Refused(
        Refusal("not_looked_at", "The contact has not been looked at"),
        Refusal("no_reason", "Enter a reason"),
    ),
    "database": OperationalError("INSERT INTO contact VALUES ('Ada Lovelace')"),
    "mistake": KeyError("Ada Lovelace"),
}


def page(request, key):
    if key in RAISED:
        raise RAISED[key]
    return HttpResponse("well")


urlpatterns = [path("<str:key>", page)]
handler500 = "lintel.config.errors.went_wrong"

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.mark.parametrize(
    ("key", "status", "words"),
    [
        ("absent", 404, "Page not found"),
        ("role", 403, "Your role does not allow this"),
        ("stale", 412, "Somebody else changed this record"),
        ("refused", 409, "This cannot be done yet"),
        ("database", 503, "Lintel is not available just now"),
        ("mistake", 500, "something went wrong"),
    ],
)
def test_what_is_raised_becomes_a_page_that_gives_nothing_away(key, status, words, caplog):
    answer = Client(raise_request_exception=False).get(f"/{key}")
    body = answer.content.decode()
    assert answer.status_code == status
    assert words in body
    assert "Ada" not in body
    formatter = WithoutValues()
    assert "Ada" not in " ".join(formatter.format(record) for record in caplog.records)
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


def test_what_was_typed_comes_back_to_be_sent_again_and_no_secret_with_it(client):
    typed = {"reason": 'Hungry on <b>three days</b> & "cold"', "rating": "red", "password": "hush"}
    answer = client.post("/database?from=board", typed)
    body = answer.content.decode()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "Hungry on &lt;b&gt;three days&lt;/b&gt; &amp; &#34;cold&#34;</textarea>" in body
    assert '<input type="hidden" name="rating" value="red">' in body
    assert 'action="/database?from=board"' in body
    assert "hush" not in body


def test_a_database_that_goes_away_around_a_page_is_away_too(client, monkeypatch):
    def gone(*args, **options):
        raise OperationalError("gone")

    monkeypatch.setattr(
        "django.contrib.sessions.middleware.SessionMiddleware.process_response", gone
    )
    client.raise_request_exception = False
    assert client.get("/well").status_code == 503
    answer = client.get("/api/v1/well")
    assert answer.status_code == 503
    assert answer.json()["title"] == "Lintel is not available just now"
    assert answer.headers["Retry-After"] == "5"


def test_every_reason_is_given_at_once(client):
    body = client.get("/refused").content.decode()
    assert "The contact has not been looked at." in body
    assert "Enter a reason." in body


def test_a_fault_has_a_number_that_the_log_has_too(caplog):
    answer = Client(raise_request_exception=False).get("/database")
    number = answer.headers["X-Request-Id"]
    assert number in answer.content.decode()
    assert any(number in record.getMessage() for record in caplog.records)
    assert answer.headers["Retry-After"] == "30"
