"""A role takes two people, and neither of them is the one who gets it."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from lintel.access import actions, queries
from lintel.access.actions.managing import keep_new
from lintel.access.guards import viewer_of
from lintel.access.models import Account, Grant, Invitation
from lintel.access.rules import (
    GRANT_LASTS,
    INVITATION_LASTS,
    Appointment,
    hash_of,
    is_grant,
    who_may_not_confirm,
    with_less,
)
from lintel.access.tests.given import NOON, TODAY, an_account, the_house
from lintel.access.viewers import GRANTS, NotPermitted, Permission, Role
from lintel.access.waiting import grants_waiting
from lintel.audit import trail
from lintel.kernel.refusals import Invalid, NotThere, Refused
from lintel.notices.models import Notice

pytestmark = pytest.mark.django_db
DAY_AFTER = NOON + timedelta(days=1)
WHY = "Joins the hub on Monday"
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
    def gives(before, after):
        return is_grant(before, after, on=TODAY)

    unregistered = replace(SCREENER, registration_number="", registered_until=None)
    assert gives(SCREENER, replace(SCREENER, role=Role.MANAGER))
    assert gives(replace(SCREENER, employed_by_council=False), SCREENER)
    assert gives(SCREENER, replace(SCREENER, agency="northbeck-police"))
    assert gives(unregistered, SCREENER)
    assert gives(replace(SCREENER, registered_until=TODAY - timedelta(days=1)), SCREENER)
    teams = frozenset({"assessment", "adoption"})
    assert gives(SCREENER, replace(SCREENER, teams=teams)), "what is kept to a team"
    assert not gives(replace(SCREENER, teams=teams), replace(SCREENER, teams={"adoption"}))
    left = replace(SCREENER, employed_until=TODAY - timedelta(days=1))
    assert gives(left, SCREENER), "somebody who had left"
    assert not gives(replace(SCREENER, employed_until=TODAY), SCREENER), "kept on in time"
    assert not gives(SCREENER, unregistered)
    assert not gives(replace(SCREENER, registered_until=TODAY), SCREENER), "renewed in time"
    assert not gives(SCREENER, replace(SCREENER, employed_until=date(2026, 3, 3)))


def test_what_the_same_change_takes_away_counts_at_once_and_only_what_it_gives_waits():
    admin, second = somebody(), somebody(username="s.second")
    worker = somebody(Role.SCREENER, "p.shah", teams=["assessment", "adoption"])
    account = Account.objects.get(pk=worker.account_id)
    had = queries.appointment_of(account)
    ends = {"registered_until": TODAY, "employed_until": TODAY}
    wanted = replace(had, role=Role.MANAGER, teams=frozenset({"adoption", "protection"}), **ends)
    done = actions.change_appointment(
        account_id=account.id, appointed=wanted, why=WHY, by=admin, at=NOON
    )
    assert done is actions.Changed.PARTLY
    account.refresh_from_db()
    now = queries.appointment_of(account)
    assert now == replace(had, teams=frozenset({"adoption"}), **ends)
    assert viewer_of(account, NOON).teams == {"adoption"}, "at the next request"
    did = [entry.did for entry in trail.entries_about("account", account.id)]
    assert did[-2:] == ["role asked for", "account changed"]
    actions.confirm_grant(grant_id=Grant.objects.get().id, by=second, at=NOON)
    account.refresh_from_db()
    assert queries.appointment_of(account) == wanted


def test_terms_are_less_by_what_was_taken_and_never_more():
    bare = replace(SCREENER, employed_by_council=False, registered_until=None)
    assert with_less(SCREENER, bare) == bare
    assert with_less(bare, SCREENER) == bare
    left = replace(SCREENER, employed_until=TODAY - timedelta(days=1))
    assert with_less(left, SCREENER) == left
    assert with_less(SCREENER, left) == left
    assert with_less(SCREENER, replace(SCREENER, role=Role.MANAGER)) == SCREENER


def test_neither_who_asked_nor_who_gets_it_confirms():
    one, two, three = uuid4(), uuid4(), uuid4()
    assert [r.code for r in who_may_not_confirm(one, asked_by=one, account_id=two)] == [
        "own_asking"
    ]
    assert [r.code for r in who_may_not_confirm(two, asked_by=one, account_id=two)] == ["own_grant"]
    assert len(who_may_not_confirm(one, asked_by=one, account_id=one)) == 2
    assert not who_may_not_confirm(three, asked_by=one, account_id=two)
    assert not who_may_not_confirm(three, asked_by=one, account_id=None), "somebody invited"


def test_a_change_of_role_counts_only_when_somebody_else_has_confirmed_it():
    admin, second = somebody(), somebody(username="s.second")
    manager = somebody(Role.MANAGER, "m.anager")
    account = Account.objects.get(pk=somebody(Role.SCREENER, "p.shah").account_id)
    wanted = replace(queries.appointment_of(account), role=Role.MANAGER)

    def ask():
        how = actions.change_appointment(
            account_id=account.id, appointed=wanted, why=WHY, by=admin, at=NOON
        )
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
    assert [one.who for one in grants_waiting(second, NOON)] == ["p.shah"]
    actions.confirm_grant(grant_id=grant, by=second, at=NOON)
    account.refresh_from_db()
    assert account.role == Role.MANAGER
    with pytest.raises(NotThere):
        actions.confirm_grant(grant_id=grant, by=manager, at=NOON)
    did = [entry.did for entry in trail.entries_about("account", account.id)]
    assert did[-4:] == ["role asked for", "grant refused", "role asked for", "grant confirmed"]


def test_a_person_says_why_somebody_needs_a_role_and_the_trail_says_where_that_is_kept():
    admin = somebody()
    account = Account.objects.get(pk=somebody(Role.SCREENER, "p.shah").account_id)
    wanted = replace(queries.appointment_of(account), role=Role.MANAGER)
    ask = {"account_id": account.id, "appointed": wanted, "by": admin, "at": NOON}
    for why in ("", "  ", "x" * 501):
        with pytest.raises(Invalid) as wrong:
            actions.change_appointment(**ask, why=why)
        assert wrong.value.refusals[0].field == "why"
        with pytest.raises(Invalid):
            actions.invite(appointed=SCREENER, council="northbeck", why=why, by=admin, at=NOON)
    assert not Grant.objects.exists()
    assert not Invitation.objects.exists()
    actions.change_appointment(**ask, why=f" {WHY} ")
    grant = Grant.objects.get()
    assert grant.why == WHY
    entry = trail.entries_about("account", account.id)[-1]
    assert entry.why.endswith(f"screener>manager grant={grant.id}")
    gone = replace(queries.appointment_of(account), employed_until=date(2026, 3, 9))
    done = actions.change_appointment(account_id=account.id, appointed=gone, by=admin, at=NOON)
    assert done is actions.Changed.NOW, "what gives nothing needs no reason"


def test_nobody_confirms_a_role_of_their_own():
    admin, manager = somebody(), somebody(Role.MANAGER, "m.anager")
    own = Account.objects.get(pk=manager.account_id)
    wanted = replace(queries.appointment_of(own), role=Role.SYSADMIN, registration_number="")
    wanted = replace(wanted, registered_until=None)
    actions.change_appointment(account_id=own.id, appointed=wanted, why=WHY, by=admin, at=NOON)

    with pytest.raises(Refused) as refused:
        actions.confirm_grant(grant_id=Grant.objects.get().id, by=manager, at=NOON)
    assert codes(refused) == {"own_grant"}


def test_an_invitation_of_a_person_waits_and_one_of_the_command_line_does_not():
    admin, second = somebody(), somebody(username="s.second")
    terms = {"name": "Jo", "username": "jo", "password": "kettle gravel moss 8"}

    def accept(token):
        return actions.accept_invitation(token=token, **terms, by=the_house(), at=NOON)

    assert actions.invite(appointed=SCREENER, council="northbeck", why=WHY, by=admin, at=NOON) == ""
    Invitation.objects.update(hash=hash_of("made before it was confirmed"))
    token = "made before it was confirmed"
    with pytest.raises(Refused) as refused:
        accept(token)
    assert codes(refused) == {"waits_for_second_person"}
    actions.refuse_grant(grant_id=Grant.objects.get().id, by=admin, at=NOON)
    with pytest.raises(NotThere):
        accept(token)

    actions.invite(appointed=SCREENER, council="northbeck", why=WHY, by=admin, at=NOON)
    token = actions.confirm_grant(grant_id=Grant.objects.get(given=None).id, by=second, at=NOON)
    assert Account.objects.get(pk=accept(token)).role == Role.SCREENER
    actions.invite(appointed=SCREENER, council="northbeck", by=the_house(), at=NOON)
    assert not Grant.objects.filter(given=None).exists()


def test_only_managers_and_administrators_confirm():
    may = {role for role in Role if Permission.CONFIRM_GRANT in GRANTS[role]}
    assert may == {Role.MANAGER, Role.SYSADMIN}


def a_change_that_waits(admin, **more):
    """Somebody whose role of manager was asked for, and the grant that waits."""
    account = Account.objects.get(pk=somebody(Role.SCREENER, "p.shah", **more).account_id)
    wanted = replace(queries.appointment_of(account), role=Role.MANAGER)
    actions.change_appointment(account_id=account.id, appointed=wanted, why=WHY, by=admin, at=NOON)
    return account, Grant.objects.get(given=None)


def test_what_waits_is_withdrawn_when_the_account_is_changed_or_disabled_since():
    admin, second = somebody(), somebody(username="s.second")
    account, stale = a_change_that_waits(admin)
    ends = replace(queries.appointment_of(account), employed_until=date(2026, 3, 9))
    done = actions.change_appointment(
        account_id=account.id, appointed=ends, why=WHY, by=admin, at=NOON
    )
    assert done is actions.Changed.NOW
    with pytest.raises(NotThere):
        actions.confirm_grant(grant_id=stale.id, by=second, at=NOON)
    account.refresh_from_db()
    assert (account.role, account.employed_until) == (Role.SCREENER, date(2026, 3, 9))

    wanted = replace(ends, role=Role.MANAGER)
    actions.change_appointment(account_id=account.id, appointed=wanted, why=WHY, by=admin, at=NOON)
    stale = Grant.objects.get(given=None)
    actions.disable_account(account_id=account.id, by=admin, at=NOON)
    with pytest.raises(NotThere):
        actions.confirm_grant(grant_id=stale.id, by=second, at=NOON)
    did = [entry.did for entry in trail.entries_about("account", account.id)]
    assert did[-2:] == ["account disabled", "grant withdrawn"]


def test_what_was_asked_a_week_ago_or_rests_on_what_has_ended_since_is_not_confirmed():
    admin, second = somebody(), somebody(username="s.second")
    _, grant = a_change_that_waits(admin, registered_until=TODAY)
    with pytest.raises(Refused) as refused:
        actions.confirm_grant(grant_id=grant.id, by=second, at=NOON + timedelta(days=1))
    assert codes(refused) == {"registration_ended"}
    with pytest.raises(NotThere):
        actions.confirm_grant(grant_id=grant.id, by=second, at=NOON + GRANT_LASTS)
    assert not grants_waiting(second, NOON + GRANT_LASTS)
    actions.confirm_grant(grant_id=grant.id, by=second, at=NOON)


def test_a_new_system_is_opened_on_its_newest_terms_and_asked_for_again_when_refused():
    admin, second = somebody(), somebody(username="s.second")
    account_id = actions.open_account(
        username="force", name="Force", role=Role.AGENCY_SYSTEM, council="northbeck",
        agency="northbeck-police", employed_by_council=False, why=WHY, by=admin, at=NOON,
    )  # fmt: skip
    first = Grant.objects.get(given=None)
    terms = replace(
        queries.appointment_of(Account.objects.get(pk=account_id)), employed_until=date(2026, 6, 1)
    )
    done = actions.change_appointment(
        account_id=account_id, appointed=terms, why=WHY, by=admin, at=NOON
    )
    assert done is actions.Changed.WAITS
    with pytest.raises(NotThere):
        actions.confirm_grant(grant_id=first.id, by=second, at=NOON)
    actions.refuse_grant(grant_id=Grant.objects.get(given=None).id, by=second, at=NOON)

    again = actions.enable_account(account_id=account_id, by=admin, at=NOON)
    assert again is actions.Changed.WAITS
    with pytest.raises(Refused):
        actions.enable_account(account_id=account_id, by=second, at=NOON)
    assert not Account.objects.get(pk=account_id).is_active
    actions.confirm_grant(grant_id=Grant.objects.get(given=None).id, by=second, at=NOON)
    opened = Account.objects.get(pk=account_id)
    assert (opened.is_active, opened.employed_until) == (True, date(2026, 6, 1))
    actions.disable_account(account_id=account_id, by=admin, at=NOON)
    again = actions.enable_account(account_id=account_id, by=admin, at=NOON)
    assert again is actions.Changed.WAITS, "coming back takes two, too"


@pytest.mark.parametrize("opened", ["by command", "by two"])
def test_somebody_who_was_disabled_comes_back_only_when_a_second_person_confirms_it(opened):
    admin, second = somebody(), somebody(username="s.second")
    account = Account.objects.get(pk=somebody(Role.SCREENER, "p.shah").account_id)
    if opened == "by two":
        Grant.objects.create(
            account=account, opens=True, given=True, council="northbeck", terms={},
            asked_by=admin.account_id, asked_at=account.created_at,
            answered_by=second.account_id, answered_at=NOON,
        )  # fmt: skip
    actions.disable_account(account_id=account.id, by=admin, at=DAY_AFTER)
    asked = actions.enable_account(account_id=account.id, by=admin, at=DAY_AFTER)
    assert asked is actions.Changed.WAITS
    with pytest.raises(Refused) as refused:
        actions.enable_account(account_id=account.id, by=second, at=DAY_AFTER)
    assert codes(refused) == {"waits_for_second_person"}
    (seen,) = grants_waiting(second, DAY_AFTER)
    assert (seen.comes_back, seen.now) == (True, seen.appointed)
    with pytest.raises(Refused) as refused:
        actions.confirm_grant(grant_id=seen.grant_id, by=admin, at=DAY_AFTER)
    assert codes(refused) == {"own_asking"}
    account.refresh_from_db()
    assert not account.is_active
    actions.confirm_grant(grant_id=seen.grant_id, by=second, at=DAY_AFTER)
    account.refresh_from_db()
    assert (account.is_active, account.idle_from) == (True, DAY_AFTER)
    again = actions.enable_account(account_id=account.id, by=admin, at=DAY_AFTER)
    assert again is actions.Changed.NOTHING


def test_a_change_of_terms_is_no_way_round_the_second_person_of_who_comes_back():
    admin, second = somebody(), somebody(username="s.second")
    account = Account.objects.get(pk=somebody(Role.SCREENER, "p.shah").account_id)
    actions.disable_account(account_id=account.id, by=admin, at=DAY_AFTER)
    actions.enable_account(account_id=account.id, by=admin, at=DAY_AFTER)
    wanted = replace(queries.appointment_of(account), role=Role.MANAGER)
    asked = actions.change_appointment(
        account_id=account.id, appointed=wanted, why=WHY, by=admin, at=DAY_AFTER
    )
    assert asked is actions.Changed.WAITS
    actions.confirm_grant(grant_id=Grant.objects.get(given=None).id, by=second, at=DAY_AFTER)
    account.refresh_from_db()
    assert (account.role, account.is_active) == (Role.MANAGER, False)


def test_whoever_confirms_sees_from_what_to_what_who_asked_and_until_when():
    admin, second = somebody(), somebody(username="s.second")
    account, _ = a_change_that_waits(admin)
    (seen,) = grants_waiting(second, NOON)
    assert seen.now == queries.appointment_of(account)
    assert (seen.appointed.role, seen.asked_by, seen.why) == (Role.MANAGER, "s.admin", WHY)
    assert seen.lapses_at == NOON + GRANT_LASTS


def test_the_link_of_an_invitation_is_sent_when_it_is_confirmed_and_no_administrator_sees_it():
    admin, second = somebody(), somebody(username="s.second")
    site = "https://hub.northbeck.example"
    to = {"email": "jo@northbeck.example", "site": site}
    assert not actions.invite(
        appointed=SCREENER, council="northbeck", **to, why=WHY, by=admin, at=NOON
    )
    assert not Notice.objects.exists()

    later, grant = NOON + timedelta(days=6), Grant.objects.get()
    assert actions.confirm_grant(grant_id=grant.id, site=site, by=second, at=later) == ""
    sent = Notice.objects.get(kind="invitation")
    assert sent.to == "jo@northbeck.example"
    token = sent.body.partition("/login/invitation/")[2].split()[0]
    invited = Invitation.objects.get(hash=hash_of(token))
    assert invited.expires_at == later + INVITATION_LASTS


@pytest.mark.parametrize("taken", ["username", "email"])
def test_a_name_that_somebody_else_took_a_moment_ago_is_said_to_be_taken(taken):
    """Two who accept at once both find it free; the database keeps one."""
    given = {"username": "j.oe", "email": "j.oe@northbeck.example"}
    an_account(**given)
    other = {"username": "other", "email": "other@northbeck.example", taken: given[taken]}
    late = Account(
        **other, name="Jo", role=Role.VIEWER, council="northbeck", agency="a", created_at=NOON
    )
    with transaction.atomic(), pytest.raises(Invalid) as wrong:
        keep_new(late)
    assert [refusal.code for refusal in wrong.value.refusals] == [f"{taken}_taken"]
