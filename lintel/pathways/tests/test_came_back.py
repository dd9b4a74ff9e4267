"""What was stepped down and comes back: counted once, told to who did it and who is next."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lintel.access.viewers import NotPermitted, Role
from lintel.contacts import actions as contacts, queries as contact_queries
from lintel.contacts.tests import given
from lintel.kernel.refusals import NotThere
from lintel.notices.models import Notice
from lintel.pathways import actions, queries
from lintel.pathways.models import CameBack
from lintel.pathways.rules.step_downs import came_back_within, is_step_down, step_downs_among
from lintel.people import actions as people
from lintel.policy.in_force import policy_for

ACCEPTED = given.NOON + timedelta(hours=1)
JANUARY = date(2026, 1, 31)


@pytest.mark.parametrize(
    ("accepted", "back", "within"),
    [
        (JANUARY, date(2026, 1, 30), None),
        (JANUARY, JANUARY, 3),
        (JANUARY, date(2026, 4, 30), 3),
        (JANUARY, date(2026, 5, 1), 6),
        (JANUARY, date(2026, 7, 31), 6),
        (JANUARY, date(2026, 8, 1), 12),
        (JANUARY, date(2027, 1, 31), 12),
        (JANUARY, date(2027, 2, 1), None),
        (date(2024, 2, 29), date(2025, 2, 28), 12),
    ],
)
def test_within_how_many_months(accepted, back, within):
    assert came_back_within(accepted, back) == within


def test_what_is_stepped_down_is_less_than_an_assessment_that_a_team_takes_on():
    for council in ("northbeck", "southmere"):
        outcomes = policy_for(council).codes.outcomes
        assert step_downs_among(outcomes) == {"early_help"}
        assert all(o.low and o.hands_over for o in outcomes if is_step_down(o))


def link(receipt, person=None, *, at=ACCEPTED):
    """Say who the child of a contact is; the person."""
    manager = given.a_manager()
    [child] = contact_queries.family_facts(contact_queries.the_contact(manager, receipt.id)).told
    return people.link(child.record_id, person, ["same child"], by=manager, at=at)


def person_of(receipt):
    manager = given.a_manager()
    [child] = contact_queries.family_facts(contact_queries.the_contact(manager, receipt.id)).told
    return child.person_id


@pytest.fixture
def decider():
    return given.a_manager(name="Decider")


@pytest.fixture
def helper():
    return given.a_viewer(Role.EARLY_HELP, teams=["early-help"])


@pytest.fixture
def stepped_down(decider, helper):
    given.teams()
    receipt = given.decided("early_help", by=decider)
    actions.accept_handover(contact_id=receipt.id, version=None, by=helper, at=ACCEPTED)
    return receipt


def back_again(stepped_down, *, days: int):
    """Another contact about the same child, so many days later, once somebody has linked it."""
    at = given.NOON + timedelta(days=days)
    receipt = given.received(at=at)
    link(receipt, person_of(stepped_down), at=at + timedelta(minutes=5))
    return receipt


@pytest.mark.django_db
def test_a_contact_about_the_child_is_told_to_who_stepped_it_down(stepped_down, decider):
    back = back_again(stepped_down, days=40)

    [told] = Notice.objects.filter(kind="came_back")
    assert (told.to, told.about) == (str(decider.account_id), back.reference)
    assert "Tomas" not in told.subject + told.body
    [seen] = queries.stepped_down_before(given.a_screener(), back.id)
    assert (seen.stepped_down, seen.by, seen.within) == (stepped_down.reference, "Decider", 3)
    assert seen.why == "Seen with the school: breakfast club now in place"
    assert queries.stepped_down_before(given.a_viewer(Role.EARLY_HELP), back.id) == []


@pytest.mark.django_db
def test_who_is_not_of_the_family_after_all_did_not_come_back(stepped_down):
    back = back_again(stepped_down, days=40)
    manager = given.a_manager()
    [child] = contact_queries.family_facts(contact_queries.the_contact(manager, back.id)).told

    people.unlink(
        record_id=child.record_id,
        reason="A cousin",
        by=manager,
        at=given.NOON + timedelta(days=41),
    )

    assert queries.stepped_down_before(manager, back.id) == []
    assert CameBack.objects.get().withdrawn_at is not None


@pytest.mark.django_db
def test_before_it_was_accepted_the_hub_had_not_let_go(decider, helper):
    given.teams()
    receipt = given.decided("early_help", by=decider)
    other = given.received(at=given.NOON + timedelta(minutes=45))
    actions.accept_handover(contact_id=receipt.id, version=None, by=helper, at=ACCEPTED)
    link(other, person_of(receipt))

    assert not CameBack.objects.exists()


@pytest.mark.django_db
def test_reopening_what_was_stepped_down_is_coming_back(stepped_down, decider):
    contacts.reopen_contact(
        contact_id=stepped_down.id,
        version=None,
        reason="Early help asks for more",
        by=given.a_manager(),
        at=given.NOON + timedelta(days=100),
    )

    row = CameBack.objects.get()
    assert (row.reopened, row.within, row.contact_id) == (True, 6, stepped_down.id)
    assert Notice.objects.filter(kind="came_back", to=str(decider.account_id)).count() == 1


@pytest.mark.django_db
def test_each_count_opens_its_list(stepped_down, decider, helper):
    back_again(stepped_down, days=40)
    back_again(stepped_down, days=130)
    at = datetime(2026, 9, 1, tzinfo=UTC)

    lines = {line.whose: line for line in queries.back_counted(decider, at=at)}

    assert lines.keys() == {"mine", "team:early-help", "council"}
    for whose, line in lines.items():
        assert (line.stepped_down, line.back) == (1, (1, 1, 1))
        assert len(queries.came_back(decider, whose=whose, months=3, at=at)) == 1
        assert len(queries.came_back(decider, whose=whose, months=12, at=at)) == 2
    someone_else = {line.whose: line for line in queries.back_counted(given.a_screener(), at=at)}
    assert someone_else["mine"].stepped_down == 0
    [mine] = queries.back_counted(helper, at=at)
    assert mine.whose == "team:early-help"
    [newest, _] = queries.came_back(helper, whose="team:early-help", months=12, at=at)
    assert (newest.reference, newest.contact_id, newest.why) == ("", None, "")
    for whose in ("council", "team:assessment"):
        with pytest.raises(NotPermitted):
            queries.came_back(helper, whose=whose, months=12, at=at)
    with pytest.raises(NotThere):
        queries.came_back(decider, whose="nobody", months=12, at=at)
    with pytest.raises(NotPermitted):
        queries.back_counted(given.a_viewer(Role.ADMIN), at=at)
