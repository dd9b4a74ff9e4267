"""What the pages of one contact say, as plain values. Templates choose nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from lintel.access.viewers import Permission, Viewer
from lintel.audit.words import EntryShown
from lintel.contacts.panels import Panel
from lintel.contacts.queries.beside import Duplicate, Onward
from lintel.contacts.queries.concern_shown import TimelineEntry
from lintel.contacts.queries.family import FamilyFacts
from lintel.contacts.queries.people_shown import PersonShown
from lintel.contacts.queries.record import ContactView
from lintel.contacts.queries.shown import Shown
from lintel.contacts.rules.facts import Stage
from lintel.contacts.web.next_step import STEPS, address
from lintel.govuk.answers import Obstacle

WHO_CAN = {
    Permission.LOOK: "A manager or senior practitioner looks first",
    Permission.ACKNOWLEDGE_IMMEDIATE: "The duty team answers it",
    Permission.HOLD: "Whoever holds it reviews it",
    Permission.RATE: "A registered social worker of the council rates it",
    Permission.DECIDE: "A registered social worker of the council decides",
    Permission.CLOSE: "The hub closes it",
    Permission.RECEIVE_HANDOVER: "The team it was passed to accepts it or returns it",
}
NOT_CURRENT = (
    "Your social work registration is not current here, so you cannot look, rate or decide. "
    "Ask your manager"
)


@dataclass(frozen=True, slots=True)
class NextAction:
    """The one thing to do now. Shape: `href` is "" when somebody else does it; `words` say who."""

    text: str
    href: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    href: str


def next_action(viewer: Viewer, view: ContactView) -> NextAction | None:
    """What this viewer does next, or who does it; None once closed."""
    if view.queue not in STEPS:
        return None
    step = STEPS[view.queue]
    because = viewer.why_not(step.permission)
    if because is None and step.permission is Permission.RECEIVE_HANDOVER:
        because = None if view.facts.awaiting_team in viewer.teams else "team"
    if because is None:
        return NextAction(step.long, address(step.page, view.id))
    if because == "registration":
        return NextAction(view.next_step, "", NOT_CURRENT)
    return NextAction(view.next_step, "", WHO_CAN[step.permission])


def other_actions(viewer: Viewer, view: ContactView) -> list[Link]:
    """What else this viewer could do to the contact as it stands, but for the next action."""
    facts, links = view.facts, []
    seen = facts.stage in {Stage.LOOKED_AT, Stage.SCREENING}
    possible = (
        ("rate", Permission.RATE, "Rate it again" if facts.rating else "Rate it", seen),
        ("decide", Permission.DECIDE, "Decide", seen),
        ("people", Permission.LINK_PERSON, "Say who they are", facts.is_open),
        ("assign", Permission.ASSIGN, "Give it to somebody", facts.is_open),
        (
            "hold",
            Permission.HOLD,
            "Change the hold" if facts.held_until else "Hold it",
            facts.stage not in {Stage.RECEIVED, Stage.CLOSED} and facts.immediate_since is None,
        ),
        ("release", Permission.HOLD, "End the hold", facts.held_until is not None),
        (
            "senior_read",
            Permission.SENIOR_READ,
            "Read what adds up" if facts.awaits_senior_read else "Add a senior read",
            facts.raised_at is not None,
        ),
        ("note", Permission.ADD_NOTE, "Add a note", True),
        ("correct", Permission.CORRECT, "Correct what was taken down", facts.is_open),
        (
            "close",
            Permission.CLOSE,
            "Close it",
            facts.stage is Stage.DECIDED and not facts.awaiting_team,
        ),
        (
            "reopen",
            Permission.REOPEN,
            "Reopen it",
            facts.stage in {Stage.DECIDED, Stage.CLOSED},
        ),
        ("restrict", Permission.RESTRICT, "Restrict it", True),
        ("trail", Permission.VIEW_AUDIT, "Who has opened it", True),
    )
    next_page = STEPS[view.queue].page if view.queue in STEPS else ""
    for page, permission, words, now in possible:
        if now and page != next_page and viewer.may(permission):
            href = address(page, view.id)
            if href:
                links.append(Link(words, href))
    return links


@dataclass(frozen=True, slots=True)
class Banner:
    """What has just been done. Shape: `undo` is the address that takes it back; with `undo_sends`
    it is taken back at once, else the address asks why first."""

    words: str
    undo: str = ""
    undo_sends: bool = False
    onward: str = ""
    onward_words: str = ""


@dataclass(frozen=True, slots=True)
class FamilyShown:
    """Shape: `unsure` are the record ids of children who look like somebody known."""

    earlier: int
    recent: int
    opened: bool
    unsure: frozenset[UUID]
    href: str

    @classmethod
    def of(cls, family: FamilyFacts, *, viewer: Viewer, contact_id: UUID) -> "FamilyShown":
        return cls(
            earlier=family.earlier,
            recent=family.recent,
            opened=viewer.account_id in family.opened_by,
            unsure=frozenset(t.record_id for t in family.told if t.name in family.unlinked),
            href=address("history", contact_id),
        )


@dataclass(frozen=True, slots=True)
class KnownAs:
    """Who somebody is known to be. Shape: `state` is "known", "unsure" or "unknown"."""

    state: str
    words: str


@dataclass(frozen=True, slots=True)
class DuplicateShown:
    reference: str
    href: str
    words: str


def duplicate_shown(duplicate: Duplicate, *, received: str, source: str) -> DuplicateShown:
    names = ", ".join(name for name in duplicate.children if name)
    same = ", the same words" if duplicate.same_words else ""
    return DuplicateShown(
        duplicate.reference,
        address("contact", duplicate.contact_id),
        f"{names}; from {source.lower()}, {received}{same}",
    )


@dataclass(frozen=True, slots=True)
class ContactPage:
    """Shape: `known` is by record id; `family` None for whoever may not open histories; `masked`
    is where the family is shown to a role that is shown it masked, "" for others; `kept` says why
    what was told is not here, to whoever else would read it."""

    shown: Shown
    next_action: NextAction | None
    others: Sequence[Link]
    banners: Sequence[Banner]
    known: dict[UUID, KnownAs]
    family: FamilyShown | None
    duplicates: Sequence[DuplicateShown]
    happened: Sequence[TimelineEntry]
    panels: Sequence[Panel]
    may_link: bool
    may_take: bool
    take_as: str
    may_set_aside: bool
    may_read_senior: bool
    submitted_agency: str
    masked: str
    kept: str


@dataclass(frozen=True, slots=True)
class StepPage:
    """One thing being done to a contact, beside what is known of it.

    Shape:
        title, button, lead: the page's words.
        obstacles: what stands in the way, shown before the button.
        impossible: there is no form, because it cannot be done from here at all.
        seen_at: when the version being changed was read; goes with the form.
        changed: what happened since the page was first opened; stale when it is why nothing
            was saved.
        saved_at: when the words in the form were kept, "" when nothing was restored.
    """

    shown: Shown
    title: str
    button: str
    lead: Sequence[str]
    obstacles: Sequence[Obstacle]
    impossible: bool
    seen_at: str
    stale: bool
    changed: Sequence[TimelineEntry]
    saved_at: str
    autosave: str
    banners: Sequence[Banner]
    beside: dict[str, object] = field(default_factory=dict)


def onward_words(onward: Onward | None, verb: str) -> str:
    return f"Next to {verb} ({onward.waiting} left)" if onward else ""


@dataclass(frozen=True, slots=True)
class TrailPage:
    shown: Shown
    lines: Sequence[EntryShown]


@dataclass(frozen=True, slots=True)
class CandidateShown:
    person_id: UUID
    title: str
    band: str
    agrees: str
    differs: str


@dataclass(frozen=True, slots=True)
class SaidNotShown:
    """Somebody it was said not to be; `said` by whom and when."""

    person_id: UUID
    title: str
    said: str


@dataclass(frozen=True, slots=True)
class PersonToLink:
    """Shape: `known` is who they are known to be, "" while nobody has said; `also` asks whether
    what others told is of them too, with `also_in` those contacts; `errors` belong to this
    person's form, and `typed` is what was in it."""

    person: PersonShown
    is_child: bool
    known: str
    linked_by: str
    candidates: Sequence[CandidateShown]
    not_them: Sequence[SaidNotShown]
    also: str
    also_in: Sequence["Link"]
    is_also: bool
    errors: Sequence[str]
    typed: str


@dataclass(frozen=True, slots=True)
class PeoplePage:
    shown: Shown
    people: Sequence[PersonToLink]
    banners: Sequence[Banner]
    errors: Sequence[dict[str, str]]
    history_href: str
    onward: Link | None
