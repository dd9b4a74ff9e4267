"""The family tree as the template draws it: words in boxes, and lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from lintel.contacts.queries.household import FamilyHistory, FamilyMember
from lintel.contacts.web.family_words import born_words, short_role
from lintel.people.rules.family_tree import (
    BOX_HEIGHT,
    BOX_WIDTH,
    PARTNER,
    Tie,
    TreePerson,
    family_tree,
)
from lintel.people.rules.relationships import BIRTH_PARENTS

_LETTERS = 20  # of a name on one line of a box; wide scripts take two places each
_SMALL = 25


@dataclass(frozen=True, slots=True)
class TextShown:
    y: float
    words: str
    style: str


@dataclass(frozen=True, slots=True)
class BoxShown:
    """Shape: `style` is the box's classes; `texts` from top to bottom."""

    x: float
    y: float
    style: str
    texts: Sequence[TextShown]


@dataclass(frozen=True, slots=True)
class TreeShown:
    width: int
    height: int
    box_width: int
    box_height: int
    boxes: Sequence[BoxShown]
    lines: Sequence[tuple[str, str]]
    says: str
    key: Sequence[str]


def tree_shown(history: FamilyHistory, *, here: str) -> TreeShown:
    """`here` is what is written on whoever the history was opened from, if they are a child.

    Somebody nobody has linked who stands in the place of a member is not drawn beside them: the
    table tells of them.
    """
    members = {member.who: member for member in history.members}
    drawn = [member for member in history.members if member.beside is None]
    people = [TreePerson(m.who, m.born_on or m.expected_on, m.is_child, m.is_asked) for m in drawn]
    tree = family_tree(people, _ties(history, members))
    asked = frozenset(m.who for m in history.members if m.is_asked and m.is_child)
    boxes = [
        _box(members[box.who], box.x, box.y, members, asked, here if box.who in asked else "")
        for box in tree.boxes
    ]
    lines = [(_path(line.points), line.style) for line in tree.lines]
    styles = {style for _, style in lines}
    rows = "1 generation" if tree.rows == 1 else f"{tree.rows} generations"
    return TreeShown(
        width=round(tree.width),
        height=round(tree.height),
        box_width=BOX_WIDTH,
        box_height=BOX_HEIGHT,
        boxes=boxes,
        lines=lines,
        says=f"{len(boxes)} {'person' if len(boxes) == 1 else 'people'} in {rows}, the oldest "
        "above. The table after it says the same in words.",
        key=_key(styles, drawn),
    )


def _ties(history: FamilyHistory, members: Mapping[UUID, FamilyMember]) -> list[Tie]:
    parted = {
        frozenset((view.one, view.other))
        for view in history.relationships
        if view.kind == PARTNER and view.ends_on is not None
    }
    again = {
        frozenset((view.one, view.other))
        for view in history.relationships
        if view.kind == PARTNER and view.ends_on is None
    }
    ties = [
        Tie(
            view.one,
            view.other,
            view.kind,
            is_over=frozenset((view.one, view.other)) in parted - again,
        )
        for view in history.relationships
    ]
    parents: dict[UUID, list[UUID]] = {}
    for view in history.relationships:
        if members[view.one].beside or view.kind not in BIRTH_PARENTS:
            continue
        if view.one not in parents.get(view.other, ()):
            parents.setdefault(view.other, []).append(view.one)
    told = parted | again
    for both in {frozenset(own) for own in parents.values() if len(own) == 2} - told:
        one, other = both
        if {members[one].lives_there, members[other].lives_there} == {True, False}:
            ties.append(Tie(one, other, PARTNER, is_over=True))
    return ties


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _box(
    member: FamilyMember,
    x: float,
    y: float,
    members: Mapping[UUID, FamilyMember],
    asked: frozenset[UUID],
    here: str,
) -> BoxShown:
    name = _wrapped(member.name or "Name not shown")
    styles = ["lx-tree__box"]
    marks = []
    if here:
        styles.append("lx-tree__box--here")
    if member.expected_on and not member.born_on:
        styles.append("lx-tree__box--unborn")
        marks.append("Not yet born")
    if member.died_on:
        styles.append("lx-tree__box--dead")
        marks += ["Died"] if member.born_on else []
    if member.person_id is None:
        styles.append("lx-tree__box--loose")
        often = len(member.records)
        marks.append(f"Not linked, told {often} times" if often > 2 else "Not linked")
    if member.lives_there is False and not member.died_on:
        marks.append("Lives elsewhere")
    small = [born_words(member), here or short_role(member, members, asked), ", ".join(marks)]
    texts = [TextShown(21 + 16 * at, line, "lx-tree__name") for at, line in enumerate(name)]
    top = 21 + 16 * len(name) + 3
    for at, line in enumerate(filter(None, small)):
        texts.append(TextShown(top + 16 * at, _cut(line, _SMALL), "lx-tree__small"))
    return BoxShown(round(x, 1), round(y, 1), " ".join(styles), texts)


def _wrapped(name: str) -> list[str]:
    """A name on one line or two; what is longer is whole in the table."""
    lines = [""]
    for word in name.split():
        longer = f"{lines[-1]} {word}".strip()
        if _length(longer) <= _LETTERS or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > 2:
        lines = [lines[0], " ".join(lines[1:])]
    return [_cut(line, _LETTERS) for line in lines]


def _length(words: str) -> int:
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in words)


def _cut(words: str, longest: int) -> str:
    if _length(words) <= longest:
        return words
    kept = words
    while _length(kept) > longest - 1:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def _key(styles: set[str], members: Sequence[FamilyMember]) -> list[str]:
    """What the lines and borders mean, only those that are there."""
    found = []
    if "join" in styles:
        found.append("Solid line beneath two people: they have a child, or are a couple")
    if "parted" in styles:
        found.append("Broken line beneath two people: they have parted, or live apart")
    if "care" in styles:
        found.append("Dotted line to a child: cares for them, not a parent by birth")
    if any(member.person_id is None for member in members):
        found.append("Dotted border: nobody has said yet who this is")
    return found
