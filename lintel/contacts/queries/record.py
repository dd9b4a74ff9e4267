"""One contact as one viewer may see it: zones they may not see are None, never blanked text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from lintel.access import queries as access
from lintel.access.viewers import Viewer, Zone
from lintel.access.worded_once import worded_once
from lintel.access.zones import sees
from lintel.contacts import standing
from lintel.contacts.models import Contact, ContactAdult, ContactChild, Referrer, RiskIndicator
from lintel.contacts.queries.adding_up import AddingUpSeen, adding_up
from lintel.contacts.queries.family import rows_of
from lintel.contacts.queries.restricted import where_row
from lintel.contacts.queries.rows import owner_words
from lintel.contacts.queries.timeline import Happening, happenings
from lintel.contacts.queries.visibility import reads_telling
from lintel.contacts.rules.clocks import Clock, running_clocks
from lintel.contacts.rules.facts import ContactFacts
from lintel.contacts.rules.queues import BY_NAME, queue_of
from lintel.directory import queries as directory
from lintel.kernel.reading import once_a_reading
from lintel.people import queries as people
from lintel.policy.calendars import calendar
from lintel.policy.in_force import policy_for
from lintel.restrictions.queries import places_never_sent, protected_places
from lintel.restrictions.rules.places import Whereabouts

THE_DISCUSSION = "strategy_discussion"  # the clock


@dataclass(frozen=True, slots=True)
class ChildSeen:
    """Shape: location is None for whoever may not see it."""

    id: UUID
    record_id: UUID
    person_id: UUID | None
    given_name: str
    family_name: str
    date_of_birth: date | None
    expected_on: date | None
    age_years: int | None
    sex: str
    nhs_number: str
    upn: str
    ethnicity: str
    school: str
    address: str | None


@dataclass(frozen=True, slots=True)
class AdultSeen:
    id: UUID
    record_id: UUID
    person_id: UUID | None
    given_name: str
    family_name: str
    date_of_birth: date | None
    relationship: str
    phone: str | None
    safe_contact: str
    address: str | None


@dataclass(frozen=True, slots=True)
class IndicatorSeen:
    """A rule that fired. Shape: `spans` are (field, start, end) in the concern or why now, to show
    the words that fired it where they stand; `because` says why the rule is there."""

    id: UUID
    rule: str
    level: str
    title: str
    because: str
    words: str
    spans: tuple[tuple[str, int, int], ...]
    version: str
    fired_at: datetime
    dismissed_at: datetime | None
    dismissed_by: str
    dismissed_because: str


@dataclass(frozen=True, slots=True)
class ConcernSeen:
    """Zone 3: what was said."""

    concern: str
    why_now: str
    categories: tuple[str, ...]
    immediate_danger: bool
    family_told: bool | None
    family_told_reason: str
    consent: str
    occurred_at: datetime | None
    indicators: Sequence[IndicatorSeen]
    happenings: Sequence[Happening]


@dataclass(frozen=True, slots=True)
class ReferrerSeen:
    name: str
    role: str
    agency: str
    phone: str
    email: str
    relationship: str
    safe_contact: str
    anonymous: bool


@dataclass(frozen=True, slots=True)
class ContactView:
    """Shape: `children`, `adults` (zone 1), `concern` and `adding_up` (3), `referrer` (4) are None
    when the viewer may not see them; `clocks` soonest first, none once closed."""

    id: UUID
    facts: ContactFacts
    channel: str
    keyed_at: datetime | None
    written_by: str
    source: str
    policy_version: str
    submitted_agency: str
    external_reference: str
    closed_at: datetime | None
    accepted_team: str
    queue: str
    queue_title: str
    owner: str
    waits_for: str
    next_step: str
    clocks: Sequence[Clock]
    children: Sequence[ChildSeen] | None
    adults: Sequence[AdultSeen] | None
    concern: ConcernSeen | None
    referrer: ReferrerSeen | None
    adding_up: AddingUpSeen | None

    @property
    def due(self) -> Clock | None:
        return self.clocks[0] if self.clocks else None


def contact_view(viewer: Viewer, contact: Contact) -> ContactView:
    """`contact` comes from `open_contact`, so that reading it has left its trace."""
    shows_concern = reads_telling(viewer, contact)
    return replace(
        contact_in_brief(viewer, contact),
        concern=_concern(contact) if shows_concern else None,
        referrer=_referrer_seen(viewer, contact) if sees(viewer, Zone.REFERRER) else None,
        adding_up=adding_up(viewer, contact) if shows_concern else None,
    )


def contact_in_brief(viewer: Viewer, contact: Contact) -> ContactView:
    """The same without what was said, by whom, and what adds up: for the head of a page."""
    facts = contact.facts()
    queue = BY_NAME.get(queue_of(facts))
    teams = {team.key: team.title for team in directory.teams(contact.council)}
    owners = access.names_of({contact.owner_account_id} if contact.owner_account_id else set())
    waits_for = queue.waits_for if queue else ""
    if facts.awaiting_team:
        waits_for = teams.get(facts.awaiting_team, facts.awaiting_team)
    shows_identity = sees(viewer, Zone.IDENTITY)
    children, adults = _people(viewer, contact) if shows_identity else (None, None)
    return ContactView(
        id=contact.id,
        facts=facts,
        channel=contact.channel,
        keyed_at=contact.keyed_at,
        written_by=contact.written_by,
        source=contact.source,
        policy_version=contact.policy_version,
        submitted_agency=contact.submitted_agency,
        external_reference=contact.external_reference,
        closed_at=contact.closed_at,
        accepted_team=contact.accepted_team,
        queue=queue_of(facts),
        queue_title=queue.title if queue else "Closed",
        owner=owner_words(facts, owners=owners, teams=teams) if facts.is_open else "",
        waits_for=waits_for,
        next_step=queue.next_step if queue else "",
        clocks=_clocks(contact, facts),
        children=children,
        adults=adults,
        concern=None,
        referrer=None,
        adding_up=None,
    )


def _clocks(contact: Contact, facts: ContactFacts) -> Sequence[Clock]:
    """Those that run; none for a strategy discussion that has been held already."""
    clocks = running_clocks(facts, policy=policy_for(contact.council), calendar=calendar())
    if not any(clock.name == THE_DISCUSSION for clock in clocks):
        return clocks
    held = "strategy_indicated" in standing.answered_for(contact)
    return [clock for clock in clocks if not (held and clock.name == THE_DISCUSSION)]


def _people(viewer: Viewer, contact: Contact) -> tuple[list[ChildSeen], list[AdultSeen]]:
    children, adults = rows_of(contact.id)
    linked = people.person_of([row.record_id for row in (*children, *adults)], by=viewer)
    located = sees(viewer, Zone.LOCATION)
    seen = _Seen(viewer, contact)
    return (
        [
            ChildSeen(
                id=row.id,
                record_id=row.record_id,
                person_id=linked.get(row.record_id),
                given_name=row.given_name,
                family_name=row.family_name,
                date_of_birth=row.date_of_birth,
                expected_on=row.expected_on,
                age_years=row.age_years,
                sex=row.sex,
                nhs_number=row.nhs_number,
                upn=row.upn,
                ethnicity=row.ethnicity,
                school=seen.of(row, row.school),
                address=seen.of(row, _address(row)) if located else None,
            )
            for row in children
        ],
        [
            AdultSeen(
                id=row.id,
                record_id=row.record_id,
                person_id=linked.get(row.record_id),
                given_name=row.given_name,
                family_name=row.family_name,
                date_of_birth=row.date_of_birth,
                relationship=row.relationship,
                phone=seen.of(row, row.phone) if located else None,
                safe_contact=seen.protected.taken_out_of(row.safe_contact),
                address=seen.of(row, _address(row)) if located else None,
            )
            for row in adults
        ],
    )


class _Seen:
    """What one viewer sees masked of those whom a contact names: who is told with a protected
    place is masked whole, and where they are is masked with everybody else whom it names."""

    def __init__(self, viewer: Viewer, contact: Contact) -> None:
        self.protected = protected_places(viewer)
        self._hidden: set[UUID] = set()
        if self.protected:
            where = {row.id: where_row(row) for rows in rows_of(contact.id) for row in rows}
            hidden = filter(self.protected.protects, where.values())
            self.protected = self.protected.and_at(hidden)
            self._hidden = {who for who, at in where.items() if self.protected.protects(at)}

    def of(self, row: ContactChild | ContactAdult, words: str) -> str:
        return self.protected.mask if words and row.id in self._hidden else words


def masked_people(viewer: Viewer, contact: Contact) -> tuple[list[ChildSeen], list[AdultSeen]]:
    """Who a contact names, for whoever has said what they need the masked part for. Where they
    live is there for whoever sees that part."""
    return _people(viewer, contact)


def _address(row: ContactChild | ContactAdult) -> str:
    return ", ".join(part for part in (*row.address_lines, row.postcode) if part)


def _concern(contact: Contact) -> ConcernSeen:
    return ConcernSeen(
        concern=contact.concern,
        why_now=contact.why_now,
        categories=tuple(contact.categories),
        immediate_danger=contact.immediate_danger,
        family_told=contact.family_told,
        family_told_reason=contact.family_told_reason,
        consent=contact.consent,
        occurred_at=contact.occurred_at,
        indicators=_indicators(_fired(contact.id)),
        happenings=happenings(contact),
    )


def _indicators(rows: Iterable[RiskIndicator]) -> list[IndicatorSeen]:
    rows = list(rows)
    names = access.names_of({row.dismissed_by_id for row in rows if row.dismissed_by_id})
    return [
        IndicatorSeen(
            id=row.id,
            rule=row.rule,
            level=row.level,
            title=row.title,
            because=row.because,
            words=row.words,
            spans=tuple((field, start, end) for field, start, end in row.spans),
            version=row.version,
            fired_at=row.fired_at,
            dismissed_at=row.dismissed_at,
            dismissed_by=names.get(row.dismissed_by_id, "") if row.dismissed_by_id else "",
            dismissed_because=row.dismissed_because,
        )
        for row in rows
    ]


def standing_indicators(contact: Contact) -> list[IndicatorSeen]:
    """Rules that fired and nobody has set aside, for the decision guards."""
    return _indicators(row for row in _fired(contact.id) if row.dismissed_at is None)


@once_a_reading
@worded_once
def _fired(contact_id: UUID) -> QuerySet[RiskIndicator]:
    return RiskIndicator.objects.filter(contact=contact_id).order_by("fired_at", "rule")


@worded_once
def _referrers(contact_id: UUID) -> QuerySet[Referrer]:
    return Referrer.objects.filter(contact=contact_id)


def _referrer(contact: Contact) -> ReferrerSeen:
    (row,) = _referrers(contact.id)
    return ReferrerSeen(
        name=row.name,
        role=row.role,
        agency=row.agency,
        phone=row.phone,
        email=row.email,
        relationship=row.relationship,
        safe_contact=row.safe_contact,
        anonymous=row.anonymous,
    )


def _referrer_seen(viewer: Viewer, contact: Contact) -> ReferrerSeen:
    """A protected mother who told of it herself is reached by the guardian, not from the page."""
    row = _referrer(contact)
    protected = _Seen(viewer, contact).protected
    phone = protected.or_masked(row.phone, Whereabouts(phone=row.phone))
    return replace(row, phone=phone, safe_contact=protected.taken_out_of(row.safe_contact))


def referrer_for_feedback(contact: Contact) -> ReferrerSeen:
    """Who is to be told the outcome. For screening's decide action, not for a page."""
    return _referrer(contact)


