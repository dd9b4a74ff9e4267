"""The index that people are found by: kept with the record, whole, and made again."""

import pytest

from lintel.people import actions, match_rows, queries
from lintel.people.models import MatchKey, MatchRow, SourceRecord
from lintel.people.rules.facts import facts_of
from lintel.people.rules.packed import unpacked
from lintel.people.rules.told import PersonTold
from lintel.people.tests import given

pytestmark = pytest.mark.django_db


def keys_kept():
    return set(MatchKey.objects.values_list("key", "row"))


def keys_of_rows():
    rows = MatchRow.objects.values_list("id", "kept_under")
    return {(key, row) for row, kept in rows for key in match_rows.keys_in(kept)}


def test_a_row_holds_what_is_compared_and_every_key():
    record = given.record()
    [row] = MatchRow.objects.filter(record=record)
    assert unpacked(row.packed) == facts_of(given.told(), as_of=given.AT.date())
    assert keys_kept() == keys_of_rows() != set()


def test_what_is_told_anew_gets_a_newer_row_and_leaves_no_key_behind():
    said = {"council": "northbeck", "source": "police", "source_ref": "77", "at": given.AT}
    record = actions.record_source(**said, told=given.told(), by=given.viewer())
    before = MatchRow.objects.get(record=record).id
    actions.record_source(**said, told=given.told(given_name="Grace"), by=given.viewer())
    assert MatchRow.objects.get(record=record).id > before
    assert keys_kept() == keys_of_rows()


def test_keys_of_another_version_are_made_again_and_nobody_else_is_touched():
    person, other = given.person(), given.person(PersonTold(given_name="Tom", family_name="Reid"))
    new = MatchRow.objects.get(record__links__person=other).id
    old = MatchRow.objects.filter(record__links__person=person)
    old.update(version=1, packed="x")
    assert match_rows.outdated() == 1
    assert list(match_rows.make_again()) == [1]
    assert match_rows.outdated() == 0
    assert [c.person_id for c in queries.candidates("northbeck", given.told())] == [person]
    assert MatchRow.objects.get(record__links__person=other).id == new
    assert keys_kept() == keys_of_rows()


def test_records_without_rows_are_made_ready():
    given.person()
    match_rows.forget(SourceRecord.objects.values_list("id", flat=True))
    assert (keys_kept(), match_rows.outdated()) == (set(), 1)
    assert list(match_rows.make_again()) == [1]
    assert len(queries.candidates("northbeck", given.told())) == 1
