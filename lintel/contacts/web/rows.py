"""A row of the board in plain words: who it is about, why it stands out, how long is left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from lintel.access.viewers import Permission, Viewer
from lintel.contacts.queries import BoardRow
from lintel.contacts.rules.telling import Channel, Kind
from lintel.contacts.web.next_step import Addresses, NextStep, next_step_for
from lintel.govuk.words import Clock, clock
from lintel.kernel.instants import london_day, recently_in_words
from lintel.policy.council import CouncilPolicy
from lintel.policy.in_force import policy_for

KINDS: Mapping[str, str] = MappingProxyType(
    {
        Kind.WELFARE: "Welfare concern",
        Kind.INFORMATION_REQUEST: "Request for information",
        Kind.SIGNPOSTING: "Advice or signposting",
        Kind.EHC_REQUEST: "Education, health and care needs assessment",
    }
)
CAME_BY: Mapping[str, str] = MappingProxyType(
    {
        Channel.PUBLIC_FORM: "by the public form",
        Channel.PROFESSIONAL_FORM: "by the professional form",
        Channel.TELEPHONE: "by telephone",
        Channel.EMAIL: "by email",
        Channel.WALK_IN: "in person",
        Channel.API: "from their own system",
        Channel.CSV: "in a file",
    }
)
PINNED = "Needs an immediate response"  # a pinned row says so by itself
MOST_CHILDREN = 5
MOST_FLAGS = 4


@dataclass(frozen=True, slots=True)
class RowShown:
    """Shape:

    headline: children and ages, or what may be said of them; never empty.
    clock: None once closed.
    raised: the rules about what adds up that raised it, "" for none.
    worries: titles of the kinds of worry; `flags` are what stands out, gravest first.
    held: "" unless held, else why and until when.
    """

    href: str
    headline: str
    reference: str
    kind: str
    came: str
    received: str
    rating: str
    clock: Clock | None
    clock_title: str
    is_late: bool
    is_pinned: bool
    raised: str
    awaits_read: bool
    waits_for_agencies: bool
    flags: Sequence[str]
    worries: str
    queue: str
    stage: str
    owner: str
    waits_for: str
    held: str
    next: NextStep


def rows_shown(viewer: Viewer, rows: Sequence[BoardRow], *, at: datetime) -> list[RowShown]:
    """Rows as a page says them. Nothing is asked of the database."""
    policy = policy_for(viewer.council)
    titles = {c.key: c.title for c in policy.categories(london_day(at))}
    addresses = Addresses()
    may_open = viewer.may(Permission.VIEW_CONTACT)
    return [
        RowShown(
            href=addresses.of("contact", row.id) if may_open else "",
            headline=headline(row.children),
            reference=row.reference,
            kind="" if row.kind == Kind.WELFARE else KINDS.get(row.kind, row.kind),
            came=f"{source_words(policy, row.source)}, {CAME_BY.get(row.channel, row.channel)}",
            received=recently_in_words(row.received_at, at=at),
            rating=row.rating,
            clock=clock(row.clock.due_at, at) if row.clock else None,
            clock_title=row.clock.title if row.clock else "",
            is_late=row.is_late,
            is_pinned=row.is_immediate,
            raised="; ".join(row.raised),
            awaits_read=row.awaits_senior_read,
            waits_for_agencies=row.waits_for_agencies,
            flags=_some([f for f in row.flags if f != PINNED], MOST_FLAGS),
            worries=", ".join(titles.get(key, key.replace("_", " ")) for key in row.categories),
            queue=row.queue,
            stage=row.queue_title,
            owner=row.owner,
            waits_for=row.waits_for,
            held=_held(row, at=at),
            next=next_step_for(
                viewer,
                row.id,
                queue=row.queue,
                words=row.next_step,
                awaiting_team=row.awaiting_team,
                addresses=addresses,
            ),
        )
        for row in rows
    ]


def headline(children: Sequence[tuple[str, str]]) -> str:
    """Children and ages, as one line.

    >>> headline([("Mia Ashgrove", "6"), ("Tomas Ashgrove", "4 months")])
    'Mia Ashgrove (6), Tomas Ashgrove (4 months)'
    >>> headline([("", "6"), ("", "unborn")])
    '2 children: 6, unborn'
    >>> headline([])
    'Children not shown'
    """
    if not children:
        return "Children not shown"
    if any(name for name, _ in children):
        return ", ".join(_some([f"{name} ({age})" for name, age in children], MOST_CHILDREN))
    ages = ", ".join(age for _, age in children)
    return f"{len(children)} children: {ages}" if len(children) > 1 else f"1 child: {ages}"


def _some(words: Sequence[str], most: int) -> list[str]:
    if len(words) <= most:
        return list(words)
    return [*words[: most - 1], f"and {len(words) - most + 1} more"]


def _held(row: BoardRow, *, at: datetime) -> str:
    if row.held_until is None:
        return ""
    until = f"Review {recently_in_words(row.held_until, at=at)}"
    return f"{row.held_because.rstrip('.')}. {until}" if row.held_because else until


def source_words(policy: CouncilPolicy, code: str) -> str:
    """Who told us, in plain words; a code nobody knows is said as it stands."""
    source = policy.sources.get(code)
    if source is None:
        return code
    return "Anonymous" if code == "9" else source.plain
