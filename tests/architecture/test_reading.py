"""Reading a page changes nothing but the trail."""

import pytest
from django.db import connection

from lintel.access.tests.given import an_account, signed_in
from lintel.access.viewers import Role
from lintel.config.routes import routes
from tests.architecture.reading import assert_get_writes_nothing_but_trail, only_reads

pytestmark = pytest.mark.django_db

# Addresses without a parameter, which can be read without knowing any record.
PLAIN = sorted({r.pattern for r in routes() if "GET" in r.methods and "<" not in r.pattern})


def test_a_write_anywhere_but_the_trail_is_noticed():
    def write():
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM access_guesses")

    with pytest.raises(AssertionError, match="access_guesses"), only_reads():
        write()


def _look_at_everything(client):
    for address in PLAIN:
        answer = assert_get_writes_nothing_but_trail(client, address)
        assert answer.status_code < 500 or address == "/readyz", address


def test_looking_around_without_signing_in_writes_nothing(client):
    _look_at_everything(client)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.REFERRER, Role.SYSADMIN])
def test_looking_around_writes_nothing(client, role):
    signed_in(client, an_account("somebody", role=role))
    _look_at_everything(client)
