"""A household from its contacts, its sources and what was decided, as one viewer may see it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lintel.access.viewers import NotPermitted, Permission, Role, Zone
from lintel.access.zones import sees
from lintel.audit import trail
from lintel.contacts import actions, queries
from lintel.contacts.rules.telling import AddressTold, AdultTold
from lintel.contacts.tests import given
from lintel.kernel.refusals import NotThere
from lintel.people import actions as people, queries as known
from lintel.people.families import RelationshipIn, load_relationships
from lintel.people.known_history import keep_episodes
from lintel.people.rules.episodes import EpisodeIn
from lintel.people.rules.told import PersonTold

pytestmark = pytest.mark.django_db
LATER = given.NOON + timedelta(hours=2)
TOMAS = given.a_child(address=AddressTold(("4 Beck Lane",), "NB1 2QF"))
MIA = given.a_child(given_name="Mia", date_of_birth=date(2022, 6, 1), sex="F")
MOTHER = AdultTold("Carla", "Ashgrove", relationship="Mum")
FATHER = AdultTold("", "", relationship="father")


def link_all(receipt, by, known_as=None):
    """Everybody told of is linked: to whoever has that name in `known_as`, else as new."""
    known_as = {} if known_as is None else known_as
    for told in queries.family_facts(queries.the_contact(by, receipt.id)).told:
        known_as[told.name] = people.link(
            told.record_id, known_as.get(told.name), ["said"], by=by, at=given.NOON
        )
    return known_as


@pytest.fixture
def by():
    return given.a_manager()


def of(history, name):
    [found] = [member for member in history.members if member.name == name]
    return found


def test_a_mother_told_of_makes_brothers_and_sisters_of_her_children(by):
    receipt = given.received(children=(TOMAS, MIA), adults=(MOTHER,))
    who = link_all(receipt, by)

    found = queries.family_history(by, who["Tomas Ashgrove"], at=LATER)

    assert {member.name for member in found.members} == set(who)
    [to_tomas] = [r for r in of(found, "Carla Ashgrove").relations if r.of == who["Tomas Ashgrove"]]
    assert (to_tomas.words, to_tomas.said, to_tomas.sources) == ("mother", "Mum", ("a contact",))
    words = {r.words for r in of(found, "Mia Ashgrove").relations if r.is_derived}
    assert words == {"brother or sister with one parent in common, the other not told"}


def test_children_told_together_are_no_more_than_that(by):
    receipt = given.received(children=(TOMAS, MIA))
    who = link_all(receipt, by)
    found = queries.family_history(by, who["Mia Ashgrove"], at=LATER)
    assert [r.words for r in of(found, "Tomas Ashgrove").relations] == ["told of together"]


def test_the_history_of_a_contact_has_those_whom_nobody_has_linked(by):
    receipt = given.received(children=(TOMAS,), adults=(MOTHER, FATHER))
    found = queries.contact_family_history(by, receipt.id, at=LATER)
    assert [m.person_id for m in found.members] == [None, None, None]
    assert of(found, "Name not known").relations[0].words == "father"
    assert all(member.is_asked for member in found.members)


def test_contacts_of_a_half_brother_are_on_the_line(by):
    first = given.received(children=(TOMAS,), adults=(MOTHER,), categories=("domestic_abuse",))
    who = link_all(first, by)
    second = given.received(children=(MIA,), adults=(MOTHER,), at=LATER)
    who = link_all(second, by, who)
    other = people.create_person(
        council="northbeck",
        source="health",
        source_ref="1",
        told=PersonTold("Lee", "", "Stone", is_child=False),
        by=by,
        at=LATER,
    )
    record = {r.record_id for own in known.records_of([other]).values() for r in own}.pop()
    mias = next(r.record_id for r in known.records_of([who["Mia Ashgrove"]])[who["Mia Ashgrove"]])
    told = RelationshipIn("northbeck", record, mias, "father", date(2026, 3, 1), "health")
    load_relationships([told], by=by, at=LATER)

    found = queries.family_history(by, who["Tomas Ashgrove"], at=LATER)

    contacts = {event.reference: event for event in found.events if "contact" in event.kinds}
    assert set(contacts) == {first.reference, second.reference}
    assert "domestic_abuse" in contacts[first.reference].kinds
    assert contacts[second.reference].whose == {who["Mia Ashgrove"], who["Carla Ashgrove"]}
    assert (found.summary.contacts, found.summary.domestic_abuse) == (2, 1)
    assert of(found, "Lee Stone").is_asked is False


def test_a_step_down_that_came_back_is_said_on_the_contact_that_brought_it_back(by):
    given.teams()
    first = given.decided("early_help", children=(TOMAS,))
    who = {
        t.name: t.person_id for t in queries.family_facts(queries.the_contact(by, first.id)).told
    }
    again = given.received(children=(TOMAS,), at=given.NOON + timedelta(days=90))
    link_all(again, by, who)

    found = queries.contact_family_history(by, again.id, at=given.NOON + timedelta(days=91))

    [back] = [event for event in found.events if "came_back" in event.kinds]
    assert back.is_this
    assert back.note == (
        f"Came back after a step-down to early help on 2 March 2026 ({first.reference})"
    )
    assert found.summary.came_back == 1
    titles = [event.title for event in found.events]
    assert "Decided: Early help" in titles


def test_opening_a_family_is_on_the_trail_and_counts_for_its_open_contacts(by):
    receipt = given.received(children=(TOMAS,), adults=(MOTHER,))
    who = link_all(receipt, by)
    actions.open_family(person_id=who["Carla Ashgrove"], by=by, at=LATER)

    [entry] = [
        e
        for e in trail.entries_about("person", str(who["Carla Ashgrove"]))
        if e.did == "open history"
    ]
    assert entry.by == by.account_id
    facts = queries.family_facts(queries.the_contact(by, receipt.id))
    assert by.account_id in facts.opened_by


def test_a_social_worker_opens_families_of_their_teams_contacts_only(by):
    receipt = given.received(children=(TOMAS,))
    who = link_all(receipt, by)
    worker = given.a_viewer(Role.SOCIAL_WORKER, teams=["assessment"])
    with pytest.raises(NotThere):
        queries.family_history(worker, who["Tomas Ashgrove"], at=LATER)


def test_nobody_of_another_council_or_without_the_permission_opens_a_family(by):
    who = link_all(given.received(children=(TOMAS,)), by)
    elsewhere = given.a_viewer(Role.MANAGER, council="southmere")
    with pytest.raises(NotThere):
        queries.family_history(elsewhere, who["Tomas Ashgrove"], at=LATER)
    with pytest.raises(NotPermitted):
        queries.family_history(given.a_viewer(Role.ADMIN), who["Tomas Ashgrove"], at=LATER)


@pytest.mark.once
def test_a_family_asks_the_database_the_same_number_of_times_whatever_its_size(by):
    counted = []
    for size in (2, 9):
        children = tuple(
            given.a_child(given_name=f"Child {n}", date_of_birth=date(2010 + n, 1, 1))
            for n in range(size)
        )
        who = link_all(given.received(children=children, adults=(MOTHER,)), by)
        with CaptureQueriesContext(connection) as asked:
            queries.family_history(by, who["Child 0 Ashgrove"], at=LATER)
        counted.append(len(asked))
    assert counted[0] == counted[1]
    assert counted[0] <= 34


@pytest.fixture
def brothers(by):
    """Two whom another system tells of as brothers, in no contact: (person, record) of each."""
    made = []
    for name, born in (("Tomas", date(2018, 3, 9)), ("Leo", date(2015, 1, 1))):
        person = people.create_person(
            council="northbeck",
            source="council",
            source_ref=name,
            told=PersonTold(name, "", "Ashgrove", date_of_birth=born),
            by=by,
            at=given.NOON,
        )
        [view] = known.records_of([person])[person]
        made.append((person, view.record_id))
    (_, one), (_, other) = made
    told = RelationshipIn("northbeck", one, other, "sibling", date(2026, 3, 1), "council")
    load_relationships([told], by=by, at=given.NOON)
    return made


def has_a_plan(record):
    plan = EpisodeIn("child_protection_plan", date(2026, 1, 5), None)
    keep_episodes({record: [plan]}, as_of=date(2026, 3, 1), at=given.NOON)


def test_a_brother_known_only_through_a_relationship_counts_as_history(by, brothers):
    (tomas, _), (leo, record) = brothers
    receipt = given.received(children=(TOMAS,))
    contact = queries.the_contact(by, receipt.id)
    link_all(receipt, by, {"Tomas Ashgrove": tomas})
    assert queries.family_facts(contact).earlier == 0

    has_a_plan(record)
    assert queries.family_facts(contact).earlier == 1
    about_leo = given.received(children=(given.a_child(given_name="Leo"),))
    link_all(about_leo, by, {"Leo Ashgrove": leo})
    assert queries.family_facts(contact).earlier == 2


def test_the_decision_asks_for_the_history_its_page_would_show(by, brothers):
    (tomas, _), (_, record) = brothers
    receipt = given.received(children=(TOMAS,), adults=(MOTHER,))
    link_all(receipt, by, {"Tomas Ashgrove": tomas})
    has_a_plan(record)
    contact = queries.the_contact(by, receipt.id)

    shown = queries.contact_family_history(by, receipt.id, at=LATER)

    past = [e for e in shown.events if not e.is_this and e.kinds & {"contact", "plan", "enquiry"}]
    assert len(past) == queries.family_facts(contact).earlier == 1
    assert by.account_id not in queries.family_facts(contact).opened_by
    actions.open_history(contact_id=receipt.id, by=by, at=LATER)
    assert by.account_id in queries.family_facts(contact).opened_by


def test_a_plan_of_a_brother_known_only_through_a_relationship_raises_the_contact(by, brothers):
    (tomas, _), (_, record) = brothers
    has_a_plan(record)
    receipt = given.received(children=(TOMAS,))
    link_all(receipt, by, {"Tomas Ashgrove": tomas})
    raised = queries.contact_view(by, queries.the_contact(by, receipt.id)).adding_up
    assert [rule.rule for rule in raised.rules] == ["sibling_on_plan"]


def test_nobody_who_writes_waits_while_a_history_is_put_together(by):
    receipt = given.received(children=(TOMAS,), adults=(MOTHER,))
    who = link_all(receipt, by)
    for open_it in (
        lambda: actions.open_history(contact_id=receipt.id, by=by, at=LATER),
        lambda: actions.open_family(person_id=who["Tomas Ashgrove"], by=by, at=LATER),
    ):
        with CaptureQueriesContext(connection) as seen:
            open_it()
        said = [
            query["sql"].removeprefix("1 times: ").split()[0] for query in seen.captured_queries
        ]
        held = said[said.index("SAVEPOINT") : said.index("RELEASE")]
        assert held == ["SAVEPOINT", "INSERT", "SELECT", "INSERT", "UPDATE"]


@pytest.mark.parametrize("role", list(Role))
def test_every_role_is_shown_of_a_family_what_its_zones_say(by, role):
    receipt = given.received(
        children=(TOMAS,), adults=(MOTHER,), categories=("domestic_abuse",), concern="Hit at home"
    )
    link_all(receipt, by)
    viewer = given.a_viewer(role, teams=["front-door"])
    try:
        contact = queries.the_contact(viewer, receipt.id)
    except NotThere:
        contact = None
    if contact is None or not viewer.may(Permission.OPEN_HISTORY):
        with pytest.raises((NotThere, NotPermitted)):
            actions.open_history(contact_id=receipt.id, by=viewer, at=LATER)
        return

    found = actions.open_history(contact_id=receipt.id, by=viewer, at=LATER)

    of_it = [event for event in found.events if event.contact_id == receipt.id]
    [event] = [event for event in of_it if "contact" in event.kinds]
    shows = {
        Zone.IDENTITY: any(member.name for member in found.members),
        Zone.LOCATION: any(member.homes is not None for member in found.members),
        Zone.CONCERN: bool(event.detail) or "domestic_abuse" in event.kinds,
    }
    assert shows == {zone: sees(viewer, zone) for zone in shows}
