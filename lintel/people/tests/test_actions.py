"""Telling of people, linking them, undoing it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from lintel.access.viewers import NotPermitted, Role
from lintel.audit import trail
from lintel.kernel.refusals import Invalid, NotThere, Refused
from lintel.people import actions, queries, standing
from lintel.people.models import EarlierTelling, Link, NotTheSame, Person, SourceRecord
from lintel.people.tests import given
from lintel.people.tests.given import AT

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(days=1)


def test_a_person_told_of_twice_by_one_source_is_one_record():
    by = given.viewer()
    said = {"council": "northbeck", "source": "police", "source_ref": "77", "by": by}
    first = actions.record_source(**said, told=given.told(), at=AT)
    again = actions.record_source(**said, told=given.told(), at=LATER)
    assert first == again
    assert SourceRecord.objects.count() == 1
    assert EarlierTelling.objects.count() == 0


def test_a_source_that_says_something_else_keeps_what_it_said_before():
    by = given.viewer()
    said = {"council": "northbeck", "source": "police", "source_ref": "77", "by": by}
    record = actions.record_source(**said, told=given.told(), at=AT)
    person = actions.link(record, None, [], by=by, at=AT)
    actions.record_source(**said, told=given.told(given_name="Grace"), at=LATER)
    [earlier] = EarlierTelling.objects.all()
    assert earlier.told["given_name"] == "Maisie"
    assert queries.person_summary(by, person).name == "Grace Okafor"
    sure = [one.band for one in queries.candidates(by, given.told())]
    assert sure == ["possible"]  # under what was said before nobody is found, but as a sister


def test_older_news_does_not_replace_newer():
    by = given.viewer()
    said = {"council": "northbeck", "source": "police", "source_ref": "77", "by": by, "at": AT}
    record = actions.record_source(**said, told=given.told())
    actions.record_source(**said, told=given.told(given_name="Old"), as_of=date(2020, 1, 1))
    assert queries.record_view("northbeck", record).told.given_name == "Maisie"


def test_linking_to_nobody_makes_a_new_person_with_what_was_told():
    by, record = given.viewer(), given.record(nhs_number="999 000 0018")
    person = actions.link(record, None, ["not known here"], by=by, at=AT)
    summary = queries.person_summary(by, person)
    assert (summary.name, summary.born_on) == ("Maisie Okafor", date(2017, 3, 9))
    assert summary.nhs_number == "9990000018"
    assert summary.number.isalnum()
    assert len(summary.number) <= 20
    [entry] = trail.entries_about("person", str(person))
    assert entry.did == "link person"
    assert "Maisie" not in entry.why


def test_every_link_has_an_actor_a_moment_and_reasons():
    by, person, record = given.viewer(), given.person(), given.record()
    actions.link(record, person, ["mother confirmed by telephone"], by=by, at=AT)
    link = Link.objects.get(record=record)
    assert (link.linked_by, link.linked_at, link.method) == (by.account_id, AT, "by hand")
    assert link.reasons["said"] == ["mother confirmed by telephone"]
    assert link.reasons["band"] == "certain"
    assert "same date of birth" in link.reasons["agrees"]


def test_linking_again_changes_nothing():
    by, person, record = given.viewer(), given.person(), given.record()
    for _ in range(2):
        assert actions.link(record, person, [], by=by, at=AT) == person
    assert Link.objects.filter(record=record).count() == 1


def test_a_record_is_about_one_person_at_a_time():
    by, record = given.viewer(), given.record()
    actions.link(record, given.person(), [], by=by, at=AT)
    with pytest.raises(Refused) as refused:
        actions.link(record, None, [], by=by, at=AT)
    assert refused.value.refusals[0].code == "linked_already"
    assert Person.objects.count() == 1


def test_the_database_itself_refuses_a_second_link():
    person, record = given.person(), given.record()
    row = {"record_id": record, "person_id": person, "linked_at": AT, "linked_by": uuid4()}
    Link.objects.create(**row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Link.objects.create(**row)


def test_undoing_a_link_puts_the_person_back_as_they_were():
    by = given.viewer()
    person = given.person(given_name="Maisie")
    before = queries.person_summary(by, person)
    record = given.record(given_name="Maisy", postcode="NB9 9ZZ", address_lines=("1 Far Road",))
    actions.link(record, person, [], by=by, at=AT)
    assert len(queries.person_summary(by, person).addresses) == 2
    actions.unlink(record, "her cousin", by=by, at=LATER)
    after = queries.person_summary(by, person)
    assert after.version == before.version + 2
    assert (after.name, after.other_names, after.addresses) == (
        before.name,
        before.other_names,
        before.addresses,
    )
    [link] = queries.links_of_record(by, record)
    assert (link.undone_at, link.undone_by, link.undone_because) == (
        LATER,
        by.account_id,
        "her cousin",
    )
    assert queries.person_of([record]) == {}


def test_a_link_undone_may_be_made_again():
    by, person, record = given.viewer(), given.person(), given.record()
    actions.link(record, person, [], by=by, at=AT)
    actions.unlink(record, "wrong child", by=by, at=AT)
    actions.link(record, person, ["right after all"], by=by, at=LATER)
    assert queries.person_of([record]) == {record: person}
    assert len(queries.links_of_record(by, record)) == 2


def test_undoing_needs_a_reason_and_a_link():
    by, record = given.viewer(), given.record()
    with pytest.raises(Invalid):
        actions.unlink(record, "  ", by=by, at=AT)
    with pytest.raises(Refused):
        actions.unlink(record, "wrong child", by=by, at=AT)


def test_somebody_said_not_to_be_the_same_is_not_offered_again():
    by, person, record = given.viewer(), given.person(), given.record()
    assert [c.person_id for c in queries.candidates(by, record)] == [person]
    actions.say_not_the_same(record, person, by=by, at=AT, because="a cousin")
    actions.say_not_the_same(record, person, by=by, at=AT)
    assert queries.candidates(by, record) == []
    assert [c.person_id for c in queries.candidates(by, given.told())] == [person]
    assert NotTheSame.objects.count() == 1


def test_linking_takes_back_not_the_same():
    by, person, record = given.viewer(), given.person(), given.record()
    actions.say_not_the_same(record, person, by=by, at=AT)
    actions.link(record, person, ["seen together"], by=by, at=LATER)
    assert NotTheSame.objects.get().withdrawn_at == LATER
    with pytest.raises(Refused):
        actions.say_not_the_same(record, person, by=by, at=LATER)


def test_another_councils_people_are_not_there():
    by = given.viewer(council="southmere")
    person, record = given.person(), given.record()
    for act in (
        lambda: actions.link(record, None, [], by=by, at=AT),
        lambda: actions.unlink(record, "x", by=by, at=AT),
        lambda: actions.say_not_the_same(record, person, by=by, at=AT),
        lambda: queries.person_summary(by, person),
        lambda: queries.record_view(by, record),
        lambda: queries.candidates(by, record),
    ):
        with pytest.raises(NotThere):
            act()
    assert queries.candidates(by, given.told()) == []


def test_a_record_is_never_linked_to_another_councils_person():
    by = given.viewer()
    with pytest.raises(NotThere):
        actions.link(given.record(), given.person(council="southmere"), [], by=by, at=AT)


def test_administrators_link_nobody():
    record = given.record()
    with pytest.raises(NotPermitted):
        actions.link(record, None, [], by=given.viewer(Role.ADMIN), at=AT)
    assert Person.objects.count() == 0


def test_the_councils_own_number_becomes_the_persons_where_it_is_free():
    by = given.viewer()
    first, second, third = (
        given.person(la_child_id=number) for number in ("AB12345", "AB12345", "not_alphanumeric")
    )
    numbers = [queries.person_summary(by, p).number for p in (first, second, third)]
    assert numbers[0] == "AB12345"
    assert len(set(numbers)) == 3
    assert all(number.isalnum() for number in numbers)


def test_not_the_same_is_taken_back_once_and_they_are_offered_again():
    by, person, record = given.viewer(), given.person(), given.record()
    actions.say_not_the_same(record, person, by=by, at=AT)
    [said] = standing.said_not([record])[record]
    assert (said.person_id, said.said_at, said.said_by) == (person, AT, by.account_id)
    actions.take_back_not_the_same(record, person, by=by, at=LATER)
    assert [c.person_id for c in queries.candidates(by, record)] == [person]
    assert standing.said_not([record]) == {}
    assert NotTheSame.objects.get().withdrawn_by == by.account_id
    with pytest.raises(Refused, match="not_said"):
        actions.take_back_not_the_same(record, person, by=by, at=LATER)


def test_several_records_are_about_one_person_or_none_of_them_is():
    by, records = given.viewer(), [given.record() for _ in range(3)]
    person = actions.link_each(records[:2], None, ["the same father"], by=by, at=AT)
    assert queries.person_of(records) == dict.fromkeys(records[:2], person)
    with pytest.raises(Refused):
        actions.link_each([records[2], records[0]], None, [], by=by, at=AT)
    assert records[2] not in queries.person_of(records)
