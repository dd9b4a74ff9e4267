"""The API is what its own document says: nothing breaks it, and every answer is of a declared kind.

Each operation is called with what its document allows and with what it forbids, by a manager, a
screener, another system and nobody, about contacts that exist and contacts that do not.
"""

import os
import re
from functools import cache

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given as supposing, settings, strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from lintel.access.viewers import Role
from lintel.api.tests.given import Caller
from lintel.api.urls import ADDS_TO, described
from lintel.contacts.models import Contact
from lintel.contacts.tests import given

EXAMPLES = int(os.environ.get("LINTEL_EXAMPLES", "6"))
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
)
CALLERS = {
    "screener": (Role.SCREENER, {}),
    "partner": (Role.PARTNER, {"agency": "police", "employed_by_council": False}),
    "another system": (Role.AGENCY_SYSTEM, {"agency": "police", "employed_by_council": False}),
    "nobody": None,
}
if EXAMPLES > 6:  # a longer run, which also goes where only a manager gets
    CALLERS["manager"] = (Role.MANAGER, {"teams": ["assessment", "early-help"]})
UUID_FORM = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
load_all_checks()


@cache
def document():
    schema = schemathesis.openapi.from_dict(described())
    schema.app = get_wsgi_application()
    return schema


def operations() -> list[str]:
    return [
        f"{method.upper()} {path}" for path, item in described()["paths"].items() for method in item
    ]


@pytest.fixture
def one_connection():
    """A request of the real application ends by closing connections; the test's must live on."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def _no_such_address(ids) -> bool:
    return any(not re.fullmatch(UUID_FORM, str(one)) for one in ids.values())


@pytest.fixture(scope="module")
def hub(begun_once):
    """A contact at each step, and everybody who calls, by name."""
    with begun_once():
        given.teams()
        ids = [given.received().id, given.looked_at().id, given.rated().id, given.decided().id]
        callers = {who: Caller(one[0], **one[1]) if one else None for who, one in CALLERS.items()}
        yield ids, callers


@pytest.mark.django_db
@pytest.mark.walk
@pytest.mark.parametrize("who", CALLERS)
@pytest.mark.parametrize("operation", operations())
def test_every_answer_is_one_the_document_declares(operation, who, hub, one_connection):
    method, path = operation.split()
    ids, callers = hub
    caller = callers[who]
    headers = {"Authorization": f"Bearer {caller.token}"} if caller else {}
    chosen = document()[path][method]
    cases = st.one_of(
        chosen.as_strategy(generation_mode=GenerationMode.POSITIVE),
        chosen.as_strategy(generation_mode=GenerationMode.NEGATIVE),
    )

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @supposing(case=cases, about=st.sampled_from([*ids, None]), fresh=st.booleans())
    def holds(case, about, fresh):
        if about and "contact_id" in case.path_parameters:
            case.path_parameters["contact_id"] = str(about)
            if fresh and method != "GET":
                version = Contact.objects.get(id=about).version
                case.headers = {**(case.headers or {}), "If-Match": f'"{version}"'}
        answer = case.call(headers=headers)
        case.validate_response(answer, checks=CHECKS)
        if caller is None:
            # An id that is none leads to no address at all, whoever asks.
            nowhere = {404} if _no_such_address(case.path_parameters) else set()
            assert answer.status_code in {401, 405} | nowhere, answer.status_code

    holds()


@pytest.mark.django_db
@pytest.mark.walk
@pytest.mark.parametrize("operation", operations())
def test_no_operation_ignores_who_is_asking(operation, one_connection):
    method, path = operation.split()
    caller = Caller(Role.MANAGER)

    @settings(
        max_examples=2,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @supposing(case=document()[path][method].as_strategy())
    def holds(case):
        case.call_and_validate(
            headers={"Authorization": f"Bearer {caller.token}"},
            checks=(not_a_server_error, ignored_auth),
        )

    holds()


JSON = "application/json"
GIVES = {"/api/v1/files/{file_id}": "application/octet-stream"}  # the file itself


def test_every_operation_says_who_may_call_it_and_what_it_answers():
    said = described()
    assert said["openapi"].startswith("3.1")
    assert said["security"] == [{"token": []}]
    for path, item in said["paths"].items():
        for method, operation in item.items():
            assert {"401", "403", "422", "503"} <= operation["responses"].keys(), (method, path)
            assert any(status.startswith("2") for status in operation["responses"])
            for status, answer in operation["responses"].items():
                kinds = list(answer.get("content", {}))
                wanted = (
                    ["application/problem+json"] if status >= "400" else [GIVES.get(path, JSON)]
                )
                assert kinds == (wanted if status != "204" else [])
            if "{contact_id}" in path and method != "get" and not path.endswith(ADDS_TO):
                assert "If-Match" in {p["name"] for p in operation["parameters"]}
