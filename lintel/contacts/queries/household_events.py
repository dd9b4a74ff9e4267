"""What happened to a household, from every side, on one line."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from lintel.access.viewers import Viewer, Zone
from lintel.access.worded_once import worded_once
from lintel.access.zones import sees
from lintel.contacts.family_timeline import FamilyAsked, HistoryEvent, supplied
from lintel.contacts.models import Contact
from lintel.contacts.queries.visibility import near_of, reads_telling
from lintel.contacts.rules.telling import Kind
from lintel.kernel.instants import day_in_words, london_day
from lintel.people import queries as people
from lintel.people.rules.episodes import KINDS as EPISODES
from lintel.policy.council import CouncilPolicy
from lintel.policy.in_force import policy_for

YEAR = timedelta(days=365)
STEP_DOWN = "early_help"
NO_FURTHER_ACTION = "no_further_action"
PLANS = ("child_in_need_plan", "child_protection_plan")
_KIND_OF_EPISODE = {
    "contact": "contact",
    "early_help": "agency",
    "missing": "missing",
    **dict.fromkeys(PLANS, "plan"),
}
_LASTS = frozenset({*PLANS, "early_help", "looked_after", "missing"})
# What a line shows of a contact: the rest of it is not read.
_SHOWN = (
    *("id", "council", "kind", "source", "reference", "received_at", "categories", "concern"),
    *("allegation", "rating", "outcome", "decided_at", "closed_at"),
)
_BEGINNING = 280  # characters of a concern; the whole of it is on the contact's page


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts in the twelve months up to a day, and what stands on it.

    Shape: `contacts` counts the one the history was opened from; `plans_now` are titles with the
        day each began.
    """

    contacts: int
    no_further_action: int
    domestic_abuse: int
    missing: int
    came_back: int
    plans_now: tuple[tuple[str, date], ...]


def events_of(
    viewer: Viewer,
    persons: frozenset[UUID],
    records: Mapping[UUID, Sequence[people.RecordView]],
    loose: Mapping[UUID, UUID],
    *,
    telling: Mapping[UUID, Collection[UUID]],
    names: Callable[[str], str],
    this: UUID | None,
    at: datetime,
) -> tuple[list[HistoryEvent], frozenset[UUID]]:
    """Every event of these people, latest first, and which contacts among them are open.

    Shape: `loose` are records that nobody has linked, and which stands for each; `telling` the
        contacts that name each record; `this` is the contact read from; `names` says a source in
        words.
    """
    who = {view.record_id: person for person, own in records.items() for view in own} | dict(loose)
    contacts, about = _contacts(viewer, who, telling)
    events = [_contact_event(viewer, contact, about[contact.id], this=this) for contact in contacts]
    events = _with_returns(events, contacts)
    events += _episodes(persons, names)
    events += _agencies(records, names)
    events += supplied(
        viewer, FamilyAsked(persons, {contact.id: about[contact.id] for contact in contacts}), at=at
    )
    events.sort(key=_latest_first, reverse=True)
    return events, frozenset(contact.id for contact in contacts if contact.closed_at is None)


def _latest_first(event: HistoryEvent) -> tuple:
    moment = event.at.timestamp() if event.at else 0.0
    return (event.on, moment, event.title, event.reference)


def _contacts(
    viewer: Viewer, who: Mapping[UUID, UUID], telling: Mapping[UUID, Collection[UUID]]
) -> tuple[list[Contact], dict[UUID, frozenset[UUID]]]:
    """The contacts that name any of these records, and whom each names."""
    about: dict[UUID, set[UUID]] = {}
    for record_id, contact_ids in telling.items():
        for contact_id in contact_ids:
            about.setdefault(contact_id, set()).add(who[record_id])
    # The council is asked of the rows, as `visible_of` does.
    contacts = [one for one in _of_these(viewer, list(about)) if one.council == viewer.council]
    return contacts, {contact_id: frozenset(people) for contact_id, people in about.items()}


@worded_once
def _of_these(viewer: Viewer, ids: list[UUID]) -> QuerySet[Contact]:
    return near_of(viewer, ids).only(*_SHOWN).order_by("received_at", "id")


