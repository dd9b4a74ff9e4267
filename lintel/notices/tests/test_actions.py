"""What queueing and telling do: the row, the trail, and nothing when refused."""

from datetime import timedelta

import pytest
from django.db import transaction

from lintel.access.viewers import NotPermitted, Role
from lintel.audit import trail
from lintel.kernel.refusals import Invalid, NotThere, Refused
from lintel.notices import actions, queries
from lintel.notices.models import Notice
from lintel.notices.rules.addressees import FRONT_DOOR, everybody_who_is
from lintel.notices.tests import given

pytestmark = pytest.mark.django_db

NOON = given.MONDAY_NOON


def test_a_key_is_queued_once_whoever_asks_and_however_often():
    first = given.queued(once_key="overdue NB-7K4M-2Q decision")

    again = given.queued(once_key="overdue NB-7K4M-2Q decision", subject="Other words")

    assert again == first
    assert [n.subject for n in Notice.objects.all()] == ["What has been decided: NB-7K4M-2Q"]


@pytest.mark.django_db(transaction=True)
def test_a_notice_is_queued_with_what_it_tells_of_or_not_at_all():
    with pytest.raises(actions.NotInTransaction):
        actions.queue(
            kind="overdue",
            council="northbeck",
            channel="task",
            to="front-door",
            subject="Overdue",
            body="",
            about="NB-7K4M-2Q",
            due_at=None,
            once_key="a",
            by=given.SYSTEM,
            at=NOON,
        )
    with transaction.atomic():
        given.queued()
        transaction.set_rollback(True)
    assert not Notice.objects.exists()


def test_an_email_that_names_somebody_is_kept_for_a_person_and_never_sent():
    notice = given.a_notice(subject="About Tomas", never_say=["Tomás Dunn"])

    assert (notice.state, notice.last_error) == ("failed", "letterbox names_somebody")
    assert not Notice.objects.to_send(at=NOON + timedelta(days=1)).exists()
    [line] = queries.people_to_tell(given.a_viewer())
    assert line.error == "letterbox names_somebody"


def test_a_child_called_will_or_may_does_not_stop_our_own_words():
    ours = "We will look at it. You may ring us, with your reference."

    notice = given.a_notice(body=ours, fixed=ours, never_say=["Will May", "Reference Keep"])

    assert notice.state == "queued"


@pytest.mark.parametrize("to", ["", "two@a.example, b@a.example", "a@b.example\nBcc: c@d.example"])
def test_an_email_goes_to_one_plain_address_or_to_a_person_instead(to):
    notice = given.a_notice(to=to)

    assert (notice.state, notice.last_error) == ("failed", "address")


def test_a_referrer_for_whom_no_way_is_safe_is_a_task_of_the_front_door_with_its_clock():
    due_at = NOON + timedelta(hours=4)

    notice = given.a_notice(channel="task", to=FRONT_DOOR, due_at=due_at)

    [line] = queries.people_to_tell(given.a_viewer())
    assert (line.id, line.due_at) == (notice.id, due_at)


def test_marking_done_says_who_when_and_how_and_leaves_one_entry():
    admin = given.a_viewer()
    notice = given.a_notice(channel="telephone", to="01632 960001")

    actions.mark_done(notice_id=notice.id, how="telephone", note="Rang twice", by=admin, at=NOON)

    notice.refresh_from_db()
    assert (notice.state, notice.done_by, notice.done_at) == ("done", admin.account_id, NOON)
    assert (notice.done_how, notice.done_note) == (
        "telephone",
        "2 March 2026 at 12:00pm: Rang twice",
    )
    [entry] = trail.entries_about("notice", str(notice.id))
    assert (entry.did, entry.why) == ("tell referrer", "done telephone NB-7K4M-2Q")
    assert not queries.people_to_tell(admin)


def test_only_the_first_of_two_people_tells_them():
    notice = given.a_notice(channel="telephone", to="01632 960001")
    actions.mark_done(notice_id=notice.id, how="telephone", by=given.a_viewer(), at=NOON)

    with pytest.raises(Refused) as refused:
        actions.mark_done(notice_id=notice.id, how="letter", by=given.a_viewer(), at=NOON)

    assert [r.code for r in refused.value.refusals] == ["already_done"]
    assert len(trail.entries_about("notice", str(notice.id))) == 1


def test_how_they_were_told_must_be_said():
    notice = given.a_notice(channel="letter", to="1 Hill Road")

    with pytest.raises(Invalid) as invalid:
        actions.mark_done(
            notice_id=notice.id, how="", note="x" * 2001, by=given.a_viewer(), at=NOON
        )

    assert [r.field for r in invalid.value.refusals] == ["how", "note"]
    notice.refresh_from_db()
    assert notice.state == "queued"


