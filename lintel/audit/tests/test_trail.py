"""The trail is written with what it describes, and shows every kind of tampering."""

import json
import threading
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from lintel.access.tests.given import NOON, a_viewer, the_house
from lintel.access.viewers import NotPermitted, Permission, Role
from lintel.audit import anchors, checking, jobs, queries, seals, trail, triggers
from lintel.audit.models import AuditEntry, TrailHead
from lintel.config import commandline


def note(object_id="c-1", *, did=Permission.VIEW_CONTACT, by=None, why=""):
    trail.record(
        did=did, object_type="contact", object_id=object_id, by=by or the_house(), at=NOON, why=why
    )


@pytest.fixture
def forty(db):
    """Forty entries; returns an anchor that was taken after the thirtieth."""
    with transaction.atomic():
        for number in range(30):
            note(f"c-{number}", why="référence:№ 1|2")
    anchored = checking.anchor(NOON)
    with transaction.atomic():
        trail.record_many(
            [
                trail.Act("view contact", "contact", f"c-{number}", the_house(), NOON)
                for number in range(30, 40)
            ]
        )
    return anchored


def sql(words, *values):
    with connection.cursor() as cursor:
        cursor.execute(words, values)


def test_an_untouched_trail_holds_and_goes_through_its_anchor(forty):
    assert checking.verify() == checking.Verdict(40, None)
    assert checking.verify(forty) == checking.Verdict(40, None)


@pytest.mark.django_db(transaction=True)
def test_recording_outside_a_transaction_fails_loudly():
    with pytest.raises(trail.NotInTransaction):
        note()
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_entry_goes_when_what_it_describes_goes():
    with transaction.atomic():
        note("undone")
        transaction.set_rollback(True)
    with transaction.atomic():
        note("kept")

    assert checking.verify() == checking.Verdict(1, None)


@pytest.mark.django_db(transaction=True)
def test_an_entry_whose_transaction_is_over_is_known_to_stand(django_assert_num_queries):
    by = a_viewer()
    with trail.of_one_request() as added:
        with transaction.atomic():
            note(by=by)
            assert trail.stands(added, by=by)
        with django_assert_num_queries(0):
            assert trail.stands(added, by=by)
        assert not trail.stands(added, by=a_viewer())
    with trail.of_one_request() as added:
        with transaction.atomic():
            note(by=by)
            transaction.set_rollback(True)
        assert not trail.stands(added, by=by)


def test_an_entry_says_who_for_whom_and_in_which_request(db):
    police = a_viewer(Role.AGENCY_SYSTEM, council="northbeck", employed_by_council=False)
    with transaction.atomic():
        trail.record(
            did=Permission.VIEW_CONTACT,
            object_type="contact",
            object_id="c-1",
            by=replace(police, agency="northbeck-police"),
            at=NOON,
            council="southmere",
            zone="Z2",
        )
    kept = AuditEntry.objects.get()

    assert (kept.employer, kept.council, kept.role) == (
        "northbeck-police",
        "southmere",
        "agency_system",
    )
    assert (kept.did, kept.zone, kept.at) == ("view contact", "Z2", NOON)


COLUMNS = {
    "at": "2020-01-01 00:00:00+00:00",
    "actor": "11111111111111111111111111111111",
    "employer": "x",
    "council": "x",
    "role": "x",
    "did": "x",
    "object_type": "x",
    "object_id": "x",
    "zone": "x",
    "why": "x",
    "request_id": "x",
    "relation": "x",
    "where_from": "x",
    "seal": "0" * 64,
}


