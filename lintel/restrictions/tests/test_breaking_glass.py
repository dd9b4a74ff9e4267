"""Breaking the glass of a hidden contact: it opens one record, tells at once, and closes again."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection

from lintel.access.guards import viewer_of
from lintel.access.models import Account
from lintel.access.through import as_they_read
from lintel.access.viewers import NotPermitted, Role, Viewer
from lintel.contacts import actions as contacts, queries as contact_queries
from lintel.contacts.actions.glass import break_glass
from lintel.contacts.tests import given
from lintel.contacts.tests.given import NOON
from lintel.kernel.refusals import Invalid, NotThere, Refused
from lintel.notices.models import Notice
from lintel.restrictions import actions, jobs
from lintel.restrictions.actions.conflicts import Family, declare_conflict
from lintel.restrictions.models import BrokenGlass, GlassReview, Incident
from lintel.restrictions.queries.glass import open_glass_of, to_review
from lintel.restrictions.tests.given import REASON, broken, hidden

pytestmark = pytest.mark.django_db
AT = NOON + timedelta(hours=2)


def again(viewer: Viewer, at) -> Viewer:
    """The same person at their next request."""
    return viewer_of(Account.objects.get(id=viewer.account_id), at)


def through(viewer: Viewer, contact_id, at) -> Viewer:
    return as_they_read(again(viewer, at), {"contact_id": contact_id}, at)


def test_it_opens_one_record_to_one_person_for_an_hour_read_only():
    one, other = hidden("police_operation"), hidden("police_operation")
    screener, colleague = given.a_screener(), given.a_screener()
    with pytest.raises(NotThere):
        contact_queries.the_contact(screener, one.id)
    broken(one, by=screener, at=AT)

    reading = through(screener, one.id, AT)
    opened = contacts.open_contact(contact_id=one.id, by=reading, at=AT)
    assert contact_queries.contact_view(reading, opened).concern.concern
    assert list(contact_queries.visible_to(reading)) == [opened]
    assert through(screener, other.id, AT).glass is None
    assert through(colleague, one.id, AT).glass is None
    # In lists, counts and searches it stays hidden: only its own page is read through the glass.
    assert not contact_queries.found(again(screener, AT), one.id)
    with pytest.raises((NotThere, NotPermitted)):
        contacts.add_note(contact_id=one.id, version=1, text="Seen", by=reading, at=AT)
    with pytest.raises((NotThere, NotPermitted)):
        contacts.open_history(contact_id=one.id, by=reading, at=AT)

    last = AT + timedelta(minutes=59, seconds=59)
    assert through(screener, one.id, last).glass == one.id
    after = AT + timedelta(minutes=60)
    assert through(screener, one.id, after).glass is None
    with pytest.raises(NotThere):
        contacts.open_contact(contact_id=one.id, by=through(screener, one.id, after), at=after)


def test_it_ends_at_once_when_ended_and_nobody_else_can_end_it():
    one, screener = hidden(), given.a_screener()
    glass = broken(one, by=screener, at=AT)
    assert broken(one, by=screener, at=AT).id == glass.id  # again while open: the same use
    with pytest.raises(NotThere):
        actions.end_glass(glass_id=glass.id, by=given.a_screener(), at=AT)
    actions.end_glass(glass_id=glass.id, by=screener, at=AT + timedelta(minutes=5))
    later = AT + timedelta(minutes=6)
    assert through(screener, one.id, later).glass is None
    assert not open_glass_of(again(screener, later), at=later)


def test_the_guardian_and_the_privacy_officer_are_told_at_once_and_of_nobody():
    one, screener = hidden(), given.a_screener()
    glass = broken(one, by=screener, at=AT)
    told = Notice.objects.filter(kind="glass_broken")
    assert {notice.to for notice in told} == {"role:guardian", "role:dpo"}
    for notice in told:
        assert notice.queued_at == AT
        said = f"{notice.subject} {notice.body} {notice.about}".casefold()
        for word in ("ashgrove", "tomas", screener.name.casefold(), one.reference.casefold()):
            assert word not in said
        assert notice.due_at == glass.review_due_at


def test_no_alert_no_glass():
    """A database that takes no notice of it opens nothing: whatever the record."""
    one, screener = hidden(), given.a_screener()
    refuse_notices()
    with pytest.raises(DatabaseError):
        broken(one, by=screener, at=AT)
    let_notices()
    assert not BrokenGlass.objects.exists()
    assert Account.objects.get(id=screener.account_id).glass_until is None


def refuse_notices() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "CREATE TRIGGER no_notice BEFORE INSERT ON notices_notice "
                "BEGIN SELECT RAISE(ABORT, 'no notice'); END"
            )
            return
        cursor.execute(
            "CREATE FUNCTION no_notice() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'no notice'; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER no_notice BEFORE INSERT ON notices_notice "
            "FOR EACH ROW EXECUTE FUNCTION no_notice()"
        )


def let_notices() -> None:
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else " ON notices_notice"
        cursor.execute(f"DROP TRIGGER no_notice{on}")


def test_what_is_said_is_the_same_for_a_record_that_is_not_there():
    one, screener = hidden(), given.a_screener()
    for which in (one.id, screener.account_id, one.reference, "NB-2222-22", "nothing"):
        with pytest.raises(Invalid) as wrong:
            break_glass(which=which, category="", reason="short", by=screener, at=AT)
        assert [r.code for r in wrong.value.refusals] == ["category_missing", "reason_too_short"]
    for which in (screener.account_id, "NB-2222-22", "nothing"):
        with pytest.raises(NotThere):
            break_glass(which=which, category="other", reason=REASON, by=screener, at=AT)
    elsewhere = given.a_screener(council="southmere")
    with pytest.raises(NotThere):
        break_glass(which=one.id, category="other", reason=REASON, by=elsewhere, at=AT)
    assert not BrokenGlass.objects.exists()


@pytest.mark.parametrize("role", [Role.PARTNER, Role.ADMIN, Role.VIEWER, Role.SYSADMIN])
def test_others_never_break_it(role):
    one = hidden()
    with pytest.raises(NotPermitted):
        broken(one, by=given.a_viewer(role), at=AT)


def test_what_one_can_open_anyway_needs_no_glass_and_a_relation_that_is_missing_does():
    one = given.received()
    with pytest.raises(Refused, match="already_open"):
        broken(one, by=given.a_screener(), at=AT)
    worker = given.a_viewer(Role.SOCIAL_WORKER, teams=["assessment"])
    broken(one, by=worker, at=AT)
    assert through(worker, one.id, AT).glass == one.id


def test_three_that_nobody_reviewed_stop_the_fourth_until_somebody_does():
    screener, guardian = given.a_screener(), given.a_viewer(Role.GUARDIAN)
    uses = [broken(hidden(), by=screener, at=AT) for _ in range(3)]
    fourth = hidden()
    with pytest.raises(Refused, match="too_many_unreviewed"):
        broken(fourth, by=screener, at=AT)
    review(uses[0], by=guardian)
    broken(fourth, by=screener, at=AT)


def review(glass, *, outcome: str = "justified", by: Viewer) -> None:
    actions.review_glass(
        glass_id=glass.id, outcome=outcome, words="The call is on the record", by=by, at=AT
    )


def test_somebody_else_reviews_it_and_what_was_not_justified_has_an_owner_and_a_time():
    one, screener = hidden(), given.a_screener()
    officer = given.a_viewer(Role.DPO)
    glass = broken(one, by=screener, at=AT)
    with pytest.raises(NotPermitted):
        review(glass, by=screener)
    # Whoever used it and has since become the privacy officer is still who used it.
    Account.objects.filter(id=screener.account_id).update(role=Role.DPO)
    with pytest.raises(Refused, match="own_use"):
        review(glass, by=again(screener, AT))
    with pytest.raises(NotThere):
        review(glass, by=given.a_viewer(Role.DPO, council="southmere"))

    review(glass, outcome="not_justified", by=officer)
    assert GlassReview.objects.get().by == officer.account_id
    incident = Incident.objects.get()
    assert (incident.owner, incident.due_at) == (str(officer.account_id), AT + timedelta(hours=72))
    with pytest.raises(Refused, match="already_reviewed"):
        review(glass, by=given.a_viewer(Role.GUARDIAN))
    (seen,) = to_review(officer, since=AT, at=AT)
    assert seen.incident is not None
    assert seen.incident.owner == officer.name
    actions.close_incident(glass_id=glass.id, because="Spoken to", by=officer, at=AT)
    assert not Notice.objects.filter(kind__startswith="glass", state="queued").exists()


def test_what_nobody_reviewed_in_a_working_day_is_told_once():
    glass = broken(hidden(), by=given.a_screener(), at=AT)  # on a Monday
    due = glass.review_due_at
    assert due.isoformat() == "2026-03-04T00:00:00+00:00"
    assert jobs.escalate_glass(due - timedelta(seconds=1)) == 0
    assert jobs.escalate_glass(due) == 1
    assert jobs.escalate_glass(due + timedelta(days=3)) == 0
    assert [n.to for n in Notice.objects.filter(kind="glass_review_overdue")] == ["role:dpo"]


def stands_near(of: Viewer, contact_id, *, relation: str, by: Viewer, at=AT) -> None:
    family = Family(contacts=frozenset({contact_id}))
    words = {"reason": "It is her own family", "about": ""}
    declare_conflict(of=of.account_id, relation=relation, family=family, by=by, at=at, **words)


@pytest.mark.parametrize(
    ("kind", "relation", "goes_on"),
    [
        ("high_profile", "myself", False),
        ("own_family", "family", False),
        ("high_profile", "family", True),
    ],
)
def test_glass_that_could_not_be_broken_any_more_is_shut(kind, relation, goes_on):
    one, screener = hidden(kind), given.a_screener()
    broken(one, by=screener, at=AT)
    assert through(screener, one.id, AT).glass == one.id
    stands_near(screener, one.id, relation=relation, by=given.a_manager())
    assert (through(screener, one.id, AT).glass == one.id) is goes_on


@pytest.mark.parametrize("role", [Role.DPO, Role.GUARDIAN])
def test_nobody_reviews_what_was_read_of_their_own_family(role):
    one, reviewer = hidden("high_profile"), given.a_viewer(role)
    other = given.a_viewer(role)
    glass = broken(one, by=given.a_screener(), at=AT)
    stands_near(reviewer, one.id, relation="family", by=reviewer)

    assert [use.id for use in to_review(other, since=AT, at=AT)] == [glass.id]
    assert not to_review(reviewer, since=AT, at=AT)
    said = {"glass_id": glass.id, "at": AT}
    answer = {"outcome": "not_justified", "words": "She had no reason to"}
    with pytest.raises(NotThere):
        actions.open_glass(by=reviewer, **said)
    with pytest.raises(NotThere):
        actions.review_glass(by=reviewer, **answer, **said)
    actions.review_glass(by=other, **answer, **said)
    with pytest.raises(NotThere):
        actions.close_incident(by=reviewer, because="It was dealt with", **said)
