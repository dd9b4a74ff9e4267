"""What the hub already knows of the family a contact is about.

A person is known through links that somebody made; brothers and sisters are found through the
contacts that tell of them together, and through what sources say of a family. Constant queries,
however long the history.
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lintel.access.viewers import Viewer
from lintel.contacts.models import Contact, ContactAdult, ContactChild, HistoryOpened, RatingGiven
from lintel.contacts.queries.visibility import the_contact, visible_to
from lintel.kernel.instants import day_in_words, london_day, months_before
from lintel.people import queries as people, standing
from lintel.people.siblings import siblings_of
from lintel.policy.in_force import policy_for

EPISODES = {
    "referral": "Referral to children's social care",
    "assessment": "Assessment",
    "s47": "Section 47 enquiry",
    "cin_plan": "Child in need plan",
    "cp_plan": "Child protection plan",
    "icpc": "Initial child protection conference",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One person of one contact, and who they are known to be, if anybody has said."""

    row_id: UUID
    record_id: UUID
    person_id: UUID | None
    name: str
    is_child: bool


@dataclass(frozen=True, slots=True)
class FamilyFacts:
    """Shape:

    told: everybody the contact names.
    unlinked: names of children who look like somebody known and have not been linked.
    earlier: how many other contacts, and episodes from elsewhere, the family has: of those named,
        and of the brothers and sisters known through them.
    recent: how many of the contacts came in the twelve months before this one.
    opened_by: accounts who have opened the history since the links last changed.
    """

    told: Sequence[Told]
    unlinked: Sequence[str]
    earlier: int
    recent: int
    opened_by: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One earlier event of the family.

    Shape: `whose` is who it is about, in words: "same child", "brother or sister",
        "adult in the home"; contact_id None for what came from another system.
    """

    on: date
    title: str
    whose: str
    names: tuple[str, ...]
    detail: str
    rating: str = ""
    outcome: str = ""
    is_open: bool = False
    reference: str = ""
    contact_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class History:
    lines: Sequence[HistoryLine]
    in_twelve_months: int
    told: Sequence[Told]


def told_in(contact: Contact) -> list[Told]:
    """Everybody a contact names, children first, and who each is known to be. Three queries."""
    children = list(ContactChild.objects.filter(contact=contact).order_by("place"))
    adults = list(ContactAdult.objects.filter(contact=contact).order_by("place"))
    linked = people.person_of([row.record_id for row in (*children, *adults)])
    return [
        Told(
            row_id=row.id,
            record_id=row.record_id,
            person_id=linked.get(row.record_id),
            name=f"{row.given_name} {row.family_name}".strip() or "Name not known",
            is_child=isinstance(row, ContactChild),
        )
        for row in (*children, *adults)
    ]


@dataclass(frozen=True, slots=True)
class Family:
    """Who a contact is about, their brothers and sisters, and the contacts that tell of them.

    Shape: `own` are the children it names who are known, `adults` the adults; `contact_ids` are
        the others', without the contact itself.
    """

    told: Sequence[Told]
    own: frozenset[UUID]
    adults: frozenset[UUID]
    siblings: frozenset[UUID]
    contact_ids: frozenset[UUID]

    @property
    def everyone(self) -> frozenset[UUID]:
        return self.own | self.adults | self.siblings


def family_of(contact: Contact) -> Family:
    """The family of a contact, through the links that somebody made."""
    told = told_in(contact)
    own = {t.person_id for t in told if t.person_id and t.is_child}
    adults = {t.person_id for t in told if t.person_id and not t.is_child}
    if not own | adults:
        return Family(told, frozenset(), frozenset(), frozenset(), frozenset())
    near = _other_contacts(contact, own | adults)
    siblings = (_children_of(near | {contact.id}) | siblings_of(own)) - own
    others = near | _other_contacts(contact, siblings)
    return Family(told, frozenset(own), frozenset(adults), frozenset(siblings), frozenset(others))


@dataclass(frozen=True, slots=True)
class ChildInBrief:
    """Enough of a child to say who must come to a discussion about them."""

    record_id: UUID
    name: str
    expected_on: date | None
    school: str


def children_in_brief(contact: Contact) -> list[ChildInBrief]:
    """The children a contact names, in their order. One query; `contact` is already visible."""
    return [
        ChildInBrief(
            row.record_id,
            f"{row.given_name} {row.family_name}".strip() or "Name not known",
            row.expected_on,
            row.school,
        )
        for row in ContactChild.objects.filter(contact=contact).order_by("place")
    ]


def family_facts(contact: Contact) -> FamilyFacts:
    """What the decision guards need to know of the family. `contact` is already visible."""
    family = family_of(contact)
    told = family.told
    children = [someone for someone in told if someone.is_child]
    open_questions = standing.unlinked_with_candidates(
        contact.council, [child.record_id for child in children if child.person_id is None]
    )
    last = standing.last_linked_at([someone.record_id for someone in told])
    opened = HistoryOpened.objects.filter(contact=contact)
    if last is not None:
        opened = opened.filter(at__gte=last)
    return FamilyFacts(
        told=told,
        unlinked=[child.name for child in children if child.record_id in open_questions],
        earlier=len(family.contact_ids) + len(people.episodes_of(family.everyone)),
        recent=_recent(contact, family.contact_ids),
        opened_by=frozenset(opened.values_list("by_id", flat=True)),
    )


def _other_contacts(contact: Contact, persons: Iterable[UUID]) -> set[UUID]:
    known = people.records_of(persons).values()
    records = [r.record_id for views in known for r in views if r.source == "contact"]
    found: set[UUID] = set()
    for model in (ContactChild, ContactAdult):
        rows = model.objects.filter(record_id__in=records)
        found.update(rows.values_list("contact_id", flat=True))
    return found - {contact.id}


def _recent(contact: Contact, others: Iterable[UUID]) -> int:
    """Counted as the rules about what adds up count: from the same day of the year before."""
    day = london_day(contact.received_at)
    received = Contact.objects.filter(id__in=others, received_at__lte=contact.received_at)
    year_ago = months_before(day, 12)
    return sum(london_day(at) >= year_ago for at in received.values_list("received_at", flat=True))


def lowered_without_reason(contact: Contact) -> bool:
    """Whether a rating went down with nothing to say why: brought-in work can hold one."""
    return RatingGiven.objects.filter(contact=contact, is_lower=True, reason="").exists()


def history(viewer: Viewer, contact_id: UUID) -> History:
    """The earlier contacts of everybody a contact is about, and of their brothers and sisters,
    newest first. Opening it is an action (`open_history`), which leaves the trail.

    Errors:
        NotThere: there is no such contact, or none for this viewer.
    """
    contact = the_contact(viewer, contact_id)
    family = family_of(contact)
    own, siblings = family.own, family.siblings
    contacts = visible_to(viewer).filter(id__in=family.contact_ids)
    about = _people_in(family.contact_ids)
    lines = [
        _line(other, about.get(other.id, []), own=own, siblings=siblings) for other in contacts
    ]
    for episode in people.episodes_of(family.everyone):
        lines.append(
            HistoryLine(
                on=episode.starts_on,
                title=EPISODES.get(episode.kind, episode.kind.replace("_", " ").capitalize()),
                whose=_whose({episode.person_id}, own=own, siblings=siblings),
                names=(),
                detail=_episode_words(episode),
            )
        )
    lines.sort(key=lambda line: line.on, reverse=True)
    received = london_day(contact.received_at)
    year_ago = months_before(received, 12)
    recent = sum(year_ago <= line.on <= received for line in lines)
    return History(lines=lines, in_twelve_months=recent, told=family.told)


def _episode_words(episode: people.EpisodeView) -> str:
    until = f"ended {day_in_words(episode.ends_on)}" if episode.ends_on else "no end recorded"
    return "; ".join(part for part in (until, episode.outcome_words) if part)


def _children_of(contact_ids: Iterable[UUID]) -> set[UUID]:
    records = ContactChild.objects.filter(contact_id__in=contact_ids)
    linked = people.person_of(list(records.values_list("record_id", flat=True)))
    return set(linked.values())


def _people_in(contact_ids: Iterable[UUID]) -> dict[UUID, list[tuple[str, UUID | None]]]:
    """Who each contact names: (name, known person)."""
    rows = [
        *ContactChild.objects.filter(contact_id__in=contact_ids).order_by("place"),
        *ContactAdult.objects.filter(contact_id__in=contact_ids).order_by("place"),
    ]
    linked = people.person_of([row.record_id for row in rows])
    found: dict[UUID, list[tuple[str, UUID | None]]] = {}
    for row in rows:
        name = f"{row.given_name} {row.family_name}".strip() or "Name not known"
        found.setdefault(row.contact_id, []).append((name, linked.get(row.record_id)))
    return found


def _line(
    other: Contact,
    about: Sequence[tuple[str, UUID | None]],
    *,
    own: Set[UUID],
    siblings: Set[UUID],
) -> HistoryLine:
    policy = policy_for(other.council)
    source = policy.sources.get(other.source)
    outcome = policy.outcome(other.kind, other.outcome).title if other.outcome else ""
    return HistoryLine(
        on=london_day(other.received_at),
        title=f"Contact from {source.title.lower() if source else 'somebody'}",
        whose=_whose({person for _, person in about if person}, own=own, siblings=siblings),
        names=tuple(name for name, person in about if person in own | siblings),
        detail=_beginning(other.concern),
        rating=other.rating,
        outcome=outcome,
        is_open=other.closed_at is None,
        reference=other.reference,
        contact_id=other.id,
    )


def _whose(persons: set[UUID], *, own: Set[UUID], siblings: Set[UUID]) -> str:
    if persons & own:
        return "same child"
    if persons & siblings:
        return "brother or sister"
    return "adult in the home"


def _beginning(words: str, longest: int = 280) -> str:
    if len(words) <= longest:
        return words
    return words[:longest].rsplit(" ", 1)[0] + " ..."
