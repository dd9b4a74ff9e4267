"""The board: one row a contact, in the order a tired person should take them.

Late first, then pinned, then by rating and least time left. Lists show the least that lets
somebody choose what to open. The number of database queries does not depend on the rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from lintel.access import queries as access
from lintel.access.viewers import Permission, Viewer, Zone
from lintel.access.zones import sees
from lintel.contacts.models import Contact, ContactChild, Hold, RiskIndicator
from lintel.contacts.queries.visibility import visible_to
from lintel.contacts.rules.clocks import Clock, running_clocks
from lintel.contacts.rules.facts import ContactFacts
from lintel.contacts.rules.queues import BY_NAME, CLOSED, queue_of
from lintel.directory import queries as directory
from lintel.kernel.instants import age_in_words, london_day
from lintel.people.rules.told import folded_name
from lintel.policy.calendars import calendar
from lintel.policy.in_force import policy_for

PAGE = 50


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """What the person looking wants to see. Shape: "" or False asks for nothing in particular."""

    queue: str = ""
    rating: str = ""
    kind: str = ""
    source: str = ""
    mine: bool = False
    my_team: bool = False
    late: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One family concern as the board shows it.

    Shape: children are (name, age in words); names are "" for whoever may not see identities.
        flags: why it stands out, in words, the gravest first.
        categories: keys of the kinds of worry, none for whoever may not see concerns.
    """

    id: UUID
    reference: str
    kind: str
    source: str
    stage: str
    queue: str
    queue_title: str
    rating: str
    version: int
    received_at: datetime
    clock: Clock | None
    is_late: bool
    is_immediate: bool
    children: tuple[tuple[str, str], ...]
    flags: tuple[str, ...]
    owner: str
    waits_for: str
    next_step: str
    channel: str = ""
    categories: tuple[str, ...] = ()
    awaiting_team: str = ""
    held_because: str = ""
    held_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class BoardPage:
    rows: Sequence[BoardRow]
    number: int
    has_next: bool
    wanted: BoardFilter = field(default_factory=BoardFilter)


def board(
    viewer: Viewer, *, wanted: BoardFilter, number: int = 1, at: datetime, size: int = PAGE
) -> BoardPage:
    """One page of open contacts; of the closed, newest first, when that is what is wanted.

    Errors:
        NotPermitted: the viewer's role has no board.
    """
    viewer.must(Permission.VIEW_BOARD)
    start = (number - 1) * size
    if wanted.queue == CLOSED:
        closed = _narrowed(visible_to(viewer).exclude(closed_at=None), viewer, wanted, at)
        ordered = closed.order_by("-closed_at", "id")
    else:
        chosen = _narrowed(visible_to(viewer).filter(closed_at=None), viewer, wanted, at)
        ordered = in_order(chosen, at)
    rows = list(ordered[start : start + size + 1])
    return BoardPage(
        rows=rows_for(viewer, rows[:size], at=at),
        number=number,
        has_next=len(rows) > size,
        wanted=wanted,
    )


def _narrowed(
    contacts: "QuerySet[Contact]", viewer: Viewer, wanted: BoardFilter, at: datetime
) -> "QuerySet[Contact]":
    if wanted.queue:
        contacts = contacts.filter(queue=wanted.queue)
    if wanted.rating:
        contacts = contacts.filter(rating="" if wanted.rating == "unrated" else wanted.rating)
    if wanted.kind:
        contacts = contacts.filter(kind=wanted.kind)
    if wanted.source:
        contacts = contacts.filter(source=wanted.source)
    if wanted.mine:
        contacts = contacts.filter(owner_account=viewer.account_id)
    if wanted.my_team:
        contacts = contacts.filter(owner_team__in=sorted(viewer.teams))
    if wanted.late:
        contacts = contacts.filter(due_at__lte=at)
    if wanted.words.strip():
        contacts = contacts.filter(_said(viewer, wanted.words))
    return contacts


def _said(viewer: Viewer, words: str) -> Q:
    """Contacts by reference, or by the start of a name for whoever may see names."""
    by_reference = Q(reference__icontains=words.strip())
    if not sees(viewer, Zone.IDENTITY):
        return by_reference
    names = ContactChild.objects.filter(council=viewer.council)
    for word in folded_name(words, "").split():
        names = names.filter(Q(search_name__startswith=word) | Q(search_name__contains=f" {word}"))
    return by_reference | Q(id__in=names.values("contact_id"))


