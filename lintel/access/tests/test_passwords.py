"""Which passwords are taken: long ones that nobody would try first. Source: qualities B2."""

import pytest
from django.contrib.auth.password_validation import CommonPasswordValidator, validate_password
from django.core.exceptions import ValidationError

from lintel.access import actions
from lintel.access.models import Account
from lintel.access.tests.given import NOON, an_account, the_house

WHO = Account(
    username="p.shah",
    name="Priya Shah",
    email="priya.shah@northbeck.example",
    council="northbeck",
    agency="northbeck-council",
)

TAKEN = (
    "kettle gravel moss",
    "kettlegravel",  # twelve letters, small ones
    "KETTLEGRAVEL",
    "739182640157",  # figures alone
    "!!??--++%%&&",
    "            kettle",
    "kettle gravel moss ",
    "müßiger Kübel",
    "καλημέρα κόσμε",
    "пароль не простой",
    "雨の日は傘をさして歩く人が",
    "👩‍👧 kettle gravel",
    "k" * 5 + "e" * 5 + "t" * 5,
    "correct horse battery staple",
    "a" * 30 + " gravel " + "b" * 30,  # 68
    "kettle gravel moss " * 6,  # 114
    "northbeck kettle gravel moss",
    "priya kettle gravel moss",
    "'; DROP TABLE accounts; --",
    "<script>alert(1)</script>",
    "tab\tand\nline in it",
)
REFUSED = (
    "",
    " ",
    "kettle",
    "kettlegrave",  # eleven
    "abc123",
    "password1234",
    "passwordpassword",
    "123456789012",
    "987654321098",
    "abcdefghijklm",
    "aaaaaaaaaaaaaa",
    "qwertyuiop123",
    "1q2w3e4r5t6y",
    "PASSWORD1234",
    "priya.shah2026",
    "Priya Shah 1",
    "priyashah!!!",
    "p.shah p.shah",
    "northbeck2026",
    "NorthbeckCouncil1",
    "safeguarding1",
    "Lintel-2026!!",
    "mash-northbeck",
    "childrencouncil",
    "frontdoor12345",
    "priya.shah@northbeck.example",
)


@pytest.mark.parametrize("password", TAKEN)
def test_a_long_password_is_taken_whatever_it_is_made_of(password):
    validate_password(password, WHO)


@pytest.mark.parametrize("password", REFUSED)
def test_a_short_one_or_one_that_would_be_tried_first_is_not(password):
    with pytest.raises(ValidationError):
        validate_password(password, WHO)


def test_the_list_of_those_that_are_tried_first_is_long():
    assert len(CommonPasswordValidator().passwords) > 3_000


@pytest.mark.django_db
@pytest.mark.parametrize(
    "password", ["kettle gravel moss " * 6, " kettle gravel moss ", "müßig" * 4]
)
def test_a_password_is_kept_whole_with_its_spaces_and_its_end(password):
    account = an_account()
    actions.set_password(account_id=account.id, password=password, by=the_house(NOON), at=NOON)
    account.refresh_from_db()
    assert account.check_password(password)
    assert not account.check_password(password[:-1])
    assert not account.check_password(f"{password}x")


@pytest.mark.django_db
def test_nothing_in_the_way_of_a_password_manager(client):
    page = client.get("/login").content.decode()
    assert 'autocomplete="current-password"' in page
    assert "maxlength" not in page.partition('type="password"')[2].partition(">")[0]
    assert "onpaste" not in page
