"""A role takes two people, and neither of them is the one who gets it."""

from dataclasses import replace
from datetime import date

import pytest

from lintel.access import actions, queries
from lintel.access.guards import viewer_of
from lintel.access.models import Account, Grant
from lintel.access.rules import Appointment, is_grant, who_may_not_confirm
from lintel.access.tests.given import NOON, an_account, the_house
from lintel.access.viewers import GRANTS, NotPermitted, Permission, Role
from lintel.audit import trail
from lintel.kernel.refusals import NotThere, Refused

pytestmark = pytest.mark.django_db
SCREENER = Appointment(
    Role.SCREENER,
    "northbeck-council",
    employed_by_council=True,
    registration_number="SW1",
    registered_until=date(2099, 1, 1),
)


def somebody(role=Role.SYSADMIN, username="s.admin", **more):
    account = an_account(username, role=role, name=username, registration_number="SW1", **more)
    return viewer_of(account, NOON)


def codes(refused):
    return {refusal.code for refusal in refused.value.refusals}


def test_what_gives_a_role_is_told_from_what_does_not():
    assert is_grant(SCREENER, replace(SCREENER, role=Role.MANAGER))
    assert is_grant(replace(SCREENER, employed_by_council=False), SCREENER)
    assert not is_grant(SCREENER, replace(SCREENER, employed_until=date(2026, 3, 3)))
    one, two = the_house().account_id, NOON
    assert who_may_not_confirm(one, asked_by=one, account_id=None)
    assert not who_may_not_confirm(one, asked_by=two, account_id=None)


def test_a_change_of_role_counts_only_when_somebody_else_has_confirmed_it():
    admin, second = somebody(), somebody(username="s.second")
    manager = somebody(Role.MANAGER, "m.anager")
    account = Account.objects.get(pk=somebody(Role.SCREENER, "p.shah").account_id)
    wanted = replace(queries.appointment_of(account), role=Role.MANAGER)

    def ask():
        how = actions.change_appointment(account_id=account.id, appointed=wanted, by=admin, at=NOON)
        assert how is actions.Changed.WAITS
        return Grant.objects.get(given=None).id

    grant = ask()
    account.refresh_from_db()
    assert account.role == Role.SCREENER
    with pytest.raises(Refused) as refused:
        actions.confirm_grant(grant_id=grant, by=admin, at=NOON)
    assert codes(refused) == {"own_asking"}
    elsewhere = somebody(username="b.admin", council="southmere")
    with pytest.raises(NotThere):
        actions.confirm_grant(grant_id=grant, by=elsewhere, at=NOON)
    with pytest.raises(NotPermitted):
        actions.confirm_grant(grant_id=grant, by=somebody(Role.SCREENER, "j.oe"), at=NOON)

    actions.refuse_grant(grant_id=grant, by=manager, at=NOON)
    grant = ask()
    assert [one.who for one in queries.grants_waiting(second, NOON)] == ["p.shah"]
    actions.confirm_grant(grant_id=grant, by=second, at=NOON)
    account.refresh_from_db()
    assert account.role == Role.MANAGER
    with pytest.raises(NotThere):
        actions.confirm_grant(grant_id=grant, by=manager, at=NOON)
    did = [entry.did for entry in trail.entries_about("account", account.id)]
    assert did[-4:] == ["role asked for", "grant refused", "role asked for", "grant confirmed"]


def test_nobody_confirms_a_role_of_their_own():
    admin, manager = somebody(), somebody(Role.MANAGER, "m.anager")
    own = Account.objects.get(pk=manager.account_id)
    wanted = replace(queries.appointment_of(own), role=Role.SYSADMIN, registration_number="")
    wanted = replace(wanted, registered_until=None)
    actions.change_appointment(account_id=own.id, appointed=wanted, by=admin, at=NOON)

    with pytest.raises(Refused) as refused:
        actions.confirm_grant(grant_id=Grant.objects.get().id, by=manager, at=NOON)
    assert codes(refused) == {"own_grant"}


def test_an_invitation_of_a_person_waits_and_one_of_the_command_line_does_not():
    admin, second = somebody(), somebody(username="s.second")
    terms = {"name": "Jo", "username": "jo", "password": "kettle gravel moss 8"}

    def accept(token):
        return actions.accept_invitation(token=token, **terms, by=the_house(), at=NOON)

    token = actions.invite(appointed=SCREENER, council="northbeck", by=admin, at=NOON)
    with pytest.raises(Refused) as refused:
        accept(token)
    assert codes(refused) == {"waits_for_second_person"}
    actions.refuse_grant(grant_id=Grant.objects.get().id, by=admin, at=NOON)
    with pytest.raises(NotThere):
        accept(token)

    token = actions.invite(appointed=SCREENER, council="northbeck", by=admin, at=NOON)
    actions.confirm_grant(grant_id=Grant.objects.get(given=None).id, by=second, at=NOON)
    assert Account.objects.get(pk=accept(token)).role == Role.SCREENER
    actions.invite(appointed=SCREENER, council="northbeck", by=the_house(), at=NOON)
    assert not Grant.objects.filter(given=None).exists()


def test_only_managers_and_administrators_confirm():
    may = {role for role in Role if Permission.CONFIRM_GRANT in GRANTS[role]}
    assert may == {Role.MANAGER, Role.SYSADMIN}
