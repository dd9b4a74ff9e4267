"""The order of the board, and that nothing falls between its parts."""

import random
from datetime import timedelta
from uuid import uuid4

import pytest

from lintel.contacts import queries
from lintel.contacts.models import Contact
from lintel.contacts.queries import BoardFilter
from lintel.contacts.queries.board import in_order
from lintel.contacts.rules.facts import RANK
from lintel.contacts.tests import given

pytestmark = pytest.mark.django_db
QUEUES = ("to_rate", "to_decide", "held", "to_close")


def some_contacts(seed: int, count: int = 60) -> list[Contact]:
    """Open contacts with every mixture of rating, time left and immediate need, and ties."""
    rng = random.Random(seed)
    made = []
    for _ in range(count):
        received = given.NOON - timedelta(days=2)
        rating = rng.choice(list(RANK))
        immediate = rng.random() < 0.15
        made.append(
            Contact(
                id=uuid4(),
                council=rng.choice([given.COUNCIL] * 9 + ["southmere"]),
                reference=uuid4().hex[:12],
                kind="welfare",
                channel="api",
                source="2A",
                stage="looked_at",
                policy_version="test",
                received_at=received,
                clock_started_at=received,
                concern="Told",
                rating=str(rating),
                rating_rank=RANK[rating],
                immediate_since=given.NOON if immediate else None,
                owner_team="front-door",
                queue="immediate" if immediate else rng.choice(QUEUES),
                due_at=given.NOON + timedelta(minutes=rng.randint(-4, 4) * 10),
            )
        )
    Contact.objects.escape("test").bulk_create(made)
    return [contact for contact in made if contact.council == given.COUNCIL]


def as_promised(contact: Contact) -> tuple:
    urgency = 0 if contact.immediate_since else 1 if contact.due_at <= given.NOON else 2
    return urgency, contact.rating_rank, contact.due_at, contact.id


@pytest.mark.parametrize("seed", range(5))
def test_pinned_then_late_then_the_rest_each_by_rating_and_least_time_left(seed):
    contacts = some_contacts(seed)
    ids = in_order(
        Contact.objects.filter(council=given.COUNCIL, closed_at=None), at=given.NOON, count=100
    )
    assert ids == [contact.id for contact in sorted(contacts, key=as_promised)]


@pytest.mark.parametrize("size", [1, 7, 50])
def test_every_open_contact_is_on_exactly_one_page(size):
    contacts = some_contacts(9)
    manager, seen, number = given.a_manager(), [], 1
    while True:
        page = queries.board(manager, wanted=BoardFilter(), number=number, at=given.NOON, size=size)
        seen += [row.id for row in page.rows]
        if not page.has_next:
            break
        number += 1
    assert sorted(seen) == sorted(contact.id for contact in contacts)


@pytest.mark.parametrize("queue", [*QUEUES, "immediate"])
def test_a_queue_lists_all_of_itself_and_its_count_says_so(queue):
    contacts = [contact for contact in some_contacts(4) if contact.queue == queue]
    manager = given.a_manager()
    page = queries.board(manager, wanted=BoardFilter(queue=queue), at=given.NOON)
    assert [row.id for row in page.rows] == [c.id for c in sorted(contacts, key=in_a_queue)]
    [count] = [c for c in queries.queue_counts(manager, at=given.NOON) if c.name == queue]
    assert count.count == len(contacts)
    assert count.late == sum(contact.due_at <= given.NOON for contact in contacts)


def in_a_queue(contact: Contact) -> tuple:
    """Nothing is pinned above the others of its own queue."""
    return contact.due_at > given.NOON, contact.rating_rank, contact.due_at, contact.id


def test_the_order_is_read_from_an_index():
    some_contacts(1)
    open_ones = Contact.objects.filter(council=given.COUNCIL, closed_at=None)
    rest = open_ones.filter(immediate_since=None, due_at__gt=given.NOON)
    plan = rest.order_by("rating_rank", "due_at", "id").values_list("id", flat=True).explain()
    assert "TEMP B-TREE" not in plan  # SQLite's word for sorting
