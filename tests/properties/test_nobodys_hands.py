"""At no minute is a contact in nobody's hands, or in two.

Minute by minute around the close of a day, and random walks through a night and the morning after,
also when nobody ever accepts. Beside the database a plain model keeps who took each contact last.
"""

import random
from datetime import timedelta
from uuid import UUID

import pytest

from lintel.contacts import actions as contacts, queries
from lintel.contacts.rules.facts import Rating
from lintel.contacts.rules.sides import Side
from lintel.contacts.tests import given
from lintel.duty import actions, jobs
from lintel.duty.models import DutyItem
from lintel.duty.queries.plan import planned, turn_in
from lintel.duty.rules.items import OPEN
from lintel.duty.tests.given import CLOSES, NIGHT_TEAM, OPENS, a_duty_worker, the_hub_and_the_night
from lintel.kernel.refusals import NotThere, Refused, Stale

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]

MINUTE = timedelta(minutes=1)


class TheNight:
    """Two sides, their contacts, and who took each last."""

    def __init__(self, seed: int) -> None:
        the_hub_and_the_night()
        self.chance = random.Random(seed)
        self.manager, self.worker = given.a_manager(), a_duty_worker()
        self.side: dict[UUID, Side] = {}
        for rating in (Rating.RED, Rating.RED, Rating.GREEN):
            self.side[given.rated(rating).id] = Side.HUB
        self.side[given.received().id] = Side.HUB

    def tries(self, act, **said) -> bool:
        try:
            act(**said)
        except (Refused, NotThere, Stale):
            return False
        return True

    def somebody_acts(self, at) -> None:
        contact = self.chance.choice(sorted(self.side, key=str))
        by = self.chance.choice([self.manager, self.worker])
        side = Side.DUTY if by is self.worker else Side.HUB
        one = {"contact_id": contact, "by": by, "at": at}
        act = self.chance.choice(
            [*("say", "accept") * 3, "accept all", "keep", "assign", "acknowledge", "rate", "comes"]
        )
        if act == "say":
            self.tries(actions.hand_over, note="See her tonight", **one)
        elif act == "accept":
            if self.tries(actions.accept_duty, contact_ids=[contact], by=by, at=at):
                self.side[contact] = side
        elif act == "accept all":
            ready = [i.contact_id for i in DutyItem.objects.filter(state="ready")]
            if ready and self.tries(actions.accept_duty, contact_ids=ready, by=by, at=at):
                self.side |= dict.fromkeys(ready, side)
        elif act == "keep":
            if self.tries(actions.keep_with_hub, reason="I stay", **one):
                assert self.side[contact] is Side.HUB
        elif act == "assign":
            to = self.chance.choice([NIGHT_TEAM, "front-door", str(by.account_id)])
            wanted = {NIGHT_TEAM: Side.DUTY, "front-door": Side.HUB}.get(to, side)
            if self.tries(contacts.assign_contact, version=None, to=to, **one):
                assert wanted in {self.side[contact], side}, "given across the close of day"
                self.side[contact] = wanted
        elif act == "acknowledge":
            held = self.holders()[contact].owner_account
            if self.tries(contacts.acknowledge_immediate, version=None, action="There", **one):
                self.side[contact] = self.side[contact] if held else side
        elif act == "rate":
            rating = self.chance.choice([Rating.RED, Rating.AMBER, Rating.GREEN])
            self.tries(contacts.rate_contact, version=None, rating=rating, reason="Seen", **one)
        elif self.chance.random() < 0.3:
            self.side[given.received(at=at).id] = Side.HUB

    def holders(self):
        return {one.id: one for one in queries.in_hand("northbeck", list(self.side))}

    def every_one_is_in_one_pair_of_hands(self, at) -> None:
        held = self.holders()
        assert held.keys() == self.side.keys()
        for contact, side in self.side.items():
            one = held[contact]
            assert one.owner_account or one.owner_team, "in nobody's hands"
            assert one.side is side, "in other hands than those that took it last"
        rows = queries.board(self.manager, wanted=queries.BoardFilter(), at=at).rows
        assert all(row.owner for row in rows)
        turn = turn_in("northbeck", at)
        on_list = set(planned("northbeck", turn))
        pressing = {one.id for one in queries.pressing("northbeck", late_by=turn.at)}
        for contact in pressing:
            if held[contact].side is turn.giver:
                assert contact in on_list, "it presses, and is on no list"
        open_ones = DutyItem.objects.filter(state__in=sorted(OPEN))
        assert open_ones.count() == open_ones.values("contact_id").distinct().count()


def test_minute_by_minute_around_the_close_of_a_day():
    night = TheNight(seed=1)
    at = CLOSES - 5 * MINUTE
    while at <= CLOSES + 5 * MINUTE:
        jobs.hand_over_duty(at)
        for _ in range(4):
            night.somebody_acts(at)
            night.every_one_is_in_one_pair_of_hands(at)
        at += MINUTE


@pytest.mark.walk
@pytest.mark.parametrize("seed", range(2))
def test_whatever_anybody_does_through_a_night_and_a_morning(seed):
    night = TheNight(seed=100 + seed)
    at = CLOSES - 40 * MINUTE
    while at <= OPENS + 60 * MINUTE:
        if night.chance.random() < 0.5:  # the worker dies and comes back
            jobs.hand_over_duty(at)
        night.somebody_acts(at)
        night.every_one_is_in_one_pair_of_hands(at)
        at += night.chance.choice([MINUTE, 20 * MINUTE, 60 * MINUTE])


def test_a_night_team_that_never_accepts_never_has_anything():
    night = TheNight(seed=7)
    night.chance.choice = lambda among, real=night.chance.choice: (
        night.manager if among == [night.manager, night.worker] else real(among)
    )
    at = CLOSES - 40 * MINUTE
    while at <= OPENS + 60 * MINUTE:
        jobs.hand_over_duty(at)
        night.somebody_acts(at)
        night.every_one_is_in_one_pair_of_hands(at)
        at += 13 * MINUTE
    assert set(night.side.values()) == {Side.HUB}
    assert DutyItem.objects.filter(told_at__isnull=False).exists()
