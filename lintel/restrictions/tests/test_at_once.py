"""Two who do the same at once: one of them is told, and nothing is done twice or falls over."""

import threading
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, connections, transaction

from lintel.access.viewers import Role
from lintel.contacts import actions, queries
from lintel.contacts.tests import given
from lintel.contacts.tests.given import NOON
from lintel.kernel.refusals import Invalid, Refused
from lintel.people import actions as people
from lintel.restrictions.models import BrokenGlass, OwnMark, Restriction
from lintel.restrictions.rules.lasting import Purpose, ReaderSaid
from lintel.restrictions.tests.given import broken, hidden

AT = NOON + timedelta(hours=1)


def at_once(*works):
    """What each gave, or the code of why it was refused; all begin together."""
    if connection.vendor == "sqlite":
        pytest.skip("one at a time writes to SQLite, and waits before it reads")
    ready, gave = threading.Barrier(len(works)), []

    def run(work):
        try:
            ready.wait(300)
            gave.append(work())
        except (Invalid, Refused) as refused:
            gave.append(refused.refusals[0].code)
        except IntegrityError as fell:
            gave.append(f"fell over: {fell}")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    return gave


@pytest.mark.django_db(transaction=True)
def test_glass_broken_many_times_at_once_is_counted_each_time():
    screener = given.a_screener()
    one = hidden()
    at_once(*[lambda: broken(one, by=screener, at=AT) for _ in range(4)])
    assert BrokenGlass.objects.count() == 1
    others = [hidden() for _ in range(5)]
    gave = at_once(*[lambda each=each: broken(each, by=screener, at=AT) for each in others])
    assert BrokenGlass.objects.count() == 3
    assert gave.count("too_many_unreviewed") == 3


@pytest.mark.django_db(transaction=True)
def test_a_person_restricted_by_two_at_once_is_restricted_once():
    given.teams()
    manager = given.a_manager()
    told = queries.told_in(queries.the_contact(manager, given.received().id))[0]
    person = people.link(told.record_id, None, [], by=manager, at=NOON)

    def restrict():
        return actions.restrict_person(
            person_id=person,
            kind="own_family",
            reason="Her aunt works in the hub",
            readers=[ReaderSaid(manager.account_id, "", Purpose.TASK)],
            review=date(2026, 5, 1),
            by=manager,
            at=AT,
        )

    gave = at_once(restrict, restrict, restrict)
    assert gave.count("restricted_already") == 2
    assert Restriction.objects.count() == 1


@pytest.mark.django_db
def test_a_detail_of_oneself_is_kept_once():
    account = given.an_account(Role.SCREENER)
    said = {"council": "northbeck", "account": account, "detail": "phone", "mark": "f" * 64}
    OwnMark.objects.create(**said, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        OwnMark.objects.create(**said, at=AT)


@pytest.mark.django_db
def test_what_somebody_else_asked_meanwhile_is_not_lifted_without_a_second_factor():
    manager, other, contact = given.a_manager(), given.a_manager(), given.received()
    readers = [ReaderSaid(each.account_id, "", Purpose.TASK) for each in (manager, other)]
    actions.restrict_contact(
        contact_id=contact.id,
        version=None,
        kind="police_operation",
        reason="Asked for by the force that investigates",
        readers=readers,
        review=date(2026, 4, 1),
        by=manager,
        at=AT,
    )
    said = {"contact_id": contact.id, "version": None, "reason": "The operation is over", "at": AT}
    assert actions.unrestrict_contact(**said, stepped_up=False, by=manager) is False
    with pytest.raises(Refused, match="asked_meanwhile"):
        actions.unrestrict_contact(**said, stepped_up=False, by=other)
    assert Restriction.objects.get().lifted_at is None
