"""Which of those whom nobody has linked stand as one entry on the page of a family."""

from datetime import date
from uuid import UUID

from lintel.people.rules.told import PersonTold
from lintel.people.rules.told_again import (
    KnownMember,
    Telling,
    as_one,
    member_told_again,
    name_in_any_order,
    told_again,
)

TOMAS, MIA = UUID(int=101), UUID(int=102)
FATHER = frozenset({("father", True, TOMAS)})


def telling(number: int, given: str, family: str = "Stone", **more) -> Telling:
    said = {"given_name": given, "family_name": family, "is_child": False}
    said |= {key: more.pop(key) for key in ("date_of_birth", "sex", "is_child") if key in more}
    return Telling(UUID(int=number), date(2026, 1, number), PersonTold(**said), **more)


def groups(*tellings: Telling, first: frozenset[UUID] = frozenset()) -> list[list[int]]:
    return [[one.record.int for one in group] for group in told_again(tellings, first=first)]


def test_a_father_told_of_three_times_is_one_entry_and_the_latest_speaks():
    told = [telling(n, "Lee", places=FATHER) for n in (1, 2, 3)]
    assert groups(*told) == [[3, 2, 1]]
    assert groups(*told, first=frozenset({UUID(int=1)})) == [[1, 3, 2]]


def test_accents_and_capitals_do_not_part_them():
    assert groups(telling(1, "ZOË"), telling(2, "Zoe")) == [[2, 1]]
    assert groups(telling(1, "Noa", "Stone"), telling(2, "Stone", "Noa")) == [[2, 1]]


def test_another_kind_of_relationship_another_birthday_or_another_sex_parts_them():
    grandfather = frozenset({("grandparent", True, TOMAS)})
    assert len(groups(telling(1, "Lee", places=FATHER), telling(2, "Lee", places=grandfather))) == 2
    born = telling(1, "Lee", date_of_birth=date(1985, 1, 1))
    assert len(groups(born, telling(2, "Lee", date_of_birth=date(1958, 1, 1)))) == 2
    assert groups(born, telling(2, "Lee")) == [[2, 1]]
    assert len(groups(telling(1, "Jo", sex="F"), telling(2, "Jo", sex="M"))) == 2
    assert groups(telling(1, "Jo", sex="F"), telling(2, "Jo", sex="U")) == [[2, 1]]
    assert len(groups(telling(1, "Lee"), telling(2, "Lee", is_child=True))) == 2


def test_one_without_a_birthday_does_not_join_two_that_differ():
    one = telling(1, "Lee", date_of_birth=date(1985, 1, 1))
    other = telling(3, "Lee", date_of_birth=date(1958, 1, 1))
    assert groups(one, telling(2, "Lee"), other) == [[3, 2], [1]]


def test_two_whom_one_contact_tells_of_are_two():
    told_in = frozenset({UUID(int=900)})
    assert len(groups(telling(1, "Lee", told_in=told_in), telling(2, "Lee", told_in=told_in))) == 2


def test_without_a_name_only_the_father_of_the_same_child_is_one():
    def nameless(number, child):
        return telling(number, "", "", places=frozenset({("father", True, child)}))

    assert groups(nameless(1, TOMAS), nameless(2, TOMAS), nameless(3, MIA)) == [[3], [2, 1]]
    partner = frozenset({("parents_partner", True, TOMAS)})
    assert len(groups(telling(1, "", "", places=partner), telling(2, "", "", places=partner))) == 2


def test_a_nameless_father_is_one_where_his_child_is_told_of_again():
    child, again = (telling(n, "Tomas", is_child=True) for n in (1, 2))
    fathers = [
        telling(n, "", "", places=frozenset({("father", True, one.record)}))
        for n, one in ((3, child), (4, again))
    ]
    assert groups(child, again, *fathers) == [[2, 1], [4, 3]]


def test_what_the_first_leaves_out_is_known_from_the_others():
    one = as_one([PersonTold("Lee", phone=""), PersonTold("Lee", date_of_birth=date(1985, 1, 1))])
    assert (one.given_name, one.date_of_birth) == ("Lee", date(1985, 1, 1))


def known(number: int, name: str, **more) -> KnownMember:
    said = {"born_on": date(1985, 1, 1), "sex": "M", "is_child": False, "told_in": frozenset()}
    said |= {"places": FATHER} | more
    names = frozenset({name_in_any_order(name)})
    first_names = frozenset({name_in_any_order(name.split()[0])})
    return KnownMember(UUID(int=number), names, first_names, **said)


def test_one_who_stands_in_the_place_of_a_linked_member_is_told_of_beside_them():
    lee = known(50, "Lee Stone")
    assert member_told_again(telling(1, "Stone", "Lee", places=FATHER), [lee]) == lee.who
    maiden = telling(1, "Lee", "Farrow", places=FATHER)
    assert member_told_again(maiden, [lee]) == lee.who
    for other in (
        telling(1, "Ravi", places=FATHER),
        telling(1, "Lee", places=frozenset({("father", True, MIA)})),
        telling(1, "Lee", places=FATHER, date_of_birth=date(1958, 1, 1)),
        telling(1, "Lee", places=FATHER, sex="F"),
        telling(1, "", "", places=FATHER),
    ):
        assert member_told_again(other, [lee]) is None


def test_nobody_is_told_of_beside_one_of_two_who_fit_or_one_told_of_in_the_same_contact():
    lee = telling(1, "Lee", places=FATHER, told_in=frozenset({UUID(int=900)}))
    assert member_told_again(lee, [known(50, "Lee Stone"), known(51, "Lee Stone")]) is None
    beside = known(50, "Lee Stone", told_in=frozenset({UUID(int=900)}))
    assert member_told_again(lee, [beside]) is None
