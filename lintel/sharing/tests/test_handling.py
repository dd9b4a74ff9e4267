"""Every mark, read by every role: the table a practitioner can check."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from lintel.access.viewers import Role, Viewer
from lintel.sharing.rules.handling import ItemFacts, Mark, Reading, may_change_mark, reading

F, E, N = Reading.FULL, Reading.THAT_IT_EXISTS, Reading.NOTHING

BEFORE_POOLING = {
    #                            H1 H2 H3 H4
    Role.REFERRER: (N, N, N, N),
    Role.AGENCY_SYSTEM: (N, N, N, N),
    Role.SCREENER: (F, F, E, N),
    Role.SENIOR_PRACTITIONER: (F, F, E, N),
    Role.MANAGER: (F, F, F, N),
    Role.SOCIAL_WORKER: (F, N, N, N),
    Role.EARLY_HELP: (N, N, N, N),
    Role.EMERGENCY_DUTY: (F, F, F, N),
    Role.CHILD_PROTECTION: (F, N, N, N),
    Role.PARTNER: (N, N, N, N),
    Role.AGENCY_LEAD: (N, N, N, N),
    Role.LADO: (N, N, N, N),
    Role.ADMIN: (N, N, N, N),
    Role.ADMIN_PROVIDER: (N, N, N, N),
    Role.QUALITY: (F, N, N, N),
    Role.INSPECTOR: (F, F, N, N),
    Role.VIEWER: (N, N, N, N),
    Role.ANALYST: (N, N, N, N),
    Role.DPO: (N, N, N, N),
    Role.GUARDIAN: (N, N, N, N),
    Role.SYSADMIN: (N, N, N, N),
}
ONCE_POOLED = BEFORE_POOLING | {Role.PARTNER: (F, F, E, N)}
WITH_LEAVE = BEFORE_POOLING | {
    Role.EARLY_HELP: (F, N, N, N),
    Role.CHILD_PROTECTION: (F, F, N, N),
}


def a_viewer(role: Role, *, agency: str = "northbeck-council") -> Viewer:
    return Viewer(
        account_id=uuid4(),
        name="",
        role=role,
        council="northbeck",
        agency=agency,
        employed_by_council=agency == "northbeck-council",
        registered_until=None,
        teams=frozenset(),
        today=date(2026, 3, 2),
    )


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(
    ("table", "more"),
    [(BEFORE_POOLING, {}), (ONCE_POOLED, {"pooled": True}), (WITH_LEAVE, {"onward_leave": True})],
    ids=["as given", "once pooled", "with leave to go onward"],
)
def test_each_role_reads_what_the_mark_allows(role, table, more):
    viewer = a_viewer(role, agency="somebody-else" if role is Role.PARTNER else "northbeck-council")
    read = [reading(ItemFacts("police", mark, **more), viewer) for mark in Mark]
    assert tuple(read) == table[role]


@pytest.mark.parametrize("mark", Mark)
@pytest.mark.parametrize("role", [Role.PARTNER, Role.AGENCY_LEAD, Role.AGENCY_SYSTEM])
def test_an_agency_reads_its_own_items_whatever_the_mark(role, mark):
    assert reading(ItemFacts("police", mark), a_viewer(role, agency="police")) is F


def test_somebody_named_reads_a_sealed_item_and_nobody_else_knows_of_it():
    named = a_viewer(Role.MANAGER)
    item = ItemFacts("police", Mark.SEALED, named={named.account_id}, pooled=True)
    assert reading(item, named) is F
    assert reading(item, a_viewer(Role.MANAGER)) is N


def test_only_the_agency_that_gave_an_item_changes_its_mark():
    item = ItemFacts("police", Mark.OPEN, named={UUID(int=1)})
    assert may_change_mark(item, a_viewer(Role.PARTNER, agency="police"))
    assert not may_change_mark(item, a_viewer(Role.MANAGER))
