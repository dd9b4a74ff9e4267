"""Conflicts of interest: declared hides, inferred warns, one's own record is nowhere."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lintel.access.models import Account
from lintel.access.viewers import NotPermitted, Role
from lintel.audit import trail
from lintel.contacts import actions, queries
from lintel.contacts.queries import near
from lintel.contacts.queries.beside import onward_from
from lintel.contacts.queries.visibility import just_taken
from lintel.contacts.rules.telling import AddressTold, AdultTold
from lintel.contacts.tests import given
from lintel.contacts.tests.given import NOON
from lintel.contacts.tests.signing_in import sign_in
from lintel.kernel.refusals import Invalid, NotThere, Refused
from lintel.notices.models import Notice
from lintel.people import actions as people, queries as known
from lintel.restrictions import actions as restrictions
from lintel.restrictions.models import Apart, BrokenGlass, Conflict, OwnMark
from lintel.restrictions.rules.conflicts import Lived, Named, OwnDetails, PossibleConflict
from lintel.restrictions.tests.given import broken, hidden, hidden_now

pytestmark = pytest.mark.django_db
AT = NOON + timedelta(hours=1)
BORN = date(1984, 6, 1)
HOME = AddressTold(("7 Tarn Close", "Northbeck"), "NB2 4QT")
REASON = "Nobody else is on duty and she is here"
DETAILS = OwnDetails(
    self_=Named("Erin", "Dunmore", BORN),
    address=Lived(("7 Tarn Close",), "NB2 4QT"),
    phones=("07700 900123",),
)


def of_the_family(**more):
    """A contact about a child at the worker's own address."""
    child = given.a_child(given_name="Ivo", family_name="Dunmore", address=HOME)
    return given.received(children=(child,), **more)


def of_the_worker():
    mother = AdultTold(given_name="Erin", family_name="Dunmore", date_of_birth=BORN)
    return given.received(adults=(mother,))


def declared(by, **more):
    ordinary = {"relation": "family", "reason": "My sister's boy", "by": by, "at": AT}
    return actions.declare_conflict(**(ordinary | more))


def test_what_is_declared_is_hidden_with_all_of_its_family_and_what_is_told_of_it_later():
    one, other = given.received(), given.received(children=(given.a_child(given_name="Otto"),))
    worker, colleague = given.a_screener(), given.a_screener()
    told = queries.family_facts(queries.the_contact(worker, one.id)).told
    person = people.link(told[0].record_id, None, ["new"], by=colleague, at=AT)
    declared(worker, reference=one.reference)

    with pytest.raises(NotThere):
        queries.the_contact(worker, one.id)
    with pytest.raises(NotThere):
        known.person_summary(worker, person)
    assert queries.the_contact(colleague, one.id)
    assert queries.the_contact(worker, other.id)
    assert one.reference not in {row.reference for row in queries.search(worker, "Ashgrove", at=AT)}
    # Told of again before anybody says who it is, and linked later under another name.
    again = given.received(at=AT)
    with pytest.raises(NotThere):
        queries.the_contact(worker, again.id)
    record = queries.family_facts(queries.the_contact(colleague, other.id)).told[0].record_id
    people.link(record, person, ["his other name"], by=colleague, at=AT)
    with pytest.raises(NotThere):
        queries.the_contact(worker, other.id)


def test_what_a_worker_has_in_hand_is_passed_on_when_it_is_hidden_from_them():
    worker, manager = given.a_screener(), given.a_manager()
    given.teams()
    one, other = given.received(), given.received(children=(given.a_child(given_name="Otto"),))
    for each in (one, other):
        actions.assign_contact(
            contact_id=each.id, version=1, to=str(worker.account_id), by=manager, at=AT
        )
    declared(worker, reference=one.reference, at=AT + timedelta(minutes=1))
    passed = queries.the_contact(manager, one.id)
    assert (passed.owner_account_id, passed.owner_team) == (None, "front-door")
    last = passed.assignment_rows.last()
    assert (last.by_id, last.to_account_id, last.to_team) == (worker.account_id, None, "front-door")
    did = [entry.did for entry in trail.entries_about("contact", str(one.id))]
    assert did.count("assign contact") == 2
    assert queries.the_contact(manager, other.id).owner_account_id == worker.account_id


