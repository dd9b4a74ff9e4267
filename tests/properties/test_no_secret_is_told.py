"""No password, code, token or session is in a log, a trace, an error page or the trail.

Each is used as its owner uses it, wrongly, and while things break. Source: qualities F6.
"""

import logging
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from lintel.access import actions, jobs, second_factor
from lintel.access.events import PasswordResetReady
from lintel.access.rules import Appointment
from lintel.access.tests.given import PASSWORD, an_account, the_house
from lintel.access.viewers import Role
from lintel.audit.models import AuditEntry
from lintel.config import logs, settings as product
from lintel.kernel import news

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]


class Told(logging.Handler):
    """Whatever is logged, as the product's formatter writes it, its traces too."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        said = product.LOGGING["formatters"]["plain"]
        self.setFormatter(logs.WithoutValues(said["format"], style=said["style"]))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def told():
    """At the level of the product, or finer, on every logger there is."""
    listening, levels = Told(), {}
    for logger in [logging.getLogger(), *map(logging.getLogger, logging.root.manager.loggerDict)]:
        levels[logger] = logger.level
        logger.addHandler(listening)
        if not logger.name.startswith("django.db"):
            logger.setLevel(logging.INFO)
    yield listening
    for logger, level in levels.items():
        logger.removeHandler(listening)
        logger.setLevel(level)


@contextmanager
def everything_fails(words: str, kind: type[Exception]):
    """Each question to the database raises, and quotes what it was asked with."""

    def fails(execute, sql, params, many, context):
        raise kind(f"{words} {params}")

    with connection.execute_wrapper(fails):
        yield


def test_no_secret_is_in_a_log_an_error_page_or_the_trail(told):
    now = timezone.now()
    account = an_account(email="priya@northbeck.example", at=now)
    secret = second_factor.new_secret()
    recovery = actions.enrol_totp(account_id=account.id, secret=secret, by=the_house(now), at=now)
    system = an_account("police.system", role=Role.AGENCY_SYSTEM, employed_by_council=False, at=now)
    token = actions.issue_token(account_id=system.id, by=the_house(now), at=now)
    invited = actions.invite(
        appointed=Appointment(Role.VIEWER, "northbeck-council", employed_by_council=True),
        council="northbeck",
        by=the_house(now),
        at=now,
    )
    links: list[PasswordResetReady] = []
    news.listen(PasswordResetReady, links.append)
    client = Client(raise_request_exception=False)
    client.post("/password-reset", {"username": "p.shah"})
    jobs.answer_resets(now)
    news._listeners[PasswordResetReady].remove(links.append)
    link = links[0].link.removeprefix("http://testserver")

    code = second_factor.code_for(secret, at=now)
    secrets = {PASSWORD, secret, code, *recovery, token, invited, link.split("/")[-2]}
    answers = [
        client.post("/login", {"username": "p.shah", "password": PASSWORD[:-1] + "x"}),
        client.post("/login", {"username": PASSWORD, "password": PASSWORD}),
        client.post("/login", {"username": "p.shah", "password": PASSWORD}),
        client.post("/login/code", {"code": recovery[0][:-1]}),
        client.post("/login/code", {"code": code}),
    ]
    assert answers[-1].status_code == 302
    session = client.session.session_key
    secrets |= {session, client.session["_auth_user_hash"]}
    bearer = {"Authorization": f"Bearer {token}"}
    broken = {
        "login": lambda: client.post("/login", {"username": "p.shah", "password": PASSWORD}),
        "code": lambda: client.post("/login/code", {"code": code}),
        "step up": lambda: client.post("/step-up", {"code": code, "password": PASSWORD}),
        "token": lambda: client.get("/api/v1/me", headers=bearer),
        "intake": lambda: client.post("/api/v1/contacts", f'"{token}', "text/x", headers=bearer),
        "invitation": lambda: client.get(f"/login/invitation/{invited}"),
        "lost password": lambda: client.get(link),
        "in an address": lambda: client.get(f"/board?code={code}&token={token}"),
        "nowhere": lambda: client.get(f"/nowhere/{token}"),
    }
    for kind in (KeyError, DatabaseError):
        with everything_fails(" ".join(secrets), kind):
            answers += [ask() for ask in broken.values()]
    answers += [ask() for ask in broken.values()]

    assert {500, 503} & {answer.status_code for answer in answers}
    assert told.lines
    assert not [line for line in told.lines if found(secrets, line)]
    shown = [answer.content.decode() for answer in answers if answer.status_code >= 400]
    assert not [page for page in shown if found(secrets, page)]
    assert not [entry for entry in AuditEntry.objects.values() if found(secrets, str(entry))]


def found(secrets: set[str], words: str) -> list[str]:
    return [secret for secret in secrets if secret in words]