def names_in(contact: Contact) -> list[str]:
    """Every name a contact holds, for the letterbox: what goes out must say none of them."""
    said = []
    for model in (ContactChild, ContactAdult):
        for names in model.objects.filter(contact=contact).values_list("given_name", "family_name"):
            said.extend(name for name in names if name)
    return said


def never_to_tell(contact: Contact) -> list[str]:
    """Where people live and how they are reached, when anybody here must be reached with care.

    For the check of what is told to others: none of it may be said. Empty when nobody has asked
    for care and no place of it is protected. Four queries.
    """
    said, careful = [], False
    protected = places_never_sent(contact.council)
    for model in (ContactChild, ContactAdult):
        for row in model.objects.filter(contact=contact):
            where = where_row(row)
            if protected.protects(where):
                careful = True
                said.append(where.school)
            said += [line for line in row.address_lines if any(c.isdigit() for c in line)]
            said += [row.postcode, where.phone, getattr(row, "safe_contact", "")]
            careful = careful or bool(getattr(row, "safe_contact", ""))
    referrer = Referrer.objects.filter(contact=contact).first()
    if referrer is not None:
        said += [referrer.phone, referrer.email, referrer.safe_contact]
        careful = careful or bool(referrer.safe_contact)
    return [each for each in said if each] if careful else []
