"""Calling a strategy discussion, answering an invitation, saying who came. Pure.

Everybody who must be there is asked, or nobody is: the refusal says who has been left out.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from lintel.kernel.refusals import Refusal
from lintel.protection.rules.outcomes import LONGEST_TEXT, Says, State
from lintel.protection.rules.quorum import PART_WORDS, CaseFacts, Part, needed_for, why_asked
from lintel.sharing.rules.handling import Mark

WAYS_TO_MEET = {
    "meeting": "In one room",
    "video": "By video",
    "telephone": "By telephone",
}
# One that was held by telephone in the night is written up afterwards, not later than this.
WRITTEN_UP = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody to ask. Shape: `agency` or `team` is a key of the directory; a body that is not in
    it has `title` alone."""

    part: Part
    agency: str = ""
    team: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """A strategy discussion as it is about to be convened. Shape: `about` are record ids."""

    about: tuple[UUID, ...]
    because: str
    planned_for: datetime | None
    how: str
    chair: str
    where: str = ""
    facts: CaseFacts = field(default_factory=CaseFacts)
    invite: Sequence[Invitee] = ()


@dataclass(frozen=True, slots=True)
class Convenable:
    """Shape: `is_over`: the contact is closed and no team has it; `children` record ids."""

    children: Collection[UUID]
    agencies: Collection[str]
    teams: Collection[str]
    is_over: bool = False
    has_one: bool = False


def reasons_not_to_convene(call: Call, known: Convenable, *, at: datetime) -> tuple[Refusal, ...]:
    """Everything that must be put right first. Fields are "planned_for", "invite.0.agency"."""
    if known.is_over:
        return (Refusal("already_closed", "This contact is closed. Reopen it first"),)
    if known.has_one:
        words = "A discussion is convened already. Open it, and move or end it there"
        return (Refusal("already_convened", words, cause="discussion"),)
    wrong = []
    if not call.about or not set(call.about) <= set(known.children):
        wrong.append(Refusal("missing", "Select the children it is about", "about"))
    if not call.because.strip():
        words = "Enter why there is cause to suspect significant harm"
        wrong.append(Refusal("missing", words, "because"))
    if len(call.because) > LONGEST_TEXT:
        words = f"Enter {LONGEST_TEXT:,} characters or fewer"
        wrong.append(Refusal("too_long", words, "because"))
    if call.planned_for is None:
        wrong.append(Refusal("missing", "Enter when it is held", "planned_for"))
    elif call.planned_for < at - WRITTEN_UP:
        words = "Enter a time that is not more than a day ago"
        wrong.append(Refusal("too_early", words, "planned_for"))
    if call.how not in WAYS_TO_MEET:
        wrong.append(Refusal("missing", "Select how people meet", "how"))
    if not call.chair.strip():
        wrong.append(Refusal("missing", "Enter who chairs it", "chair"))
    return (*wrong, *_invited(call, known))


def _invited(call: Call, known: Convenable) -> list[Refusal]:
    wrong = []
    for place, one in enumerate(call.invite):
        unknown = (one.agency and one.agency not in known.agencies) or (
            one.team and one.team not in known.teams
        )
        if unknown:
            words = "Select an agency or team from the directory"
            wrong.append(Refusal("unknown", words, f"invite.{place}"))
        elif not (one.agency or one.team or one.title.strip()):
            wrong.append(Refusal("missing", "Enter who is asked", f"invite.{place}"))
    asked = {one.part for one in call.invite}
    for part in needed_for(call.facts):
        if part not in asked:
            title = PART_WORDS[part]
            words = f"Select who to ask as {title[0].lower()}{title[1:]}"
            because = why_asked(part, call.facts)
            wrong.append(Refusal("not_invited", f"{words}: {because}", f"invite.{part}"))
    return wrong


