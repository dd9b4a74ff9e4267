"""An e-mail that waits is not sent to somebody who has left, or whose account was shut, meanwhile.
The desk of an agency is nobody's account: its post goes on, whoever had its address.

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
    """Of what agencies are chased with, only a letter to one who leads an agency is to an
    account; one to the agency's desk is not stopped."""
    account = an_account(role=Role.MANAGER, email=THEIRS)
    notice = given.a_notice(kind=kind, to=THEIRS.title(), account=account.id)
    Account.objects.filter(pk=account.pk).update(**since)
    assert sent(notice) == ["failed", "account shut"]


def test_that_an_e_mail_about_a_record_was_stopped_is_before_every_manager_once():
    account, manager = an_account(email=THEIRS), given.a_viewer(Role.MANAGER)
    given.a_notice(kind="agency_chased", to=THEIRS, account=account.id)
    given.a_notice(kind="password_reset", to=THEIRS, account=account.id, about="")
    Account.objects.filter(pk=account.pk).update(is_active=False)
    for _ in range(2):
        sending.send_due(Taken(), worker="w1", at=NOON + timedelta(seconds=1))
    [alert] = given.open_alerts(manager)
    assert (alert.kind, alert.about) == ("not_sent_account_shut", "NB-7K4M-2Q")
    assert THEIRS not in alert.subject
    assert not given.open_alerts(given.a_viewer(Role.MANAGER, council="southmere"))


def test_whoever_is_still_there_is_written_to_on_their_last_day_too():
    account = an_account(role=Role.MANAGER, email=THEIRS, employed_until=NOON.date())
    assert sent(given.a_notice(kind="agency_chased", to=THEIRS, account=account.id)) == ["sent", ""]


DESK_MAIL = [
    "agency_asked",
    "agency_chased",
    "discussion_invited",
    "discussion_moved",
    "discussion_reminder",
    "minutes_ready",
    "minutes_corrected",
    "receipt_to_referrer",
    "outcome_to_referrer",
    "invitation",
]


@pytest.mark.parametrize("kind", DESK_MAIL)
@pytest.mark.parametrize("council", ["northbeck", "southmere"])
def test_what_rests_on_no_account_is_sent_to_the_address_whatever_account_has_it(kind, council):
    desk = "mash@police.example"
    account = an_account(role=Role.PARTNER, email=desk, council=council, employed_by_council=False)
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert sent(given.a_notice(kind=kind, to=desk)) == ["sent", ""]