def test_a_declared_conflict_is_new_with_a_contact_once():
    worker, colleague = given.a_screener(), given.a_screener()
    declared(worker, described=Named("Tomas", "Ashgrove", date(2019, 5, 4)))
    contact = queries.the_contact(colleague, given.received().id)
    again = {"contact_id": contact.id, "council": "northbeck", "near": near.near_to(contact)}
    again |= {"people": list, "by": colleague, "at": AT}
    assert restrictions.see_conflicts(**again) == 0  # seen as it was told
    Apart.objects.filter(account=worker.account_id).escape("a test").delete()
    assert [restrictions.see_conflicts(**again) for _ in range(2)] == [1, 0]


def test_a_family_is_declared_by_name_and_nothing_is_answered_of_whether_it_is_there():
    one, worker = given.received(), given.a_screener()
    tomas = Named("Tomas", "Ashgrove", date(2019, 5, 4))
    declared(worker, described=tomas)
    declared(worker, described=Named("Nobody", "Known", BORN))
    with pytest.raises(NotThere):
        queries.the_contact(worker, one.id)
    for reference in (one.reference, hidden().reference, "NB-2222-22"):
        with pytest.raises(Invalid) as wrong:
            declared(worker, reference=reference)
        assert [r.code for r in wrong.value.refusals] == ["unknown_reference"]


def test_who_is_known_only_later_is_hidden_with_the_rest():
    """Declared before there was any record; told of, then linked to somebody known."""
    worker, colleague = given.a_screener(), given.a_screener()
    declared(worker, described=Named("Tomas", "Ashgrove", date(2019, 5, 4)))
    one, other = given.received(), given.received(children=(given.a_child(given_name="Otto"),))
    records = [
        queries.family_facts(queries.the_contact(colleague, each.id)).told[0].record_id
        for each in (one, other)
    ]
    person = people.link(records[0], None, ["new"], by=colleague, at=AT)
    with pytest.raises(NotThere):
        known.person_summary(worker, person)
    assert queries.the_contact(worker, other.id)
    people.link(records[1], person, ["his other name"], by=colleague, at=AT)
    with pytest.raises(NotThere):
        queries.the_contact(worker, other.id)


def test_a_manager_declares_for_another_and_ends_it_and_nobody_ends_their_own():
    one, worker, manager = given.received(), given.a_screener(), given.a_manager()
    with pytest.raises(NotPermitted):
        declared(worker, reference=one.reference, of=manager.account_id)
    conflict = declared(manager, reference=one.reference, of=worker.account_id)
    with pytest.raises(NotThere):
        queries.the_contact(worker, one.id)
    with pytest.raises(NotPermitted):
        restrictions.end_conflict(conflict_id=conflict, because="Over", by=worker, at=AT)
    restrictions.end_conflict(conflict_id=conflict, because="Another Tomas", by=manager, at=AT)
    assert queries.the_contact(worker, one.id)
    own = declared(manager, reference=one.reference)
    with pytest.raises(Refused, match="own_conflict"):
        restrictions.end_conflict(conflict_id=own, because="Over", by=manager, at=AT)


@pytest.mark.parametrize("details_first", [True, False])
def test_what_is_inferred_warns_until_a_reason_is_given_and_the_managers_are_told(details_first):
    worker, colleague = given.a_screener(), given.a_screener()
    if details_first:
        actions.say_own_details(said=DETAILS, by=worker, at=AT)
        one = of_the_family()
    else:
        one = of_the_family()
        actions.say_own_details(said=DETAILS, by=worker, at=AT)
    assert queries.found(worker, one.id)
    with pytest.raises(PossibleConflict):
        actions.open_contact(contact_id=one.id, by=worker, at=AT)
    actions.open_contact(contact_id=one.id, by=colleague, at=AT)
    # A queue passes over it, and nobody can give it to them.
    assert onward_from(worker, "not_looked_at", but=None, at=AT) is None
    assert onward_from(colleague, "not_looked_at", but=None, at=AT).contact_id == one.id
    with pytest.raises(Refused, match="conflict_of_interest"):
        actions.assign_contact(
            contact_id=one.id, version=1, to=str(worker.account_id), by=colleague, at=AT
        )
    with pytest.raises(Invalid):
        actions.open_with_reason(contact_id=one.id, reason="short", by=worker, at=AT)
    actions.open_with_reason(contact_id=one.id, reason=REASON, by=worker, at=AT)
    actions.open_contact(contact_id=one.id, by=worker, at=AT)
    (told,) = Notice.objects.filter(kind="conflict_opened")
    assert told.to == "role:manager"
    assert "Dunmore" not in f"{told.subject} {told.body}"
    assert worker.name not in f"{told.subject} {told.body}"


