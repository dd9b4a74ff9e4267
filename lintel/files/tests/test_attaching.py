"""Attaching, opening and marking files, through the actions and the database."""

import errno
import os
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import transaction

from lintel.access.viewers import NotPermitted, Role
from lintel.audit import trail
from lintel.audit.models import AuditEntry
from lintel.contacts import actions as contact_actions
from lintel.contacts.rules.telling import AddressTold
from lintel.contacts.tests import given as contacts
from lintel.contacts.tests.given import NOON
from lintel.files import actions, jobs, queries, scanner, store, taking
from lintel.files.actions import Given
from lintel.files.content import chamber, looking
from lintel.files.content.kinds import Kind
from lintel.files.models import File, FileHandling
from lintel.files.rules.reading import Belongs, Check
from lintel.files.rules.room import NoRoom
from lintel.files.taking import Sent
from lintel.files.tests import given
from lintel.kernel.refusals import Invalid, NotThere, Refused
from lintel.notices.models import Notice
from lintel.restrictions.rules.conflicts import Lived, Named, OwnDetails, PossibleConflict
from lintel.screening.tests.given_asked import agency, asked
from lintel.sharing.rules.handling import Mark

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(hours=1)


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.DATA = tmp_path
    return tmp_path


@pytest.fixture(autouse=True)
def _here(monkeypatch):
    """Looked at in this process: test_looking.py proves the other one, and it takes its time."""
    monkeypatch.setattr(chamber, "look", looking.look)
    monkeypatch.setattr(chamber, "cleaned", looking.cleaned)


@pytest.fixture(autouse=True)
def scanned(monkeypatch):
    """What the scanner says, for the tests that are not about it; the real one is in
    test_scanning.py."""
    says = {"found": ""}

    def check(content, *, within):
        if says["found"] is None:
            raise scanner.NotAsked("off")
        return scanner.Verdict(says["found"], "a scanner")

    monkeypatch.setattr(scanner, "check", check)
    monkeypatch.setattr(scanner, "is_set_up", lambda: True)
    return says


def sent(content: bytes | None = None, name: str = "arm.jpg") -> Sent:
    content = given.a_jpeg(where=True) if content is None else content
    return Sent(name, content, len(content))


def attached(contact_id, by, mark=Mark.OPEN, *files: Sent, at=NOON, **more):
    return actions.attach_files(
        belongs_id=contact_id,
        sent=files or [sent()],
        given=Given(mark, **more),
        by=by,
        at=at,
    )


def on_disk(folder: Path) -> list[Path]:
    return [path for path in folder.glob("files/??/*") if path.is_file()]


def test_a_file_is_given_back_as_it_came_and_each_time_is_on_the_trail(folder):
    screener, contact = contacts.a_screener(), contacts.received()
    [file_id] = attached(contact.id, screener)
    content = given.a_jpeg(where=True)

    opened = actions.open_file(file_id=file_id, by=screener, at=NOON)

    assert (opened.name, opened.media, opened.content) == ("arm.jpg", "image/jpeg", content)
    acts = [(e.did, e.zone, e.why) for e in trail.entries_about("file", str(file_id))]
    assert acts == [
        ("attach file", "Z8", f"{contact.reference} jpg"),
        ("open file", "Z8", f"{contact.reference} as it came"),
    ]
    [kept] = on_disk(folder)
    assert b"JFIF" not in kept.read_bytes()  # sealed
    assert "arm" not in kept.name


def test_a_copy_for_sharing_says_neither_where_nor_by_whom():
    screener, contact = contacts.a_screener(), contacts.received()
    [file_id] = attached(contact.id, screener)
    copy = actions.open_file(file_id=file_id, for_sharing=True, by=screener, at=NOON)
    assert given.AUTHOR.encode() not in copy.content
    assert trail.entries_about("file", str(file_id))[-1].why.endswith("copy")

    [mail] = attached(contact.id, screener, Mark.OPEN, sent(given.an_email(), "a.eml"))
    with pytest.raises(Refused):
        actions.open_file(file_id=mail, for_sharing=True, by=screener, at=NOON)


