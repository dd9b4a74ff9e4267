"""A snapshot holds what may not wait, nothing that is kept from the hub, and opens for two."""

import json
import os
import subprocess
import sys
from datetime import timedelta

import pytest

from lintel.audit.models import AuditEntry
from lintel.audit.trail import entries_about
from lintel.config.commandline import main
from lintel.contacts import actions
from lintel.contacts.models import Contact
from lintel.contacts.rules.facts import Rating
from lintel.contacts.rules.telling import AddressTold, AdultTold, OnPaper, ReferrerTold
from lintel.contacts.tests import given
from lintel.continuity import keeping
from lintel.continuity.actions import KEY_MADE, NotAsked
from lintel.continuity.jobs import keep_key, take_snapshots, write_snapshots
from lintel.continuity.queries import PROTECTED, snapshot
from lintel.continuity.rules.sealing import new_keys, opened
from lintel.restrictions import actions as restricting
from lintel.restrictions.rules.places import Whereabouts, places_of
from lintel.restrictions.tests import given as restricted

pytestmark = pytest.mark.django_db
COUNCIL = "northbeck"


@pytest.fixture
def place(tmp_path, monkeypatch, settings):
    """A folder for snapshots, and the parts of their key."""
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    monkeypatch.setenv(keeping.FOLDER, str(tmp_path / "elsewhere"))
    public, parts = new_keys(3)
    keeping.keep_public_key(public)
    return tmp_path / "elsewhere", parts


def page_in(file, parts) -> str:
    return opened(file.read_bytes(), parts[1:]).decode()


def rated(rating: Rating):
    return given.rated(rating=rating)


def test_red_amber_and_unrated_are_on_it_and_nothing_else():
    given.teams()
    red, amber = rated(Rating.RED), rated(Rating.AMBER)
    green, unrated = rated(Rating.GREEN), given.received()
    shown = [one.reference for one in snapshot(COUNCIL, at=given.NOON + timedelta(hours=1)).entries]
    assert {*shown} == {red.reference, amber.reference, unrated.reference}
    assert green.reference not in shown
    assert shown.index(red.reference) < shown.index(amber.reference)


def test_a_closed_contact_and_another_councils_are_not_on_it():
    given.teams()
    contact = rated(Rating.RED)
    assert snapshot("southmere", at=given.NOON).entries == []
    Contact.objects.escape("test").filter(id=contact.id).update(
        stage="closed", queue="closed", closed_at=given.NOON, decided_at=given.NOON, outcome="x"
    )
    assert snapshot(COUNCIL, at=given.NOON).entries == []


def test_an_allegation_is_on_it_as_every_manager_sees_it(place):
    given.teams()
    contact = given.received(categories=("works_with_children",))
    shown = [one.reference for one in snapshot(COUNCIL, at=given.NOON).entries]
    assert contact.reference in shown


def test_two_holders_print_what_was_sealed_and_the_trail_says_that_it_was_taken(place):
    folder, parts = place
    given.teams()
    contact = rated(Rating.RED)
    at = given.NOON + timedelta(hours=1)
    files = take_snapshots(at)
    mine = next(file for file in files if file.name.startswith(COUNCIL))
    page = page_in(mine, parts)
    for words in (contact.reference, "Ashgrove", "New contact, on paper", "Who to ring"):
        assert words in page
    assert b"Ashgrove" not in mine.read_bytes()
    assert mine.stat().st_mode & 0o077 == 0
    [entry] = entries_about("snapshot", mine.name)
    assert entry.did == "snapshot taken"
    assert entry.council == COUNCIL
    assert list(folder.glob(".*")) == []


def test_an_hour_of_snapshots_is_kept_and_each_councils_apart(place):
    folder, _ = place
    for minutes in range(0, 100, 5):
        take_snapshots(given.NOON + timedelta(minutes=minutes))
    names = sorted(file.name for file in folder.iterdir())
    assert len([name for name in names if name.startswith(COUNCIL)]) == keeping.KEPT
    assert names[0] > f"{COUNCIL}-{given.NOON:%Y%m%dT%H%M}"


def test_nothing_is_sealed_where_nobody_could_open_it(place, monkeypatch, settings):
    (settings.DATA / keeping.KEY_FILE).unlink()
    assert write_snapshots(given.NOON) == 0
    with pytest.raises(NotAsked, match="snapshot keys"):
        take_snapshots(given.NOON)
    monkeypatch.delenv(keeping.FOLDER)
    with pytest.raises(NotAsked, match="another disk"):
        take_snapshots(given.NOON)


def test_the_place_may_not_be_with_the_database(place, monkeypatch, settings):
    monkeypatch.setenv(keeping.FOLDER, str(settings.DATA / "snapshots"))
    with pytest.raises(ValueError, match="another disk"):
        take_snapshots(given.NOON)


def test_a_folder_that_cannot_be_written_leaves_no_entry_that_says_it_was(place, monkeypatch):
    folder, _ = place
    folder.write_text("not a folder")
    with pytest.raises(FileExistsError):
        take_snapshots(given.NOON)
    assert not entries_about("snapshot", f"{COUNCIL}-{given.NOON:%Y%m%dT%H%M%SZ}.sealed")


