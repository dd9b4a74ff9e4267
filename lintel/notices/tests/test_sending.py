"""Sending: once, again after failure, given up to a person, and steady when clocks jump."""

import json
from datetime import timedelta

import pytest

from lintel.notices import queries, sending
from lintel.notices.models import Notice
from lintel.notices.rules.leases import LATEST_LEASE, LEASE, WAITS
from lintel.notices.sinks import FileSink, Mail, NotSent, SmtpSink, sink_for
from lintel.notices.tests import given

NOON = given.MONDAY_NOON


class Taken(list):
    """A sink that remembers which notices it was given."""

    def __call__(self, mail: Mail) -> None:
        self.append(mail.id)


def failing(code: str = "ConnectionRefusedError", *, for_good: bool = False):
    def sink(mail: Mail) -> None:
        raise NotSent(code, for_good=for_good)

    return sink


def send(sink, *, at=NOON, worker="w1", **differences):
    return sending.send_due(sink, worker=worker, at=at, **differences)


@pytest.mark.django_db
def test_what_is_due_is_sent_once_and_noted():
    notice, sink = given.a_notice(), Taken()

    assert send(sink) == 1
    assert send(sink) == 0

    notice.refresh_from_db()
    assert sink == [notice.id]
    assert (notice.state, notice.lease_until, notice.leased_by) == ("sent", None, "")
    assert notice.sent_at >= NOON


@pytest.mark.django_db
def test_what_is_not_due_yet_or_is_told_by_people_stays():
    given.queued(not_before=NOON + timedelta(minutes=1))
    given.queued(channel="telephone", to="01632 960001")
    given.queued(channel="task", to="duty")
    sink = Taken()

    assert send(sink) == 0
    assert send(sink, at=NOON + timedelta(minutes=1)) == 1


@pytest.mark.django_db
def test_two_workers_never_claim_the_same_notice():
    for _ in range(30):
        given.queued()

    first = sending.claim(worker="w1", at=NOON, count=20)
    second = sending.claim(worker="w2", at=NOON, count=20)

    assert (len(first), len(second)) == (20, 10)
    assert not {n.id for n in first} & {n.id for n in second}


@pytest.mark.django_db
def test_what_a_dead_worker_held_is_sent_when_its_lease_ends_and_not_before():
    given.queued()
    sending.claim(worker="dead", at=NOON, count=20)
    sink = Taken()

    assert send(sink, at=NOON + LEASE - timedelta(seconds=1)) == 0
    assert send(sink, at=NOON + LEASE) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("jump", [timedelta(days=3), timedelta(hours=-1), timedelta(days=-400)])
def test_a_clock_that_jumps_while_a_worker_is_dead_loses_nothing(jump):
    given.queued(at=NOON - timedelta(days=500))
    sending.claim(worker="dead", at=NOON, count=20)
    sink = Taken()

    assert send(sink, at=NOON + jump) == 1
    assert send(sink, at=NOON + jump + timedelta(days=1)) == 0


@pytest.mark.django_db
def test_a_clock_five_minutes_behind_does_not_take_another_workers_notices():
    given.queued(at=NOON - timedelta(hours=1))
    sending.claim(worker="ahead", at=NOON, count=20)

    assert send(Taken(), at=NOON - timedelta(minutes=5)) == 0
    assert LEASE + timedelta(minutes=5) < LATEST_LEASE


@pytest.mark.django_db
def test_a_worker_that_slept_past_its_lease_changes_nothing():
    given.queued()
    [slept] = sending.claim(worker="slow", at=NOON, count=20)
    send(Taken(), at=NOON + LEASE, worker="quick")
    sent = Notice.objects.get(pk=slept.pk)

    sending._not_sent(slept, "TimeoutError", for_good=False, at=NOON + 2 * LEASE)

    after = Notice.objects.get(pk=slept.pk)
    assert (after.state, after.sent_at, after.attempts) == ("sent", sent.sent_at, 0)


