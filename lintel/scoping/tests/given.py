"""Two councils that share a secret, and children each of them knows."""

from datetime import datetime
from uuid import UUID

import pytest

from lintel.people.rules.told import PersonTold
from lintel.people.tests import given as people
from lintel.scoping import kept
from lintel.scoping.shared_keys import folder, keep, new_secret

KEY = "2026-11"
PURPOSE = "significant_harm"


@pytest.fixture
def shared(settings, tmp_path) -> str:
    """Northbeck and Southmere share a key; the data folder is a fresh one."""
    settings.DATA = tmp_path
    share(KEY)
    return KEY


def share(key_id: str) -> None:
    secret = new_secret()
    keep("northbeck", "southmere", key_id, secret)
    keep("southmere", "northbeck", key_id, secret)


def end(key_id: str) -> None:
    for council, partner in (("northbeck", "southmere"), ("southmere", "northbeck")):
        (folder(council, partner) / f"{key_id}.key").unlink()


def known_in_southmere(who: PersonTold, *, at: datetime) -> UUID:
    """A child whom the other council knows, and its tokens made."""
    person_id = people.person(who, council="southmere")
    kept.make_tokens(at=at)
    return person_id