def test_what_a_full_disk_left_is_cleared_and_the_councils_are_told_apart(place):
    folder, _ = place
    folder.mkdir()
    left = folder / f".{COUNCIL}-20260301T090000Z.sealed.part"
    others = folder / f"{COUNCIL}-east-20260301T090000Z.sealed"
    left.write_bytes(b"half")
    others.write_bytes(b"theirs")
    for minutes in range(0, 70, 5):
        take_snapshots(given.NOON + timedelta(minutes=minutes))
    assert not left.exists()
    assert others.exists()
    assert keeping.newest(folder, (f"{COUNCIL}-east",))[f"{COUNCIL}-east"] is not None


def test_one_council_that_fails_keeps_no_other_from_its_own(place, settings):
    folder, _ = place
    folder.mkdir()
    (folder / f".{COUNCIL}-{given.NOON:%Y%m%dT%H%M%SZ}.sealed.part").mkdir()  # no file can be there
    with pytest.raises(OSError, match="sealed"):
        take_snapshots(given.NOON)
    assert list(folder.glob("southmere-*.sealed"))
    assert not list(folder.glob(f"{COUNCIL}-*.sealed"))


def test_what_is_hidden_and_where_somebody_is_protected_are_not_on_it():
    given.teams()
    hidden = restricted.hidden()
    where = AddressTold(("9 Hidden Row",), "ZN9 9ZZ")
    herself = ReferrerTold(name="Corinne Vale", phone="07700 900123")
    contact = given.received(
        source="1A",
        referrer=herself,
        children=(given.a_child(address=where),),
        adults=(AdultTold("Corinne", "Vale", safe_contact="Ring 07700 900123 after six"),),
        concern="He looks for her. They are at 9 Hidden Row, ZN9 9ZZ.\nShe is afraid of him.",
    )
    places = places_of(
        Whereabouts(lines=where.lines, postcode=where.postcode, phone="07700 900123")
    )
    restricting.restrict(
        subject_type="contact",
        subject_id=contact.id,
        reference=contact.reference,
        kind_key="protected_location",
        reason="She fled, and he looks for her",
        readers=[],
        review=given.NOON.date() + timedelta(days=30),
        covers=restricting.Covers(frozenset(), frozenset(), frozenset(places)),
        by=given.a_manager(),
        at=given.NOON,
    )
    drawn = snapshot(COUNCIL, at=given.NOON)
    [entry] = drawn.entries
    assert entry.reference == contact.reference != hidden.reference
    assert {line.where for line in entry.people} == {PROTECTED}
    assert "Hidden Row" not in repr(drawn)
    assert "900123" not in repr(drawn)
    assert entry.concern.startswith("He looks for her. [Protected. Call the guardian")
    assert entry.concern.endswith("She is afraid of him.")


def test_the_command_makes_parts_and_opens_a_snapshot_without_an_instance(tmp_path, place, capsys):
    given.teams()
    contact = rated(Rating.AMBER)
    env = {k: v for k, v in os.environ.items() if not k.startswith(("LINTEL_", "DJANGO_"))}
    env["LINTEL_DATA"] = str(tmp_path / "no instance here")

    def lintel(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "lintel", "snapshot", *words]
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False)

    keys = ["snapshot", "keys", "--replace", "--holders", "2", "--json", "--out"]
    assert main([*keys, str(tmp_path / "parts")]) == 0
    parts = json.loads(capsys.readouterr().out)["parts"]
    file = next(f for f in take_snapshots(given.NOON) if f.name.startswith(COUNCIL))
    one = lintel("open", str(file), "--part", parts[0], "--out", str(tmp_path / "one.html"))
    assert one.returncode == 1, one.stderr
    assert "Two different parts" in one.stderr
    two = [word for part in parts for word in ("--part", part)]
    open_it = ("open", str(file), *two, "--out", str(tmp_path / "page.html"))
    done = lintel(*open_it)
    assert done.returncode == 0, done.stderr
    assert contact.reference in (tmp_path / "page.html").read_text()
    again = lintel(*open_it)
    assert (again.returncode, "is there already" in again.stderr) == (3, True)
    assert not (tmp_path / "one.html").exists()
    assert main([*keys, str(tmp_path / "parts")]) != 0
    assert "holder-1.txt is there already" in capsys.readouterr().err
    assert main([*keys, str(tmp_path / "page.html" / "parts")]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_a_new_key_is_on_the_trail_of_every_council(place):
    public, _ = new_keys(2)
    keep_key(public, 2, given.NOON)
    assert keeping.public_key() == public
    made = AuditEntry.objects.filter(did=KEY_MADE)
    assert {*made.values_list("council", flat=True)} >= {COUNCIL, "southmere"}


def test_what_was_taken_on_paper_counts_from_when_it_was_received_and_is_marked():
    from lintel.contacts.queries import contact_view, the_contact
    from lintel.contacts.queries.shown import Shown

    given.teams()
    by, then = given.a_screener(), given.NOON - timedelta(hours=20)
    telling = given.a_telling(on_paper=OnPaper(then, "Dawn Firth, front door"))
    receipt = actions.receive_contact(telling=telling, council=COUNCIL, by=by, at=given.NOON)
    assert receipt.received_at == then
    assert all(clock.started_at == then for clock in receipt.due)
    shown = Shown.of(contact_view(by, the_contact(by, receipt.id)), at=given.NOON)
    assert "taken down on paper by Dawn Firth, front door; keyed in on" in shown.came_by
    assert entries_about("contact", str(receipt.id))[0].why == "api, from paper"
