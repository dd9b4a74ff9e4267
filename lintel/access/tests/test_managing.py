"""Who looks after accounts is asked again in the moment that an account is changed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connections

from lintel.access import actions
from lintel.access.guards import viewer_of
from lintel.access.models import Account
from lintel.access.tests.given import an_account
from lintel.access.viewers import NotPermitted, Role, Viewer

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)


def administrators() -> list[Viewer]:
    names = ("s.admin", "t.admin")
    made = [an_account(name, role=Role.SYSADMIN, at=AT) for name in names]
    return [viewer_of(one, AT) for one in made]


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_disable_each_other_at_once_leave_one():
    first, second = administrators()
    begins = Barrier(2)

    def disable(by: Viewer, whom: Viewer) -> bool:
        begins.wait(10)
        try:
            actions.disable_account(account_id=whom.account_id, by=by, at=AT)
        except NotPermitted:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(2) as threads:
        done = list(threads.map(disable, (first, second), (second, first)))

    assert sorted(done) == [False, True]
    assert Account.objects.filter(role=Role.SYSADMIN, is_active=True).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("since", [{"is_active": False}, {"role": Role.ANALYST}])
def test_who_was_let_in_and_is_an_administrator_no_more_changes_nobody(since):
    first, second = administrators()
    Account.objects.filter(pk=first.account_id).update(**since)
    with pytest.raises(NotPermitted):
        actions.disable_account(account_id=second.account_id, by=first, at=AT)
    assert Account.objects.get(pk=second.account_id).is_active