def _contact_event(
    viewer: Viewer, contact: Contact, whose: frozenset[UUID], *, this: UUID | None
) -> HistoryEvent:
    policy = policy_for(contact.council)
    source = policy.sources.get(contact.source)
    kinds = {"contact"}
    if reads_telling(viewer, contact):
        kinds |= {"domestic_abuse", "missing"}.intersection(contact.categories)
    return HistoryEvent(
        on=london_day(contact.received_at),
        kinds=frozenset(kinds),
        title=f"Contact from {source.title.lower() if source else 'somebody'}",
        whose=whose,
        detail=_beginning(contact.concern) if reads_telling(viewer, contact) else "",
        rating=contact.rating,
        outcome=_outcome(viewer, contact, policy),
        contact_id=contact.id,
        reference=contact.reference,
        is_open=contact.closed_at is None,
        is_this=contact.id == this,
        at=contact.received_at,
        is_no_further_action=contact.outcome == NO_FURTHER_ACTION and sees(viewer, Zone.OUTCOME),
    )


def _outcome(viewer: Viewer, contact: Contact, policy: CouncilPolicy) -> str:
    if not contact.outcome or not sees(viewer, Zone.OUTCOME):
        return ""
    return policy.outcome(contact.kind, contact.outcome).title


def _beginning(words: str) -> str:
    return words if len(words) <= _BEGINNING else words[:_BEGINNING].rsplit(" ", 1)[0] + " ..."


def _with_returns(
    events: Sequence[HistoryEvent], contacts: Sequence[Contact]
) -> list[HistoryEvent]:
    """The first contact within a year of a step-down is marked as the family coming back."""
    found = list(events)
    for place, contact in enumerate(contacts):
        if contact.outcome != STEP_DOWN or contact.decided_at is None:
            continue
        for later in range(place + 1, len(contacts)):
            back, gone = contacts[later], contact.decided_at
            if back.kind == Kind.WELFARE and gone < back.received_at <= gone + YEAR:
                words = (
                    f"Came back after a step-down to early help on "
                    f"{day_in_words(london_day(gone))} ({contact.reference})"
                )
                found[later] = replace(
                    found[later], kinds=found[later].kinds | {"came_back"}, note=words
                )
                break
    return found


def _episodes(persons: Iterable[UUID], names: Callable[[str], str]) -> list[HistoryEvent]:
    return [
        HistoryEvent(
            on=episode.starts_on,
            kinds=frozenset({_KIND_OF_EPISODE.get(episode.kind, "enquiry")}),
            title=EPISODES.get(episode.kind, episode.kind.replace("_", " ").capitalize()),
            whose=frozenset({episode.person_id}),
            detail=episode.outcome_words,
            ends_on=episode.ends_on,
            goes_on=episode.kind in _LASTS,
            source=names(episode.source),
        )
        for episode in people.episodes_of(persons)
    ]


def _agencies(
    records: Mapping[UUID, Sequence[people.RecordView]], names: Callable[[str], str]
) -> list[HistoryEvent]:
    """Who else knew of whom, by the day for which they last told."""
    told: dict[tuple[date, str], set[UUID]] = {}
    for person, own in records.items():
        for view in own:
            if view.source != "contact":
                told.setdefault((view.as_of, view.source), set()).add(person)
    return [
        HistoryEvent(
            on=day,
            kinds=frozenset({"agency"}),
            title=f"Known to {names(source)}",
            whose=frozenset(whose),
        )
        for (day, source), whose in told.items()
    ]


def summary_of(events: Iterable[HistoryEvent], *, on: date) -> Summary:
    """Counts for the top of the page. A decision counts on the day its contact came."""
    recent = [event for event in events if on - YEAR <= event.on <= on]

    def count(kind: str) -> int:
        return sum(kind in event.kinds for event in recent)

    plans = [
        (event.title, event.on)
        for event in events
        if "plan" in event.kinds
        and event.on <= on
        and (event.ends_on is None or event.ends_on > on)
    ]
    return Summary(
        contacts=count("contact"),
        no_further_action=sum(event.is_no_further_action for event in recent),
        domestic_abuse=count("domestic_abuse"),
        missing=count("missing"),
        came_back=count("came_back"),
        plans_now=tuple(plans),
    )
