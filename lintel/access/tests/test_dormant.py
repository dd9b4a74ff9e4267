"""An account that nobody has signed in to for 45 days is disabled, and the administrator told."""

from datetime import UTC, datetime, timedelta

import pytest

from lintel.access import actions, jobs
from lintel.access.models import Account
from lintel.access.tests.given import an_account, the_house
from lintel.access.viewers import Role
from lintel.audit import trail
from lintel.notices.models import Notice

pytestmark = pytest.mark.django_db
BEGAN = datetime(2026, 9, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def test_dormant_accounts_are_disabled_once_and_the_administrators_told_without_a_name():
    an_account("s.admin", role=Role.SYSADMIN, email="admin@northbeck.example", at=BEGAN + 20 * DAY)
    quiet = an_account("quiet", name="Quiet Okafor", at=BEGAN)
    busy = an_account("busy", at=BEGAN)
    Account.objects.filter(pk=busy.pk).update(last_login=BEGAN + DAY)
    system = an_account("force", role=Role.AGENCY_SYSTEM, employed_by_council=False, at=BEGAN)

    assert jobs.disable_dormant(BEGAN + 45 * DAY - timedelta(seconds=1)) == 0
    assert jobs.disable_dormant(BEGAN + 45 * DAY) == 1
    assert jobs.disable_dormant(BEGAN + 45 * DAY) == 0
    quiet.refresh_from_db()
    assert not quiet.is_active
    assert [(e.did, e.why) for e in trail.entries_about("account", quiet.id)][-1] == (
        "account disabled",
        "dormant",
    )
    told = Notice.objects.get(kind="account_dormant")
    assert told.to == "admin@northbeck.example"
    assert "Okafor" not in told.body + told.subject

    actions.enable_account(account_id=quiet.id, by=the_house(), at=BEGAN + 46 * DAY)
    assert jobs.disable_dormant(BEGAN + 46 * DAY) == 1, "the busy one has been away now"
    assert Account.objects.get(pk=quiet.pk).is_active
    assert Account.objects.get(pk=system.pk).is_active
    assert jobs.disable_dormant(BEGAN + 91 * DAY) == 1, "the administrator is the last"


def test_the_last_administrator_of_a_council_is_never_disabled_and_that_is_told_once():
    first = an_account("s.admin", role=Role.SYSADMIN, email="s@northbeck.example", at=BEGAN)
    second = an_account("t.admin", role=Role.SYSADMIN, email="t@northbeck.example", at=BEGAN)
    an_account("left", role=Role.SYSADMIN, employed_until=BEGAN.date(), at=BEGAN + 30 * DAY)
    an_account("b.admin", role=Role.SYSADMIN, council="southmere", at=BEGAN + 30 * DAY)
    manager = {"role": Role.MANAGER, "email": "m@northbeck.example"}
    an_account("m.anager", **manager, at=BEGAN + 30 * DAY)

    for _ in range(2):
        jobs.disable_dormant(BEGAN + 46 * DAY)
    open_now = Account.objects.filter(pk__in=[first.pk, second.pk], is_active=True)
    (last,) = open_now
    told = Notice.objects.filter(subject="Nobody looks after accounts for Lintel")
    assert sorted(one.to for one in told) == ["m@northbeck.example", last.email]
