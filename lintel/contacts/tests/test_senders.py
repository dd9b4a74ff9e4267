"""A sender that falls silent is raised once, told to managers, and over when contacts come."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from lintel.access.viewers import NotPermitted, Role, the_system
from lintel.audit import trail
from lintel.contacts import actions, jobs
from lintel.contacts.actions.senders import _raise as raising, note_silence
from lintel.contacts.models import Contact, SenderSilence
from lintel.contacts.queries import senders
from lintel.contacts.rules.senders import Verdict
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import sign_in, signed_in_as
from lintel.directory import actions as directory
from lintel.directory.rules.kinds import Agency
from lintel.kernel.refusals import Invalid, NotThere, Refused
from lintel.kernel.working_days import DAY, day_begins
from lintel.notices.models import Notice
from lintel.policy.calendars import calendar

pytestmark = pytest.mark.django_db

TUESDAY = datetime(2026, 6, 16, 8, tzinfo=UTC)


def the_trust(**differences):
    agency = Agency("hospital", "Northbeck Hospital", "health", given.COUNCIL, "01632 960200")
    directory.add_agency(agency=agency, by=given.a_viewer(Role.SYSADMIN), at=given.NOON)
    return given.an_account(Role.AGENCY_SYSTEM, agency="hospital", **differences)


def sent_by(account, *, at: datetime = given.NOON, **differences):
    return actions.receive_contact(
        telling=given.a_telling(**differences),
        council=given.COUNCIL,
        by=given.viewer_of(account, at),
        at=at,
    )


def handed_in(account, *, until: datetime, days: int, a_day: int, quiet: int = 0) -> None:
    """Contacts of an account on each of its last working days but the latest ones; rows alone, as
    a year of them by actions would take the test a minute."""
    worked, day = calendar(), until.date()
    kept = []
    while len(kept) < days + quiet:
        day -= DAY
        if worked.is_working_day(day):
            kept.append(day)
    one = sent_by(account, at=day_begins(kept[-1]) + timedelta(hours=8))
    like = Contact.objects.get(id=one.id)
    rows = []
    for day in kept[quiet:]:
        for place in range(a_day):
            values = {field.attname: getattr(like, field.attname) for field in like._meta.fields}
            at = day_begins(day) + timedelta(hours=9, minutes=place)
            values |= {"received_at": at, "clock_started_at": at}
            del values["id"]
            values["reference"] = f"S-{day:%y%m%d}-{place}"
            rows.append(Contact(**values))
    Contact.objects.escape("test").bulk_create(rows)


def raised():
    return list(SenderSilence.objects.order_by("raised_at"))


def alerts():
    return list(Notice.objects.filter(kind="sender_silent").order_by("queued_at"))


def test_a_sender_that_falls_silent_is_raised_once_and_every_manager_is_told():
    handed_in(the_trust(), until=TUESDAY, days=60, a_day=5, quiet=3)

    assert [jobs.look_over_senders(TUESDAY + timedelta(hours=n)) for n in range(3)] == [1, 0, 0]

    [row] = raised()
    assert (row.sender, row.verdict, row.days) == ("hospital", "silent", 3)
    [alert] = alerts()
    assert alert.to == "role:manager"
    assert alert.subject == "Northbeck Hospital: nothing has come from them"
    assert alert.body.startswith("Ring them: ask whether what they sent has arrived")
    assert [entry.did for entry in trail.entries_about("sender", str(row.id))] == ["raise silence"]


def test_two_workers_that_counted_at_once_raise_one():
    handed_in(the_trust(), until=TUESDAY, days=60, a_day=5, quiet=3)
    [one] = [each for each in senders.senders_of(given.COUNCIL, at=TUESDAY) if each.found.days]
    by = the_system(given.COUNCIL, today=TUESDAY.date())
    found = {"council": given.COUNCIL, "by": by, "at": TUESDAY}

    assert [raising(one, **found) for _ in range(2)] == [True, False]

    assert (len(raised()), len(alerts())) == (1, 1)


def test_it_is_over_by_itself_when_contacts_come_again_and_may_be_raised_anew():
    account = the_trust()
    handed_in(account, until=TUESDAY, days=60, a_day=5, quiet=3)
    jobs.look_over_senders(TUESDAY)
    for hour in range(5):
        sent_by(account, at=TUESDAY + timedelta(hours=hour, minutes=5))

    assert jobs.look_over_senders(TUESDAY + DAY) == 0

    assert raised()[0].ended_at == TUESDAY + DAY
    assert alerts()[0].state == "cancelled"
    assert jobs.look_over_senders(TUESDAY + 8 * DAY) == 1
    assert len(raised()) == 2


def test_half_as_much_is_raised_and_silence_after_it_was_noted_is_raised_too():
    account = the_trust()
    handed_in(account, until=TUESDAY - 14 * DAY, days=40, a_day=12)
    rows = Contact.objects.filter(received_at__gte=TUESDAY - 14 * DAY)
    assert not rows.exists()
    few = [TUESDAY - n * DAY for n in (1, 4, 5, 6, 7, 8, 11, 12, 13, 14)]
    for at in few:
        for minute in range(3):
            sent_by(account, at=at + timedelta(hours=1, minutes=minute))
    jobs.look_over_senders(TUESDAY)
    [row] = raised()
    assert row.verdict == "dropped"

    found = "Rang the safeguarding desk: their form is down"
    note_silence(silence_id=row.id, found=found, by=given.a_manager(), at=TUESDAY)

    assert jobs.look_over_senders(TUESDAY + timedelta(hours=1)) == 0
    assert jobs.look_over_senders(TUESDAY + 10 * DAY) == 1
    assert [each.verdict for each in raised()] == ["dropped", "silent"]


def test_what_a_manager_found_out_is_kept_once_and_said_of_nobody_elses_council():
    handed_in(the_trust(), until=TUESDAY, days=60, a_day=5, quiet=3)
    jobs.look_over_senders(TUESDAY)
    [row] = raised()
    manager = given.a_manager()
    said = {"silence_id": row.id, "found": "Rang them: the mailbox was full", "at": TUESDAY}

    with pytest.raises(Invalid):
        note_silence(**(said | {"found": "  "}), by=manager)
    with pytest.raises(NotThere):
        note_silence(**said, by=given.a_manager(council="southmere"))
    with pytest.raises(NotPermitted):
        note_silence(**said, by=given.a_screener())
    note_silence(**said, by=manager)
    with pytest.raises(Refused):
        note_silence(**said, by=manager)

    assert [entry.did for entry in trail.entries_about("sender", str(row.id))] == [
        *("raise silence", "watch senders"),
    ]
    assert alerts()[0].state == "cancelled"
    assert jobs.look_over_senders(TUESDAY + timedelta(hours=1)) == 0


def test_each_contact_has_one_sender_and_what_is_hidden_is_in_no_count(
    django_assert_max_num_queries,
):
    account = the_trust()
    sent_by(account)
    sent_by(account, categories=("works_with_children",))
    sent_by(given.an_account(Role.SCREENER, agency=""), source="3A")

    with django_assert_max_num_queries(4):
        found = senders.senders_of(given.COUNCIL, at=given.NOON + timedelta(hours=1))

    assert {one.key: sum(one.by_day.values()) for one in found} == {"hospital": 1, "told:3A": 1}
    assert all(one.found.verdict is Verdict.TOO_LITTLE for one in found)


def test_counting_reads_the_index_alone():
    plan = Contact.objects.filter(council="northbeck", allegation=False, received_at__gte=TUESDAY)
    words = plan.values_list("submitted_agency", "source", "received_at").explain()
    if connection.vendor == "sqlite":  # PostgreSQL plans by how much is there: next to nothing
        assert "USING COVERING INDEX contact_sender" in words


def test_a_sender_is_told_how_many_of_its_own_are_open_and_closed():
    account, other = the_trust(), given.an_account(Role.AGENCY_SYSTEM, agency="hospital")
    viewer = given.viewer_of(account, given.NOON)
    sent_by(account)
    sent_by(other)

    day = {"since": given.NOON - DAY, "until": given.NOON + DAY}
    found = senders.handed_in(viewer, **day)

    assert (found.received, found.open, found.closed) == (1, 1, 0)
    later = {"since": given.NOON + timedelta(minutes=1), "until": given.NOON + DAY}
    assert senders.handed_in(viewer, **later).received == 0


def test_a_manager_reads_the_page_and_notes_what_they_found_out(client: Client):
    now = timezone.now()
    handed_in(the_trust(), until=now, days=60, a_day=5, quiet=4)
    jobs.look_over_senders(now)
    [row] = raised()
    signed_in_as(client, Role.MANAGER)

    listed = client.get("/senders").content.decode()
    assert "Northbeck Hospital" in listed
    assert "Ring them" in listed
    address = f"/senders/{row.id}"
    assert "01632 960200" in client.get(address).content.decode()
    assert client.post(address, {"found": "no"}).status_code == 422
    answer = client.post(address, {"found": "Rang them: the mailbox was full"}, follow=True)
    assert "Noted" in answer.content.decode()
    assert client.post(address, {"found": "Rang them once more"}).status_code == 409


def test_nobody_else_is_shown_who_sends(client: Client):
    signed_in_as(client, Role.SCREENER)
    assert client.get("/senders").status_code in {403, 404}
    sign_in(client, given.an_account(Role.MANAGER, council="southmere"))
    assert "Northbeck Hospital" not in client.get("/senders").content.decode()