@pytest.mark.parametrize("kind", ["", "own_family", "high_profile"])
def test_ones_own_record_is_nowhere_and_no_glass_leads_to_it(kind):
    worker = given.a_screener()
    one = of_the_worker()
    actions.say_own_details(said=DETAILS, by=worker, at=AT)
    if kind:
        one = hidden(kind, adults=(AdultTold("Erin", "Dunmore", BORN),))
    with pytest.raises(NotThere):
        queries.the_contact(worker, one.id)
    with pytest.raises(NotThere):
        broken(one, by=worker, at=AT)
    assert not BrokenGlass.objects.exists()
    assert broken(hidden(), by=worker, at=AT)  # what is not theirs opens as ever


def test_who_a_worker_is_known_to_be_is_hidden_from_them_with_the_contact():
    worker, colleague, one = given.a_screener(), given.a_screener(), of_the_worker()
    told = queries.family_facts(queries.the_contact(colleague, one.id)).told
    people_ = [people.link(each.record_id, None, [], by=colleague, at=AT) for each in told]
    actions.say_own_details(said=DETAILS, by=worker, at=AT)
    for person in people_:
        with pytest.raises(NotThere):
            known.person_summary(worker, person)
        assert known.person_summary(colleague, person)


def test_own_details_find_every_contact_that_tells_them_however_a_number_was_typed(monkeypatch):
    def with_phone(phone, **of):
        adult = AdultTold(given_name="Noor", family_name="Patel", phone=phone, **of)
        return given.received(adults=(adult,)).id

    typed = ("07700900123", "+447700900123", "+44 7700 900 123", "(07700) 900-123")
    wanted = {with_phone(phone) for phone in typed}
    with_phone("07700 900223")
    oldest = of_the_worker().id
    given.received(adults=(AdultTold(given_name="Wren", family_name="Dunmore"),), at=AT)
    monkeypatch.setattr(near, "MOST", 1)
    assert near.contacts_to_compare("northbeck", DETAILS) >= wanted | {oldest}
    assert len(near.contacts_to_compare("northbeck", OwnDetails(phones=(typed[2],)))) == 4


def test_on_an_own_family_record_no_conflicted_worker_breaks_the_glass():
    worker, declaring = given.a_screener(), given.a_screener()
    one = hidden("own_family")
    declared(declaring, described=Named("Tomas", "Ashgrove", date(2019, 5, 4)))
    with pytest.raises(NotThere):
        broken(one, by=declaring, at=AT)
    assert broken(one, by=worker, at=AT)


def test_a_manager_reads_no_conflict_of_a_family_that_is_kept_from_them_and_reading_is_kept():
    manager, worker = given.a_manager(), given.a_screener()
    one, secret = given.received(), given.received(children=(given.a_child(given_name="Ivy"),))
    seen, unseen = (declared(worker, reference=each.reference) for each in (one, secret))
    hidden_now(secret, "police_operation", at=AT)
    listed = restrictions.read_conflicts(by=manager, at=AT)
    assert [each.id for each in listed] == [seen]
    with pytest.raises(NotThere):
        restrictions.read_conflicts(conflict_id=unseen, by=manager, at=AT)
    with pytest.raises(NotThere):
        restrictions.end_conflict(conflict_id=unseen, because="Over", by=manager, at=AT)
    restrictions.read_conflicts(conflict_id=seen, by=manager, at=AT)
    for about in ("of others", str(seen)):
        did = [entry.did for entry in trail.entries_about("conflict", about)]
        assert did[-1] == "read conflicts of interest"