def test_without_an_entry_on_the_trail_nothing_is_given(monkeypatch):
    screener, contact = contacts.a_screener(), contacts.received()
    [file_id] = attached(contact.id, screener)

    def closed(**said):
        raise trail.TrailClosed("closed")

    monkeypatch.setattr(trail, "record", closed)
    with pytest.raises(trail.TrailClosed):
        actions.open_file(file_id=file_id, by=screener, at=NOON)
    with pytest.raises(trail.TrailClosed):
        attached(contact.id, screener)
    assert File.objects.count() == 1


# Who is given a file of each mark on a contact at the front door: the whole file, that it is
# there, or nothing.
FRONT = {
    Role.SCREENER: "FFE.",
    Role.SENIOR_PRACTITIONER: "FFE.",
    Role.MANAGER: "FFF.",
    Role.EMERGENCY_DUTY: "FFF.",
    Role.ADMIN: "....",
    Role.PARTNER: "....",
    Role.SOCIAL_WORKER: "....",
    Role.EARLY_HELP: "....",
    Role.VIEWER: "....",
    Role.SYSADMIN: "....",
    Role.INSPECTOR: "....",
    Role.DPO: "....",
}


def test_each_role_is_given_what_its_mark_says_and_no_more():
    manager, contact = contacts.a_manager(), contacts.received()
    ids = [attached(contact.id, manager, mark, at=NOON)[0] for mark in list(Mark)[:3]]
    ids += attached(contact.id, contacts.a_manager(), Mark.SEALED, named=(uuid4(),))
    for role, letters in FRONT.items():
        viewer = contacts.a_viewer(role, employed_by_council=role is not Role.PARTNER)
        listed = {one.id: one for one in queries.files_of(viewer, contact.id, at=NOON)}
        for file_id, letter in zip(ids, letters, strict=True):
            assert (file_id in listed) == (letter != "."), (role, letter)
            if letter == "F":
                assert actions.open_file(file_id=file_id, by=viewer, at=NOON).content
                continue
            with pytest.raises(NotPermitted if letter == "E" else (NotThere, NotPermitted)):
                actions.open_file(file_id=file_id, by=viewer, at=NOON)
            if letter == "E":
                assert (listed[file_id].name, listed[file_id].kind) == ("", None)
    other = contacts.a_viewer(Role.MANAGER, council="southmere")
    assert queries.files_of(other, contact.id, at=NOON) == []
    with pytest.raises(NotThere):
        actions.open_file(file_id=ids[0], by=other, at=NOON)
    with pytest.raises(NotThere):
        attached(contact.id, other)


def test_somebody_who_may_be_of_the_family_says_why_first():
    screener = contacts.a_screener()
    own = OwnDetails(
        self_=Named("Erin", "Dunmore", date(1984, 6, 1)),
        address=Lived(("7 Tarn Close",), "NB2 4QT"),
        phones=("07700 900123",),
    )
    contact_actions.say_own_details(said=own, by=screener, at=NOON)
    home = AddressTold(("7 Tarn Close", "Northbeck"), "NB2 4QT")
    child = contacts.a_child(given_name="Ivo", family_name="Dunmore", address=home)
    contact = contacts.received(children=(child,))
    [file_id] = attached(contact.id, contacts.a_screener())
    with pytest.raises(PossibleConflict):
        actions.open_file(file_id=file_id, by=screener, at=NOON)


def test_through_broken_glass_no_file_is_opened():
    manager, contact = contacts.a_manager(), contacts.received()
    [file_id] = attached(contact.id, manager)
    through = replace(contacts.a_screener(), glass=contact.id)
    with pytest.raises(NotPermitted):
        actions.open_file(file_id=file_id, by=through, at=NOON)
    assert [one.name for one in queries.files_of(through, contact.id, at=NOON)] == [""]


def test_who_is_named_opens_what_is_sealed():
    manager, contact = contacts.a_manager(), contacts.received()
    screener, other = contacts.a_screener(), contacts.a_screener()
    [file_id] = attached(contact.id, manager, Mark.SEALED, named=(screener.account_id,))
    for viewer in (manager, screener):
        assert actions.open_file(file_id=file_id, by=viewer, at=NOON).content
    with pytest.raises(NotThere):
        actions.open_file(file_id=file_id, by=other, at=NOON)


