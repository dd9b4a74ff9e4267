"""What happens to due times and alerts when the clock jumps, or the calendar is another one.

Source: qualities I2, I3, I4, I5, H6, J10.
"""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from lintel.access.viewers import Role
from lintel.audit import checking
from lintel.audit.models import AuditEntry
from lintel.config import lookout
from lintel.contacts import jobs, queries
from lintel.contacts.models import Contact
from lintel.contacts.queries.shown import Shown
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import sign_in
from lintel.kernel.instants import LONDON
from lintel.notices import schedule
from lintel.notices.models import Notice
from lintel.notices.rules.leases import SILENT_AFTER
from lintel.oversight import jobs as oversight
from lintel.oversight.models import Allegation
from lintel.protection import jobs as protection
from lintel.protection.models import ProtectionStep
from lintel.restrictions import jobs as restrictions
from lintel.restrictions.tests.given import broken, hidden

pytestmark = pytest.mark.django_db

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SPRING = datetime(2026, 3, 29, 0, 50, tzinfo=UTC)  # ten minutes before clocks go forward
AUTUMN = datetime(2026, 10, 25, 0, 50, tzinfo=UTC)
LEAP = datetime(2028, 2, 28, 23, 50, tzinfo=UTC)
YEAR_END = datetime(2026, 12, 31, 23, 50, tzinfo=UTC)


def the_overdue() -> list[str]:
    return sorted(Notice.objects.filter(kind="overdue").values_list("about", flat=True))


@pytest.mark.parametrize("jump", [3 * DAY, 14 * DAY, -HOUR, HOUR, -3 * DAY], ids=str)
@pytest.mark.parametrize("began", [given.NOON, SPRING, AUTUMN, LEAP, YEAR_END], ids=str)
def test_each_contact_is_announced_late_once_whatever_the_clock_does(began, jump):
    """Ten that fall due a minute apart; in the middle of them the clock jumps, and jumps back."""
    references = [given.received(at=began + n * MINUTE).reference for n in range(10)]
    first = began + 30 * MINUTE  # nobody has looked
    moments = [first - 5 * MINUTE + n * MINUTE for n in range(10)]
    moments += [moments[-1] + jump + n * MINUTE for n in range(3)]
    moments += [first + n * MINUTE for n in range(0, 20, 2)]
    for at in moments:
        jobs.announce_due(at)
    assert the_overdue() == sorted(references)
    assert checking.verify().fault is None


def test_a_worker_that_was_away_for_two_weeks_has_forgotten_nobody():
    references = [given.received(at=given.NOON + n * DAY).reference for n in range(14)]
    jobs.announce_due(given.NOON + 15 * DAY)
    assert the_overdue() == sorted(references)


# --- A bank holiday that was announced since ------------------------------------------------

FRIDAY = datetime(2026, 11, 20, 16, tzinfo=UTC)
MONDAY_TOO = json.dumps(
    {
        "england-and-wales": {
            "events": [{"date": day} for day in ("2026-11-23", "2026-12-25", "2026-12-28")]
        }
    }
)


@pytest.fixture
def announced(tmp_path, monkeypatch):
    """Lays down the list in which Monday 23 November 2026 has become a holiday."""
    monkeypatch.setenv("LINTEL_DATA", str(tmp_path))
    (tmp_path / "policy").mkdir()
    return lambda: (tmp_path / "policy" / "bank-holidays.json").write_text(MONDAY_TOO)


def on_the_trail() -> list[str]:
    entries = AuditEntry.objects.filter(did="reckon due time again")
    return sorted(f"{entry.object_type} {entry.object_id}" for entry in entries)


