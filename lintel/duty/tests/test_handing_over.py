"""The close of a day and the morning after, with the real thing."""

from datetime import timedelta

import pytest

from lintel.access.viewers import NotPermitted, Role
from lintel.audit.models import AuditEntry
from lintel.contacts import actions as contacts, queries
from lintel.contacts.rules.facts import Rating
from lintel.contacts.tests import given
from lintel.duty import actions, jobs
from lintel.duty.models import DutyItem
from lintel.duty.rules.promises import Settled
from lintel.duty.tests.given import (
    CLOSES,
    DRAWN,
    NIGHT_TEAM,
    OPENS,
    a_duty_worker,
    the_hub_and_the_night as begin,
)
from lintel.kernel.refusals import NotThere, Refused
from lintel.notices.models import Notice
from lintel.notices.tests.given import open_alerts

pytestmark = pytest.mark.django_db

SOON = timedelta(minutes=1)


@pytest.fixture
def manager():
    begin()
    return given.a_manager()


@pytest.fixture
def night(manager):
    return a_duty_worker()


def owner(receipt) -> str:
    """As the board says it."""
    by = given.a_manager()
    rows = queries.board(by, wanted=queries.BoardFilter(), at=CLOSES).rows
    return next(row.owner for row in rows if row.id == receipt.id)


def listed() -> dict[str, str]:
    return {item.reference: item.state for item in DutyItem.objects.all()}


def codes(refused) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def test_the_list_is_drawn_up_by_itself_half_an_hour_before_the_close(manager):
    red, green = given.rated(Rating.RED), given.rated(Rating.GREEN)
    unseen = given.received()

    assert jobs.hand_over_duty(DRAWN - SOON) == 0
    assert jobs.hand_over_duty(DRAWN) == 2
    assert jobs.hand_over_duty(DRAWN) == 0

    assert listed() == {red.reference: "drawn", unseen.reference: "drawn"}
    assert green.reference not in listed()


def test_it_stays_with_the_hub_until_the_night_accepts(manager, night):
    red = given.rated(Rating.RED)
    before = owner(red)
    jobs.hand_over_duty(DRAWN)
    with pytest.raises(Refused) as refused:
        actions.accept_duty(contact_ids=[red.id], by=night, at=DRAWN)
    assert codes(refused) == ["not_ready"]

    actions.hand_over(
        contact_id=red.id, note="Police ring at eight: answer them", by=manager, at=DRAWN
    )
    assert owner(red) == before
    actions.accept_duty(contact_ids=[red.id], by=night, at=DRAWN + SOON)

    assert owner(red) == "Emergency duty team"
    assert listed() == {red.reference: "accepted"}
    done = AuditEntry.objects.filter(object_id=str(red.id), did="hand over duty")
    assert sorted(done.values_list("why", flat=True)) == ["accepted by duty", "offered to duty"]


def test_the_morning_brings_it_back_the_same_way(manager, night):
    red = given.rated(Rating.RED)
    actions.hand_over(contact_id=red.id, note="See her tonight", by=manager, at=DRAWN)
    actions.accept_duty(contact_ids=[red.id], by=night, at=CLOSES)
    morning = OPENS - timedelta(minutes=20)
    jobs.hand_over_duty(morning)
    with pytest.raises(Refused) as refused:
        actions.accept_duty(contact_ids=[red.id], by=manager, at=morning)
    assert codes(refused) == ["not_ready"]

    actions.hand_over(contact_id=red.id, note="Seen at nine, safe", by=night, at=morning)
    assert owner(red) == "Emergency duty team"
    actions.accept_duty(contact_ids=[red.id], by=manager, at=OPENS)

    assert owner(red) == "Front-door team"


def test_a_night_that_never_answers_leaves_it_with_the_hub_and_managers_are_told_at_once(manager):
    red = given.rated(Rating.RED)
    before = owner(red)
    actions.hand_over(contact_id=red.id, note="See her tonight", by=manager, at=DRAWN)
    jobs.hand_over_duty(CLOSES - SOON)
    assert not Notice.objects.filter(kind="duty_not_accepted").exists()

    for minutes in range(5):
        jobs.hand_over_duty(CLOSES + minutes * SOON)

    told = Notice.objects.filter(kind="duty_not_accepted")
    assert sorted(told.values_list("channel", "to")) == sorted(
        [("task", "role:manager"), ("task", NIGHT_TEAM)]
        + [("email", f"{account.username}@example.org") for account in managers()]
    )
    assert owner(red) == before
    jobs.hand_over_duty(OPENS)
    assert listed()[red.reference] == "left"
    assert owner(red) == before


def managers():
    from lintel.access.models import Account

    return Account.objects.filter(role=Role.MANAGER, council="northbeck")


def test_what_comes_up_in_the_night_is_told_to_the_night_and_taken_without_a_word(night):
    jobs.hand_over_duty(CLOSES)
    at = CLOSES + timedelta(hours=5)
    child = given.received(at=at)

    jobs.hand_over_duty(at + SOON)
    [alert] = open_alerts(night)
    assert (alert.kind, alert.about) == ("duty_offered", child.reference)
    actions.accept_duty(contact_ids=[child.id], by=night, at=at + 2 * SOON)

    assert given.now(child).owner_team == NIGHT_TEAM
    assert open_alerts(night) == []


def test_without_the_worker_nothing_is_left_off(manager, night):
    red = given.rated(Rating.RED)

    actions.accept_duty(contact_ids=[red.id], by=night, at=CLOSES)

    assert owner(red) == "Emergency duty team"


