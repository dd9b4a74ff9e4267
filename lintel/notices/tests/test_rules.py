"""Leases, the letterbox and safe ways, without a database."""

from datetime import timedelta

import pytest
from hypothesis import given as generated, strategies as some

from lintel.notices.rules import leases
from lintel.notices.rules.channels import ReferrerFacts, choose_channel, what_they_forbid
from lintel.notices.rules.kinds import Channel
from lintel.notices.rules.letterbox import is_plain_address, what_may_not_leave, words_of
from lintel.notices.tests.given import MONDAY_NOON as NOON

NAMES = some.text(min_size=1, max_size=30)
TEXTS = some.text(max_size=80)


def codes(**said):
    ordinary = {"subject": "", "body": ""}
    return [refusal.code for refusal in what_may_not_leave(**(ordinary | said))]


@generated(name=NAMES, before=TEXTS, after=TEXTS)
def test_no_name_leaves_in_whatever_company(name, before, after):
    names = [word for word in words_of(name) if len(word) > 1]
    found = codes(body=f"{before} {name} {after}", never_say=[name])

    assert ("names_somebody" in found) >= bool(names)


@generated(name=some.text(alphabet="abcdefghijklmnop", min_size=2, max_size=12))
def test_a_name_is_seen_through_case_accents_and_what_does_not_show(name):
    disguises = (
        name.upper(),
        "\u200b".join(name),
        "".join(letter + "\u0301" for letter in name),
        f"{name}'s",
        f"({name})",
        "".join(chr(ord(letter) + 0xFEE0) for letter in name),
        f"{name[:1]}-{name[1:]}",
    )

    for disguise in disguises:
        assert "names_somebody" in codes(subject=f"About {disguise}", never_say=[name]), disguise


def test_words_of_our_own_may_hold_a_name_but_only_as_often_as_we_say_it():
    fixed = "we will look"

    assert codes(body="We will look", never_say=["Will"], fixed=fixed) == []
    assert codes(body="We will look at Will", never_say=["Will"], fixed=fixed) == ["names_somebody"]


def test_the_concern_is_not_quoted():
    concern = "He came to school hungry again and frightened of home"

    assert codes(body="The child came to school hungry again", never_quote=concern) == [
        "quotes_the_concern"
    ]
    assert codes(body="We will look at it", never_quote=concern) == []


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ("Born 9/3/2017", True),
        ("Born 2017-03-09", True),
        ("NHS number 943 476 5919", True),
        ("9434765919", True),
        ("Ring 01632 960101", False),
        ("Ring 020 7946 0000, 0300 123 4567 or 0800 1111", False),
    ],
)
def test_numbers_that_say_who_do_not_leave_and_telephone_numbers_do(body, refused):
    assert codes(body=body) == (["holds_a_number"] if refused else [])


@pytest.mark.parametrize(
    ("to", "plain"),
    [
        ("a.b@hill-school.example", True),
        ("Ann <a@b.example>", False),
        ("a@b.example,c@d.example", False),
        ("a@b.example\r\nBcc: c@d.example", False),
        ("a@b", False),
        ("@b.example", False),
        (f"{'a' * 250}@b.example", False),
    ],
)
def test_an_address_is_one_address(to, plain):
    assert is_plain_address(to) is plain


EVERY_WAY = {
    "email": "office@hill-school.example",
    "email_is_known": True,
    "phone": "01632 960001",
    "address": "1 Hill Road",
}
E, T, L = Channel.EMAIL, Channel.TELEPHONE, Channel.LETTER


@pytest.mark.parametrize(
    ("wish", "channel", "because"),
    [
        ("", E, "safe"),
        ("any time", E, "safe"),
        ("Do not ring", E, "safe"),
        ("do not e-mail", T, "safe"),
        ("Don\u2019t email me please", T, "safe"),
        ("Please do not ring or e-mail me", L, "safe"),
        ("no calls, no emails and no letters", None, "no_safe_way"),
        ("do not write to me", E, "read_their_words"),
        ("letter only", L, "safe"),
        ("only by phone", T, "safe"),
        ("e-mail only", E, "safe"),
        ("only after six, he listens", T, "read_their_words"),
        ("do not ring after six", L, "read_their_words"),
        ("my husband reads the post", T, "read_their_words"),
    ],
)
def test_their_own_words_choose_the_way(wish, channel, because):
    chosen = choose_channel(ReferrerFacts(**EVERY_WAY, safe_contact=wish))

    if because == "read_their_words":
        # A machine never e-mails on words it cannot read.
        assert chosen.channel is not Channel.EMAIL
        assert chosen.because in {"read_their_words", "safe"}
    else:
        assert (chosen.channel, chosen.because) == (channel, because)


@generated(wish=some.text(max_size=60))
def test_a_wish_that_is_not_understood_is_never_answered_by_email(wish):
    _, understood = what_they_forbid(wish)
    chosen = choose_channel(ReferrerFacts(**EVERY_WAY, safe_contact=wish))

    assert understood or chosen.channel is not Channel.EMAIL


def test_email_goes_only_to_addresses_the_directory_knows():
    chosen = choose_channel(ReferrerFacts(email="me@mail.example", phone="01632 960001"))

    assert (chosen.channel, chosen.to) == (Channel.TELEPHONE, "01632 960001")


def test_there_may_be_no_way_at_all():
    assert choose_channel(ReferrerFacts()).because == "no_address"
    assert choose_channel(ReferrerFacts(**EVERY_WAY, anonymous=True)).because == "anonymous"


def test_each_failure_waits_longer_until_a_person_takes_over():
    tries = [leases.next_try(n, at=NOON) for n in range(1, len(leases.WAITS) + 1)]

    assert tries == sorted(set(tries))
    assert leases.next_try(len(leases.WAITS) + 1, at=NOON) is None


@generated(
    ago=some.integers(-100_000, 100_000).map(lambda s: timedelta(seconds=s)),
    every=some.integers(1, 86_400).map(lambda s: timedelta(seconds=s)),
)
def test_a_sweep_never_waits_longer_than_its_interval_and_ten_minutes(ago, every):
    last = NOON - ago

    wait = every + leases.LATEST_LEASE
    assert leases.is_due(last, every, at=NOON) or abs(NOON - last) <= wait


def test_a_worker_that_beat_before_the_clock_was_put_back_is_not_taken_for_alive():
    assert leases.is_alive(NOON - leases.SILENT_AFTER, at=NOON)
    assert leases.is_alive(NOON + timedelta(minutes=5), at=NOON)
    assert not leases.is_alive(NOON + timedelta(hours=1), at=NOON)
    assert not leases.is_alive(NOON - timedelta(minutes=1), at=NOON)
    assert not leases.is_alive(None, at=NOON)
