"""What the worker says of steps that fall due, and of invitations nobody has answered."""

from datetime import timedelta

import pytest

from lintel.contacts import queries as contact_queries
from lintel.contacts.family_timeline import FamilyAsked
from lintel.contacts.tests import given
from lintel.notices.models import Notice
from lintel.protection import jobs
from lintel.protection.actions import steps
from lintel.protection.models import Invitation, ProtectionStep
from lintel.protection.queries.steps import steps_of_family
from lintel.protection.rules.steps import DoneSaid
from lintel.protection.tests.given import CALLED, convened, partnership, seen

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def said(**by) -> list[str]:
    return sorted(Notice.objects.filter(state="queued", **by).values_list("to", flat=True))


def two_steps():
    """Of two children of one contact that an allegation has opened."""
    brother = given.a_child(given_name="Jonas")
    receipt = given.received(
        categories=("physical_abuse",),
        concern="His father did it, he says.",
        children=(given.a_child(), brother),
    )
    return receipt, list(ProtectionStep.objects.filter(contact_id=receipt.id))


def test_a_step_is_announced_to_whoever_has_it_and_once_late_to_managers_too():
    receipt, (one, other) = two_steps()
    owner = contact_queries.owner_addresses({receipt.id})[receipt.id]

    assert jobs.announce_steps(one.due_at - 25 * HOUR) == 0
    assert jobs.announce_steps(one.due_at - 23 * HOUR) == 2
    assert jobs.announce_steps(one.due_at - 22 * HOUR) == 0
    assert said(kind="step_due_soon") == [owner, owner]
    assert jobs.announce_steps(one.due_at) == 4
    assert said(kind="step_due_soon") == []  # one clock, one alert to be read
    assert set(
        Notice.objects.filter(about=receipt.reference).values_list("subject", flat=True)
    ) >= {
        f"{receipt.reference}: opinion of a paediatrician",
        f"{receipt.reference} is late: opinion of a paediatrician",
    }
    assert jobs.announce_steps(one.due_at + HOUR) == 0
    assert said(kind="step_overdue") == sorted([owner, owner, "role:manager", "role:manager"])

    opinion = DoneSaid(
        happened_at=one.due_at,
        who="Dr Imogen Farrow",
        place="Northbeck Infirmary",
        paediatrician=True,
        consent="parent",
        words="In keeping with what he says",
    )
    steps.step_done(step_id=one.id, said=opinion, by=given.a_screener(), at=one.due_at + HOUR)
    assert said(kind="step_overdue") == sorted([owner, "role:manager"])

    asked = FamilyAsked(frozenset(), {receipt.id: frozenset({one.child, other.child})})
    events = steps_of_family(given.a_manager(), asked, one.due_at + HOUR)
    titles = sorted(event.title.partition(": ")[2] for event in events)
    assert titles == ["done, late", "to do, late"]


def test_the_silent_are_reminded_twice_and_the_hub_is_told_to_ring_them():
    partnership()
    manager = given.a_manager()
    contact_id, made = convened(manager, planned_for=CALLED + 4 * HOUR)
    owner = contact_queries.owner_addresses({contact_id})[contact_id]
    planned = seen(made, manager).planned_for
    silent = Invitation.objects.filter(discussion_id=made).count()
    half = CALLED + (planned - CALLED) / 2

    assert jobs.remind_invited(half - timedelta(minutes=1)) == 0
    jobs.remind_invited(half)
    jobs.remind_invited(half)
    assert said(kind="discussion_unanswered") == []
    jobs.remind_invited(planned - timedelta(minutes=30))
    jobs.remind_invited(planned - timedelta(minutes=20))

    assert said(kind="discussion_unanswered") == [owner] * silent
    assert jobs.remind_invited(planned) == 0
