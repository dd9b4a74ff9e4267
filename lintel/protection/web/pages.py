"""What the pages about strategy discussions say, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from lintel.access.viewers import Viewer
from lintel.files.shown import FilesPanel
from lintel.govuk.words import Clock, clock
from lintel.kernel.instants import day_in_words, when_in_words
from lintel.protection.queries import DiscussionSeen, OutcomeSeen
from lintel.protection.rules.convening import WAYS_TO_MEET
from lintel.protection.rules.outcomes import (
    HOW_WORDS,
    MEDICAL_WORDS,
    SAYS_WORDS,
    SECTION47_WORDS,
    How,
    Medical,
    Says,
    Section47,
    State,
)
from lintel.protection.rules.quorum import PART_WORDS, in_words
from lintel.sharing.rules.handling import MARK_WORDS, Mark, Reading

STATE_WORDS = {
    State.CONVENED: "Convened",
    State.HELD: "Held",
    State.NOT_HELD: "Not held",
}


@dataclass(frozen=True, slots=True)
class Needed:
    part: str
    is_there: bool


@dataclass(frozen=True, slots=True)
class Asked:
    title: str
    part: str
    because: str
    is_needed: bool
    said: str
    reason: str


@dataclass(frozen=True, slots=True)
class Came:
    name: str
    title: str
    part: str
    times: str
    note: str
    earlier: bool


@dataclass(frozen=True, slots=True)
class Item:
    """Shape: text "" when only that it exists may be known."""

    whose: str
    text: str
    mark: str
    when: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """Shape: `rows` are (question, answer) in the order of the form; `corrected_because` of one
    that stands in place of another, `replaced` of one in whose place another stands."""

    title: str
    when: str
    by: str
    reason: str
    not_quorate: str
    not_quorate_because: str
    rows: tuple[tuple[str, str], ...]
    corrected_because: str = ""
    corrected: str = ""
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class Action:
    id: str
    what: str
    owner: str
    clock: Clock
    done: str
    href: str


@dataclass(frozen=True, slots=True)
class DiscussionShown:
    """Shape: addresses are "" for whoever may not go there."""

    reference: str
    contact: str
    href: str
    state: str
    is_open: bool
    children: tuple[tuple[str, str], ...]
    because: str
    when: str
    due: Clock | None
    how: str
    where: str
    chair: str
    convened: str
    quorum: str
    is_quorate: bool
    quorate_times: str
    needed: tuple[Needed, ...]
    asked: tuple[Asked, ...]
    came: tuple[Came, ...]
    items: tuple[Item, ...]
    outcome: Outcome | None
    earlier: tuple[Outcome, ...]
    replaced: tuple[Outcome, ...]
    actions: tuple[Action, ...]
    attendance: str
    record: str
    correct: str
    share: str
    answer: str
    minutes: str


def discussion_shown(seen: DiscussionSeen, *, at: datetime) -> DiscussionShown:
    is_open = seen.state is State.CONVENED
    mine = next((one for one in seen.invitations if one.is_mine), None)

    def to(name: str, wanted: bool) -> str:
        return reverse(name, args=[seen.id]) if wanted else ""

    missing = set(seen.quorum.missing)
    return DiscussionShown(
        reference=seen.reference,
        contact=reverse("contact", args=[seen.contact_id]) if seen.contact_id else "",
        href=reverse("one_discussion", args=[seen.id]),
        state="Adjourned" if is_open and seen.sitting > 1 else STATE_WORDS[seen.state],
        is_open=is_open,
        children=tuple((child.name, _born(child)) for child in seen.about),
        because=seen.called_because,
        when=when_in_words(seen.planned_for),
        due=clock(seen.due_at, at) if is_open else None,
        how=WAYS_TO_MEET.get(seen.how, seen.how),
        where=seen.where,
        chair=seen.chair,
        convened=f"{when_in_words(seen.convened_at)} by {seen.convened_by or 'somebody'}",
        quorum=in_words(seen.quorum),
        is_quorate=seen.quorum.is_quorate,
        quorate_times=_times(seen.quorum.since, seen.quorum.until) if seen.quorum.since else "",
        needed=tuple(Needed(PART_WORDS[part], part not in missing) for part in seen.needed),
        asked=tuple(
            Asked(
                one.title,
                PART_WORDS[one.part],
                one.because,
                one.is_needed,
                _said(one),
                one.reason,
            )
            for one in seen.invitations
        ),
        came=tuple(
            Came(
                one.name,
                one.title,
                PART_WORDS[one.part],
                _times(one.arrived_at, one.left_at),
                "Deputy" if one.is_deputy else "",
                one.sitting != seen.sitting,
            )
            for one in seen.attendances
        ),
        items=tuple(
            Item(
                one.agency_title,
                one.text,
                MARK_WORDS[Mark(one.mark)] if one.reading is Reading.FULL else "",
                when_in_words(one.at),
            )
            for one in seen.items
        ),
        outcome=outcome_shown(seen.outcome, seen) if seen.outcome else None,
        earlier=tuple(outcome_shown(one, seen) for one in seen.earlier if not one.replaced),
        replaced=tuple(outcome_shown(one, seen) for one in seen.earlier if one.replaced),
        actions=tuple(
            Action(
                str(one.id),
                one.what,
                one.owner,
                clock(one.due_at, at),
                f"Done {when_in_words(one.done_at)}"
                + (f" by {one.done_by}" if one.done_by else "")
                + (f": {one.done_note}" if one.done_note else "")
                if one.done_at
                else "",
                reverse("discussion_action", args=[seen.id, one.id]) if one.is_mine else "",
            )
            for one in seen.actions
        ),
        attendance=to("discussion_attendance", is_open and seen.records),
        record=to("discussion_outcome", is_open and seen.records),
        correct=to("correct_discussion", seen.corrects),
        share=to("discussion_share", seen.state is not State.NOT_HELD),
        answer=to("answer_discussion", is_open and mine is not None),
        minutes=to("discussion_minutes", not is_open or bool(seen.earlier)),
    )


def _born(child) -> str:
    if child.born_on:
        return f"born {day_in_words(child.born_on)}"
    return f"expected {day_in_words(child.expected_on)}" if child.expected_on else ""


def _said(one) -> str:
    if not one.says:
        return "No answer yet"
    words = SAYS_WORDS[Says(one.says)]
    return f"{words}: {one.who}" if one.who else words


def _times(begins: datetime, ends: datetime | None) -> str:
    said = when_in_words(begins)
    return f"from {said} to {when_in_words(ends)}" if ends else f"from {said}"


def outcome_shown(one: OutcomeSeen, seen: DiscussionSeen) -> Outcome:
    names = {child.record_id: child.name for child in seen.about}
    rows: list[tuple[str, str]] = []
    if one.section47:
        rows.append(("Section 47", SECTION47_WORDS[Section47(one.section47)]))
        rows.append(("Why", one.section47_because))
        rows += [
            (f"Who sees {names.get(child, 'the child')}", f"{who}, by {when_in_words(by)}")
            for child, who, by, _ in one.seeing
        ]
        rows.append(("Other children", one.siblings))
        rows.append(("The parents are told", one.parents_told))
        rows.append(("Why the parents are not told", one.parents_not_told_because))
        investigated = {True: "Yes", False: "No"}.get(one.criminal, "")  # type: ignore[arg-type]
        rows.append(("Criminal investigation", f"{investigated}. {one.criminal_because}".strip()))
        rows.append(("Medical", MEDICAL_WORDS[Medical(one.medical)] if one.medical else ""))
        rows.append(("Why no medical", one.medical_because))
        rows += [(f"View of {title}", view) for title, view in one.medical_views]
    if one.adjourned_to:
        rows.append(("Goes on", when_in_words(one.adjourned_to)))
    missing = ", ".join(PART_WORDS[part].lower() for part in one.missing)
    return Outcome(
        title=HOW_WORDS[How(one.how)],
        when=when_in_words(one.ended_at),
        corrected_because=one.corrected_because,
        corrected=when_in_words(one.at) if one.corrected_because else "",
        replaced=one.replaced,
        by=one.by or "Somebody who has left",
        reason=one.reason,
        not_quorate=missing if one.how == How.HELD and not one.quorate else "",
        not_quorate_because=one.not_quorate_because,
        rows=tuple((question, answer) for question, answer in rows if answer),
    )


@dataclass(frozen=True, slots=True)
class DiscussionPage:
    shown: DiscussionShown
    done: Sequence[str]
    stands: Sequence[str] = ()
    files: FilesPanel | None = None


@dataclass(frozen=True, slots=True)
class FormPage:
    """One form about one discussion.

    Shape: `aside` is what bears on it, in words; `holds` what a correction would replace, `how` it
        says that it was held or not, `ways` addresses and words of what else
        could be said; `is_over`: who was there is asked, and no longer who is.
    """

    shown: DiscussionShown
    title: str
    button: str
    autosave: str = ""
    saved_at: str = ""
    aside: Sequence[str] = ()
    warning: str = ""
    groups: Sequence[tuple[str, Sequence[str]]] = ()
    version: int = 0
    how: str = ""
    ways: Sequence[tuple[str, str]] = ()
    holds: Outcome | None = None
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class ConvenePage:
    """Shape: `asked` and `others` are the names of the pairs of questions, needed first."""

    contact_id: object
    reference: str
    children: str
    due: Clock | None
    signs: Sequence[str]
    needed: Sequence[tuple[str, str]]
    also: Sequence[tuple[str, str]]
    others: Sequence[tuple[str, str]]
    autosave: str
    saved_at: str


@dataclass(frozen=True, slots=True)
class DiscussionsPage:
    coming: Sequence[DiscussionShown]
    ended: Sequence[DiscussionShown]
    done: Sequence[str]


@dataclass(frozen=True, slots=True)
class MinutesPage:
    shown: DiscussionShown
    reader: str
    printed: str


def minutes_page(shown: DiscussionShown, viewer: Viewer, *, at: datetime) -> MinutesPage:
    return MinutesPage(shown, viewer.name, when_in_words(at))


@dataclass(frozen=True, slots=True)
class DiscussionsPanel:
    """Shape: `due` while one is called for and none is convened."""

    discussions: Sequence[DiscussionShown]
    due: Clock | None
    signs: Sequence[str]
    convene: str
