"""Markup stays words, on every page and in every form, whoever wrote it and wherever.

Every column that holds what somebody wrote is filled with markup, in a house that has something
on every page; whoever is in it then opens every page, and sends every form with more of it. A new
column, page or form is tried without anybody doing anything for it.
Source: qualities C1, C3, C7, C9.
"""

from itertools import cycle

import pytest
from django.test import Client, override_settings

from lintel.access.models import Account
from lintel.contacts.models import Contact
from lintel.contacts.tests.signing_in import sign_in
from lintel.portal.tests.given import TEACHER, Walker
from lintel.scoping.tests.given import KEY, share
from tests.properties.filled import fill_every_column
from tests.properties.hostile import MARKUP, Forms, wrong_with
from tests.test_every_page_in_a_browser import PAGES, STAFF, a_house

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]


@pytest.fixture(scope="module")
def world(begun_once, tmp_path_factory):
    folder = tmp_path_factory.mktemp("house")
    with begun_once(), override_settings(DATA=folder):
        share(KEY)
        made = a_house(folder)
        assert fill_every_column() > 300
        made.clients = {who: Client(raise_request_exception=False) for who in STAFF}
        for who, account in zip(STAFF, accounts_of(made), strict=True):
            sign_in(made.clients[who], account)
        yield made


def accounts_of(world) -> list[Account]:
    """Each of STAFF, whose user names are markup by now."""
    return [
        Account.objects.filter(role=role).order_by("created_at", "pk").last()
        for role in STAFF.values()
    ]


@pytest.fixture(scope="module")
def opened(world):
    """Every page of staff, once: its name, its address, who asked and what they were answered."""
    staff = [(name, who, where) for name, (who, where) in PAGES.items() if who in STAFF]
    found = []
    for name, who, where in staff:
        address, client = where.format(**vars(world)), world.clients[who]
        found.append((name, address, client, client.get(address)))
    return found


def test_markup_in_every_column_is_shown_as_it_was_written_on_every_page(opened):
    wrong, shown = [], 0
    for name, _, _, answer in opened:
        wrong += [f"{name}: {one}" for one in wrong_with(answer)]
        shown += any(words in answer.content for words in (b"&lt;lx", b"&lt;u lx", b"&lt;script"))
    assert not wrong, "\n".join(wrong)
    assert shown > 30, "so few pages show it that little was tried"


def test_markup_in_every_form_comes_back_as_it_was_typed_or_is_taken(opened):
    wrong, given_back = [], 0
    for number, (name, where, client, asked) in enumerate(opened):
        if asked.status_code != 200 or not asked.headers["Content-Type"].startswith("text/html"):
            continue
        to, sent, fields = Forms(asked.content.decode()).longest
        typed = {
            field: MARKUP[(number + place) % len(MARKUP)]
            for place, field in enumerate(sorted(fields))
        }
        if not typed:
            continue
        answer = client.post(to or where, sent | typed)
        wrong += [f"{name}: {one}" for one in wrong_with(answer)]
        if answer.status_code in {200, 409, 422}:
            kept = Forms(answer.content.decode()).text
            lost = [f for f, words in typed.items() if kept.get(f, "").split() != words.split()]
            given_back += not lost
            wrong += [f"{name}: loses {field}" for field in lost]
    assert not wrong, "\n".join(wrong)
    assert given_back > 15


CHOSEN = {"danger", "council", "who", "kind", "source", "categories", "told", "consent", "more"}


def test_the_public_form_gives_markup_back_on_every_page_of_it(client):
    words = cycle(one for one in MARKUP if len(one) < 30)
    says = {
        page: {
            name: value if name in CHOSEN or not value or "date" in name else next(words)
            for name, value in typed.items()
        }
        for page, typed in TEACHER.items()
    }
    says["your-details"] |= {"phone": "01632 960 432", "email": "z.okonkwo@millbank.example"}
    says["address"] |= {"postcode": "ZN1 1AA"}
    says["about"] |= {"sex": "M"}
    walker = Walker(client, says)
    walker.walk()
    wrong = [
        f"{address}: {one}"
        for address in (*walker.seen, "check")
        for one in wrong_with(client.get(f"/refer/{address}"))
    ]
    assert not wrong, "\n".join(wrong)
    walker.send()
    assert Contact.objects.order_by("-received_at").first().concern in MARKUP