@pytest.mark.parametrize("role", [Role.GUARDIAN, Role.DPO])
def test_a_guardian_keeps_no_register_of_their_own_family(role):
    near, other = given.a_viewer(role), given.a_viewer(Role.GUARDIAN)
    one, second = hidden(), hidden(children=(given.a_child(given_name="Ivy"),))
    declared(near, described=Named("Tomas", "Ashgrove", date(2019, 5, 4)))
    if role is Role.GUARDIAN:
        found = restrictions.read_register(by=near, at=AT).standing
        assert [each.subject_id for each in found] == [second.id]
    found = restrictions.read_register(by=other, at=AT).standing
    assert {each.subject_id for each in found} == {one.id, second.id}


def test_a_call_about_ones_own_family_ends_with_its_reference():
    worker = given.a_screener()
    declared(worker, described=Named("Tomas", "Ashgrove", date(2019, 5, 4)))
    taken = actions.receive_contact(
        telling=given.a_telling(), council="northbeck", by=worker, at=AT
    )
    assert just_taken(worker, taken.id).reference == taken.reference
    with pytest.raises(NotThere):
        queries.the_contact(worker, taken.id)
    hidden_now(taken, "police_operation", at=AT)
    with pytest.raises(NotThere):
        just_taken(worker, taken.id)


def test_what_a_worker_says_of_themselves_is_kept_as_marks_and_replaced():
    worker = given.a_screener()
    actions.say_own_details(said=DETAILS, by=worker, at=AT)
    kept = list(OwnMark.objects.filter(ended_at=None).values_list("detail", "mark"))
    assert {detail for detail, _ in kept} == {"self", "family_name", "address", "phone"}
    assert all(len(mark) == 64 for _, mark in kept)
    only_phone = OwnDetails(phones=("07700 900123",))
    actions.say_own_details(said=only_phone, by=worker, at=AT)
    left = OwnMark.objects.filter(ended_at=None)
    assert [row.detail for row in left] == ["phone"]
    assert Account.objects.get(id=worker.account_id).name not in str(list(left.values()))


def test_the_pages_say_what_is_missing_warn_before_opening_and_list_for_the_manager():
    now = timezone.now()
    one = of_the_family(at=now)
    account, client = given.an_account(Role.SCREENER), Client()
    sign_in(client, account)
    sent = {"given_name": "Erin", "family_name": "Dunmore", "born_on": "1 June 1984"}
    sent |= {"address": "7 Tarn Close, Northbeck, NB2 4QT"}
    assert client.post("/conflicts/details", {}).status_code == 422
    assert client.post("/conflicts/details", sent).status_code == 302
    mine = client.get("/conflicts")
    assert "where you live" in mine.text
    assert "Tarn" not in mine.text

    warned = client.get(f"/contacts/{one.id}")
    assert warned.url == f"/contacts/{one.id}/possible-conflict"
    page = client.get(warned.url)
    assert "where you live" in page.text
    assert "Ivo" not in page.text
    assert client.post(warned.url, {"reason": "short"}).status_code == 422
    assert client.post(warned.url, {"reason": REASON}).url == f"/contacts/{one.id}"
    assert client.get(f"/contacts/{one.id}").status_code == 200

    manager = Client()
    sign_in(manager, given.an_account(Role.MANAGER))
    listed = manager.get("/conflicts/of-others")
    assert REASON in listed.text
    declared_ = {"reference": one.reference, "relation": "family", "reason": "My nephew"}
    assert client.post("/conflicts/declare", {}).status_code == 422
    assert client.post("/conflicts/declare", declared_).url == "/conflicts"
    assert client.get(f"/contacts/{one.id}").status_code == 404
    conflict = Conflict.objects.get(kind="declared")
    assert client.get(f"/conflicts/{conflict.id}/end").status_code == 403
    ended = manager.post(f"/conflicts/{conflict.id}/end", {"because": "Another family"})
    assert ended.url == "/conflicts/of-others"
    assert not Apart.objects.filter(conflict=conflict, ended_at=None).exists()
