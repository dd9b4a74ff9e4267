"""An e-mail that waits is not sent to somebody who has left, or whose account was shut, meanwhile.

Source: qualities A6.
"""

from datetime import timedelta

import pytest

from lintel.access.models import Account
from lintel.access.tests.given import an_account
from lintel.access.viewers import Role
from lintel.notices import sending
from lintel.notices.tests import given
from lintel.notices.tests.test_sending import NOON, Taken

pytestmark = pytest.mark.django_db
THEIRS = "priya@northbeck.example"


def sent(notice) -> list:
    sink = Taken()
    sending.send_due(sink, worker="w1", at=NOON + timedelta(seconds=1))
    notice.refresh_from_db()
    assert len(sink) == (notice.state == "sent")
    return [notice.state, notice.last_error]


@pytest.mark.parametrize("kind", ["agency_chased", "duty_not_accepted", "password_reset"])
@pytest.mark.parametrize(
    "since",
    [{"is_active": False}, {"employed_until": (NOON - timedelta(days=1)).date()}],
    ids=["disabled", "left"],
)
def test_what_was_queued_for_somebody_who_is_gone_is_not_sent(kind, since):
    account = an_account(role=Role.MANAGER, email=THEIRS)
    notice = given.a_notice(kind=kind, to=THEIRS.title())
    Account.objects.filter(pk=account.pk).update(**since)
    assert sent(notice) == ["failed", "account shut"]


def test_whoever_is_still_there_is_written_to_on_their_last_day_too():
    an_account(role=Role.MANAGER, email=THEIRS, employed_until=NOON.date())
    assert sent(given.a_notice(kind="agency_chased", to=THEIRS)) == ["sent", ""]


@pytest.mark.parametrize("kind", ["receipt_to_referrer", "outcome_to_referrer", "invitation"])
def test_what_rests_on_no_account_is_sent_to_the_address_that_was_given(kind):
    account = an_account(email=THEIRS)
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert sent(given.a_notice(kind=kind, to=THEIRS)) == ["sent", ""]


def test_the_post_of_an_agency_goes_on_when_its_system_is_shut():
    desk = "mash@police.example"
    system = an_account(role=Role.AGENCY_SYSTEM, email=desk, employed_by_council=False)
    Account.objects.filter(pk=system.pk).update(is_active=False)
    assert sent(given.a_notice(kind="agency_asked", to=desk)) == ["sent", ""]
