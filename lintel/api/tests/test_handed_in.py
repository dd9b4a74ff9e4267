"""A sender holds its count against ours."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from lintel.access import actions as access
from lintel.access.scopes import Scope
from lintel.access.viewers import Role, the_system
from lintel.api.tests.given import Caller

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def counted(caller: Caller, *, since, until):
    asked = urlencode({"since": since.isoformat(), "until": until.isoformat()})
    return caller("GET", f"/handed-in?{asked}")


def a_sender(*scopes: Scope) -> Caller:
    caller = Caller(Role.AGENCY_SYSTEM, agency="elm", employed_by_council=False)
    if scopes:
        now = timezone.now()
        by = the_system("northbeck", today=now.date())
        caller.token = access.issue_token(
            account_id=caller.account.id, by=by, at=now, scopes=scopes
        )
    return caller


def test_a_sender_counts_what_it_handed_in_and_nothing_of_anybody_else():
    mine, theirs, now = a_sender(Scope.SUBMIT), a_sender(), timezone.now()
    for caller in (mine, mine, theirs):
        assert caller.hands_in().status_code == 201

    answer = counted(mine, since=now - HOUR, until=now + HOUR).json()

    assert {key: answer[key] for key in ("received", "open", "closed")} == {
        **{"received": 2, "open": 2, "closed": 0},
    }
    assert counted(mine, since=now - 2 * HOUR, until=now - HOUR).json()["received"] == 0


def test_a_token_that_only_answers_may_not_count():
    now = timezone.now()
    answer = counted(a_sender(Scope.ANSWER), since=now - HOUR, until=now + HOUR)
    assert answer.status_code == 403


def test_moments_without_an_offset_or_the_wrong_way_round_are_refused():
    mine, now = a_sender(), timezone.now()
    assert counted(mine, since=now, until=now - HOUR).status_code == 422
    without = now.replace(tzinfo=None)
    assert counted(mine, since=without, until=without + HOUR).status_code == 422