def in_order(contacts: "QuerySet[Contact]", at: datetime) -> "QuerySet[Contact]":
    """Immediate and late first; within a rating, least time left."""
    urgency = Case(
        When(immediate_since__isnull=False, then=Value(0)),
        When(due_at__lte=at, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return contacts.order_by(urgency, "rating_rank", "due_at", "id")


def rows_for(viewer: Viewer, contacts: Sequence[Contact], *, at: datetime) -> list[BoardRow]:
    """Board rows for contacts already chosen; five queries whatever their number."""
    ids = [contact.id for contact in contacts]
    children: dict[UUID, list[ContactChild]] = {}
    if sees(viewer, Zone.ENVELOPE):
        for child in ContactChild.objects.filter(contact_id__in=ids).order_by("place"):
            children.setdefault(child.contact_id, []).append(child)
    flags: dict[UUID, list[RiskIndicator]] = {}
    if sees(viewer, Zone.CONCERN):
        standing = RiskIndicator.objects.filter(contact_id__in=ids, dismissed_at=None)
        for indicator in standing.order_by("fired_at", "rule"):
            flags.setdefault(indicator.contact_id, []).append(indicator)
    holds = {
        hold.contact_id: hold.reason
        for hold in Hold.objects.filter(contact_id__in=ids, released_at=None)
    }
    owners = access.names_of({c.owner_account_id for c in contacts if c.owner_account_id})
    teams = {team.key: team.title for team in directory.teams(viewer.council)}
    return [
        _row(
            viewer,
            contact,
            at=at,
            children=children.get(contact.id, []),
            flags=flags.get(contact.id, []),
            hold=holds.get(contact.id, ""),
            owners=owners,
            teams=teams,
        )
        for contact in contacts
    ]


def _row(
    viewer: Viewer,
    contact: Contact,
    *,
    at: datetime,
    children: Sequence[ContactChild],
    flags: Sequence[RiskIndicator],
    hold: str,
    owners: dict[UUID, str],
    teams: dict[str, str],
) -> BoardRow:
    facts = contact.facts()
    clocks = running_clocks(facts, policy=policy_for(contact.council), calendar=calendar())
    clock = clocks[0] if clocks else None
    name = queue_of(facts)
    queue = BY_NAME.get(name)
    waits_for = queue.waits_for if queue else ""
    if facts.awaiting_team:
        waits_for = teams.get(facts.awaiting_team, facts.awaiting_team)
    elif name == "held" and facts.owner_account:
        waits_for = owners.get(facts.owner_account, waits_for)
    return BoardRow(
        id=contact.id,
        reference=contact.reference,
        kind=contact.kind,
        source=contact.source,
        stage=contact.stage,
        queue=name,
        queue_title=queue.title if queue else "Closed",
        rating=contact.rating,
        version=contact.version,
        received_at=contact.received_at,
        clock=clock,
        is_late=clock is not None and clock.is_late(at=at),
        is_immediate=facts.immediate_since is not None,
        children=tuple(_name_and_age(viewer, child, at) for child in children),
        flags=_flag_words(facts, flags),
        owner=owner_words(facts, owners=owners, teams=teams),
        waits_for=waits_for,
        next_step=queue.next_step if queue else "",
        channel=contact.channel,
        categories=tuple(contact.categories) if sees(viewer, Zone.CONCERN) else (),
        awaiting_team=facts.awaiting_team,
        held_because=hold if sees(viewer, Zone.CONCERN) else "",
        held_until=facts.held_until,
    )


def _name_and_age(viewer: Viewer, child: ContactChild, at: datetime) -> tuple[str, str]:
    age = age_in_words(
        child.date_of_birth,
        expected_on=child.expected_on,
        age_years=child.age_years,
        on=london_day(at),
    )
    if not sees(viewer, Zone.IDENTITY):
        return "", age
    name = f"{child.given_name} {child.family_name}".strip()
    return name or "Name not known", age


def _flag_words(facts: ContactFacts, flags: Sequence[RiskIndicator]) -> tuple[str, ...]:
    words = []
    if facts.immediate_since is not None:
        words.append("Needs an immediate response")
    gravity = {"immediate": 0, "strategy": 1}
    for indicator in sorted(flags, key=lambda i: gravity.get(i.level, 2)):
        if indicator.title not in words:
            words.append(indicator.title)
    return tuple(words)


def owner_words(facts: ContactFacts, *, owners: dict[UUID, str], teams: dict[str, str]) -> str:
    """Who has it in hand: a person by name, else the team."""
    if facts.owner_account:
        return owners.get(facts.owner_account, "Somebody who has left")
    return teams.get(facts.owner_team, facts.owner_team)


def listed(
    viewer: Viewer,
    *,
    queue: str = "",
    after: tuple[datetime, UUID] | None = None,
    size: int = PAGE,
    at: datetime,
) -> tuple[list[BoardRow], tuple[datetime, UUID] | None]:
    """Every contact the viewer may see, oldest first, by a cursor that inserts do not disturb.

    Shape: `after` and the cursor given back are the receipt time and id of the last row; None
        at the end. `queue` "closed" lists the closed.
    """
    chosen = visible_to(viewer)
    if queue == CLOSED:
        chosen = chosen.exclude(closed_at=None)
    elif queue:
        chosen = chosen.filter(closed_at=None, queue=queue)
    if after is not None:
        when, last = after
        chosen = chosen.filter(Q(received_at__gt=when) | Q(received_at=when, id__gt=last))
    rows = list(chosen.order_by("received_at", "id")[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    cursor = (rows[-1].received_at, rows[-1].id) if more else None
    return rows_for(viewer, rows, at=at), cursor
