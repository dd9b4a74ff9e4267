"""The page that says what a role is for, for every role."""

from datetime import date

import pytest
from django.test import Client

from lintel.access.roles import ROLE_ASKS, ROLE_CAN
from lintel.access.viewers import Role
from lintel.config.your_role import can_and_cannot
from lintel.contacts.tests.signing_in import signed_in_as


@pytest.mark.parametrize("role", list(Role))
def test_every_role_is_told_what_it_can_do_what_it_cannot_and_whom_to_ask(role):
    can, cannot = can_and_cannot(role)
    assert can
    assert cannot.startswith("You cannot ")
    assert ROLE_ASKS[role]
    assert ROLE_CAN[role].count("Cannot ") == 1


@pytest.mark.django_db
def test_the_page_says_so_and_the_head_of_every_page_leads_there():
    client = Client()
    signed_in_as(client, Role.EARLY_HELP, teams=["early-help"])
    head = client.get("/hand-overs").content.decode()
    assert 'href="/your-role"' in head
    page = client.get("/your-role").content.decode()
    for words in ("Who told us", "Not shown to you", "You cannot search", "Your team manager"):
        assert words in page


@pytest.mark.django_db
def test_whoever_never_had_a_registration_is_not_told_that_it_has_ended():
    client = Client()
    signed_in_as(client, Role.MANAGER, registered_until=None)
    page = client.get("/your-role").content.decode()
    assert "Lintel has no registration of yours" in page
    assert "has ended" not in page
    assert "Decide contact" not in page


@pytest.mark.django_db
def test_whoever_has_lost_their_registration_is_told_what_that_takes_away():
    client = Client()
    signed_in_as(client, Role.MANAGER, registered_until=date(2026, 1, 1))
    page = client.get("/your-role").content.decode()
    assert "Your registration has ended" in page
    assert "Decide contact" not in page
    assert "Reopen contact" in page