@pytest.mark.django_db
def test_a_failure_is_tried_again_later_and_later_and_then_given_to_a_person():
    notice, at = given.a_notice(), NOON
    for number, wait in enumerate(WAITS, start=1):
        assert send(failing(), at=at) == 1
        assert send(failing(), at=at + timedelta(seconds=1)) == 0
        notice.refresh_from_db()
        assert (notice.state, notice.attempts) == ("queued", number)
        assert wait <= notice.not_before - at < wait + timedelta(seconds=5)
        at = notice.not_before

    send(failing(), at=at)

    notice.refresh_from_db()
    assert (notice.state, notice.last_error) == ("failed", "ConnectionRefusedError")
    [line] = queries.people_to_tell(given.a_viewer())
    assert (line.id, line.error) == (notice.id, "ConnectionRefusedError")


@pytest.mark.django_db
def test_an_address_that_does_not_exist_is_a_persons_work_at_once():
    notice = given.a_notice()

    send(failing("recipient 550", for_good=True))

    notice.refresh_from_db()
    assert (notice.state, notice.attempts) == ("failed", 1)


@pytest.mark.django_db
def test_one_bad_notice_does_not_keep_the_rest_from_leaving():
    bad = given.queued(subject="Bad")
    good = [given.queued() for _ in range(3)]
    sent = Taken()

    def sink(mail):
        if mail.id == bad:
            raise KeyError("a name that must not be kept")
        sent(mail)

    assert send(sink) == 4
    assert sorted(sent) == sorted(good)
    assert Notice.objects.get(pk=bad).last_error == "KeyError"


@pytest.mark.django_db
def test_a_slow_batch_lets_go_of_what_it_has_not_begun():
    for _ in range(3):
        given.queued()

    assert send(Taken(), lease=timedelta(0)) in {0, 1}
    assert not Notice.objects.filter(state="sending").exists()


@pytest.mark.django_db
def test_a_worker_that_is_stopping_lets_go_of_what_it_has_not_begun():
    for _ in range(3):
        given.queued()
    sink = Taken()

    assert send(sink, stopping=lambda: len(sink) == 1) == 1
    assert Notice.objects.filter(state="queued", leased_by="").count() == 2


def mail(**differences) -> Mail:
    ordinary = {
        "id": given.uuid4(),
        "council": "northbeck",
        "kind": "receipt_to_referrer",
        "to": "office@hill-school.example",
        "subject": "Received: NB-7K4M-2Q",
        "body": "We have it.\n",
        "about": "NB-7K4M-2Q",
        "queued_at": NOON,
    }
    return Mail(**(ordinary | differences))


def test_the_folder_holds_one_whole_file_however_often_it_is_sent(tmp_path):
    sink, message = FileSink(tmp_path / "outbox"), mail()

    for _ in range(3):
        sink(message)

    [file] = (tmp_path / "outbox").iterdir()
    assert json.loads(file.read_text())["subject"] == "Received: NB-7K4M-2Q"
    assert file.name == f"{message.id}.json"


def test_a_folder_that_cannot_be_written_to_is_a_failure_without_content(tmp_path):
    (tmp_path / "outbox").write_text("a file where the folder should be")

    with pytest.raises(NotSent, match=r"^file \d+$"):
        FileSink(tmp_path / "outbox")(mail())


def test_a_message_keeps_its_id_and_names_one_recipient():
    sink = SmtpSink("smtps://hub:word@mail.example?from=hub@northbeck.example")
    message = mail()

    once, again = sink.message(message), sink.message(message)

    assert once["Message-ID"] == again["Message-ID"] == f"<{message.id}@northbeck.example>"
    assert once["To"] == "office@hill-school.example"
    with pytest.raises(ValueError, match="Header values"):
        sink.message(mail(subject="One\r\nBcc: x@y.example"))


def test_nothing_leaves_the_machine_unless_a_mail_server_is_named(tmp_path):
    assert isinstance(sink_for(smtp_address="", data=tmp_path), FileSink)
    with pytest.raises(ValueError, match="LINTEL_SMTP_URL"):
        sink_for(smtp_address="smtp://mail.example", data=tmp_path)
