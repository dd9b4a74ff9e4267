"""Whoever decides is asked to read what is known of a sibling whom no contact ever named."""

from datetime import date

import pytest

from lintel.contacts import actions as contacts, queries as contact_queries
from lintel.contacts.tests import given
from lintel.people import actions as people, queries as known
from lintel.people.families import RelationshipIn, load_relationships
from lintel.people.known_history import keep_episodes
from lintel.people.rules.episodes import EpisodeIn
from lintel.people.rules.told import PersonTold
from lintel.screening import queries

pytestmark = pytest.mark.django_db


def test_a_siblings_plan_from_another_system_asks_for_the_history():
    by = given.a_manager()
    made = {}
    for name in ("Tomas", "Leo"):
        person = people.create_person(
            council="northbeck",
            source="council",
            source_ref=name,
            told=PersonTold(name, "", "Ashgrove", date_of_birth=date(2018, 3, 9)),
            by=by,
            at=given.NOON,
        )
        made[name] = person, known.records_of([person])[person][0].record_id
    told = RelationshipIn(
        "northbeck", made["Tomas"][1], made["Leo"][1], "sibling", date(2026, 3, 1), "council"
    )
    load_relationships([told], by=by, at=given.NOON)
    was = EpisodeIn("child_protection_plan", date(2024, 1, 5), date(2024, 9, 1))
    keep_episodes({made["Leo"][1]: [was]}, as_of=date(2026, 3, 1), at=given.NOON)
    receipt = given.rated()
    row = contact_queries.the_contact(by, receipt.id)
    [child] = contact_queries.family_facts(row).told
    people.link(child.record_id, made["Tomas"][0], ["same"], by=by, at=given.NOON)

    def codes():
        of = {c.outcome.key: c.refusals for c in queries.choices(by, receipt.id)}
        return {refusal.code for refusal in of["no_further_action"]}

    assert "history_not_opened" in codes()
    contacts.open_history(contact_id=receipt.id, by=by, at=given.NOON)
    assert "history_not_opened" not in codes()
