"""Found the moment the transaction commits; two people linking one record wait for each other."""

import threading

import pytest
from django.db import connection, connections, transaction

from lintel.kernel.refusals import Refused
from lintel.people import actions, queries
from lintel.people.models import Link
from lintel.people.tests import given
from lintel.people.tests.given import AT


def elsewhere(work):
    """Do `work` on a connection of its own, as another process would; what it gave."""
    gave = []

    def run():
        try:
            gave.append(work())
        except Refused as refused:
            gave.append(refused.refusals[0].code)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, gave


@pytest.mark.django_db(transaction=True)
def test_a_person_is_found_when_the_transaction_commits_and_not_before():
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("an SQLite database in memory has one connection only")

    def look():
        return [c.person_id for c in queries.candidates("northbeck", given.told())]

    with transaction.atomic():
        person = given.person()
        thread, before = elsewhere(look)
        thread.join(300)
    thread, after = elsewhere(look)
    thread.join(300)
    assert (before, after) == ([[]], [[person]])


@pytest.mark.django_db(transaction=True)
def test_of_two_who_link_one_record_at_once_one_succeeds():
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("an SQLite database in memory has one connection only")
    record = given.record()
    one, other = given.person(), given.person(given_name="Grace")
    by = given.viewer()
    tries = [
        elsewhere(lambda person=person: actions.link(record, person, [], by=by, at=AT))
        for person in (one, other)
    ]
    for thread, _ in tries:
        thread.join(300)
    gave = [what for _, [what] in tries]
    assert "linked_already" in gave
    assert Link.objects.filter(record=record, undone_at=None).count() == 1
