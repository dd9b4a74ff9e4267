"""Silence is noticed by itself: the agency, then its lead, then whoever has the contact."""

import os
import signal
import subprocess
import sys
from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from lintel.access.viewers import Role
from lintel.contacts.jobs import announce_due
from lintel.contacts.models import Contact
from lintel.contacts.rules.facts import Rating
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import signed_in_as
from lintel.notices.models import Notice
from lintel.notices.tests.test_killing import address_of_the_test_database, until
from lintel.screening import actions, jobs
from lintel.screening.models import AgencyRequest, Chase
from lintel.screening.rules.asking import AnswerGiven, Reply
from lintel.screening.tests.test_ask_pages import agencies, asked

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NOON = given.NOON


def chased():
    return [(one.how, one.to, one.words) for one in Chase.objects.order_by("at", "id")]


def test_an_agency_is_reminded_half_way_and_at_its_time_and_then_its_lead(client):
    agencies("health")
    lead = given.an_account(
        Role.AGENCY_LEAD, agency="health", name="Bo Lead", employed_by_council=False
    )
    contact = given.rated()
    asked(contact, "health", at=NOON)  # amber: six hours
    assert jobs.remind_agencies(NOON + 2 * HOUR) == 0
    jobs.remind_agencies(NOON + 3 * HOUR)
    jobs.remind_agencies(NOON + 3 * HOUR)
    assert chased() == [("reminder", "Health", "Before its time")]
    jobs.remind_agencies(NOON + 6 * HOUR)
    jobs.remind_agencies(NOON + 7 * HOUR)
    assert chased()[1:] == [
        ("reminder", "Health", "At its time"),
        ("lead", "Bo Lead", "It had not answered in time"),
    ]
    sent = Notice.objects.filter(kind="agency_chased")
    assert sorted(str(one.account) for one in sent) == sorted(["None", "None", str(lead.id)])
    assert all("Ashgrove" not in one.body + one.subject for one in sent)
    alert = Notice.objects.get(kind="agency_silent")
    assert alert.to == str(Contact.objects.get(id=contact.id).owner_account_id)
    assert alert.subject.endswith("Health is silent, asked on 2 March 2026 at 12:00pm")


def test_a_worker_that_slept_says_what_is_so_now_and_not_what_was(client):
    agencies("health")
    contact = given.rated()
    asked(contact, "health", at=NOON)
    jobs.remind_agencies(NOON + 30 * HOUR)
    assert [words for _, _, words in chased()] == ["At its time"]


def test_nobody_is_reminded_of_what_is_answered_or_closed_and_more_time_begins_anew(client):
    agencies("health", "police")
    contact = given.rated()
    to_health, to_police = asked(contact, "health", "police", at=NOON)
    nurse = given.a_viewer(Role.PARTNER, agency="health", employed_by_council=False)
    officer = given.a_viewer(Role.PARTNER, agency="police", employed_by_council=False)
    actions.answer_request(
        request_id=to_health, given=AnswerGiven(Reply.NIL), by=nurse, at=NOON + HOUR
    )
    more = AnswerGiven(Reply.MORE_TIME, until=NOON + 11 * HOUR, reason="In the archive")
    actions.answer_request(request_id=to_police, given=more, by=officer, at=NOON + HOUR)
    jobs.remind_agencies(NOON + 5 * HOUR)
    assert chased() == []
    jobs.remind_agencies(NOON + 6 * HOUR)
    assert [words for _, _, words in chased()] == ["Before its time"]


def test_a_late_answer_raises_the_contact_and_an_answer_lets_it_down_again(client):
    agencies("health")
    contact = given.rated(Rating.GREEN)
    before = Contact.objects.get(id=contact.id)
    at = timezone.now() - 25 * HOUR
    (request,) = asked(contact, "health", at=at)
    waiting = Contact.objects.get(id=contact.id)
    assert waiting.version == before.version
    signed_in_as(client, Role.MANAGER)
    page = client.get("/board?agencies=yes").content.decode()
    assert contact.reference in page
    assert "Waiting for agencies" in page
    nurse = given.a_viewer(Role.PARTNER, agency="health", employed_by_council=False)
    actions.answer_request(
        request_id=request, given=AnswerGiven(Reply.NIL), by=nurse, at=timezone.now()
    )
    after = Contact.objects.get(id=contact.id)
    assert (after.answers_due_at, after.due_at) == (None, before.due_at)
    assert contact.reference not in client.get("/board?agencies=yes").content.decode()
    assert not Notice.objects.filter(kind="agency_silent", state="queued").exists()


def test_an_answer_owed_never_hides_that_the_hubs_own_clock_runs_out():
    agencies("health")
    contact = given.rated(Rating.AMBER)
    own = Contact.objects.get(id=contact.id).due_at
    asked(contact, "health", at=NOON - 5 * HOUR)  # owed before the hub's own clock runs out
    assert Contact.objects.get(id=contact.id).due_at < own
    announce_due(own + timedelta(minutes=1))
    assert Notice.objects.filter(kind="overdue", about=contact.reference).exists()


def test_a_decided_contact_is_not_late_for_an_answer():
    agencies("health")
    contact = given.rated()
    (request,) = asked(contact, "health", at=NOON)
    actions.decide_without(
        request_id=request, reason="Cannot wait", by=given.a_manager(), at=NOON + HOUR
    )
    assert Contact.objects.get(id=contact.id).answers_due_at is None


A_WORKER = """
import sys, time, django
django.setup()
from datetime import datetime
from lintel.screening import jobs
jobs.BATCH = 5
at = datetime.fromisoformat(sys.argv[1])
print("at work", flush=True)
while jobs._batch(at):
    time.sleep(float(sys.argv[2]))
"""


@pytest.mark.django_db(transaction=True)
def test_two_workers_one_killed_halfway_remind_each_agency_exactly_once():
    keys = [f"health-{n}" for n in range(60)]
    agencies(*keys)
    contact = given.rated()
    asked(contact, *keys, at=NOON)
    at = (NOON + 3 * HOUR).isoformat()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "lintel.config.settings",
        "LINTEL_DATABASE_URL": address_of_the_test_database(),
    }
    connection.close()

    def a_worker(pause):
        started = subprocess.Popen(
            [sys.executable, "-c", A_WORKER, at, str(pause)],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        gone.callback(started.communicate)
        gone.callback(started.kill)
        assert started.stdout.readline() == "at work\n"
        return started

    with ExitStack() as gone:
        doomed, other = a_worker(0.05), a_worker(0.05)
        assert until(lambda: Chase.objects.count() >= 15)
        os.kill(doomed.pid, signal.SIGKILL)
        said = other.stdout.read()
        other.wait()
    assert other.returncode == 0, said
    assert Chase.objects.count() == 60
    assert Chase.objects.values("request").distinct().count() == 60
    assert Notice.objects.filter(kind="agency_chased").count() == 60
    assert not AgencyRequest.objects.filter(remind_next="before").exists()
