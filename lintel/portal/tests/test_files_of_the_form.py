"""Files at the public form: kept with the draft, sent with it, and never in the way of it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from lintel.contacts.models import Contact
from lintel.files import jobs, scanner, store, taking
from lintel.files.content import chamber, looking
from lintel.files.drafts import drop_draft_files, keep_draft_files
from lintel.files.models import File
from lintel.files.rules.reading import Belongs
from lintel.files.rules.room import NoRoom
from lintel.files.tests.given import a_jpeg, an_email
from lintel.portal import drafts
from lintel.portal.models import Draft
from lintel.portal.tests.given import NEIGHBOUR, Walker

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]


@pytest.fixture
def neighbour(tmp_path, settings, monkeypatch):
    settings.DATA = tmp_path
    monkeypatch.setattr(chamber, "look", looking.look)
    verdict = scanner.Verdict("", "a scanner")
    monkeypatch.setattr(scanner, "check", lambda content, *, within: verdict)
    walker = Walker(Client(), NEIGHBOUR)
    walker.walk()
    return walker


def a_file(name="arm.jpg", content=None):
    return SimpleUploadedFile(name, a_jpeg(where=True) if content is None else content)


def add(walker, *files, do="upload"):
    return walker.client.post("/refer/files", {"files": files, "do": do})


def test_what_is_added_is_sent_with_the_rest(neighbour):
    assert add(neighbour, a_file(), a_file("what we saw.eml", an_email())).status_code == 302
    shown = neighbour.client.get("/refer/check").content.decode()
    assert "arm.jpg" in shown
    assert "what we saw.eml" in shown
    assert {one.belongs for one in File.objects.all()} == {Belongs.DRAFT}

    assert neighbour.send()["Location"] == "/refer/sent"

    rows = File.objects.order_by("name")
    assert [(row.name, row.agency) for row in rows] == [
        ("arm.jpg", "referrer"),
        ("what we saw.eml", "referrer"),
    ]
    assert all(row.contact_id and row.reference and row.kept_until is None for row in rows)
    assert [row.handlings.get().mark for row in rows] == ["H1", "H2"]


def test_one_that_is_wrong_is_said_by_its_name_and_nothing_typed_is_lost(neighbour):
    answer = add(neighbour, a_file(), a_file("run.exe", b"MZ"))
    assert answer.status_code == 422
    assert "run.exe: The selected file must be" in answer.content.decode()
    assert not File.objects.exists()
    assert neighbour.send()["Location"] == "/refer/sent"


def test_no_more_than_five_and_each_can_be_taken_out_again(neighbour):
    add(neighbour, *[a_file(f"{n}.jpg") for n in range(5)])
    assert add(neighbour, a_file("6.jpg")).status_code == 422
    first = File.objects.get(name="0.jpg")
    other = Walker(Client(), NEIGHBOUR)
    other.walk()
    add(other, do=f"remove:{first.id}")  # somebody else's is not theirs to take out
    assert File.objects.filter(id=first.id).exists()
    add(neighbour, do=f"remove:{first.id}")
    assert File.objects.earliest("name").name == "1.jpg"
    assert File.objects.count() == 4


def test_when_there_is_no_room_the_rest_is_sent_without_them(neighbour, monkeypatch):
    def full(content):
        raise NoRoom

    monkeypatch.setattr(store, "put", full)
    answer = add(neighbour, a_file())
    assert answer.status_code == 507
    assert "Go on without them" in answer.content.decode()
    assert neighbour.send()["Location"] == "/refer/sent"


def test_files_go_when_the_draft_goes_and_stay_as_long_as_it_does(neighbour, tmp_path):
    add(neighbour, a_file())
    now = timezone.now()
    neighbour.type("worries", concern="He is outside again tonight.")
    assert File.objects.get().kept_until == Draft.objects.get().expires_at
    assert jobs.clear_away(now + timedelta(days=6)) == 0
    assert jobs.clear_away(now + timedelta(days=8))
    assert not File.objects.exists()

    again = Walker(Client(), NEIGHBOUR)
    again.walk()
    add(again, a_file())
    again.client.post("/refer/start-again")
    assert not File.objects.exists()
    assert taking.queries.taken_in_all() == 0
    assert drafts.forget_expired(at=now) == 0


def test_a_file_of_a_draft_that_somebody_goes_on_with_is_not_cleared_away(neighbour, monkeypatch):
    add(neighbour, a_file())
    [file_id] = File.objects.values_list("id", flat=True)
    week_later = timezone.now() + timedelta(days=8)
    real = jobs.drop_draft_files

    def owner_comes_first(ids, **rest):
        keep_draft_files(ids, until=week_later + timedelta(days=7))
        return real(ids, **rest)

    monkeypatch.setattr(jobs, "drop_draft_files", owner_comes_first)
    assert jobs.clear_away(week_later) == 0
    assert File.objects.filter(id=file_id).exists()


def test_a_file_that_is_gone_is_said_before_anything_is_sent_without_it(neighbour):
    add(neighbour, a_file(), a_file("door.jpg"))
    drop_draft_files([File.objects.get(name="arm.jpg").id])

    answer = neighbour.send()

    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "we no longer have what you had added: arm.jpg" in shown
    assert "door.jpg" in shown
    assert not Contact.objects.exists()
    assert "arm.jpg" not in neighbour.client.get("/refer/files").content.decode()
    assert neighbour.send()["Location"] == "/refer/sent"
    assert [(row.name, row.belongs) for row in File.objects.all()] == [("door.jpg", "contact")]
