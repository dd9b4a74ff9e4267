"""What news from below becomes."""

from datetime import timedelta
from uuid import uuid4

import pytest

from lintel.access.events import PasswordResetReady
from lintel.kernel.news import tell
from lintel.kernel.refusals import NotThere
from lintel.notices import actions, queries
from lintel.notices.models import Notice
from lintel.notices.tests import given

pytestmark = pytest.mark.django_db


def test_somebody_who_asked_for_a_new_password_is_sent_the_link_once():
    event = PasswordResetReady(
        account_id=uuid4(),
        council="northbeck",
        email="screener@northbeck.example",
        link="http://127.0.0.1:8000/password-reset/abc/def-1234567890abcdef",
        asked_at=given.MONDAY_NOON,
        ends_at=given.MONDAY_NOON + timedelta(hours=1),
        once_key="password-reset:1",
    )

    tell(event)
    tell(event)

    [notice] = Notice.objects.all()
    assert (notice.state, notice.to) == ("queued", "screener@northbeck.example")
    assert event.link in notice.body
    assert "1:00pm" in notice.body


def test_a_link_that_could_not_be_sent_is_nobody_elses_to_read():
    failed = given.a_notice(kind="password_reset", to="not an address")
    admin = given.a_viewer()

    assert failed.state == "failed"
    assert not queries.people_to_tell(admin)
    with pytest.raises(NotThere):
        actions.open_notice(notice_id=failed.id, by=admin, at=given.MONDAY_NOON)
