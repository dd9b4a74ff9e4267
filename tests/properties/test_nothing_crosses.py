"""What somebody may not see is nowhere they can reach, and what they may see is there.

A contact whose every field holds a token is led through a hub; everybody then fetches whatever
they can. And what everybody fetches is the same to the byte whether or not there are records
that are hidden from them. The long versions, over the invented partnership, are in tools/torture.
Source: qualities A2, A3, A5, A9, L10.
"""

import json
import os
import re
from collections import defaultdict
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lintel.access import actions as access
from lintel.access.models import Account
from lintel.access.viewers import Role, the_system
from lintel.audit.models import AuditEntry
from lintel.config.routes import Route, routes
from lintel.contacts import actions
from lintel.contacts.models import Contact
from lintel.contacts.rules.samples import SampleSaid
from lintel.contacts.rules.telling import AddressTold, AdultTold, ReferrerTold
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import sign_in
from lintel.kernel.instants import london_day
from lintel.restrictions.tests.given import hidden
from lintel.screening import actions as screening
from lintel.screening.tests.given_asked import agency, answered, asked, weighed
from lintel.sharing.rules.handling import Mark
from tests.properties.test_nothing_leaks import BODIES, Tokens
from tests.properties.who_may_what import ACCOUNTS

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]
PARTS = 2  # of everybody, so that two processes can share what takes so long

# What each is to find of one contact, by hand from the access model, section 2. Whoever is not
# named comes near nothing of it. The provider's business support has no task about it, and the
# auditor is shown the family masked. The school is told to nobody outside who is asked about it.
SEES = {
    "screener": "Z1 school Z2 Z3 Z4 Z6 H1 H2",
    "manager": "Z1 school Z2 Z3 Z4 Z6 H1 H2 H3",
    "edt": "Z1 school Z2 Z3 Z4 Z6 H1 H2 H3",
    "given": "Z1 school Z2 Z3 Z6 H1",
    "macpt": "Z1 school Z2 Z3 Z6 H1",
    "helper": "Z1 school",
    "admin": "Z1 school",
    "quality": "Z3 Z6 H1",
    "inspector": "Z1 school Z3 Z6 H1 H2",
    "police": "Z1 H1 H2 H3 H4",
    "lead": "Z1 H1 H2 H3 H4",
    "system": "Z1 H1 H2 H3 H4",
}


class Zoned:
    """Hands out tokens, by zone."""

    def __init__(self) -> None:
        self.of: dict[str, Tokens] = defaultdict(Tokens)

    def __call__(self, zone: str) -> str:
        return self.of[zone](zone)

    def zones_in(self, words: str) -> dict[str, set[str]]:
        found = {zone: set(tokens.found_in(words)) for zone, tokens in self.of.items()}
        return {zone: tokens for zone, tokens in found.items() if tokens}


@pytest.fixture
def hub():
    """Everybody, with a session and a token, and nothing yet to see."""
    now = timezone.now()
    given.teams()
    for key in ("police", "health"):
        agency(key)
    accounts = {who: given.an_account(role, **more) for who, (role, more) in ACCOUNTS.items()}
    system = the_system("northbeck", today=london_day(now))
    tokens = {
        who: access.issue_token(account_id=account.id, by=system, at=now)
        for who, account in accounts.items()
    }
    clients = {who: Client() for who in accounts}
    for who, client in clients.items():
        sign_in(client, accounts[who])
    return SimpleNamespace(accounts=accounts, tokens=tokens, clients=clients, now=now)


def is_api(route: Route) -> bool:
    return route.pattern.startswith("/api/")


def fetched(hub, who: str, *, about: str = "", **ids: object) -> dict[str, tuple]:
    """All that `who` is answered at every address that is read and asks for none but `ids`; with
    `about`, at those alone that ask for that one."""
    found = {}
    for route in routes():
        if about and f":{about}>" not in route.pattern:
            continue
        if route.public or "GET" not in route.methods or (who == "system" and not is_api(route)):
            continue
        path = re.sub(r"<\w+:(\w+)>", lambda m: str(ids.get(m[1], m[0])), route.pattern)
        if "<" in path or path == "/api/v1/openapi.json":
            continue
        if is_api(route):
            headers = {"Authorization": f"Bearer {hub.tokens[who]}"}
            answer = Client().get(path, headers=headers)
        else:
            answer = hub.clients[who].get(path)
        assert answer.status_code < 500, (who, path)
        found[f"{'api ' if is_api(route) else ''}{route.name}"] = said(answer)
    return found


def said(answer) -> tuple[int, str, str]:
    """An answer without what is of the moment: the number of the request, and of the form."""
    body = answer.content.decode()
    body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", body)
    body = re.sub(r'"request_id": ?"\w+"', "", body)
    body = re.sub(r'"milliseconds": ?[\d.]+', "", body)
    body = re.sub(r":\w{6}:[\w-]{43}", "", body)  # signed, with the moment
    body = re.sub(r'name="key" value="[^"]*"', "", body)  # a form of its own each time
    of_the_moment = {"X-Request-Id", "Expires", "Last-Modified", "Content-Length"}
    headers = {k: v for k, v in answer.headers.items() if k not in of_the_moment}
    return answer.status_code, body, json.dumps(headers, sort_keys=True)


