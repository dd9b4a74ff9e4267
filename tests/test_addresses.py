"""What anybody may ask without signing in, and what every answer carries."""

import pytest

pytestmark = pytest.mark.django_db


def test_the_health_page_answers_without_a_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert answer.json() == {"status": "ok", "instance": "0123456789abcdef", "version": "0.1.0"}


def test_the_ready_page_names_components_and_nothing_else(client):
    answer = client.get("/readyz")
    assert answer.status_code in (200, 503)
    components = answer.json()["components"]
    assert set(components) == {
        *("database", "migrations", "calendar", "worker", "disk", "clock", "audit"),
        *("audit anchor", "release"),
    }
    assert set(components.values()) <= {"ok", "failed"}
    assert components["database"] == components["migrations"] == "ok"


def test_the_front_door_offers_no_inline_script_or_style(client):
    answer = client.get("/")
    body = answer.content.decode()
    assert answer.status_code == 200
    assert "<style" not in body
    assert " style=" not in body
    assert "<script>" not in body


def test_every_answer_forbids_framing_inline_code_and_keeping(client):
    headers = client.get("/").headers
    assert headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "no-store" in headers["Cache-Control"]


def test_a_page_that_is_not_there_says_so_in_our_words(client):
    answer = client.get("/no-such-page")
    assert answer.status_code == 404
    assert "Page not found" in answer.content.decode()


@pytest.mark.browser
@pytest.mark.once
def test_the_front_door_is_accessible(page, page_is_accessible, transactional_db):
    page.goto("/")
    page_is_accessible(page)
    page.goto("/no-such-page")
    page_is_accessible(page)