@contextmanager
def undone():
    """What is done to the trail inside is undone after, so that one trail serves many faults."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_column_shows_twenty_times(forty, column):
    for sequence in range(1, 41, 2):
        with undone():
            sql(
                f"UPDATE audit_auditentry SET {column} = %s WHERE sequence = %s",
                COLUMNS[column],
                sequence,
            )
            assert checking.verify(forty).fault.sequence == sequence


def test_a_word_that_is_blotted_out_or_changes_places_with_its_neighbour_shows(forty):
    for words in (
        "relation = ''",
        "relation = '', where_from = ''",
        "relation = why, why = relation",
        "why = why || relation, relation = ''",
    ):
        with undone():
            sql(f"UPDATE audit_auditentry SET {words} WHERE sequence = 7")
            assert checking.verify(forty).fault.sequence == 7, words


@pytest.mark.parametrize("sequence", [1, 17, 40])
def test_a_missing_entry_shows(forty, sequence):
    sql("DELETE FROM audit_auditentry WHERE sequence = %s", sequence)

    assert checking.verify().fault.sequence == sequence
    assert checking.verify(forty).fault.sequence == sequence


def test_entries_that_changed_places_show(forty):
    for before, after in ((5, -5), (6, 5), (-5, 6)):
        sql("UPDATE audit_auditentry SET sequence = %s WHERE sequence = %s", after, before)

    assert checking.verify().fault == seals.Fault(
        5, "changed_or_moved", "Entry 5 was changed, moved or not written by Lintel"
    )


@pytest.mark.parametrize(("sequence", "first_bad"), [(41, 41), (-3, 1), (0, 1)])
@pytest.mark.parametrize("doubled", [40, 5])
def test_an_added_or_doubled_entry_shows(forty, sequence, first_bad, doubled):
    kept = AuditEntry.objects.get(sequence=doubled)
    kept.sequence = sequence
    kept.save(force_insert=True)

    assert checking.verify().fault.sequence == first_bad


def forge(first, last=None, *, key=b"the attacker's own key"):
    """Seal everything from `first` on again, as somebody without the key can."""
    keys = seals.Keys(key, key, key, key)
    previous = AuditEntry.objects.get(sequence=first - 1).seal if first > 1 else seals.FIRST
    for entry in AuditEntry.objects.filter(sequence__gte=first).order_by("sequence"):
        previous = seals.seal(entry.words(), previous=previous, key=keys.entry)
        AuditEntry.objects.filter(pk=entry.pk).update(seal=previous)
    newest = AuditEntry.objects.order_by("-sequence").first()
    set_head(newest.sequence, newest.seal, keys)


def set_head(sequence, seal, keys):
    mark = seals.head_mark(sequence, seal, key=keys.head)
    TrailHead.objects.update(sequence=sequence, seal=seal, mark=mark)


def test_a_chain_recomputed_without_the_key_shows(forty):
    AuditEntry.objects.filter(sequence=12).update(object_id="c-999")
    forge(12)

    assert checking.verify().fault.sequence == 12


def test_a_cut_tail_shows_with_and_without_an_anchor(forty):
    sql("DELETE FROM audit_auditentry WHERE sequence > 25")

    assert checking.verify().fault == seals.Fault(
        26, "cut_short", "The trail ends at 25; its head says 40"
    )
    assert checking.verify(forty).fault.sequence == 26


def test_a_cut_tail_with_a_forged_head_shows(forty):
    sql("DELETE FROM audit_auditentry WHERE sequence > 25")
    TrailHead.objects.update(sequence=25, seal=AuditEntry.objects.get(sequence=25).seal)

    assert checking.verify().fault.code == "head"


def test_an_emptied_table_shows(forty):
    sql("DELETE FROM audit_auditentry")
    assert checking.verify().fault.sequence == 1

    sql("DELETE FROM audit_trailhead")
    assert checking.verify().fault.code == "head"

    TrailHead.objects.create(pk=1, sequence=0, seal=seals.FIRST, mark="")
    assert checking.verify(forty).fault.code == "cut_short", "as if new: only the anchor knows"


def test_going_back_to_an_old_copy_shows_against_the_anchor(forty):
    sql("DELETE FROM audit_auditentry WHERE sequence > 20")
    set_head(20, AuditEntry.objects.get(sequence=20).seal, trail.trail_keys())

    assert checking.verify().fault is None
    assert checking.verify(forty).fault == seals.Fault(
        21, "cut_short", "The trail ends at 20; the anchor saw 30 entries"
    )


def test_recomputing_and_padding_with_the_stolen_key_shows_against_the_anchor(forty):
    sql("DELETE FROM audit_auditentry WHERE sequence > 20")
    set_head(20, AuditEntry.objects.get(sequence=20).seal, trail.trail_keys())
    with transaction.atomic():
        for number in range(25):
            note(f"invented-{number}")

    assert checking.verify().fault is None
    assert checking.verify(forty).fault == seals.Fault(
        30, "not_as_anchored", "Entry 30 is not the one the anchor names"
    )


def test_a_forged_anchor_is_not_believed(forty):
    for change in ({"sequence": 0, "count": 0}, {"at": "2020"}, {"seal": seals.FIRST}):
        assert checking.verify(replace(forty, **change)).fault.code == "anchor"


def test_every_anchor_of_a_folder_is_held_against_the_trail(forty, tmp_path, settings):
    settings.ANCHORS, settings.ANCHOR_COMMAND = tmp_path, ""
    for days in range(3):
        with transaction.atomic():
            note(f"day-{days}")
        anchors.write(at=NOON + timedelta(days=days))
    held = anchors.read(tmp_path)
    assert [each.sequence for each in held] == [41, 42, 43]
    assert checking.verify(*held).fault is None

    sql("DELETE FROM audit_auditentry WHERE sequence > 41")
    set_head(41, AuditEntry.objects.get(sequence=41).seal, trail.trail_keys())
    with transaction.atomic():
        for number in range(25):
            note(f"padded-{number}")
    assert checking.verify().fault is None
    assert checking.verify(held[0]).fault is None
    assert checking.verify(*held).fault.sequence == 42


def test_the_day_s_anchor_leaves_once_by_folder_or_by_command(forty, tmp_path, settings):
    settings.ANCHORS, settings.ANCHOR_COMMAND = tmp_path / "away", ""
    assert [jobs.write_anchor(NOON + timedelta(hours=hour)) for hour in (0, 1, 23, 24)] == [
        *(True, False, False, True)
    ]
    assert len(list((tmp_path / "away").iterdir())) == 2
    assert anchors.standing(at=NOON + timedelta(hours=48))[0]
    late = anchors.standing(at=NOON + timedelta(hours=51))
    assert not late[0]
    assert late[1].startswith("late: ")

    settings.ANCHOR_COMMAND = f"tee {tmp_path / 'handed.json'}"
    assert jobs.write_anchor(NOON + timedelta(hours=52))
    assert checking.verify(*anchors.read(tmp_path / "handed.json")).fault is None


def test_a_place_that_takes_nothing_is_said_and_tried_again(forty, settings):
    settings.ANCHOR_COMMAND = "false"
    for _ in range(2):
        with pytest.raises(anchors.NotWritten):
            jobs.write_anchor(NOON)
    assert not anchors.standing(at=NOON + timedelta(days=2))[0], "none has left since the first"


def test_an_entry_from_before_two_columns_were_added_reads_as_it_was_sealed(db):
    with transaction.atomic():
        note("old")
    old = AuditEntry.objects.get()
    old.relation = old.where_from = ""
    text = seals.text_of(old.words()[: len(seals.COLUMNS)])
    seal = seals.seal_text(text, previous=seals.FIRST, key=trail.trail_keys().entry)
    sql("UPDATE audit_auditentry SET relation = '', where_from = '', seal = %s", seal)
    set_head(1, seal, trail.trail_keys())
    assert checking.verify().fault is None

    sql("UPDATE audit_auditentry SET relation = 'own council'")
    assert checking.verify().fault.sequence == 1


def test_a_copy_is_verified_as_the_trail_is(forty):
    """The same rows in another table, as they stand in a backup that is put back."""
    sql("ALTER TABLE audit_auditentry RENAME TO audit_before")
    sql("CREATE TABLE audit_auditentry AS SELECT * FROM audit_before")
    assert checking.verify(forty) == checking.Verdict(40, None)
    for change, first_bad in {
        "DELETE FROM audit_auditentry WHERE sequence = 12": 12,
        "UPDATE audit_auditentry SET why = 'x' WHERE sequence = 3": 3,
        "DELETE FROM audit_auditentry WHERE sequence > 20": 21,
        "INSERT INTO audit_auditentry SELECT * FROM audit_before WHERE sequence = 9": 10,
    }.items():
        with undone():
            sql(change)
            assert checking.verify(forty).fault.sequence == first_bad, change


def test_no_word_can_pass_for_two():
    key = b"k" * 32
    one = seals.seal(["ab", "c"], previous=seals.FIRST, key=key)
    other = seals.seal(["a", "bc"], previous=seals.FIRST, key=key)

    assert one != other


@pytest.mark.django_db(transaction=True)
def test_both_databases_refuse_to_change_the_trail():
    with transaction.atomic():
        note()
        note()
    attempts = [
        "UPDATE audit_auditentry SET did = 'x'",
        "DELETE FROM audit_auditentry",
        "DELETE FROM audit_trailhead",
        "UPDATE audit_trailhead SET sequence = 1",
    ]
    if connection.vendor == "postgresql":
        attempts += ["TRUNCATE audit_auditentry", "TRUNCATE audit_trailhead"]
    triggers.put_up(connection)
    try:
        assert triggers.are_up(connection)
        for words in attempts:
            with pytest.raises((IntegrityError, DatabaseError), match="append-only"):
                sql(words)
        with transaction.atomic():
            note()
        assert checking.verify() == checking.Verdict(3, None)
    finally:
        triggers.take_down(connection)


@pytest.mark.django_db(transaction=True)
def test_eight_writers_at_once_leave_no_fork_and_no_gap():
    each, faults = 25, []

    def write(number):
        try:
            for turn in range(each):
                with transaction.atomic():
                    note(f"w{number}-{turn}")
        except Exception as problem:
            faults.append(problem)
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert not faults
    assert checking.verify() == checking.Verdict(8 * each, None)
    assert AuditEntry.objects.values("object_id").distinct().count() == 8 * each


def test_who_opened_a_record_is_for_those_who_may_know(db):
    with transaction.atomic():
        note("c-1")
        note("c-2")
    manager, screener = a_viewer(Role.MANAGER), a_viewer(Role.SCREENER)

    assert [line.who for line in queries.entries_about(manager, "contact", "c-1")] == ["Lintel"]
    assert not queries.entries_about(a_viewer(Role.MANAGER, council="southmere"), "contact", "c-1")
    with pytest.raises(NotPermitted):
        queries.entries_about(screener, "contact", "c-1")


def command(*words):
    """A verb in this process, past the part that would start Django again."""
    verb = commandline.command(words[0])
    parser = commandline.argparse.ArgumentParser(parents=[commandline.common()])
    verb.add_arguments(parser)
    return verb.run(parser.parse_args(words[1:]))


def test_the_command_line_anchors_verifies_and_names_the_first_bad_entry(forty, tmp_path, capsys):
    anchor, export = str(tmp_path / "anchor.json"), str(tmp_path / "trail.jsonl")
    assert command("audit", "anchor", "--out", anchor) == 0
    assert set(json.loads((tmp_path / "anchor.json").read_text())) == {
        "sequence",
        "seal",
        "count",
        "at",
        "mac",
    }
    assert command("audit", "verify", "--anchor", anchor) == 0
    assert command("audit", "export", "--out", export) == 0
    assert len((tmp_path / "trail.jsonl").read_text().splitlines()) == 40
    before = (tmp_path / "anchor.json").read_text()
    for what in ("anchor", "export"):
        with pytest.raises(commandline.Cannot, match="is there already"):
            command("audit", what, "--out", anchor)
        with pytest.raises(commandline.Cannot, match="cannot be written"):
            command("audit", what, "--out", str(tmp_path / "nowhere" / "x"))
    assert (tmp_path / "anchor.json").read_text() == before
    capsys.readouterr()

    sql("UPDATE audit_auditentry SET why = 'x' WHERE sequence = 9")
    assert command("audit", "verify", "--json") == 1
    assert json.loads(capsys.readouterr().out)["first_bad"] == 9
    assert command("audit", "describe", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {
        "table": "audit_auditentry",
        "sequence_column": "sequence",
    }


def test_a_trail_longer_than_one_reading_holds(db):
    with transaction.atomic():
        trail.record_many(
            trail.Act("view contact", "contact", f"c-{number}", the_house(), NOON)
            for number in range(checking.CHUNK + 1_001)
        )

    assert checking.verify() == checking.Verdict(checking.CHUNK + 1_001, None)
