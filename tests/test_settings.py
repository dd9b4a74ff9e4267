"""What the product's own settings say, whatever the tests change for speed."""

import argon2
from django.utils.module_loading import import_string

from lintel.config import settings


def test_passwords_are_kept_with_argon2():
    hasher = import_string(settings.PASSWORD_HASHERS[0])()

    assert hasher.algorithm == "argon2"
    assert hasher.params().type is argon2.Type.ID
    assert hasher.memory_cost >= 47_104


def test_requests_are_not_wrapped_in_transactions():
    assert not settings.DATABASES["default"].get("ATOMIC_REQUESTS")
    assert settings.DEBUG is False


def test_cookies_are_out_of_reach_of_scripts():
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.CSRF_COOKIE_HTTPONLY