def test_several_are_accepted_together_or_not_at_all(manager, night):
    one, other = given.rated(Rating.RED), given.rated(Rating.RED)
    before = owner(one)
    actions.hand_over(contact_id=one.id, note="See her tonight", by=manager, at=DRAWN)
    with pytest.raises(Refused):
        actions.accept_duty(contact_ids=[one.id, other.id], by=night, at=DRAWN)
    assert owner(one) == before

    actions.accept_duty(contact_ids=[one.id, other.id], by=night, at=CLOSES)
    assert {owner(one), owner(other)} == {"Emergency duty team"}
    with pytest.raises(Refused) as refused:
        actions.accept_duty(contact_ids=[one.id], by=night, at=CLOSES)
    assert codes(refused) == ["already_accepted"]


def test_one_that_is_kept_has_the_name_of_whoever_keeps_it(manager, night):
    red = given.looked_at(immediate=True)

    actions.keep_with_hub(contact_id=red.id, reason="I am at the ward", by=manager, at=DRAWN)

    assert owner(red) == manager.name
    with pytest.raises(Refused) as refused:
        actions.accept_duty(contact_ids=[red.id], by=night, at=CLOSES)
    assert codes(refused) == ["kept"]


def test_a_contact_that_need_not_go_can_be_put_on_by_hand(manager, night):
    green = given.rated(Rating.GREEN)

    actions.hand_over(contact_id=green.id, note="He may ring tonight", by=manager, at=DRAWN)
    jobs.hand_over_duty(DRAWN + SOON)
    actions.accept_duty(contact_ids=[green.id], by=night, at=CLOSES)

    assert owner(green) == "Emergency duty team"


def test_nobody_gives_it_across_the_close_for_the_other_side(manager, night):
    red = given.rated(Rating.RED)
    version = given.now(red).version
    common = {"contact_id": red.id, "version": version, "at": DRAWN}
    with pytest.raises(Refused) as refused:
        contacts.assign_contact(to=NIGHT_TEAM, by=manager, **common)
    assert codes(refused) == ["not_accepted"]
    with pytest.raises(Refused):
        contacts.assign_contact(to=str(night.account_id), by=manager, **common)

    contacts.assign_contact(to=NIGHT_TEAM, by=night, **common)
    with pytest.raises(Refused):
        contacts.assign_contact(**common | {"version": version + 1}, to="front-door", by=night)


def test_who_may(manager, night):
    red = given.rated(Rating.RED)
    with pytest.raises(NotPermitted):
        actions.hand_over(contact_id=red.id, note="x", by=given.a_screener(), at=DRAWN)
    with pytest.raises(NotThere):
        actions.accept_duty(contact_ids=[red.id], by=a_duty_worker(council="southmere"), at=CLOSES)
    with pytest.raises(Refused) as refused:
        actions.accept_duty(contact_ids=[red.id], by=manager, at=CLOSES)
    assert codes(refused) == ["not_yours_to_accept"]


def test_what_no_longer_presses_comes_off_and_goes_on_again(manager):
    red = given.rated(Rating.RED)
    jobs.hand_over_duty(DRAWN)
    by = given.a_viewer(Role.SENIOR_PRACTITIONER)
    for version, rating, state in ((3, Rating.GREEN, "off"), (4, Rating.RED, "drawn")):
        contacts.rate_contact(
            contact_id=red.id, version=version, rating=rating, reason="Seen", by=by, at=DRAWN
        )
        jobs.hand_over_duty(DRAWN + SOON)
        assert listed()[red.reference] == state


def test_a_council_without_an_emergency_duty_team_keeps_everything(db):
    given.teams()
    red, manager = given.rated(Rating.RED), given.a_manager()

    assert jobs.hand_over_duty(CLOSES) == 0
    with pytest.raises(Refused) as refused:
        actions.hand_over(contact_id=red.id, note="See her", by=manager, at=DRAWN)
    assert codes(refused) == ["no_such_team"]


def test_a_promise_brings_its_contact_onto_the_list_and_holds_the_closing(manager, night):
    green = given.rated(Rating.GREEN)
    promise = actions.make_promise(
        contact_id=green.id,
        what="Ring the mother",
        to_whom="The mother",
        due_at=CLOSES + timedelta(hours=3),
        by=given.a_screener(),
        at=given.NOON,
    )
    jobs.hand_over_duty(DRAWN)
    [item] = DutyItem.objects.all()
    assert (item.reference, item.why) == (green.reference, ["promise"])
    actions.accept_duty(contact_ids=[green.id], by=night, at=CLOSES)

    jobs.announce_promises(CLOSES + timedelta(hours=2, minutes=45))
    jobs.announce_promises(CLOSES + timedelta(hours=2, minutes=46))
    told = [one.kind for one in open_alerts(night) if "promise" in one.kind]
    assert told == ["promise_due_soon"]
    [alert] = Notice.objects.filter(kind="promise_due_soon")
    assert alert.subject == f"{green.reference}: a promise to keep"
    actions.settle_promise(
        promise_id=promise.id, how=Settled.KEPT, words="Rang at eight", by=night, at=CLOSES
    )
    assert [one for one in open_alerts(night) if "promise" in one.kind] == []


def test_an_open_promise_stands_in_the_way_of_closing(manager):
    done = given.decided()
    said = {"what": "Ring the school", "to_whom": "The head", "due_at": CLOSES}
    actions.make_promise(contact_id=done.id, by=manager, at=given.NOON, **said)
    with pytest.raises(Refused) as refused:
        contacts.close_contact(contact_id=done.id, version=4, reason="Done", by=manager, at=DRAWN)
    assert "promise_open" in codes(refused)
