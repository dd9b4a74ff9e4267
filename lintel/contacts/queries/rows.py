"""One contact as lists show it: the least that lets somebody choose what to open.

The number of database queries does not depend on the rows, and no more of a row is read than is
shown.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from lintel.access import queries as access
from lintel.access.viewers import Role, Viewer, Zone
from lintel.access.worded_once import worded_once
from lintel.access.zones import sees
from lintel.contacts.models import Contact, ContactChild, Hold, RaisedRule, RiskIndicator
from lintel.contacts.queries.visibility import NOT_LISTED, reads_telling
from lintel.contacts.rules.clocks import Clock, running_clocks
from lintel.contacts.rules.facts import ContactFacts
from lintel.contacts.rules.queues import BY_NAME, queue_of
from lintel.directory import queries as directory
from lintel.kernel.instants import age_in_words, london_day
from lintel.kernel.working_days import WorkingCalendar
from lintel.notices.rules.addressees import everybody_who_is
from lintel.policy.calendars import calendar
from lintel.policy.council import CouncilPolicy
from lintel.policy.in_force import policy_for

GRAVITY = {"immediate": 0, "strategy": 1}


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One family concern as the board shows it.

    Shape: children are (name, age in words); names are "" for whoever may not see identities.
        flags: why it stands out, in words, the gravest first.
        raised: titles of the rules about what adds up that raised it.
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
    raised: tuple[str, ...] = ()
    awaits_senior_read: bool = False
    waits_for_agencies: bool = False


@dataclass(frozen=True, slots=True)
class _Beside:
    """What is known beside the contacts of one list, all of one council.

    Shape: children are (name, age in words); flags are titles, the gravest first.
    """

    children: Mapping[UUID, Sequence[tuple[str, str]]]
    flags: Mapping[UUID, Sequence[str]]
    holds: Mapping[UUID, str]
    owners: Mapping[UUID, str]
    teams: Mapping[str, str]
    raised: Mapping[UUID, Sequence[str]]
    policy: CouncilPolicy
    calendar: WorkingCalendar


def lightly(contacts: "QuerySet[Contact]") -> "QuerySet[Contact]":
    """The same contacts without what no list shows."""
    return contacts.defer(*NOT_LISTED)


def rows_for(viewer: Viewer, contacts: Sequence[Contact], *, at: datetime) -> list[BoardRow]:
    """Rows for contacts already chosen; six queries at most, whatever their number."""
    ids = [contact.id for contact in contacts]
    told = [contact.id for contact in contacts if reads_telling(viewer, contact)]
    shows_concern = bool(told)
    beside = _Beside(
        children=_children(viewer, ids, day=london_day(at)),
        flags=_flags(told) if told else {},
        holds=dict(_held(told)) if shows_concern else {},
        owners=access.names_of({c.owner_account_id for c in contacts if c.owner_account_id}),
        teams={team.key: team.title for team in directory.teams(viewer.council)},
        raised=_raised(contacts) if shows_concern else {},
        policy=policy_for(viewer.council),
        calendar=calendar(),
    )
    return [
        _row(contact, beside, shows_concern=reads_telling(viewer, contact), at=at)
        for contact in contacts
    ]


@worded_once
def _held(ids: list[UUID]) -> QuerySet[Hold, tuple[UUID, str]]:
    held = Hold.objects.filter(contact_id__in=ids, released_at=None)
    return held.values_list("contact_id", "reason")


@worded_once
def _children_of(ids: list[UUID]) -> QuerySet[ContactChild, tuple[Any, ...]]:
    rows = ContactChild.objects.filter(contact_id__in=ids).order_by("place")
    return rows.values_list(
        "contact_id", "given_name", "family_name", "date_of_birth", "expected_on", "age_years"
    )


@worded_once
def _standing(ids: list[UUID]) -> QuerySet[RiskIndicator, tuple[UUID, str, str]]:
    rows = RiskIndicator.objects.filter(contact_id__in=ids, dismissed_at=None)
    return rows.order_by("fired_at", "rule").values_list("contact_id", "level", "title")


def _children(
    viewer: Viewer, ids: Sequence[UUID], *, day: date
) -> Mapping[UUID, Sequence[tuple[str, str]]]:
    if not sees(viewer, Zone.ENVELOPE):
        return {}
    named = sees(viewer, Zone.IDENTITY)
    children: dict[UUID, list[tuple[str, str]]] = {}
    for contact_id, given, family, born, expected, years in _children_of(list(ids)):
        age = age_in_words(born, expected_on=expected, age_years=years, on=day)
        name = (f"{given} {family}".strip() or "Name not known") if named else ""
        children.setdefault(contact_id, []).append((name, age))
    return children


def _flags(ids: Sequence[UUID]) -> Mapping[UUID, Sequence[str]]:
    """Titles of what stands, the gravest first, each once."""
    found: dict[UUID, list[tuple[int, str]]] = {}
    for contact_id, level, title in _standing(list(ids)):
        found.setdefault(contact_id, []).append((GRAVITY.get(level, 2), title))
    return {
        contact_id: list(dict.fromkeys(t for _, t in sorted(said, key=lambda one: one[0])))
        for contact_id, said in found.items()
    }


def _raised(contacts: Sequence[Contact]) -> Mapping[UUID, Sequence[str]]:
    """Titles of the rules that stand; nothing is asked when no contact is raised."""
    ids = [contact.id for contact in contacts if contact.raised_at is not None]
    found: dict[UUID, list[str]] = {}
    if ids:
        rows = RaisedRule.objects.filter(contact_id__in=ids, withdrawn_at=None)
        for contact_id, title in rows.order_by("fired_at", "rule").values_list(
            "contact_id", "title"
        ):
            found.setdefault(contact_id, []).append(title)
    return found


def _row(contact: Contact, beside: _Beside, *, shows_concern: bool, at: datetime) -> BoardRow:
    facts = contact.facts()
    clocks = running_clocks(facts, policy=beside.policy, calendar=beside.calendar)
    clock = clocks[0] if clocks else None
    name = queue_of(facts)
    queue = BY_NAME.get(name)
    waits_for = queue.waits_for if queue else ""
    if facts.awaiting_team:
        waits_for = beside.teams.get(facts.awaiting_team, facts.awaiting_team)
    elif name == "held" and facts.owner_account:
        waits_for = beside.owners.get(facts.owner_account, waits_for)
    is_immediate = facts.immediate_since is not None
    flags = beside.flags.get(contact.id, ())
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
        is_immediate=is_immediate,
        children=tuple(beside.children.get(contact.id, ())),
        flags=("Needs an immediate response", *flags) if is_immediate else tuple(flags),
        owner=owner_words(facts, owners=beside.owners, teams=beside.teams),
        waits_for=waits_for,
        next_step=queue.next_step if queue else "",
        channel=contact.channel,
        categories=tuple(contact.categories) if shows_concern else (),
        awaiting_team=facts.awaiting_team,
        held_because=beside.holds.get(contact.id, ""),
        held_until=facts.held_until,
        raised=tuple(beside.raised.get(contact.id, ())) if shows_concern else (),
        awaits_senior_read=facts.awaits_senior_read and shows_concern,
        waits_for_agencies=facts.answers_due_at is not None,
    )


def owner_address(contact: Contact) -> str:
    """Where an alert about it goes: who has it in hand, else the team that has or is offered it.
    Of an allegation, managers rather than all of the front door."""
    if contact.allegation and not (contact.owner_account_id or contact.awaiting_team):
        return everybody_who_is(Role.MANAGER)
    return str(contact.owner_account_id or contact.awaiting_team or contact.owner_team)


def owner_addresses(ids: Collection[UUID]) -> dict[UUID, str]:
    """The same for several contacts still open; for jobs of the contexts above. One query."""
    open_ones = Contact.objects.filter(id__in=ids, closed_at=None)
    return {contact.id: owner_address(contact) for contact in lightly(open_ones)}


def owner_words(
    facts: ContactFacts, *, owners: Mapping[UUID, str], teams: Mapping[str, str]
) -> str:
    """Who has it in hand: a person by name, else the team."""
    if facts.owner_account:
        return owners.get(facts.owner_account, "Somebody who has left")
    return teams.get(facts.owner_team, facts.owner_team)