def test_somebody_who_could_not_be_reached_stays_to_be_told():
    admin = given.a_viewer()
    notice = given.a_notice(channel="telephone", to="01632 960001", due_at=NOON)

    actions.mark_tried(notice_id=notice.id, note="No answer", by=admin, at=NOON)
    later = NOON + timedelta(hours=1)

    [line] = queries.people_to_tell(admin)
    assert (line.attempts, line.last_tried_at, line.due_at) == (1, NOON, NOON)
    actions.mark_done(notice_id=notice.id, how="telephone", note="Told", by=admin, at=later)
    notice.refresh_from_db()
    assert notice.done_note.splitlines() == [
        "2 March 2026 at 12:00pm: No answer",
        "2 March 2026 at 1:00pm: Told",
    ]


def test_another_councils_notice_looks_like_none_at_all():
    notice = given.a_notice(channel="telephone", to="01632 960001")
    elsewhere = given.a_viewer(council="southmere")

    assert not queries.people_to_tell(elsewhere)
    for attempt in (
        lambda: actions.open_notice(notice_id=notice.id, by=elsewhere, at=NOON),
        lambda: actions.mark_done(notice_id=notice.id, how="letter", by=elsewhere, at=NOON),
        lambda: actions.mark_tried(notice_id=notice.id, by=elsewhere, at=NOON),
    ):
        with pytest.raises(NotThere):
            attempt()


def test_a_role_that_tells_nobody_sees_nobody_to_tell():
    with pytest.raises(NotPermitted):
        queries.people_to_tell(given.a_viewer(Role.SOCIAL_WORKER))


def test_opening_a_notice_is_on_the_trail():
    notice = given.a_notice(channel="telephone", to="01632 960001")

    screener = given.a_viewer(Role.SCREENER)
    full = actions.open_notice(notice_id=notice.id, by=screener, at=NOON)

    assert full.to == "01632 960001"
    [entry] = trail.entries_about("notice", str(notice.id))
    assert (entry.why, entry.zone) == ("opened NB-7K4M-2Q", "Z4")


def test_alerts_reach_the_account_the_team_and_the_role_and_nobody_else():
    duty = given.a_viewer(Role.MANAGER, teams=frozenset({"duty"}))
    other = given.a_viewer(Role.SCREENER)
    elsewhere = given.a_viewer(Role.MANAGER, teams=frozenset({"duty"}), council="southmere")
    for to in ("duty", str(duty.account_id), everybody_who_is(Role.MANAGER)):
        given.queued(kind="overdue", channel="task", to=to)

    assert len(given.open_alerts(duty)) == 3
    assert not given.open_alerts(other)
    assert not given.open_alerts(elsewhere)


def test_an_alert_goes_when_its_reader_has_taken_it_in():
    worker = given.a_viewer(Role.SOCIAL_WORKER, teams=frozenset({"assessment-1"}))
    alert = given.queued(kind="handover_offered", channel="task", to="assessment-1")

    actions.mark_done(notice_id=alert, how="seen", by=worker, at=NOON)

    assert not given.open_alerts(worker)
    [entry] = trail.entries_about("notice", str(alert))
    assert (entry.did, entry.zone) == ("take in alert", "Z0")


def test_settling_a_contact_takes_back_its_alerts_and_nothing_else():
    manager = given.a_viewer(Role.MANAGER)
    to = everybody_who_is(Role.MANAGER)
    given.queued(kind="due_soon", channel="task", to=to)
    given.queued(kind="overdue", channel="task", to=to)
    given.queued(kind="overdue", channel="task", to=to, about="NB-2222-22")
    letter = given.queued(kind="outcome_to_referrer", channel="letter", to="1 Hill Road")

    settled = actions.settle(
        about="NB-7K4M-2Q", kinds={"due_soon", "overdue"}, by=given.SYSTEM, at=NOON
    )

    assert settled == 2
    assert [alert.about for alert in given.open_alerts(manager)] == ["NB-2222-22"]
    assert Notice.objects.get(pk=letter).state == "queued"


def test_a_cancelled_notice_is_not_sent_and_cannot_be_done():
    notice = given.a_notice(channel="telephone", to="01632 960001", once_key="k")

    assert actions.cancel(once_key="k", by=given.SYSTEM, at=NOON)
    assert not actions.cancel(once_key="k", by=given.SYSTEM, at=NOON)

    with pytest.raises(Refused):
        actions.mark_done(notice_id=notice.id, how="letter", by=given.a_viewer(), at=NOON)
