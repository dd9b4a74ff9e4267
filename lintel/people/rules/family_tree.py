"""Where everybody stands in a family tree, and which lines join them. Plain numbers, no drawing.

A row for each generation. Whoever has children together, or is a couple, is joined beneath their
boxes; from there a line goes down to the children. More than one father is more than one join, so
that whose child is whose can be read. What fits no row-to-row line (a grandmother whose own child
nobody told of) is drawn without one: the words on the box and the table say it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from lintel.people.rules.relationships import BIRTH_PARENTS, KINDS

BOX_WIDTH, BOX_HEIGHT = 164, 98
GAP, LANE, MARGIN, FOOT = 20, 12, 10, 16
MOST_IN_A_ROW = 7  # a longer row of children stands in two, one behind the other
PORT = 18  # between two lines that leave one box

PARTNER = "partner"
_DRAWN_AS_PARENTS = BIRTH_PARENTS | {"adoptive_parent"}
_THROUGH_PARTNER = frozenset({"step_parent", "parents_partner"})


@dataclass(frozen=True, slots=True)
class TreePerson:
    who: UUID
    born_on: date | None
    is_child: bool
    is_asked: bool


@dataclass(frozen=True, slots=True)
class Tie:
    """`one` is the `kind` of `other`. Shape: `is_over` for a couple that is known to be parted."""

    one: UUID
    other: UUID
    kind: str
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """Shape: x and y of the top left corner."""

    who: UUID
    x: float
    y: float
    row: int


@dataclass(frozen=True, slots=True)
class Line:
    """Shape: `style` is "join" for a couple, "parted", "child" or "care"."""

    points: tuple[tuple[float, float], ...]
    style: str


@dataclass(frozen=True, slots=True)
class Tree:
    boxes: Sequence[Box]
    lines: Sequence[Line]
    width: float
    height: float
    rows: int


@dataclass(slots=True)
class _Union:
    """One or two people of a row, and those of the next whom a line joins to them."""

    parents: tuple[UUID, ...]
    style: str
    child_style: str = "child"
    children: list[UUID] = field(default_factory=list)


def family_tree(people: Sequence[TreePerson], ties: Iterable[Tie]) -> Tree:
    """The picture of these people. The same input gives the same picture."""
    known = {person.who: person for person in people}
    ties = [tie for tie in ties if tie.one in known and tie.other in known]
    rows = _generations(people, ties)
    unions = _unions(known, ties, rows)
    order = _in_order(known, rows, unions)
    return _placed(order, unions)


# --- Which row --------------------------------------------------------------------------


def _generations(people: Sequence[TreePerson], ties: Sequence[Tie]) -> dict[UUID, int]:
    """Row of each, the oldest generation 0. What is surest is followed first."""
    found: dict[UUID, int] = {}
    first = sorted(people, key=lambda p: (not p.is_asked, not p.is_child, str(p.who)))
    for person in first:
        if person.who in found:
            continue
        found[person.who] = 0 if person.is_child else -1
        for sure in range(3):
            _follow(found, [tie for tie in ties if _sureness(tie.kind) <= sure])
    rows = {row: place for place, row in enumerate(sorted(set(found.values())))}
    return {who: rows[row] for who, row in found.items()}


def _sureness(kind: str) -> int:
    if kind in _DRAWN_AS_PARENTS:
        return 0
    return 1 if KINDS[kind].above in (0, 1) else 2


def _follow(found: dict[UUID, int], ties: Sequence[Tie]) -> None:
    moved = True
    while moved:
        moved = False
        for tie in ties:
            above = KINDS[tie.kind].above or 0
            if KINDS[tie.kind].above is None and tie.kind != "told_together":
                continue
            if tie.one in found and tie.other not in found:
                found[tie.other] = found[tie.one] + above
                moved = True
            elif tie.other in found and tie.one not in found:
                found[tie.one] = found[tie.other] - above
                moved = True


# --- Who is joined ----------------------------------------------------------------------


def _unions(
    known: Mapping[UUID, TreePerson], ties: Sequence[Tie], rows: Mapping[UUID, int]
) -> list[_Union]:
    couples = {
        frozenset((tie.one, tie.other)): tie.is_over
        for tie in sorted(ties, key=lambda tie: not tie.is_over)
        if tie.kind == PARTNER and rows[tie.one] == rows[tie.other]
    }
    found: dict[tuple[tuple[UUID, ...], str], _Union] = {}

    def union(parents: Iterable[UUID], style: str, child_style: str = "child") -> _Union:
        both = tuple(sorted(set(parents), key=str))
        return found.setdefault((both, child_style), _Union(both, style, child_style))

    for couple, is_over in couples.items():
        union(couple, "parted" if is_over else "join")
    for child in known:
        own = [
            tie
            for tie in ties
            if tie.other == child
            and KINDS[tie.kind].above == 1
            and rows[tie.one] + 1 == rows[child]
        ]
        kinds = {t.one: t.kind for t in own if t.kind in _DRAWN_AS_PARENTS}
        birth = sorted(kinds, key=lambda who: (kinds[who] != "mother", str(who)))
        # Sources may name two fathers: each is joined to the mother, and both are drawn.
        for pair in [birth] if len(birth) < 3 else [(birth[0], p) for p in birth[1:]]:
            if pair:
                style = "parted" if couples.get(frozenset(pair)) else "join"
                union(pair, style).children.append(child)
        for tie in own:
            if tie.one in birth or tie.kind == "aunt_or_uncle":
                continue
            with_parent = any(frozenset((tie.one, parent)) in couples for parent in birth)
            if not (tie.kind in _THROUGH_PARTNER and with_parent):
                union([tie.one], "join", "care").children.append(child)
    for each in found.values():
        each.children = sorted(set(each.children), key=lambda who: _age(known[who]))
    return sorted(found.values(), key=lambda u: (u.child_style, [str(p) for p in u.parents]))


def _age(person: TreePerson) -> tuple[date, str]:
    return (person.born_on or date.max, str(person.who))


# --- In which order ---------------------------------------------------------------------


def _in_order(
    known: Mapping[UUID, TreePerson], rows: Mapping[UUID, int], unions: Sequence[_Union]
) -> list[list[UUID]]:
    """Each row from left to right, couples side by side, children beneath their parents."""
    count = max(rows.values(), default=-1) + 1
    order: list[list[UUID]] = [[] for _ in range(count)]
    for person in sorted(known.values(), key=_age):
        order[rows[person.who]].append(person.who)
    groups = [_beside(row, known, unions) for row in order]
    for down in (True, False, True):
        for row in range(count) if down else reversed(range(count)):
            place = {who: at for line in order for at, who in enumerate(line)}
            next_to = _neighbours(unions, up=down)

            def middle(
                group: list[UUID],
                place: dict[UUID, int] = place,
                next_to: dict[UUID, list[UUID]] = next_to,
            ) -> float:
                near = [place[n] for who in group for n in next_to.get(who, ())]
                own = [place[who] for who in group]
                return sum(near) / len(near) if near else sum(own) / len(own)

            groups[row].sort(key=lambda group: (middle(group), _age(known[group[0]])))
            order[row] = [who for group in groups[row] for who in group]
    return order


def _neighbours(unions: Sequence[_Union], *, up: bool) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = {}
    for union in unions:
        from_, to = (union.children, union.parents) if up else (union.parents, union.children)
        for who in from_:
            found.setdefault(who, []).extend(to)
    return found


def _beside(
    row: Sequence[UUID], known: Mapping[UUID, TreePerson], unions: Sequence[_Union]
) -> list[list[UUID]]:
    """The people of a row in groups: whoever had most partners stands in the middle."""
    partners: dict[UUID, dict[UUID, tuple[date, str]]] = {}
    for union in unions:
        if len(union.parents) == 2 and union.parents[0] in row:
            one, other = union.parents
            oldest = min((_age(known[child]) for child in union.children), default=(date.max, ""))
            partners.setdefault(one, {})[other] = oldest
            partners.setdefault(other, {})[one] = oldest
    groups, seen = [], set()
    for who in sorted(row, key=lambda who: (-len(partners.get(who, ())), _age(known[who]))):
        if who in seen:
            continue
        group = [who]
        seen.add(who)
        waiting = [who]
        while waiting:
            hub = waiting.pop(0)
            theirs = partners.get(hub, {})
            new = sorted((p for p in theirs if p not in seen), key=lambda p: theirs[p])
            seen.update(new)
            waiting += new
            at = group.index(hub)
            left = new[: len(new) // 2] if hub == who else (new if at < len(group) / 2 else [])
            right = [p for p in new if p not in left]
            group[at + 1 : at + 1] = right
            group[at:at] = left
        groups.append(group)
    return groups


# --- Where exactly ----------------------------------------------------------------------


def _placed(order: Sequence[Sequence[UUID]], unions: Sequence[_Union]) -> Tree:
    if not order:
        return Tree((), (), 0, 0, 0)
    parents = {who for union in unions for who in union.parents}
    two_deep = [len(row) > MOST_IN_A_ROW and not parents.intersection(row) for row in order]
    middle = _across(order, unions, two_deep)
    boxes: dict[UUID, Box] = {}
    lines: list[Line] = []
    y = float(MARGIN)
    for number, row in enumerate(order):
        deep = 2 if two_deep[number] else 1
        for at, who in enumerate(row):
            behind = (at % 2) * (BOX_HEIGHT + FOOT) if deep == 2 else 0
            boxes[who] = Box(who, middle[who] - BOX_WIDTH / 2, y + behind, number)
        floor = y + deep * BOX_HEIGHT + (deep - 1) * FOOT
        own = [union for union in unions if union.parents[0] in row]
        y = floor + _joined(own, middle, boxes, lines, floor=floor)
    width = max(box.x for box in boxes.values()) + BOX_WIDTH + MARGIN
    height = max(box.y for box in boxes.values()) + BOX_HEIGHT + MARGIN
    if any(union.parents[0] in order[-1] for union in unions):
        height = max(height, y)
    settled = _reaching_down(lines, boxes, middle)
    return Tree(list(boxes.values()), settled, width, height, len(order))


def _across(
    order: Sequence[Sequence[UUID]], unions: Sequence[_Union], two_deep: Sequence[bool]
) -> dict[UUID, float]:
    """The middle of each box: the longest row evenly, the others above or below their own."""
    full = BOX_WIDTH + GAP
    pitch = [full / 2 if deep else full for deep in two_deep]
    widest = max(range(len(order)), key=lambda row: len(order[row]) * pitch[row])
    middle = {who: at * pitch[widest] for at, who in enumerate(order[widest])}
    near: dict[UUID, list[UUID]] = {}
    for union in unions:
        for parent in union.parents:
            for child in union.children:
                near.setdefault(parent, []).append(child)
                near.setdefault(child, []).append(parent)
    rows = [*range(widest - 1, -1, -1), *range(widest + 1, len(order))]
    centre = (len(order[widest]) - 1) * pitch[widest] / 2
    for row in rows:
        wanted = []
        for who in order[row]:
            places = [middle[n] for n in near.get(who, ()) if n in middle]
            wanted.append(sum(places) / len(places) if places else None)
        there = [place for place in wanted if place is not None]
        spare = sum(there) / len(there) if there else centre
        at = [spare if place is None else place for place in wanted]
        for place in range(1, len(at)):
            at[place] = max(at[place], at[place - 1] + pitch[row])
        shift = sum(
            (want if want is not None else got) - got for want, got in zip(wanted, at, strict=True)
        ) / max(len(at), 1)
        middle |= {who: x + shift for who, x in zip(order[row], at, strict=True)}
    least = min(middle.values())
    return {who: x - least + BOX_WIDTH / 2 + MARGIN for who, x in middle.items()}


def _joined(
    unions: Sequence[_Union],
    middle: Mapping[UUID, float],
    boxes: Mapping[UUID, Box],
    lines: list[Line],
    *,
    floor: float,
) -> float:
    """Adds the lines that leave one row; how far below it the next row begins."""
    ports: dict[tuple[int, UUID], float] = {}
    leaving: dict[UUID, list[tuple[float, int]]] = {}
    for number, union in enumerate(unions):
        for parent in union.parents:
            others = [middle[p] for p in union.parents if p != parent]
            toward = others[0] if others else middle[parent]
            leaving.setdefault(parent, []).append((toward, number))
    for parent, own in leaving.items():
        for at, (_, number) in enumerate(sorted(own)):
            ports[number, parent] = middle[parent] + (at - (len(own) - 1) / 2) * PORT
    spans, bars = [], []
    for number, union in enumerate(unions):
        ends = sorted(ports[number, parent] for parent in union.parents)
        drop = sum(ends) / len(ends)
        spans.append((ends[0], ends[-1]))
        below = [middle[child] for child in union.children]
        bars.append((min([drop, *below]), max([drop, *below])))
    couple_lanes, child_lanes = _lanes(spans), _lanes(bars)
    first = floor + FOOT
    second = first + (max(couple_lanes, default=-1) + 1) * LANE + 4
    for number, union in enumerate(unions):
        y = first + couple_lanes[number] * LANE
        left, right = spans[number]
        drop = (left + right) / 2
        if len(union.parents) == 2:
            bottom = {ports[number, p]: boxes[p].y + BOX_HEIGHT for p in union.parents}
            points = ((left, bottom[left]), (left, y), (right, y), (right, bottom[right]))
            lines.append(Line(points, union.style))
        else:
            [parent] = union.parents
            y = boxes[parent].y + BOX_HEIGHT
        bar = second + child_lanes[number] * LANE
        if union.children:
            lines.append(Line(((drop, y), (drop, bar)), union.child_style))
            for child in union.children:
                lines.append(
                    Line(
                        ((drop, bar), (middle[child], bar), (middle[child], -1)), union.child_style
                    )
                )
    return second - floor + (max(child_lanes, default=-1) + 1) * LANE + FOOT


def _lanes(spans: Sequence[tuple[float, float]]) -> list[int]:
    """A lane for each, so that no two on one lane touch; the narrowest nearest."""
    taken: list[list[tuple[float, float]]] = []
    found = [0] * len(spans)
    for at in sorted(range(len(spans)), key=lambda at: (spans[at][1] - spans[at][0], spans[at])):
        left, right = spans[at]
        for lane, others in enumerate(taken):
            if all(right + 6 < a or b + 6 < left for a, b in others):
                others.append((left, right))
                found[at] = lane
                break
        else:
            taken.append([(left, right)])
            found[at] = len(taken) - 1
    return found


def _reaching_down(
    lines: Sequence[Line], boxes: Mapping[UUID, Box], middle: Mapping[UUID, float]
) -> list[Line]:
    """Lines to children end at the top of the box that is below them."""
    tops = {(middle[who], box.row): box.y for who, box in boxes.items()}
    settled = []
    for line in lines:
        x, y = line.points[-1]
        if y >= 0:
            settled.append(line)
            continue
        bar = line.points[-2][1]
        top = min(y for (at, _), y in tops.items() if at == x and y > bar)
        settled.append(Line((*line.points[:-1], (x, top)), line.style))
    return settled