@dataclass(frozen=True, slots=True)
class ItemSaid:
    """Something an agency shares for the discussion, with the mark its owner gives it."""

    text: str
    mark: Mark
    named: tuple[UUID, ...] = ()
    onward_leave: bool = False


def reasons_not_to_answer(
    says: Says, *, who: str, reason: str, items: Sequence[ItemSaid], state: State
) -> tuple[Refusal, ...]:
    if state is not State.CONVENED:
        return (Refusal("already_ended", "This discussion is over"),)
    wrong = list(wrong_with_items(items))
    if says is Says.DEPUTY and not who.strip():
        wrong.append(Refusal("missing", "Enter who comes instead", "who"))
    if says is Says.INFORMATION and not items:
        wrong.append(Refusal("missing", "Enter the information", "items"))
    if says is Says.CANNOT and not reason.strip():
        wrong.append(Refusal("missing", "Enter why nobody can come", "reason"))
    return tuple(wrong)


def wrong_with_items(items: Sequence[ItemSaid]) -> list[Refusal]:
    wrong = []
    for place, item in enumerate(items):
        if not item.text.strip():
            wrong.append(Refusal("missing", "Enter what is known", f"items.{place}.text"))
        if len(item.text) > LONGEST_TEXT:
            words = f"Enter {LONGEST_TEXT:,} characters or fewer"
            wrong.append(Refusal("too_long", words, f"items.{place}.text"))
        if item.named and item.mark is not Mark.SEALED:
            words = "Name readers of a sealed item only"
            wrong.append(Refusal("named_not_sealed", words, f"items.{place}.named"))
    return wrong


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who came. Shape: `invitation` None for somebody nobody asked, who then has a part
    and a title; `account` only where they have one."""

    name: str
    arrived_at: datetime
    invitation: UUID | None = None
    part: Part = Part.OTHER
    title: str = ""
    account: UUID | None = None
    is_deputy: bool = False


@dataclass(frozen=True, slots=True)
class Departure:
    attendance: UUID
    left_at: datetime


def reasons_not_to_attend(
    arrivals: Sequence[Arrival],
    departures: Sequence[Departure],
    *,
    invited: Collection[UUID],
    there: dict[UUID, datetime],
    state: State,
    convened_at: datetime,
    corrects: bool = False,
    at: datetime,
) -> tuple[Refusal, ...]:
    """Shape: `there` are attendances of this sitting that have not ended, and when each began;
    `corrects`: whoever says it may correct that it was not held, and says first who was there."""
    if state is not State.CONVENED and not (corrects and state is State.NOT_HELD):
        return (Refusal("already_ended", "This discussion is over"),)
    wrong = []
    if not arrivals and not departures:
        wrong.append(Refusal("missing", "Enter who came or left", "arrivals"))
    for place, one in enumerate(arrivals):
        field = f"arrivals.{place}."
        if one.invitation is not None and one.invitation not in invited:
            wrong.append(Refusal("unknown", "Select somebody who was asked", f"{field}invitation"))
        if one.invitation is None and not one.title.strip():
            wrong.append(Refusal("missing", "Enter where they are from", f"{field}title"))
        if not one.name.strip():
            wrong.append(Refusal("missing", "Enter the name of who came", f"{field}name"))
        if one.arrived_at > at:
            words = "Enter a time that has been"
            wrong.append(Refusal("in_the_future", words, f"{field}arrived_at"))
        if one.arrived_at < convened_at - WRITTEN_UP:
            words = "Enter a time after the discussion was called"
            wrong.append(Refusal("too_early", words, f"{field}arrived_at"))
    for place, gone in enumerate(departures):
        field = f"departures.{place}."
        if gone.attendance not in there:
            wrong.append(Refusal("unknown", "Select somebody who is there", f"{field}attendance"))
        elif not there[gone.attendance] <= gone.left_at <= at:
            words = "Enter a time after they came that has been"
            wrong.append(Refusal("wrong_time", words, f"{field}left_at"))
    return tuple(wrong)
