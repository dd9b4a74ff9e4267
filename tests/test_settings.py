"""What the product's own settings say, whatever the tests change for speed."""

import json
import os
import socket
import subprocess
import sys

import argon2
import pytest
from django.utils.module_loading import import_string

from lintel.config import settings
from lintel.config.settings import ROOT
from tests.only_this_machine import sitecustomize as only


def test_passwords_are_kept_with_argon2():
    hasher = import_string(settings.PASSWORD_HASHERS[0])()

    assert hasher.algorithm == "argon2"
    assert hasher.params().type is argon2.Type.ID
    assert hasher.memory_cost >= 47_104


def test_no_test_speaks_to_another_machine():
    """Refused before it is sent: see conftest.py. The address is one for documents."""
    with pytest.raises(ConnectionRefusedError, match=r"reaches for 192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 9), timeout=1)


def test_what_a_test_starts_speaks_to_no_other_machine_and_is_counted(tmp_path):
    """By a command that minds no refusal: its virus scanner is only one that does not answer."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    env |= {"LINTEL_DATA": str(tmp_path), "LINTEL_DATABASE_URL": ""}
    env |= {"LINTEL_CLAMD": f"tcp:{only.TRIED_ON_PURPOSE}:3310"}
    before = only.reached()
    command = [sys.executable, "-P", "-m", "lintel", "doctor", "--json"]
    said = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    found = {one["name"]: one["ok"] for one in json.loads(said.stdout)["checks"]}
    assert found["virus scanner"] is False
    (reached,) = only.reached()[len(before) :]
    assert reached.startswith(f"{only.TRIED_ON_PURPOSE} by '-P -m lintel doctor")


@pytest.mark.browser
@pytest.mark.parametrize("address", ["http://192.0.2.1:8000/", "https://hub.example/"])
def test_the_browser_speaks_to_no_other_machine(browser, address):
    visitor = browser.new_page()
    with pytest.raises(Exception, match="ERR_NAME_NOT_RESOLVED"):
        visitor.goto(address)
    visitor.close()


def test_requests_are_not_wrapped_in_transactions():
    assert not settings.DATABASES["default"].get("ATOMIC_REQUESTS")
    assert settings.DEBUG is False


def test_cookies_are_out_of_reach_of_scripts():
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.CSRF_COOKIE_HTTPONLY


OVER_HTTPS = """
import json, django
django.setup()
from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpResponse
from django.test import Client, RequestFactory
said = {"host": "hub.example", "x-forwarded-proto": "https"}
given = Client().get("/login", headers=said)
request = RequestFactory().get("/", headers=said)
def page(request):
    request.session["who"] = "somebody"
    request.session.save = lambda *a, **k: None
    request.session._session_key = "k" * 32
    return HttpResponse()
signed_in = SessionMiddleware(page)(request)
found = {name: dict(one) for cookies in (given, signed_in) for name, one in cookies.cookies.items()}
print(json.dumps(found))
"""


def test_every_cookie_of_a_served_hub_is_for_it_alone_over_https_and_out_of_reach(tmp_path):
    (tmp_path / "secret.key").write_text("a secret that only this test uses, and long enough\n")
    kept = ("PATH", "PYTHONPATH", only.COUNTED_IN)
    env = {name: os.environ[name] for name in kept} | {"LINTEL_URL": "https://hub.example"}
    env |= {"LINTEL_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "lintel.config.settings"}
    said = subprocess.run(
        [sys.executable, "-c", OVER_HTTPS], env=env, capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stderr
    found = json.loads(said.stdout)
    assert found.keys() == {"__Host-lintel", "__Host-lintel-form"}
    for cookie in found.values():
        assert cookie["secure"] is cookie["httponly"] is True
        assert cookie["samesite"] == "Lax"
        assert (cookie["path"], cookie["domain"]) == ("/", "")