def test_what_a_referrer_sends_goes_with_the_case_unless_it_says_who_they_are():
    contact = contacts.received()
    school = contacts.a_viewer(Role.AGENCY_SYSTEM, agency="elm", employed_by_council=False)
    own = contact_actions.receive_contact(
        telling=contacts.a_telling(), council="northbeck", by=school, at=NOON
    )
    files = [sent(), sent(given.an_email(), "a.eml"), sent(given.a_heic(), "a.heic")]
    actions.attach_files(belongs_id=own.id, sent=files, given=None, by=school, at=NOON)

    marks = {one.name: one.mark for one in queries.files_of(contacts.a_manager(), own.id, at=NOON)}
    assert marks == {"arm.jpg": Mark.OPEN, "a.eml": Mark.HUB_ONLY, "a.heic": Mark.HUB_ONLY}
    assert queries.files_of(school, own.id, at=NOON) == []  # a letterbox
    with pytest.raises(NotThere):
        actions.attach_files(belongs_id=contact.id, sent=files, given=None, by=school, at=NOON)


def test_an_answers_file_is_its_agencys_own_and_pooled_with_the_answer():
    police = contacts.a_viewer(Role.PARTNER, **agency())
    contact = contacts.received()
    [request_id] = asked(contact, "police")
    [file_id] = actions.attach_files(
        belongs=Belongs.REQUEST,
        belongs_id=request_id,
        sent=[sent()],
        given=Given(Mark.DECISION_MAKER),
        by=police,
        at=LATER,
    )
    assert actions.open_file(file_id=file_id, by=police, at=LATER).content
    assert actions.open_file(file_id=file_id, by=contacts.a_manager(), at=LATER).content
    with pytest.raises(NotPermitted):
        actions.open_file(file_id=file_id, by=contacts.a_screener(), at=LATER)
    stranger = contacts.a_viewer(Role.PARTNER, agency="elm", employed_by_council=False)
    with pytest.raises(NotThere):
        actions.open_file(file_id=file_id, by=stranger, at=LATER)
    # Only the agency that gave it says anew who may read it; what it was before is kept.
    with pytest.raises(NotPermitted):
        actions.mark_file(
            file_id=file_id, given=Given(Mark.OPEN), by=contacts.a_manager(), at=LATER
        )
    actions.mark_file(file_id=file_id, given=Given(Mark.OPEN), by=police, at=LATER)
    assert actions.open_file(file_id=file_id, by=contacts.a_screener(), at=LATER).content
    assert [one.mark for one in FileHandling.objects.all()] == ["H3", "H1"]


def test_what_is_held_or_waits_is_given_to_nobody_and_managers_are_told(scanned):
    manager, contact = contacts.a_manager(), contacts.received()
    scanned["found"] = None
    [waiting] = attached(contact.id, manager)
    scanned["found"] = "Eicar"
    [held] = attached(contact.id, manager)
    for file_id, code in ((waiting, "file_not_checked"), (held, "file_held")):
        with pytest.raises(Refused) as refused:
            actions.open_file(file_id=file_id, by=manager, at=NOON)
        assert [r.code for r in refused.value.refusals] == [code]
    [notice] = Notice.objects.filter(kind="file_held")
    assert "arm" not in notice.subject + notice.body

    scanned["found"] = ""
    assert jobs.check_waiting(LATER) == 1
    assert actions.open_file(file_id=waiting, by=manager, at=LATER).content
    assert File.objects.get(id=held).check_said == Check.FOUND


@pytest.mark.parametrize("problem", [errno.ENOSPC, errno.EDQUOT, errno.EACCES])
def test_a_disk_that_takes_nothing_leaves_neither_row_nor_bytes(problem, monkeypatch, folder):
    manager, contact = contacts.a_manager(), contacts.received()
    real, calls = os.fsync, []

    def full(number):
        calls.append(number)
        if len(calls) == 4:  # the second file: the first is safe already
            raise OSError(problem, "full")
        real(number)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NoRoom):
        attached(contact.id, manager, Mark.OPEN, sent(), sent())
    assert not File.objects.exists()
    assert on_disk(folder) == []
    monkeypatch.undo()
    assert contacts.received().reference  # contacts are still taken


