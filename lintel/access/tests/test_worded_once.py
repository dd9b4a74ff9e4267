"""A question worded once answers what the question itself does, and says no where it cannot."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from gc import collect
from threading import Thread
from uuid import UUID, uuid4
from weakref import ref

import pytest
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections
from django.db.models import F, Q, QuerySet, Value
from django.test.utils import CaptureQueriesContext
from hypothesis import given as told, settings, strategies as st

from lintel.access import worded_once as wordings
from lintel.access.guards import viewer_of
from lintel.access.models import Account
from lintel.access.viewers import Permission, Role, Viewer
from lintel.access.worded_once import NotWordedOnce, worded_afresh, worded_once

pytestmark = pytest.mark.django_db
NINE = datetime(2026, 11, 2, 9, tzinfo=UTC)


def an_account(**more: object) -> Account:
    kept = {"role": Role.SCREENER, "council": "northbeck", "agency": "a", "created_at": NINE}
    return Account.objects.create(**{"name": "Priya Shah", **kept, **more})


@worded_once
def named(names: list[str], council: str | None = None, *, role: Role) -> QuerySet[Account]:
    found = Account.objects.filter(username__in=names, role=role).order_by("username")
    return found.filter(council=council) if council else found


@worded_once
def keys(ids: list[UUID], since: datetime, known: bool) -> QuerySet[tuple[UUID, str]]:
    found = Account.objects.filter(Q(id__in=ids) | Q(created_at__gte=since))
    found = found.exclude(name="") if known else found
    return found.annotate(said=Value("x")).order_by("username").values_list("id", "said")


def names(rows: list[Account]) -> list[str]:
    return [row.username for row in rows]


def test_it_answers_with_rows_as_the_question_does():
    for name in "abcde":
        an_account(username=name, role=Role.SCREENER)
    an_account(username="f", role=Role.MANAGER)
    for asked in (["a"], ["b", "c"], ["a", "b", "c", "d", "e"], ["f", "nobody"], []):
        plain = Account.objects.filter(username__in=asked, role=Role.SCREENER)
        assert names(named(asked, role=Role.SCREENER)) == sorted(names(list(plain)))
    assert names(named(["f"], role=Role.MANAGER)) == ["f"]
    assert named(["f"], "elsewhere", role=Role.MANAGER) == []
    row = named(["a"], role=Role.SCREENER)[0]
    assert row == Account.objects.get(username="a")
    assert row.created_at == Account.objects.get(username="a").created_at


def test_each_call_is_one_statement_that_anybody_may_watch():
    an_account(username="a", role=Role.SCREENER)
    named(["a"], role=Role.SCREENER)
    with CaptureQueriesContext(connection) as seen:
        named(["a"], role=Role.SCREENER)
    assert [q["sql"].count("SELECT") for q in seen.captured_queries] == [1]


@settings(max_examples=25, deadline=None)
@told(
    chosen=st.lists(st.integers(0, 5), max_size=9),
    known=st.booleans(),
    hour=st.integers(0, 23),
)
def test_values_of_every_length_and_kind_are_answered_alike(chosen, known, hour):
    ids = [UUID(int=n) for n in range(6)]
    for n, id_ in enumerate(ids[:4]):
        if not Account.objects.filter(id=id_).exists():
            an_account(id=id_, username=f"n{n}", created_at=NINE.replace(hour=n))
    asked, since = [ids[n] for n in chosen], NINE.replace(hour=hour)
    plain = Account.objects.filter(Q(id__in=asked) | Q(created_at__gte=since))
    expected = [(row.id, "x") for row in plain.order_by("username")]
    assert keys(asked, since, known) == expected


def test_a_question_that_says_more_than_it_is_given_is_a_mistake():
    turns = iter(["a", "b", "c", "d"])

    @worded_once
    def of_its_own(council: str) -> QuerySet[Account]:
        return Account.objects.filter(council=council, name=next(turns))

    @worded_once
    def worked_upon(council: str) -> QuerySet[Account]:
        return Account.objects.filter(council=council.upper())

    @worded_once
    def trimmed(council: str) -> QuerySet[Account]:
        return Account.objects.filter(council=council.strip().lower())

    @worded_once
    def of_a_year(day: date) -> QuerySet[Account]:
        return Account.objects.filter(created_at__gte=datetime(day.year, 1, 1, tzinfo=UTC))

    @worded_once
    def of_a_day(at: datetime) -> QuerySet[Account]:
        return Account.objects.filter(employed_until__gte=at.date())

    @worded_once
    def of_a_row(one: object) -> QuerySet[Account]:
        return Account.objects.filter(pk=one.pk)

    for ask, value in (
        (of_its_own, "c"),
        (worked_upon, "c"),
        (trimmed, "c"),
        (of_a_year, date(2026, 1, 2)),
        (of_a_day, NINE),
        (of_a_row, Account()),
        (worked_upon, ["c", None]),
        (worked_upon, ["c", 1]),
    ):
        with pytest.raises(NotWordedOnce):
            ask(value)


def test_the_tests_hold_it_against_the_question_asked_afresh():
    assert wordings.held_against_afresh
    changes = {"name": "a"}

    @worded_once
    def changing(council: str) -> QuerySet[Account]:
        return Account.objects.filter(council=council, name=changes["name"])

    changing("c")
    changes["name"] = "b"
    with pytest.raises(NotWordedOnce, match="something else"):
        changing("c")


def test_of_nobody_there_is_nothing_and_the_question_is_not_put_together(monkeypatch):
    an_account(username="a")
    found, asked = {"all": False}, []

    @worded_once
    def of(ids: list[UUID]) -> QuerySet[Account]:
        asked.append(ids)
        return Account.objects.filter(id__in=ids) if not found["all"] else Account.objects.all()

    assert of([]) == of([]) == []
    monkeypatch.setattr(wordings, "held_against_afresh", False)
    before = len(asked)
    assert of([]) == []
    assert len(asked) == before
    monkeypatch.setattr(wordings, "held_against_afresh", True)
    found["all"] = True
    with pytest.raises(NotWordedOnce, match="where it cannot"):
        of([])


def test_a_viewer_is_asked_for_as_who_they_are_now():
    @worded_once
    def near(viewer: Viewer, others: bool) -> QuerySet[Account]:
        mine = Q(id=viewer.account_id) | Q(agency__in=list(viewer.teams))
        if viewer.glass is not None:
            mine = Q(id=viewer.glass)
        if viewer.may(Permission.VIEW_ALLEGATION) or others:
            mine |= Q(council=viewer.council)
        return Account.objects.filter(mine).order_by("username")

    a, b = an_account(username="a"), an_account(username="b", agency="t1", council="elsewhere")
    c = an_account(username="c", agency="t2", role=Role.LADO, council="elsewhere")
    for who, teams, found in (
        (a, (), [a]),
        (b, ("t2",), [b, c]),
        (a, ("t1", "t2", "t3"), [a, b, c]),
        (a, ("t3", "t1", "t0", "t9", "t8"), [a, b]),
        (c, (), [b, c]),
    ):
        viewer = a_viewer(who, teams)
        assert near(viewer, False) == found
        assert near(replace(viewer, glass=b.id), False) == [b]  # nothing more through glass


def a_viewer(account: Account, teams: tuple[str, ...]) -> Viewer:
    return replace(viewer_of(account, NINE), teams=frozenset(teams))


def test_outside_the_tests_such_a_mistake_costs_time_and_not_the_page(monkeypatch):
    @worded_once
    def trimmed(council: str) -> QuerySet[Account]:
        return Account.objects.filter(council=council.strip().lower())

    monkeypatch.setattr(wordings, "held_against_afresh", False)
    one = an_account(username="a", council="northbeck")
    assert trimmed(" Northbeck ") == [one] == trimmed("northbeck")


def test_very_many_values_are_worded_anew():
    ids = [UUID(int=n) for n in range(600)]
    one = an_account(id=ids[-1], username="a")
    assert keys(ids, NINE.replace(year=2030), False) == [(one.id, "x")]


def test_no_connection_outlives_the_thread_that_worded_a_question():
    @worded_once
    def of_a_council(council: str) -> QuerySet[Account]:
        return Account.objects.filter(council=council)

    held = []

    def ask() -> None:
        held.append(ref(connections[DEFAULT_DB_ALIAS]))
        with suppress(DatabaseError):  # another thread's database may be empty
            of_a_council("northbeck")
        connection.close()

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    del thread
    collect()
    assert held[0]() is None
    an_account(username="a")
    assert len(of_a_council("northbeck")) == 1


def test_numbers_and_flags_are_part_of_the_wording():
    @worded_once
    def so_many(most: int, backwards: bool) -> QuerySet[Account]:
        return Account.objects.order_by("-username" if backwards else "username")[:most]

    a, b, c = (an_account(username=name) for name in "abc")
    assert so_many(2, False) == [a, b] == worded_afresh(so_many, 2, False)
    assert so_many(1, True) == [c]
    assert so_many(5, True) == [c, b, a]


def test_days_keys_and_columns_of_the_row_itself_may_be_asked_for():
    @worded_once
    def since(day: date, id_: UUID) -> QuerySet[Account]:
        return (
            Account.objects.filter(created_at__date__gte=day)
            .exclude(id=id_)
            .exclude(name=F("username"))
        )

    one = an_account(username="a", created_at=NINE)
    assert since(date(2026, 11, 2), uuid4()) == [one]
    assert since(date(2026, 11, 3), uuid4()) == [] == since(date(2026, 11, 2), one.id)
