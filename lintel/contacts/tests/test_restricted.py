"""A restricted record is nowhere for whoever is not on its list, and never lost."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lintel.access.viewers import NotPermitted, Role, Viewer
from lintel.audit import trail
from lintel.contacts import actions, queries
from lintel.contacts.queries.board import BoardFilter
from lintel.contacts.queries.restricted import signal_at
from lintel.contacts.queries.search import people as people_named, search, signal_named
from lintel.contacts.rules.telling import AddressTold, AdultTold
from lintel.contacts.tests import given
from lintel.contacts.tests.given import NOON
from lintel.kernel.refusals import Invalid, NotThere, Refused
from lintel.notices.tests.given import open_alerts
from lintel.people import actions as people_actions, queries as people
from lintel.people.person_file import known_as
from lintel.people.rules.told import PersonTold
from lintel.restrictions import actions as restrictions
from lintel.restrictions.models import NewMatch
from lintel.restrictions.queries import places_never_sent
from lintel.restrictions.rules.lasting import Purpose, ReaderSaid

pytestmark = pytest.mark.django_db
REASON = "Her aunt works in the hub"
LATER = NOON + timedelta(hours=1)


def on_the_list(who: Viewer, purpose: Purpose = Purpose.TASK) -> ReaderSaid:
    return ReaderSaid(who.account_id, "", purpose)


def a_guardian() -> Viewer:
    return given.a_viewer(Role.GUARDIAN, registered_until=None)


def linked_child(receipt, by: Viewer):
    contact = queries.the_contact(by, receipt.id)
    child = next(told for told in queries.told_in(contact) if told.is_child)
    return people_actions.link(child.record_id, None, [], by=by, at=NOON), child.record_id


def hidden_child(kind: str = "own_family", **differences):
    """A child with one contact, restricted; whoever restricted it, and who reads it."""
    given.teams()
    manager, reader = given.a_manager(), given.a_screener()
    receipt = given.received(**differences)
    person_id, _ = linked_child(receipt, manager)
    restriction = actions.restrict_person(
        person_id=person_id,
        kind=kind,
        reason=REASON,
        readers=[on_the_list(reader)],
        review=date(2026, 5, 1),
        by=manager,
        at=LATER,
    )
    return receipt, person_id, restriction, reader


def seen_by(viewer: Viewer, receipt, person_id) -> dict[str, bool]:
    """Everywhere a contact and its child could show."""
    at, found = LATER, {}

    def there(ask) -> bool:
        try:
            return bool(ask())
        except (NotThere, NotPermitted):
            return False

    wanted = BoardFilter()
    found["open"] = there(lambda: queries.the_contact(viewer, receipt.id))
    found["board"] = there(lambda: queries.board(viewer, wanted=wanted, at=at).rows)
    found["listed"] = there(lambda: queries.listed(viewer, at=at)[0])
    found["counts"] = any(each.count for each in queries.queue_counts(viewer, at=at))
    found["received"] = queries.conservation(viewer, at=at).received > 0
    found["today"] = queries.day_count(viewer, at=at).received > 0
    found["search"] = bool(search(viewer, "Tomas", at=at))
    found["reference"] = bool(search(viewer, receipt.reference, at=at))
    found["person search"] = bool(people_named(viewer, "Ashgrove"))
    found["person"] = there(lambda: people.person_summary(viewer, person_id))
    found["person file"] = there(lambda: known_as(viewer, person_id))
    found["household"] = there(lambda: queries.family_history(viewer, person_id, at=at).members)
    told = PersonTold("Tomas", "", "Ashgrove", date_of_birth=date(2019, 5, 4))
    found["candidate"] = bool(people.candidates(viewer, told))
    found["alert"] = any(a.about == receipt.reference for a in open_alerts(viewer))
    return found


@pytest.mark.parametrize("kind", ["own_family", "adoption", "practice_review", "police_operation"])
def test_a_hidden_child_is_nowhere_but_for_its_readers(kind):
    receipt, person_id, _, reader = hidden_child(kind)

    for off_the_list in (given.a_screener(), given.a_manager(), given.a_viewer(Role.ADMIN)):
        assert not any(seen_by(off_the_list, receipt, person_id).values())
        assert signal_at(off_the_list, receipt.id) is None
    seen = seen_by(reader, receipt, person_id)
    assert [place for place, is_seen in seen.items() if not is_seen] == ["alert"]


def test_figures_of_whoever_opens_nothing_leave_out_what_is_hidden():
    hidden_child()

    assert queries.conservation(given.a_viewer(Role.VIEWER), at=LATER).received == 0


def test_a_high_profile_record_tells_a_screener_whom_to_call_and_nobody_else():
    receipt, person_id, _, _ = hidden_child("high_profile")

    screener = given.a_screener()
    assert not any(seen_by(screener, receipt, person_id).values())
    signal = signal_at(screener, receipt.id)
    assert signal
    assert signal.phone == "01632 960101"
    assert signal_at(given.a_viewer(Role.SOCIAL_WORKER), receipt.id) is None
    for words in ("Ashgrove", receipt.reference):
        assert signal_named(screener, words) == signal
        assert signal_named(given.a_viewer(Role.ADMIN), words) is None
    assert signal_named(screener, "Somebody Else") is None


def test_a_list_ends_by_itself():
    receipt, _, _, reader = hidden_child()

    last_day = replace(reader, today=NOON.date() + timedelta(days=13))
    assert queries.the_contact(last_day, receipt.id)
    with pytest.raises(NotThere):
        queries.the_contact(replace(reader, today=NOON.date() + timedelta(days=14)), receipt.id)


def test_a_new_contact_about_a_hidden_child_reaches_its_guardian_and_looks_ordinary():
    _, person_id, restriction, reader = hidden_child()
    guardian, screener = a_guardian(), given.a_screener()

    again = given.received(at=LATER)

    match = NewMatch.objects.get()
    assert (match.contact_id, match.person_id) == (again.id, person_id)
    alert = open_alerts(guardian)[0]
    assert "Ashgrove" not in f"{alert.subject}{alert.about}"
    assert queries.the_contact(screener, again.id)
    facts = queries.family_facts(queries.the_contact(screener, again.id), by=screener)
    assert (facts.unlinked, facts.earlier) == ([], 0)
    assert not open_alerts(screener)

    settled = restrictions.settle_match(
        match_id=match.id, is_same=True, because="Same number", by=guardian, at=LATER
    )

    assert settled == again.id
    with pytest.raises(NotThere):
        queries.the_contact(screener, again.id)
    assert queries.the_contact(reader, again.id)
    did = [entry.did for entry in trail.entries_about("restriction", str(restriction))]
    assert did == ["restrict record", "match restricted record", "guard restricted records"]


def test_a_link_and_a_merge_carry_the_restriction_with_them():
    _, person_id, _, reader = hidden_child()
    screener = given.a_screener()
    again = given.received(at=LATER)
    child = queries.told_in(queries.the_contact(reader, again.id))[0]

    people_actions.link(child.record_id, person_id, [], by=reader, at=LATER)

    with pytest.raises(NotThere):
        queries.the_contact(screener, again.id)
    people_actions.unlink(child.record_id, "Another child", by=reader, at=LATER)
    assert queries.the_contact(screener, again.id)


def test_lifting_needs_two_people_and_shows_everything_again():
    receipt, person_id, restriction, _reader = hidden_child()
    guardian, other = a_guardian(), a_guardian()

    restrictions.ask_to_lift(
        restriction_id=restriction, reason="The aunt has left", by=guardian, at=LATER
    )
    with pytest.raises(Refused) as no:
        restrictions.lift(restriction_id=restriction, by=guardian, at=LATER)
    assert [each.code for each in no.value.refusals] == ["two_people"]
    assert not queries.found(given.a_screener(), receipt.id)

    restrictions.lift(restriction_id=restriction, by=other, at=LATER)

    assert queries.the_contact(given.a_screener(), receipt.id)
    assert people.person_summary(given.a_screener(), person_id)


def test_restricting_one_contact_puts_it_in_the_hands_of_a_reader():
    given.teams()
    manager, reader = given.a_manager(), given.a_screener()
    receipt = given.received()

    with pytest.raises(Invalid):
        actions.restrict_contact(
            contact_id=receipt.id, version=1, kind="own_family", reason="", by=manager, at=LATER
        )
    actions.restrict_contact(
        contact_id=receipt.id,
        version=1,
        kind="own_family",
        reason=REASON,
        readers=[on_the_list(reader)],
        by=manager,
        at=LATER,
    )

    with pytest.raises(NotThere):
        queries.the_contact(manager, receipt.id)
    assert queries.the_contact(reader, receipt.id).owner_account_id == reader.account_id


def told_home(line: str, postcode: str) -> AddressTold:
    return AddressTold((line,), postcode)


def test_a_protected_place_follows_the_mother_into_the_contacts_of_others():
    given.teams()
    manager, screener = given.a_manager(), given.a_screener()
    refuge = told_home("12 Refuge Lane", "NB1 2QF")
    mother = AdultTold("Mia", "Ashgrove", relationship="mother", phone="01632 960555",
                       safe_contact="Text first. Ring 01632 960 555 after six",
                       address=refuge)  # fmt: skip
    father = AdultTold("Ned", "Ashgrove", relationship="father", phone="01632 960777",
                       address=told_home("3 Mill Row", "NB2 4TT"))  # fmt: skip
    first = given.received(adults=(mother, father))
    sibling = given.received(children=(given.a_child(given_name="Ivy", address=refuge),))
    beside = told_home("5 Elm Row", "NB3 1AA")
    later = given.received(
        children=(given.a_child(given_name="Ivy", address=beside, school="Elm School"),),
        adults=(
            AdultTold("Mia", "Ashgrove", phone="01632 960555", address=beside),
            AdultTold("Ned", "Ashgrove", safe_contact="Write to 5 Elm Row", address=beside),
        ),
    )
    record = next(
        told for told in queries.told_in(queries.the_contact(manager, first.id))
        if told.name == "Mia Ashgrove"
    )  # fmt: skip
    person_id = people_actions.link(record.record_id, None, [], by=manager, at=NOON)

    actions.restrict_person(
        person_id=person_id, kind="protected_location", reason=REASON, by=manager, at=LATER
    )

    def shown(receipt):
        return queries.contact_view(screener, queries.the_contact(screener, receipt.id))

    adults = {adult.given_name: adult for adult in shown(first).adults}
    assert adults["Mia"].address == adults["Mia"].phone
    assert adults["Mia"].address.startswith("Protected. Call the guardian on 01632 960101")
    assert adults["Mia"].safe_contact.startswith("Text first. [Protected. Call the guardian")
    assert "960" not in adults["Mia"].safe_contact.replace("01632 960101", "")
    assert (adults["Ned"].address, adults["Ned"].phone) == ("3 Mill Row, NB2 4TT", "01632 960777")
    assert shown(sibling).children[0].address.startswith("Protected")
    told = repr((shown(later).children, shown(later).adults))
    assert "NB3 1AA" not in told
    assert not [words for words in ("Elm Row", "Elm School", "960555") if words in told]
    home = people.person_summary(screener, person_id).addresses[0]
    assert home.lines[0].startswith("Protected")
    assert not home.postcode
    assert "NB1 2QF" in queries.never_to_tell(queries.the_contact(screener, sibling.id))
    never = places_never_sent("northbeck")
    assert never.said_in("She moved to 12, refuge lane on Friday")
    assert never.said_in("Ring 01632 960 555 after six")
    assert not never.said_in("She moved to 12 Mill Lane. Ring 01632 960 777")


def test_who_a_child_was_is_never_offered_for_who_the_child_is():
    given.teams()
    manager, reader = given.a_manager(), given.a_screener()
    old, _ = linked_child(given.received(), manager)
    new, _ = linked_child(given.received(children=(given.a_child(family_name="Beckett"),)), manager)

    actions.restrict_person(
        person_id=old,
        kind="adoption",
        reason="Adopted on 1 March",
        readers=[on_the_list(reader)],
        review=date(2026, 5, 1),
        apart_from=new,
        by=manager,
        at=LATER,
    )

    told = PersonTold("Tomas", "", "Ashgrove", date_of_birth=date(2019, 5, 4))
    assert not people.candidates(given.a_screener(), told)
    assert [one.person_id for one in people.candidates(reader, told)] == [old]
    with pytest.raises(Refused):
        people_actions.merge_people(new, old, "Same child", by=reader, at=LATER, checked=True)