def a_marked_contact(hub, token: Zoned):
    """Told with a token in every field, answered by the police, decided, handed to early help."""
    child = given.a_child(
        given_name=token("Z1"),
        family_name=token("Z1"),
        school=token("school"),
        address=AddressTold((token("Z2"),), "ZN1 9ZZ"),
    )
    mother = AdultTold(
        given_name=token("Z1"),
        family_name=token("Z1"),
        relationship="mother",
        address=AddressTold((token("Z2"),), "ZN1 9ZZ"),
        phone=token("Z2"),
    )
    teller = ReferrerTold(
        name=token("Z4"), role=token("Z4"), phone=token("Z4"), relationship=token("Z4")
    )
    receipt = given.received(
        at=hub.now, referrer=teller, children=(child,), adults=(mother,), concern=token("Z3"),
        why_now=token("Z3"), family_told=False, family_told_reason=token("Z3"),
    )  # fmt: skip
    base = {"contact_id": receipt.id, "version": None, "at": hub.now}
    manager, screener = (given.a_viewer(role, hub.now) for role in (Role.MANAGER, Role.SCREENER))
    actions.look_at_contact(immediate=False, note=token("Z6"), by=manager, **base)
    actions.rate_contact(rating="amber", reason=token("Z6"), by=screener, **base)
    actions.add_note(contact_id=receipt.id, text=token("Z3"), by=screener, at=hub.now)
    (request_id,) = asked(receipt, "police", by=manager, at=hub.now)
    officer = viewer_of_account(hub.accounts["police"], hub.now)
    told = [(token(mark), mark) for mark in Mark]
    answered(request_id, officer, *told, at=hub.now)
    weighed(receipt, manager, at=hub.now)
    screening.decide_contact(
        outcome="early_help", rationale=token("Z6"), by=manager, override_reason="Seen", **base
    )
    audited = SampleSaid(
        title="An audit",
        starts_on=london_day(hub.now),
        last_on=london_day(hub.now),
        readers=[hub.accounts["quality"].id, hub.accounts["inspector"].id],
        references=[receipt.reference],
    )
    actions.make_sample(said=audited, by=manager, at=hub.now)
    return receipt, request_id


def viewer_of_account(account: Account, at):
    return given.viewer_of(account, at)


@pytest.mark.walk
@pytest.mark.parametrize("part", range(PARTS))
def test_every_token_is_where_it_may_be_and_nowhere_else(hub, part):
    token = Zoned()
    receipt, request_id = a_marked_contact(hub, token)
    wrong = []
    for who in sorted(ACCOUNTS.keys() - {"senior", "lapsed"})[part::PARTS]:
        may = set(SEES.get(who, "").split())
        everything = fetched(hub, who, contact_id=receipt.id, request_id=request_id)
        found = token.zones_in(" ".join(f"{body} {head}" for _, body, head in everything.values()))
        for zone in found.keys() - may:
            where = [n for n, (_, body, _) in everything.items() if zone in token.zones_in(body)]
            wrong.append(f"{who} finds {zone} at {where}")
        for zone in may:
            missing = set(token.of[zone].all) - {
                one for one in token.of[zone].all if one in found.get(zone, ())
            }
            if missing:
                wrong.append(f"{who} misses {len(missing)} of {zone}")
    assert not wrong, "\n".join(sorted(wrong))


# --- With and without ----------------------------------------------------------------------------

WATCHERS = ("screener", "given", "police", "quality", "viewer")
if os.environ.get("LINTEL_WHOLE"):
    WATCHERS = tuple(sorted(ACCOUNTS.keys() - {"manager", "lapsed", "edt", "lado"}))


@pytest.mark.walk
@pytest.mark.parametrize("part", range(PARTS))
def test_a_hidden_record_changes_nothing_of_what_others_fetch(hub, monkeypatch, part):
    """Twins: before and after an allegation, a restricted contact and the other council's, about
    the very child that a contact in sight is about."""
    monkeypatch.setattr(timezone, "now", lambda: hub.now)
    watchers = WATCHERS[part::PARTS]
    receipt, request_id = a_marked_contact(hub, Zoned())
    ids = {"contact_id": receipt.id, "request_id": request_id}
    for who in watchers:
        # The first opening of a request is told to whoever asked.
        fetched(hub, who, about="request_id", **ids)
    before = {who: fetched(hub, who, **ids) for who in watchers}

    row = Contact.objects.get(id=receipt.id).children.get()
    alike = given.a_child(given_name=row.given_name, family_name=row.family_name)
    about = {"children": (alike,), "at": hub.now}
    given.received(categories=("works_with_children",), **about)
    kept = hidden(**about)
    asked_of_hidden = Contact.objects.get(id=kept.id).id

    wrong = []
    for who in watchers:
        wrong += [f"{who}: {one}" for one in unlike(before[who], fetched(hub, who, **ids))]
        absent = fetched(hub, who, about="contact_id", contact_id=uuid4())
        for name, answer in fetched(
            hub, who, about="contact_id", contact_id=asked_of_hidden
        ).items():
            if answer != absent[name]:
                wrong.append(f"{who} at {name}, asked by its id")
    assert not wrong, "\n".join(wrong)


