"""Whatever is done while people are merged, undoing the merges leaves what would have been without
them: links, histories, what people are called, and how often they changed.

Each walk is taken twice: with merges, all undone at the end; and again without any. Both must end
alike. Sources say something else, contacts arrive and are linked, links are undone meanwhile.
"""

import os
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given as supposing, settings, strategies as st

from lintel.access.viewers import Role
from lintel.config.commands.digest import digest
from lintel.contacts.models import ContactChild
from lintel.contacts.tests import given as contacts
from lintel.kernel.refusals import Refused
from lintel.people import actions, queries
from lintel.people.models import Link, Merge, NotTheSame, Person
from lintel.people.tests import given

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
BY = given.viewer(Role.SENIOR_PRACTITIONER)
EXAMPLES = int(os.environ.get("LINTEL_EXAMPLES", "3")) * 2
PEOPLE, RECORDS = 4, 4

person = st.integers(0, PEOPLE - 1)
record = st.integers(0, RECORDS - 1)
step = st.one_of(
    st.tuples(st.just("merge"), person, person),
    st.tuples(st.just("merge"), person, person),
    st.tuples(st.just("unmerge"), person, st.integers(0, 3)),
    st.tuples(st.just("link"), record, person),
    st.tuples(st.just("unlink"), record, person),
    st.tuples(st.just("not them"), record, person),
    st.tuples(st.just("tell"), record, st.integers(0, 3)),
    st.tuples(st.just("contact"), person, person),
)


class World:
    def __init__(self) -> None:
        self.people = [given.person(phone=f"0163296000{n}") for n in range(PEOPLE)]
        own = queries.records_of(self.people)
        self.records = [given.record(source="health") for _ in range(RECORDS - 2)]
        self.records += [own[self.people[n]][0].record_id for n in (0, 1)]
        self.refs = {each: queries.record_view("northbeck", each) for each in self.records}
        self.done: list[tuple] = []

    def take(self, name: str, one: int, other: int, at: datetime) -> None:
        """One step of a walk with merges; what it came to is kept, to be done without them."""
        if name == "merge":
            actions.merge_people(
                self.people[one], self.people[other], "one", by=BY, at=at, checked=True
            )
        elif name == "unmerge":
            standing = list(Merge.objects.filter(undone_at=None).order_by("id"))
            if standing:
                merge = standing[other % len(standing)]
                actions.unmerge_people(merge.stands_as_id, "two", by=BY, at=at, merge_id=merge.id)
        else:
            who = queries.standing_as([self.people[other]])[self.people[other]]
            if name in {"link", "not them"}:
                self.act(name, self.records[one], who, at)
                self.done.append((name, self.records[one], who, at))
            else:
                self.act(name, self.records[one], other, at)
                self.done.append((name, self.records[one], other, at))

    def act(self, name: str, record, what, at: datetime) -> None:
        if name == "link":
            actions.link(record, what, ["said"], by=BY, at=at)
        elif name == "unlink":
            actions.unlink(record, "a cousin", by=BY, at=at)
        elif name == "not them":
            actions.say_not_the_same(record, what, by=BY, at=at)
        elif name == "tell":
            view = self.refs[record]
            actions.record_source(
                council="northbeck",
                source=view.source,
                source_ref=view.source_ref,
                told=given.told(given_name=("Maisie", "Maisy", "May", "Mai")[what]),
                by=BY,
                at=at,
            )
        else:
            contacts.received(at=at)


def state() -> list:
    """Everything of people but the ids of rows that were added on the way."""
    kinds = (
        (Person, ("version", "given_name", "family_name", "born_on", "upn")),
        (Link, ("record_id", "person_id", "about_id", "linked_at", "undone_at", "undone_by")),
        (NotTheSame, ("record_id", "person_id", "said_at", "withdrawn_at", "withdrawn_by")),
    )
    of_people = {
        kind.__name__: sorted(
            map(
                str,
                kind.objects.exclude(pk=None).values_list(
                    "pk" if kind is Person else "record_id", *columns
                ),
            )
        )
        for kind, columns in kinds
    }
    return [of_people, ContactChild.objects.count()]


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)
@supposing(walk=st.lists(step, min_size=3, max_size=14))
def test_a_walk_with_merges_ends_as_the_same_walk_without(walk):
    with transaction.atomic():
        contacts.teams()
        world = World()

        with transaction.atomic():
            for place, (name, one, other) in enumerate(walk):
                try:
                    with transaction.atomic():
                        world.take(name, one, other, AT + timedelta(minutes=place))
                except Refused:
                    pass  # as things stood; it is not done without merges either
            before = digest()
            late = AT + timedelta(days=1)
            try:
                with transaction.atomic():
                    actions.merge_people(
                        world.people[0], world.people[1], "one", by=BY, at=late, checked=True
                    )
                    actions.unmerge_people(world.people[0], "two", by=BY, at=late)
            except Refused:
                pass  # they were one already
            assert digest() == before
            for merge in Merge.objects.filter(undone_at=None):
                actions.unmerge_people(
                    Merge.objects.get(id=merge.id).stands_as_id,
                    "two",
                    by=BY,
                    at=late,
                    merge_id=merge.id,
                )
            with_merges = state()
            transaction.set_rollback(True)

        with transaction.atomic():
            for act in world.done:
                world.act(*act)
            without = state()
            transaction.set_rollback(True)

        assert with_merges == without
        transaction.set_rollback(True)