def test_bytes_without_a_row_are_cleared_away_and_a_row_without_bytes_is_named(folder):
    manager, contact = contacts.a_manager(), contacts.received()
    [file_id] = attached(contact.id, manager)
    [known] = on_disk(folder)
    orphan = store.put(b"a crash came before the row")
    day_before = (NOON - timedelta(days=2)).timestamp()
    for path in on_disk(folder):
        os.utime(path, (day_before, day_before))

    assert jobs.clear_away(NOON) == 1
    assert on_disk(folder) == [known]
    assert queries.soundness().lost == ()

    whole = known.read_bytes()
    for changed in (whole[:-1], whole[:40] + bytes([whole[40] ^ 1]) + whole[41:]):
        known.write_bytes(changed)
        assert queries.soundness().lost == (file_id,)
        with pytest.raises(store.Lost), transaction.atomic():
            actions.open_file(file_id=file_id, by=manager, at=NOON)
    assert orphan.name != known.name


def test_what_fails_after_the_bytes_were_kept_takes_them_away(folder, monkeypatch):
    manager, contact = contacts.a_manager(), contacts.received()
    monkeypatch.setattr(trail, "record", lambda **said: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        attached(contact.id, manager)
    assert on_disk(folder) == []


LIMITS = [
    ({"files_at_once": 1}, Invalid, "too_many_files"),
    ({"file_megabytes": 0}, Invalid, "file_too_large"),
    ({"contact_files": 3}, Refused, "contact_full"),
    ({"contact_megabytes": 0}, Refused, "contact_full"),
    ({"person_files_a_day": 3}, Refused, "person_full"),
    ({"person_megabytes_a_day": 0}, Refused, "person_full"),
    ({"instance_megabytes": 0}, NoRoom, ""),
    ({"left_free_megabytes": 10**9}, NoRoom, ""),
]


@pytest.mark.parametrize(("limit", "kind", "code"), LIMITS, ids=lambda one: str(one)[:40])
def test_each_limit_is_said_and_contacts_are_still_taken(limit, kind, code, monkeypatch, folder):
    manager, contact = contacts.a_manager(), contacts.received()
    attached(contact.id, manager, Mark.OPEN, sent(), sent())
    before = len(on_disk(folder))
    ordinary = taking.policy_for("northbeck").attaching
    policy = type("Policy", (), {"attaching": replace(ordinary, **limit)})
    for asks in (actions, taking):
        monkeypatch.setattr(asks, "policy_for", lambda council: policy)

    with pytest.raises(kind) as refused:
        attached(contact.id, manager, Mark.OPEN, sent(), sent())

    if code:
        assert code in {r.code for r in refused.value.refusals}
    assert len(on_disk(folder)) == before
    assert File.objects.count() == 2
    assert contacts.received().reference


def test_a_name_is_cleaned_and_reaches_no_log_or_address():
    manager, contact = contacts.a_manager(), contacts.received()
    name = "../../Jane\r\nSet-Cookie: a=b\u202egpj" + "x" * 300 + ".exe"
    [file_id] = attached(contact.id, manager, Mark.OPEN, sent(name=name))
    [seen] = queries.files_of(manager, contact.id, at=NOON)
    assert len(seen.name) <= 100
    assert seen.name.endswith(".jpg")
    assert not {*"/\\\r\n\u202e\x00"} & {*seen.name}
    said = " ".join(map(str, AuditEntry.objects.values_list("why", "object_id")))
    assert "Jane" not in said + str(File.objects.get(id=file_id))
    assert seen.kind is Kind.JPEG


def test_a_file_is_refused_by_its_place_and_the_others_are_not_kept(folder):
    manager, contact = contacts.a_manager(), contacts.received()
    with pytest.raises(Invalid) as refused:
        attached(contact.id, manager, Mark.OPEN, sent(), sent(b"MZ", "a.jpg"))
    assert [(r.code, r.field) for r in refused.value.refusals] == [("file_type", "files.1")]
    assert on_disk(folder) == []