def test_a_holiday_announced_later_moves_what_falls_due_and_leaves_an_entry(announced):
    given.teams()
    decided = given.decided(at=FRIDAY)
    fresh = given.received(at=FRIDAY)
    alleged = given.received(at=FRIDAY, categories=("works_with_children",))
    hurt = given.received(at=FRIDAY, categories=("sexual_abuse",))
    glass = broken(hidden(at=FRIDAY), by=given.a_screener(), at=FRIDAY)
    reviewed_by = glass.review_due_at
    assert jobs.reckon_again(FRIDAY) == 0
    was = {row.id: row.due_at for row in Contact.objects.all()}
    allegation, step = Allegation.objects.get(), ProtectionStep.objects.filter(contact_id=hurt.id)
    due = allegation.due_at, step.get().due_at
    announced()

    at = FRIDAY + HOUR
    assert jobs.reckon_again(at) == 1
    oversight.reckon_again(at)
    protection.reckon_again(at)
    assert restrictions.reckon_again(at) == 1

    now = {row.id: row.due_at for row in Contact.objects.all()}
    assert now[decided.id] == datetime(2026, 11, 24, 16, tzinfo=UTC)
    assert now[decided.id] - was[decided.id] == DAY
    assert now[fresh.id] == was[fresh.id]  # in half an hour, by any calendar
    assert Allegation.objects.get().due_at - due[0] == DAY
    assert step.get().due_at - due[1] in (DAY, timedelta(0))
    glass.refresh_from_db()
    assert glass.review_due_at - reviewed_by == DAY
    moved = on_the_trail()
    assert f"glass {glass.id}" in moved
    assert f"contact {decided.id}" in moved
    assert f"allegation {allegation.id}" in moved
    assert alleged.id in now
    assert (jobs.reckon_again(at + DAY), on_the_trail()) == (0, moved)
    assert checking.verify().fault is None


def test_what_falls_due_past_the_published_holidays_is_marked_provisional():
    late = datetime(2028, 12, 29, 9, tzinfo=UTC)
    marks = {}
    for at in (FRIDAY, late):
        receipt = given.received(at=at)
        by = given.a_viewer(Role.MANAGER, at)
        view = queries.contact_view(by, queries.the_contact(by, receipt.id))
        marks[at] = {each.title: each.provisional for each in Shown.of(view, at=at).clocks}
    assert set(marks[FRIDAY].values()) == {False}
    assert [title for title, is_so in marks[late].items() if is_so] == [
        "Decision on the referral, and the referrer told"
    ]


# --- What is kept, and what is shown ------------------------------------------------


def test_both_half_past_ones_of_autumn_are_kept_apart_and_told_apart():
    for at in (AUTUMN - 20 * MINUTE, AUTUMN + 40 * MINUTE):
        given.received(at=at)
    first, second = Contact.objects.order_by("received_at")
    assert second.received_at - first.received_at == HOUR
    shown = [one.received_at.astimezone(LONDON).isoformat() for one in (first, second)]
    assert shown == ["2026-10-25T01:30:00+01:00", "2026-10-25T01:30:00+00:00"]
    assert second.due_at - first.due_at == HOUR


@pytest.mark.parametrize("apart", [-5 * MINUTE, 5 * MINUTE], ids=str)
def test_a_worker_five_minutes_off_neither_hides_nor_hurries_what_is_late(apart):
    """What is late is worked out by whoever reads it; the worker's clock only says when to tell."""
    receipt = given.received()
    by, due = given.a_manager(), given.NOON + 30 * MINUTE
    for minutes in range(25, 40):
        at = given.NOON + minutes * MINUTE
        jobs.announce_due(at + apart)
        row = queries.rows_for(by, [queries.the_contact(by, receipt.id)], at=at)[0]
        assert row.clock.is_late(at=at) is (at >= due)
        told = "overdue" in set(Notice.objects.values_list("kind", flat=True))
        assert told is (at + apart >= due)
    assert the_overdue() == [receipt.reference]


def test_a_worker_dead_for_a_day_hides_nothing_and_every_page_says_so(client, monkeypatch):
    given.teams()
    schedule.beat(worker="w1", at=given.NOON, build="0.1.0")
    late = given.received(at=given.NOON).reference
    next_day = given.NOON + DAY
    monkeypatch.setattr(timezone, "now", lambda: next_day)
    fresh = given.received(at=next_day - MINUTE).reference
    sign_in(client, given.an_account(Role.MANAGER))

    board = client.get("/board").content.decode()
    assert board.index(late) < board.index(fresh)
    assert board.count("lx-row--late") == 1
    assert "Emails and alerts may not be going out" in board
    rows, _ = queries.listed(given.a_viewer(Role.MANAGER, next_day), size=9, at=next_day)
    assert {row.reference: row.clock.is_late(at=next_day) for row in rows} == {
        late: True,
        fresh: False,
    }

    looking = lookout.Lookout()
    looking.look()
    assert lookout.SILENT in looking.signs
    assert SILENT_AFTER.total_seconds() + lookout.EVERY_SECONDS <= 60
