"""The picture of a family: rows, joins, nobody on top of anybody else."""

from datetime import date
from itertools import combinations
from uuid import UUID

from hypothesis import given, strategies as st

from lintel.people.rules.family_tree import (
    BOX_HEIGHT,
    BOX_WIDTH,
    Tie,
    TreePerson,
    family_tree,
)
from lintel.people.rules.relationships import KINDS


def somebody(number: int, *, born: int | None = None, child=True, asked=False) -> TreePerson:
    return TreePerson(UUID(int=number), date(born, 1, 1) if born else None, child, asked)


def tie(one: int, kind: str, other: int, *, is_over=False) -> Tie:
    return Tie(UUID(int=one), UUID(int=other), kind, is_over)


def rows(tree) -> dict[int, int]:
    return {box.who.int: box.row for box in tree.boxes}


def overlap(one, other) -> bool:
    return abs(one.x - other.x) < BOX_WIDTH and abs(one.y - other.y) < BOX_HEIGHT


def crosses(line, box) -> bool:
    """Whether a line goes through the inside of a box."""
    for (ax, ay), (bx, by) in zip(line.points, line.points[1:], strict=False):
        inside_x = max(ax, bx) > box.x + 1 and min(ax, bx) < box.x + BOX_WIDTH - 1
        inside_y = max(ay, by) > box.y + 1 and min(ay, by) < box.y + BOX_HEIGHT - 1
        if inside_x and inside_y:
            return True
    return False


def test_generations_are_rows_with_the_oldest_above():
    people = [somebody(1, child=False), somebody(2, child=False), somebody(3, asked=True)]
    tree = family_tree(people, [tie(1, "mother", 2), tie(2, "mother", 3)])
    assert rows(tree) == {1: 0, 2: 1, 3: 2}


def test_three_fathers_stand_around_their_childrens_mother_and_each_has_a_join():
    people = [somebody(n, child=False, born=1980 + n) for n in (1, 2, 3, 4)]
    people += [somebody(n, born=2000 + n, asked=n == 11) for n in (11, 12, 13)]
    ties = [tie(1, "mother", child) for child in (11, 12, 13)]
    ties += [tie(2, "father", 11), tie(3, "father", 12), tie(4, "father", 13)]
    ties += [tie(1, "partner", 2, is_over=True), tie(1, "partner", 4)]
    tree = family_tree(people, ties)
    across = sorted((box for box in tree.boxes if box.row == 0), key=lambda box: box.x)
    assert across[1].who.int == 1
    assert sorted(line.style for line in tree.lines if len(line.points) == 4) == [
        "join",
        "join",
        "parted",
    ]
    children = sorted((box for box in tree.boxes if box.row == 1), key=lambda box: box.x)
    fathers = [box.who.int for box in across if box.who.int != 1]
    assert [child.who.int - 9 for child in children] == fathers


def test_fourteen_children_stand_in_two_rows_with_their_lines_between_the_boxes():
    people = [somebody(1, child=False), *(somebody(n, born=1990 + n) for n in range(2, 16))]
    tree = family_tree(people, [tie(1, "mother", n) for n in range(2, 16)])
    assert tree.width < 1_450
    assert len({box.y for box in tree.boxes if box.row == 1}) == 2
    for line in tree.lines:
        assert not any(crosses(line, box) for box in tree.boxes)


def test_a_grandmother_whose_own_child_nobody_told_of_stands_above():
    people = [
        somebody(1, child=False),
        somebody(2, child=False),
        somebody(3, asked=True),
    ]
    tree = family_tree(people, [tie(1, "grandparent", 3), tie(2, "father", 3)])
    assert rows(tree) == {1: 0, 2: 1, 3: 2}


def test_a_step_father_is_joined_to_the_mother_and_not_to_her_child():
    people = [somebody(1, child=False), somebody(2, child=False), somebody(3, asked=True)]
    ties = [tie(1, "mother", 3), tie(2, "step_parent", 3), tie(2, "partner", 1)]
    styles = {line.style for line in family_tree(people, ties).lines}
    assert styles == {"join", "child"}
    without = family_tree(people, ties[:2])
    assert "care" in {line.style for line in without.lines}


def test_nobody_is_no_picture():
    assert family_tree([], []).boxes == ()


NUMBERS = st.integers(1, 14)


@given(
    st.lists(st.tuples(NUMBERS, st.sampled_from(sorted(KINDS)), NUMBERS, st.booleans())),
    st.sets(NUMBERS),
)
def test_whatever_is_told_everybody_has_a_place_of_their_own(told, children):
    people = [somebody(n, child=n in children, asked=n == 1) for n in range(1, 15)]
    ties = [tie(a, kind, b, is_over=over) for a, kind, b, over in told if a != b]
    tree = family_tree(people, ties)
    assert {box.who for box in tree.boxes} == {person.who for person in people}
    assert not any(overlap(one, other) for one, other in combinations(tree.boxes, 2))
    for box in tree.boxes:
        assert 0 <= box.x <= tree.width - BOX_WIDTH
        assert 0 <= box.y <= tree.height - BOX_HEIGHT
    assert tree == family_tree(people, ties)
