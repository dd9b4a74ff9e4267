"""Two people from one version of a record: the second is refused, and told, and undoes nothing.

Every write of the API and every form of staff that is filled from what is kept. A write is either
of a version (428 without one, 412 from an old one), or it can be done once, or it only adds.
Source: qualities E5, H2.
"""

import json
from uuid import uuid4

import pytest
from django.test import Client

from lintel.access.models import Account
from lintel.contacts.models import Contact
from lintel.directory.models import Team
from lintel.duty.models import DutyItem
from lintel.files.models import FileHandling
from lintel.govuk.tests.as_seen import as_seen
from lintel.oversight.models import TakenFurther
from lintel.screening.models import Handling
from lintel.screening.tests.given_asked import agency
from tests.properties.test_nothing_leaks import errors_of, writes
from tests.properties.test_who_may_what import (
    body_of,
    built as built,
    house as house,
    path_of,
    who_gets_through,
)

pytestmark = pytest.mark.django_db

# What is kept beside what others wrote, and takes nothing of it away. An answer given again is
# kept beside the first, and the newest is what holds.
ADDS = {
    *("answer", "answer_invitation", "ask", "attach", "attach_to_discussion", "attach_to_request"),
    *("attendance", "break_glass", "chase", "consider_allegation", "contribute", "convene"),
    *("declare_a_conflict", "duty_keep", "end_glass_early", "make_promise", "open_in_spite"),
    *("pool", "raise_challenge", "review_is_not", "search", "share", "share_item", "submit"),
    *("token_question", "weigh", "decide_allegation"),
}
# What can be done once, in an order in which each can: who comes second is refused. What is said
# at a later moment than another read it, of a thing without a version, names what it read.
ONCE = {
    "take_allegation": {},
    "settle_promise": {},
    "settle_match": {},
    "settle_review": {},
    "undo_review": {},
    "action_done": {},
    "review_glass": {},
    "duty_hand_over": {"instead_of": ""},
    "duty_accept": {},
    "decide_without": {},
    "outcome": {},
    "step_done": {},
    "step_decline": {},
    "take_challenge_further": {"from_level": 1},
    "withdraw_challenge": {},
    "answer_challenge": {},
    "end_allegation": {},
}


def of_a_version():
    return [route for route in writes() if route.name not in ADDS | ONCE.keys()]


def asked(house, route, who: str, more=None, **headers):
    body = body_of(route, house) | (more or {})
    (method,) = route.methods
    return Client().generic(
        method,
        path_of(route, house),
        json.dumps(body, default=str),
        "application/json",
        headers={"Authorization": f"Bearer {house.tokens[who]}", **headers},
    )


def test_every_write_has_a_version_is_done_once_or_only_adds(house):
    names = {route.name for route in writes()}
    assert ADDS | ONCE.keys() <= names
    assert not ADDS & ONCE.keys()
    before, wrong = versions(), []
    for route in of_a_version():
        who = min(who_gets_through(route, route.methods[0]))
        answers = [
            asked(house, route, who),
            asked(house, route, who, **{"If-Match": '"0"'}),
            asked(house, route, who, **{"If-Match": '"99999"'}),
            asked(house, route, who, **{"If-Match": "*"}),
            asked(house, route, who, **{"If-Match": str(uuid4())}),
        ]
        statuses = [answer.status_code for answer in answers]
        if statuses != [428, 412, 412, 412, 412] or "version" not in answers[1].json():
            wrong.append(f"{route.name}: {statuses}")
    assert not wrong, "\n".join(wrong)
    assert len(of_a_version()) >= 24
    assert versions() == before


def versions() -> dict:
    return dict(Contact.objects.values_list("id", "version"))


def test_who_comes_second_to_what_is_done_once_is_refused_and_told_why(house):
    routes = {route.name: route for route in writes()}
    done, wrong = [], []
    for name, more in ONCE.items():
        who = max(who_gets_through(routes[name], "POST"))
        first, second = (asked(house, routes[name], who, more) for _ in range(2))
        done += [name] if first.status_code < 300 else []
        told = second.json().get("refusals") or second.json().get("errors") or []
        if second.status_code not in {409, 422} or not all(one["message"] for one in told):
            wrong.append(f"{name}: {first.status_code}, {second.status_code} {second.content!r}")
    assert not wrong, "\n".join(wrong)
    assert len(done) >= 10, done


# Forms that are filled from what is kept, of things that have no version of their own: whose,
# where, what the first person sends, what the second does from the same form, what is counted.
def forms(house):
    return {
        "a team": (
            *("sysadmin", "/directory/teams/front-door"),
            {"title": "Front door", "phone": "01632 960111"},
            {"title": "Front door", "email": "door@northbeck.example"},
        ),
        "the terms of an account": (
            *("sysadmin", f"/accounts/{house.account}"),
            {**TERMS, "registered_until_year": "2031"},
            {**TERMS, "registered_until_year": "2032"},
        ),
        "who may read an item": (
            *("police", f"/items/{house.item}/handling"),
            {"mark": "H3"},
            {"mark": "H1"},
        ),
        "who may read a file": (
            *("manager", f"/files/{house.file}/handling"),
            {"handling": "H3"},
            {"handling": "H1"},
        ),
        "what the night must know": (
            *("manager", f"/contacts/{house.raised}/duty"),
            {"answer": "over", "note": "Ring her at eight"},
            {"answer": "over", "note": "Nothing to do"},
        ),
        "the step of a challenge": (
            *("screener", f"/contacts/{house.held}/challenges/{house.mine}"),
            {"do": "further", "reason": "He was not at home"},
            {"do": "further", "reason": "Nobody has rung"},
        ),
    }


TERMS = {
    "role": "screener",
    "agency": "northbeck-council",
    "employed_by_council": "yes",
    "registration_number": "SW1",
    "registered_until_day": "1",
    "registered_until_month": "1",
    "why": "He has renewed it",
}


def kept(house) -> list:
    return [
        list(Team.objects.filter(key="front-door").values()),
        list(Account.objects.filter(id=house.account).values("role", "registered_until")),
        list(Handling.objects.filter(contribution=house.item).values("mark")),
        list(FileHandling.objects.filter(file=house.file).values("mark")),
        list(DutyItem.objects.values("note", "state")),
        list(TakenFurther.objects.values("reason")),
    ]


def test_a_form_that_was_opened_before_another_changed_it_saves_nothing_and_says_so(house):
    agency("northbeck-council")
    wrong = []
    for name, (who, where, first, second) in forms(house).items():
        client = house.clients[who]
        hidden = as_seen(client.get(where))
        saved = client.post(where, hidden | first)
        before = kept(house)
        lost = client.post(where, hidden | second)
        page = lost.content.decode()
        if saved.status_code != 302:
            wrong.append(f"{name}: the first is answered {saved.status_code} {errors(saved)}")
        if lost.status_code not in {409, 422} or "Somebody else has changed this" not in page:
            wrong.append(f"{name}: the second is answered {lost.status_code} {errors(lost)}")
        if kept(house) != before:
            wrong.append(f"{name}: the second has undone the first")
        again = client.post(where, as_seen(lost) | second)
        if again.status_code != 302:
            wrong.append(f"{name}: not even when it was read again: {errors(again)}")
    assert not wrong, "\n".join(wrong)


def errors(answer) -> list[str]:
    return errors_of(answer) if answer.status_code != 302 else []