# They list everybody there is an account for, and whoever makes a hidden record here has one.
WITH_COLLEAGUES = {"assign", "attach_to_contact", "attach_to_request", "attach_to_discussion"}


NAMED = re.compile(
    r'<div class="govuk-checkboxes__item">\s*<input[^>]*name="named"[^>]*>.*?</div>\s*', re.S
)


def without_colleagues(part: object) -> object:
    """The same but for the boxes of colleagues who could be named as readers of an answer."""
    return NAMED.sub("", part) if isinstance(part, str) else part


def unlike(once: dict[str, tuple], again: dict[str, tuple]) -> list[str]:
    """Where two lots of answers differ first, in a few words around it."""
    found = []
    for name, one in once.items():
        if name in WITH_COLLEAGUES:
            continue
        for was, now in zip(one, again[name], strict=True):
            was, now = without_colleagues(was), without_colleagues(now)
            if was != now:
                place = next(
                    n
                    for n, two in enumerate(zip(f"{was} ", f"{now} ", strict=False))
                    if two[0] != two[1]
                )
                near = slice(max(place - 60, 0), place + 40)
                found.append(f"{name}: {str(was)[near]!r} became {str(now)[near]!r}")
    return found


# That it was refused is entered so often an hour, whatever it was; and who asks is looked up.
OF_ANY_REFUSAL = re.compile("SAVEPOINT|audit_|access_|django_session")


def test_a_refusal_asks_the_database_as_much_of_a_hidden_contact_as_of_none(hub):
    """So that its time tells nothing: how long it takes is measured by dev.py bench absence."""
    kept = hidden(at=hub.now)
    wrong = []
    for who in ("screener", "admin", "given", "quality", "other"):
        asked = [
            (route, id_)
            for route in routes()
            if ":contact_id>" in route.pattern and "GET" in route.methods and not route.public
            for id_ in (kept.id, uuid4())
        ]
        found = [questions(hub, who, route, id_) for route, id_ in asked]
        for (route, _), was, none in zip(asked[::2], found[::2], found[1::2], strict=True):
            if was != none:
                wrong.append(f"{who} at {route.pattern}: {was} and {none}")
    assert not wrong, "\n".join(wrong)


def questions(hub, who: str, route: Route, contact_id) -> int:
    path = re.sub(r"<\w+:contact_id>", str(contact_id), route.pattern)
    path = re.sub(r"<\w+:\w+>", str(uuid4()), path)
    with CaptureQueriesContext(connection) as asked:
        if is_api(route):
            Client().get(path, headers={"Authorization": f"Bearer {hub.tokens[who]}"})
        else:
            hub.clients[who].get(path)
    return len([one for one in asked if not OF_ANY_REFUSAL.search(one["sql"])])


# --- Foreign ids ---------------------------------------------------------------------------------

IDS = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-")


def test_a_foreign_id_in_a_body_has_no_effect_and_is_answered_as_one_that_never_was(hub):
    """Each id that a write of the API takes, in its path and in its body, is one of the other
    council's: refused as an id that never was is, and nothing is written."""
    receipt, _ = a_marked_contact(hub, Zoned())
    foreign = receipt.id
    headers = {"Authorization": f"Bearer {hub.tokens['other']}", "If-Match": '"1"'}
    before = AuditEntry.objects.count()
    wrong = []
    for route in routes():
        if not is_api(route) or route.public or "GET" in route.methods:
            continue
        answers = []
        for one in (foreign, uuid4()):
            path = re.sub(r"<\w+:\w+>", str(one), route.pattern)
            body = swapped(BODIES[route.name], one)
            sent = {**headers, "Idempotency-Key": "a"}
            (method,) = route.methods
            answers.append(
                Client().generic(method, path, json.dumps(body), "application/json", headers=sent)
            )
        if "<" in route.pattern or "contact_id" in json.dumps(BODIES[route.name]):
            same = said(answers[0]) == said(answers[1])
            refused = answers[0].status_code in {401, 403, 404, 409, 412, 422}
            if not (same and refused):
                wrong.append(f"{route.name}: {[one.status_code for one in answers]}")
    assert not wrong, "\n".join(wrong)
    # Somebody declares a conflict with an id, whatever it is: that says nothing of a record.
    own = {"submit contact", "search", "put token question", "declare conflict", "view page"}
    own.add("refused")  # alike for both, and on the asker's own trail
    left = AuditEntry.objects.order_by("-sequence")[: AuditEntry.objects.count() - before]
    assert {entry.did for entry in left} <= own
    assert {entry.council for entry in left} == {"southmere"}
    assert Contact.objects.get(id=foreign).version == Contact.objects.get(id=receipt.id).version


def swapped(body, one):
    """The body with every id replaced."""
    if isinstance(body, dict):
        return {name: swapped(value, one) for name, value in body.items()}
    if isinstance(body, list):
        return [swapped(value, one) for value in body]
    return str(one) if isinstance(body, str) and IDS.match(body) else body
