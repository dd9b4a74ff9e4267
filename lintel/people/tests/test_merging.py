"""Two people made one, and two again, with everything back where it was."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from lintel.access.viewers import NotPermitted, Role
from lintel.audit import trail
from lintel.config.commands.digest import digest
from lintel.kernel.refusals import Invalid, NotThere, Refused, Stale
from lintel.people import actions, queries, standing
from lintel.people.merged import version_shown
from lintel.people.models import Merge, SaidApart
from lintel.people.tests import given
from lintel.people.tests.given import AT

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(days=1)
BY = given.viewer(Role.SCREENER)
SENIOR = given.viewer(Role.SENIOR_PRACTITIONER)


def merge(kept, other, *, by=BY, **more):
    return actions.merge_people(kept, other, "one child, two files", by=by, at=LATER, **more)


def unmerge(kept, *, by=BY, **more):
    return actions.unmerge_people(kept, "a cousin", by=by, at=LATER, **more)


def test_one_of_two_merged_is_read_as_the_other_everywhere():
    kept, other = given.person(), given.person(given_name="Maisy", phone="01632 960001")
    record = queries.records_of([other])[other][0].record_id
    merge(kept, other)
    assert queries.person_of([record]) == {record: kept}
    assert queries.standing_as([other, kept]) == {other: kept, kept: kept}
    assert [len(records) for records in queries.records_of([kept, other]).values()] == [2, 2]
    assert queries.person_summary(BY, other).person_id == kept
    card = queries.person_summary(BY, kept)
    assert {card.name, *card.other_names} == {"Maisie Okafor", "Maisy Okafor"}
    [found] = queries.candidates(BY, given.told())
    assert (found.person_id, len(found.sources)) == (kept, 2)


def test_unmerging_puts_everything_back_also_what_counts_versions():
    kept, other = given.person(), given.person(given_name="Maisy", nhs_number="999 000 0018")
    before = digest()
    merge(kept, other)
    assert queries.person_summary(BY, kept).nhs_number == "9990000018"
    assert unmerge(kept) == other
    assert digest() == before
    assert queries.person_summary(BY, kept).nhs_number == ""


def test_what_is_linked_while_merged_stays_with_the_kept_one():
    kept, other, record = given.person(), given.person(), given.record()
    merge(kept, other)
    assert actions.link(record, other, ["same"], by=BY, at=LATER) == kept
    unmerge(kept)
    assert queries.person_of([record]) == {record: kept}
    assert len(queries.records_of([other])[other]) == 1


def test_merges_stand_on_each_other_and_come_undone_in_any_order():
    a, b, c = given.person(), given.person(), given.person()
    before = digest()
    first, second = merge(b, c), merge(a, b)
    assert queries.standing_as([c])[c] == a
    unmerge(a, merge_id=first)
    assert queries.standing_as([a, b, c]) == {a: a, b: a, c: c}
    unmerge(a, merge_id=second)
    assert digest() == before


def test_an_unmerge_in_the_middle_takes_along_whoever_stood_behind():
    a, b, c = given.person(), given.person(), given.person()
    merge(b, c)
    second = merge(a, b)
    unmerge(a, merge_id=second)
    assert queries.standing_as([a, b, c]) == {a: a, b: b, c: b}


def test_a_merge_into_somebody_merged_is_into_whom_they_stand_as_and_never_a_circle():
    a, b, c = given.person(), given.person(), given.person()
    merge(a, b)
    merge(b, c)
    assert queries.standing_as([c])[c] == a
    with pytest.raises(Refused, match="already_one"):
        merge(c, a)


def test_every_merge_and_its_undoing_is_one_entry_on_the_trail_and_a_row_that_stays():
    kept, other = given.person(), given.person()
    merge(kept, other)
    unmerge(kept)
    did = [entry.did for entry in trail.entries_about("person", str(kept))]
    assert did[-2:] == ["merge people", "unmerge people"]
    row = Merge.objects.get()
    assert (row.because, row.undone_because, row.undone_by) == (
        "one child, two files",
        "a cousin",
        BY.account_id,
    )
    assert row.reasons["band"]
    assert row.reasons["agrees"]


def test_the_version_shown_moves_on_and_never_comes_back():
    kept, other, record = given.person(), given.person(), given.record()
    seen = [version_shown(kept)]
    for act in (
        lambda: merge(kept, other, version=seen[-1]),
        lambda: actions.link(record, kept, [], by=BY, at=LATER),
        lambda: unmerge(kept, version=seen[-1]),
        lambda: merge(kept, other, version=seen[-1]),
    ):
        act()
        seen.append(version_shown(kept))
    assert seen == sorted(set(seen))


def test_whoever_saw_an_earlier_version_is_refused():
    kept, other = given.person(), given.person()
    with pytest.raises(Stale):
        merge(kept, other, version=version_shown(kept) - 1)
    assert not Merge.objects.exists()


def test_nobody_is_merged_across_councils():
    kept, other = given.person(), given.person(council="southmere")
    with pytest.raises(NotThere):
        merge(kept, other)
    with pytest.raises(NotThere):
        merge(other, kept)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.SOCIAL_WORKER, Role.REFERRER])
def test_who_may_not_link_may_not_merge(role):
    with pytest.raises(NotPermitted):
        merge(given.person(), given.person(), by=given.viewer(role))


def test_a_reason_is_needed_both_ways():
    kept, other = given.person(), given.person()
    with pytest.raises(Invalid):
        actions.merge_people(kept, other, " ", by=BY, at=LATER)
    merge(kept, other)
    with pytest.raises(Invalid):
        actions.unmerge_people(kept, " ", by=BY, at=LATER)


def test_a_twin_is_refused_with_everything_that_speaks_against_it_at_once():
    kept = given.person(nhs_number="999 000 0018")
    twin = given.person(given_name="Grace", sex="M", nhs_number="999 000 0026")
    with pytest.raises(Refused) as no:
        merge(kept, twin)
    codes = {refusal.code for refusal in no.value.refusals}
    assert {"looks_like_twin", "different_sex"} <= codes
    assert all(refusal.overridable for refusal in no.value.refusals)


def test_against_a_warning_only_a_senior_merges_who_has_checked():
    kept, twin = given.person(), given.person(given_name="Grace")
    with pytest.raises(NotPermitted):
        merge(kept, twin, checked=True)
    with pytest.raises(Refused):
        merge(kept, twin, by=SENIOR)
    merge(kept, twin, by=SENIOR, checked=True)
    row = Merge.objects.get()
    assert row.checked
    assert row.reasons["against"]


def test_two_who_were_said_to_be_two_are_not_merged_before_that_is_taken_back():
    kept, other = given.person(), given.person()
    actions.say_two_people(kept, other, by=BY, at=AT, because="cousins")
    actions.say_two_people(other, kept, by=BY, at=AT)
    assert SaidApart.objects.count() == 1
    with pytest.raises(Refused, match="said_not_the_same"):
        merge(kept, other, by=SENIOR, checked=True)
    actions.take_back_two_people(other, kept, "I was wrong", by=BY, at=LATER)
    merge(kept, other)


def test_what_was_said_of_one_merged_is_said_of_the_kept_one():
    kept, other, third = given.person(), given.person(), given.person()
    actions.say_two_people(other, third, by=BY, at=AT)
    merge(kept, other)
    with pytest.raises(Refused, match="said_not_the_same"):
        merge(kept, third, by=SENIOR, checked=True)


def test_a_record_that_is_not_about_one_of_them_is_not_offered_the_kept_one():
    kept, other, record = given.person(), given.person(), given.record()
    actions.say_not_the_same(record, other, by=BY, at=AT)
    merge(kept, other)
    assert queries.candidates(BY, record) == []
    unmerge(kept)
    assert [found.person_id for found in queries.candidates(BY, record)] == [kept]


def test_a_merge_counts_as_a_link_that_changed():
    kept, other = given.person(), given.person()
    record = queries.records_of([kept])[kept][0].record_id
    actions.merge_people(kept, other, "one child", by=BY, at=LATER)
    assert standing.last_linked_at([record]) == LATER
    soon = LATER + timedelta(hours=1)
    actions.unmerge_people(kept, "two", by=BY, at=soon)
    assert standing.last_linked_at([record]) == soon


def test_what_a_source_says_of_one_merged_is_worked_into_the_kept_one_and_back():
    told = {"council": "northbeck", "source": "health", "source_ref": "1", "by": BY}
    record = actions.record_source(**told, told=given.told(), at=AT)
    other = actions.link(record, None, [], by=BY, at=AT)
    kept = given.person()
    merge(kept, other)
    actions.record_source(**told, told=given.told(phone="1", died_on=date(2026, 3, 1)), at=LATER)
    assert queries.person_summary(BY, kept).died_on == date(2026, 3, 1)
    unmerge(kept)
    assert queries.person_summary(BY, kept).died_on is None
    assert queries.person_summary(BY, other).died_on == date(2026, 3, 1)


def test_somebody_who_is_not_there_is_not_merged():
    with pytest.raises(NotThere):
        merge(given.person(), uuid4())
