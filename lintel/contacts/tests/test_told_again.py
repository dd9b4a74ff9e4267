"""Somebody of a family told of again and again, whom nobody has linked: shown once, said once."""

from datetime import timedelta

import pytest

from lintel.access.viewers import Role
from lintel.contacts import actions, queries
from lintel.contacts.rules.telling import AdultTold
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import signed_in_as
from lintel.people import actions as people, queries as known

pytestmark = pytest.mark.django_db
TOMAS = given.a_child()
FATHER = AdultTold("Lee", "Stone", relationship="father")
LATER = given.NOON + timedelta(days=200)


def child_linked(receipt, person=None):
    """The child of a contact is said to be `person`, or somebody new; nobody says who the adults
    are."""
    by = given.a_manager()
    [child] = [
        t for t in queries.family_facts(queries.the_contact(by, receipt.id)).told if t.is_child
    ]
    return people.link(child.record_id, person, ["said"], by=by, at=given.NOON)


@pytest.fixture
def told_thrice():
    """(receipts, the child): the same father in three contacts, a grandfather of his name once."""
    adults = [(FATHER,), (AdultTold("LEE", "Stone", relationship="dad"),), (FATHER,)]
    adults[1] += (AdultTold("Lee", "Stone", relationship="grandfather"),)
    receipts = [
        given.received(children=(TOMAS,), adults=of, at=given.NOON + timedelta(days=30 * n))
        for n, of in enumerate(adults)
    ]
    person = None
    for receipt in receipts:
        person = child_linked(receipt, person)
    return receipts, person


def test_a_father_told_of_in_three_contacts_is_one_of_the_family(told_thrice):
    receipts, person = told_thrice
    found = queries.family_history(given.a_manager(), person, at=LATER)

    father, grandfather = sorted(found.members, key=lambda m: -len(m.records))[:2]
    assert len(found.members) == 3
    assert [r.words for r in father.relations] == ["father"]
    assert [each.reference for each in father.told_in] == [r.reference for r in receipts[::-1]]
    assert ([r.words for r in grandfather.relations], len(grandfather.records)) == (
        ["grandparent"],
        1,
    )
    contacts = [event for event in found.events if "contact" in event.kinds]
    assert all(father.who in event.whose for event in contacts)


def test_opening_a_family_counts_for_every_contact_that_tells_of_one_entry(told_thrice):
    receipts, person = told_thrice
    by = given.a_manager()
    actions.open_family(person_id=person, by=by, at=LATER)
    for receipt in receipts:
        facts = queries.family_facts(queries.the_contact(by, receipt.id))
        assert by.account_id in facts.opened_by


def test_who_he_is_is_said_once_for_all_three(client, told_thrice):
    receipts, person = told_thrice
    signed_in_as(client, Role.MANAGER)
    said = client.get(f"/people/{person}/family").content.decode()
    assert "Told of in 3 contacts; nobody has said yet who this is" in said
    assert "Say who Lee Stone is" in said

    page = f"/contacts/{receipts[0].id}/people"
    contact = queries.the_contact(given.a_manager(), receipts[0].id)
    father = next(t for t in queries.told_in(contact) if not t.is_child)
    assert (
        "Also where the family was told of Lee Stone twice more"
        in client.get(page).content.decode()
    )
    sent = {"record": father.record_id, "who": "new", "also": "yes"}
    done = client.post(page, sent, follow=True).content.decode()
    assert "here and where they were told of twice more" in done

    found = queries.family_history(given.a_manager(), person, at=LATER)
    [lee] = [m for m in found.members if m.person_id and m.name == "Lee Stone"]
    assert len(known.records_of([lee.person_id])[lee.person_id]) == 3


def test_only_this_one_is_linked_where_nobody_says_the_others_are_the_same(client, told_thrice):
    receipts, person = told_thrice
    signed_in_as(client, Role.MANAGER)
    contact = queries.the_contact(given.a_manager(), receipts[0].id)
    father = next(t for t in queries.told_in(contact) if not t.is_child)
    page = f"/contacts/{receipts[0].id}/people"
    assert b'name="also" type="checkbox" value="yes" checked' not in client.get(page).content
    client.post(page, {"record": father.record_id, "who": "new"})
    found = queries.family_history(given.a_manager(), person, at=LATER)
    assert sorted(len(m.records) for m in found.members if not m.person_id) == [1, 2]


def test_not_the_same_is_taken_back_on_the_page(client):
    first, again = given.received(children=(TOMAS,)), given.received(children=(TOMAS,))
    person = child_linked(first)
    signed_in_as(client, Role.MANAGER)
    page = f"/contacts/{again.id}/people"
    [told] = queries.told_in(queries.the_contact(given.a_manager(), again.id))
    client.post(page, {"record": told.record_id, "not_same": person})
    said = client.get(page).content.decode()
    assert "Said not to be 1 person we know" in said
    assert f'value="{person}"' in said

    done = client.post(page, {"record": told.record_id, "may_be": person}, follow=True)

    assert "They may be offered for this person again" in done.content.decode()
    assert [c.person_id for c in known.candidates(given.a_manager(), told.record_id)] == [person]


def test_one_in_the_place_of_a_linked_father_is_told_of_beside_him_and_offered_as_him(
    client, told_thrice
):
    receipts, person = told_thrice
    by = given.a_manager()
    contact = queries.the_contact(by, receipts[0].id)
    father = next(t for t in queries.told_in(contact) if not t.is_child)
    lee = people.link(father.record_id, None, ["known"], by=by, at=given.NOON)

    found = queries.family_history(by, person, at=LATER)
    [other] = [m for m in found.members if m.beside]
    assert (other.beside, len(other.records), other.person_id) == (lee, 2, None)

    signed_in_as(client, Role.MANAGER)
    page = client.get(f"/people/{person}/family").content.decode()
    assert "Told of in 2 other contacts as Lee Stone; nobody has said it is the same" in page
    assert page.count("<rect") == 3
    offered = client.get(f"/contacts/{receipts[2].id}/people").content.decode()
    assert f'value="{lee}"' in offered
