"""Who reads a restricted record can read it, and when nobody does the guardian is told."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lintel.access.viewers import Role
from lintel.audit import trail
from lintel.contacts import actions, queries
from lintel.contacts.models import Contact
from lintel.contacts.tests import given
from lintel.contacts.tests.given import NOON
from lintel.contacts.tests.signing_in import sign_in
from lintel.kernel.refusals import Invalid, Refused
from lintel.notices.tests.given import open_alerts
from lintel.people import actions as people
from lintel.restrictions import jobs
from lintel.restrictions.actions import add_reader, end_reader
from lintel.restrictions.actions.changing import tell_hidden, who_reads
from lintel.restrictions.models import Apart, NewMatch, Reader, Restriction
from lintel.restrictions.queries import kind_of
from lintel.restrictions.rules.lasting import Purpose, ReaderSaid

pytestmark = pytest.mark.django_db
AT = NOON + timedelta(hours=1)


def restricted(receipt, *readers, purpose=Purpose.TASK, at=AT):
    return actions.restrict_contact(
        contact_id=receipt.id,
        version=None,
        kind="own_family",
        reason="Her aunt works in the hub",
        readers=[ReaderSaid(each.account_id, "", purpose) for each in readers],
        review=date(2026, 5, 1),
        by=given.a_manager(),
        at=at,
    )


def declared(by, receipt, at=AT):
    said = {"relation": "family", "reason": "My sister's boy", "reference": receipt.reference}
    actions.declare_conflict(**said, by=by, at=at)


def told_unread(guardian):
    return [one for one in open_alerts(guardian) if one.kind == "restriction_unread"]


def test_when_the_time_of_the_last_reader_runs_out_the_guardian_is_told_once():
    given.teams()
    guardian, reader = given.a_viewer(Role.GUARDIAN), given.a_screener()
    restricted(given.received(), reader)
    assert jobs.announce_unread(AT + timedelta(days=13)) == 0
    assert jobs.announce_unread(AT + timedelta(days=14)) == 1
    assert jobs.announce_unread(AT + timedelta(days=15)) == 0
    (told,) = told_unread(guardian)
    assert told.about == ""
    assert "Ashgrove" not in told.subject


def test_a_second_reader_whose_time_is_shorter_runs_out_anew():
    given.teams()
    guardian, first, second = given.a_viewer(Role.GUARDIAN), given.a_screener(), given.a_screener()
    receipt = given.received()
    restriction_id = restricted(receipt, first, purpose=Purpose.INVOLVED)
    declared(first, receipt)
    assert len(told_unread(guardian)) == 1
    shorter = ReaderSaid(second.account_id, "", Purpose.TASK)
    add_reader(restriction_id=restriction_id, reader=shorter, by=guardian, at=AT)
    assert jobs.announce_unread(AT + timedelta(days=13)) == 0
    assert jobs.announce_unread(AT + timedelta(days=14)) == 1
    assert len(told_unread(guardian)) == 2


def test_a_reader_kept_apart_for_a_while_runs_out_anew():
    given.teams()
    guardian, reader, receipt = given.a_viewer(Role.GUARDIAN), given.a_screener(), given.received()
    restricted(receipt, reader)
    for day in range(2):
        at = AT + timedelta(days=day)
        declared(reader, receipt, at=at)
        assert jobs.announce_unread(at) == 0
        assert len(told_unread(guardian)) == day + 1
        for each in Apart.objects.filter(ended_at=None):
            each.ended_at = at
            each.save(update_fields=["ended_at"])
        assert jobs.announce_unread(at) == 0
    assert jobs.announce_unread(AT + timedelta(days=14)) == 1
    assert jobs.announce_unread(AT + timedelta(days=15)) == 0
    assert len(told_unread(guardian)) == 3


def test_a_contact_that_nobody_reads_is_told_of_beside_the_end_of_the_list():
    given.teams()
    guardian, reader, first = given.a_viewer(Role.GUARDIAN), given.a_screener(), given.received()
    row = Restriction.objects.get(id=restricted(first, reader))
    other = given.received(children=(given.a_child(given_name="Ivy"),))
    declared(reader, other)
    hiding = kind_of(row.council, row.kind)
    for _ in range(2):
        tell_hidden(row, hiding, {other.id}, by=guardian, at=AT)
        assert len(told_unread(guardian)) == 1
    assert jobs.announce_unread(AT + timedelta(days=14)) == 1
    assert len(told_unread(guardian)) == 2


def test_the_last_who_reads_stays_on_the_list_while_the_others_are_kept_apart():
    given.teams()
    guardian, near, other = given.a_viewer(Role.GUARDIAN), given.a_screener(), given.a_screener()
    receipt = given.received()
    row = Restriction.objects.get(id=restricted(receipt, near, other))
    declared(near, receipt)
    one, last = (row.readers.get(account=each.account_id) for each in (near, other))
    with pytest.raises(Refused) as no:
        end_reader(restriction_id=row.id, reader_id=last.id, by=guardian, at=AT)
    assert [each.code for each in no.value.refusals] == ["last_reader"]
    assert [each.account for each in who_reads(row, on=AT.date())] == [other.account_id]
    end_reader(restriction_id=row.id, reader_id=one.id, by=guardian, at=AT)
    with pytest.raises(Refused):
        end_reader(restriction_id=row.id, reader_id=last.id, by=guardian, at=AT)
    last.refresh_from_db()
    assert last.ended_at is None


def test_readers_come_in_the_order_of_the_list_and_then_as_they_were_added():
    given.teams()
    people = [given.a_screener() for _ in range(6)]
    restriction_id = restricted(given.received(), *people)
    row = Restriction.objects.get(id=restriction_id)
    on = AT.date()
    assert [one.account for one in who_reads(row, on=on)] == [one.account_id for one in people]
    later = given.a_screener()
    added = ReaderSaid(later.account_id, "", Purpose.TASK)
    guardian = given.a_viewer(Role.GUARDIAN)
    add_reader(restriction_id=row.id, reader=added, by=guardian, at=AT)
    assert [one.account for one in who_reads(row, on=on)][-1] == later.account_id


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ANALYST, Role.ADMIN, Role.GUARDIAN])
def test_nobody_is_put_on_a_list_whose_role_opens_no_records(role):
    given.teams()
    with pytest.raises(Invalid) as no:
        restricted(given.received(), given.a_viewer(role))
    assert [each.code for each in no.value.refusals] == ["unknown_reader"]


def test_a_hidden_contact_is_never_given_to_a_reader_who_is_kept_apart_from_it():
    given.teams()
    guardian, near, other = given.a_viewer(Role.GUARDIAN), given.a_screener(), given.a_screener()
    both, alone = given.received(), given.received(children=(given.a_child(given_name="Ivy"),))
    for each in (both, alone):
        declared(near, each)
    restricted(both, near, other)
    assert Contact.objects.get(id=both.id).owner_account_id == other.account_id
    assert not told_unread(guardian)
    restricted(alone, near)
    assert Contact.objects.get(id=alone.id).owner_account_id is None
    assert len(told_unread(guardian)) == 1


def test_a_reader_who_declares_a_conflict_passes_the_record_to_another_of_its_list():
    given.teams()
    guardian, receipt = given.a_viewer(Role.GUARDIAN), given.received()
    readers = {each.account_id: each for each in (given.a_screener(), given.a_screener())}
    restricted(receipt, *readers.values())
    first = readers.pop(Contact.objects.get(id=receipt.id).owner_account_id)
    declared(first, receipt)
    (second,) = readers.values()
    assert Contact.objects.get(id=receipt.id).owner_account_id == second.account_id
    assert not told_unread(guardian)
    declared(second, receipt)
    assert Contact.objects.get(id=receipt.id).owner_account_id is None
    assert len(told_unread(guardian)) == 1
    assert jobs.announce_unread(AT) == 0


def test_every_page_of_the_register_that_is_shown_leaves_its_entry_refused_or_not():
    given.teams()
    reader, now = given.a_screener(), timezone.now()
    told = given.received(at=now)
    child = queries.told_in(queries.the_contact(reader, told.id))[0]
    person = people.link(child.record_id, None, [], by=reader, at=now)
    restriction = actions.restrict_person(
        person_id=person,
        kind="own_family",
        reason="Her aunt works in the hub",
        readers=[ReaderSaid(reader.account_id, "", Purpose.TASK)],
        review=None,
        by=given.a_manager(),
        at=now,
    )
    given.received(at=now)
    listed, match = Reader.objects.get(), NewMatch.objects.get()
    client = Client()
    sign_in(client, given.an_account(Role.GUARDIAN))

    def read():
        found = trail.entries_about("restriction", str(restriction))
        return sum(entry.did == "read restricted register" for entry in found)

    page, sent = f"/restrictions/{restriction}", {"do": "review", "reasons": ""}
    of_match = f"/restrictions/matches/{match.id}"
    tried = [
        (client.get(page), 200),
        (client.post(page, sent), 422),
        (client.post(f"{page}/keep"), 409),
        (client.post(f"{page}/readers/{listed.id}/end"), 409),
        (client.get(of_match), 200),
        (client.post(of_match, {}), 422),
    ]
    assert [answer.status_code for answer, _ in tried] == [status for _, status in tried]
    assert read() == len(tried)
