"""What the page of a contact as it stood says, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Self
from uuid import UUID

from django.urls import reverse

from lintel.contacts.queries import Stood
from lintel.contacts.queries.concern_shown import TimelineEntry
from lintel.contacts.queries.people_shown import PersonShown
from lintel.contacts.queries.shown import Shown
from lintel.contacts.rules.facts import Stage
from lintel.govuk.words import Clock, clock
from lintel.kernel.instants import when_in_words
from lintel.pathways.queries import HandOverSeen
from lintel.pathways.queries.stood import AllThen, AskedThen, DiscussedThen
from lintel.pathways.rules.handovers import State
from lintel.pathways.rules.stood import CANNOT
from lintel.pathways.web.pages import STATE_WORDS, ended_in_words
from lintel.protection.queries.stood import StepThen
from lintel.protection.rules.outcomes import HOW_WORDS, SECTION47_WORDS, How, Section47
from lintel.protection.rules.steps import Settled as StepSettled
from lintel.screening.rules.asking import ITEM_WORDS, Reply, Settled
from lintel.screening.rules.weighing import HEADINGS
from lintel.sharing.rules.handling import Reading

STAGE_WORDS = {
    Stage.RECEIVED: "Received, not looked at yet",
    Stage.LOOKED_AT: "Looked at, not rated yet",
    Stage.SCREENING: "Being screened",
    Stage.DECIDED: "Decided",
    Stage.CLOSED: "Closed",
}
REPLY_WORDS = {
    Reply.ANSWERED: "Answered",
    Reply.NIL: "Knew nothing of them",
    Reply.MORE_TIME: "Had asked for more time",
    Reply.REFUSED: "Had refused",
}
STEP_WORDS = {
    StepSettled.DONE: "Done",
    StepSettled.DECLINED: "Not done, with the reason",
    StepSettled.WITHDRAWN: "Not asked for any more",
}


@dataclass(frozen=True, slots=True)
class Line:
    """Shape: `text` in the words of whoever said it; each is "" where there is none."""

    title: str
    meta: str = ""
    text: str = ""
    state: str = ""
    href: str = ""
    clock: Clock | None = None
    items: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class ChildSteps:
    child: str
    steps: Sequence[Line]


@dataclass(frozen=True, slots=True)
class PersonThen:
    person: PersonShown
    known: str


@dataclass(frozen=True, slots=True)
class StoodPage:
    """Shape: `shown` is None when the moment could not be read; each part is None for whoever may
    not see it, and empty where there was nothing."""

    reference: str
    contact: str
    moment: str = ""
    lead: str = ""
    shown: Shown | None = None
    facts: Sequence[tuple[str, str]] = ()
    clocks: Sequence[Line] = ()
    people: Sequence[PersonThen] | None = None
    earlier: Sequence[Line] | None = None
    asked: Sequence[Line] | None = None
    weighed: Line | None = None
    discussed: Sequence[Line] = ()
    steps: Sequence[ChildSteps] = ()
    decisions: Sequence[Line] | None = None
    teams: Sequence[Line] = ()
    happened: Sequence[TimelineEntry] | None = None
    cannot: Sequence[str] = CANNOT

    @classmethod
    def without(cls, reference: str, contact_id: UUID) -> Self:
        """The question alone."""
        return cls(reference, reverse("contact", args=[contact_id]))


def stood_page(found: AllThen, *, is_decision: bool) -> StoodPage:
    stood, view, moment = found.contact, found.contact.view, found.moment
    shown = Shown.of(view, at=moment)
    return StoodPage(
        reference=view.facts.reference,
        contact=reverse("contact", args=[view.id]),
        moment=when_in_words(moment),
        lead=_lead(stood, is_decision=is_decision),
        shown=shown,
        facts=_facts(stood),
        clocks=[Line(one.title, clock=clock(one.due_at, moment)) for one in stood.clocks],
        people=_people(shown, stood),
        earlier=_earlier(stood),
        asked=None
        if found.asked is None
        else [_asked(one, moment=moment, says_why=found.reads_decisions) for one in found.asked],
        weighed=Line(
            f"{found.weighed.by}, {when_in_words(found.weighed.at)}",
            items=[(HEADINGS[key].title, said) for key, said in found.weighed.said],
        )
        if found.weighed
        else None,
        discussed=[_discussed(one) for one in found.discussed],
        steps=_steps(found.steps, moment=moment),
        decisions=[
            Line(
                one.outcome_title,
                f"{one.by}, {when_in_words(one.at)}"
                + (f", to {one.destination}" if one.destination else ""),
                one.rationale,
                items=[("Went past what stood in the way, because", one.override_reason)]
                if one.override_reason
                else [],
            )
            for one in found.decisions
        ]
        if found.reads_decisions
        else None,
        teams=[_team(one) for one in found.handovers],
        happened=None if shown.concern is None else shown.concern.timeline,
    )


def _lead(stood: Stood, *, is_decision: bool) -> str:
    words = "This is the moment of the newest decision. " if is_decision else ""
    words += "What came later is left out"
    if stood.corrected_since:
        fields = ", ".join(name.replace("_", " ") for name in stood.corrected_since)
        words += f", and what was put right later reads as it did then: {fields}"
    return f"{words}. This is not how the record is now. That you read it is recorded."


def _facts(stood: Stood) -> list[tuple[str, str]]:
    view, rated = stood.view, stood.rated
    lines = [("Stage", STAGE_WORDS[stood.stage])]
    if view.facts.is_welfare:
        words = "Not rated yet"
        if rated is not None:
            words = f"{rated.rating.capitalize()}, by {rated.by or 'somebody who has left'}, "
            words += when_in_words(rated.at) + (f": {rated.reason}" if rated.reason else "")
        lines.append(("Rating", words))
    if stood.given_to:
        lines.append(("Given to", stood.given_to))
    if stood.held_until:
        lines.append(("On hold, to review", when_in_words(stood.held_until)))
    if view.facts.immediate_since is not None:
        lines.append(("Immediate need", "Not answered yet"))
    lines.append(("Received", when_in_words(view.facts.received_at)))
    return lines


def _people(shown: Shown, stood: Stood) -> list[PersonThen] | None:
    if shown.children is None:
        return None
    links = {link.record_id: link for link in stood.links or ()}
    found = []
    for person in (*shown.children, *(shown.adults or ())):
        link = links.get(person.record_id)
        known = ""
        if stood.links is not None:
            known = "Nobody had said who this is"
        if link is not None:
            who = f"number {link.number}" if link.number else "somebody you may not know of now"
            known = f"Known as {who}, said by {link.by}, {when_in_words(link.at)}"
        found.append(PersonThen(person, known))
    return found


def _earlier(stood: Stood) -> list[Line] | None:
    if stood.earlier is None:
        return None
    return [
        Line(one.reference, when_in_words(one.received_at), href=_contact(one.contact_id))
        for one in stood.earlier
    ]


def _contact(contact_id: UUID) -> str:
    return reverse("contact", args=[contact_id])


def _asked(one: AskedThen, *, moment: datetime, says_why: bool) -> Line:
    """Shape: `says_why` it was gone on without, which is a part of the decision."""
    request = one.request
    said = [each for each in request.answers if each.kind != Reply.MORE_TIME] or request.answers
    asked = f"Asked {when_in_words(request.asked_at)}"
    if said:
        last = said[-1]
        words = f"{REPLY_WORDS[Reply(last.kind)]}, {when_in_words(last.at)}"
    elif request.settled_as == Settled.DECIDED_WITHOUT:
        words = "Gone on without them"
    elif request.settled_as == Settled.WITHDRAWN:
        words = "Not asked any more"
    else:
        words = "No answer yet"
    due = clock(one.due_at, moment) if one.due_at and not request.settled_as else None
    items = [
        (ITEM_WORDS.get(each.part, each.part), each.text)
        if each.reading is Reading.FULL
        else ("Something that you may not read", "")
        for each in request.contributions
    ]
    why = request.settled_because if says_why else ""
    return Line(f"{request.agency_title}: {words}", asked, why, clock=due, items=items)


def _discussed(one: DiscussedThen) -> Line:
    convened = f"Convened {when_in_words(one.discussion.convened_at)}"
    if one.outcome is None:
        return Line("Strategy discussion, not held yet", convened, one.discussion.called_because)
    title = f"Strategy discussion: {HOW_WORDS[How(one.outcome.how)].lower()}"
    if one.outcome.section47:
        title += f". {SECTION47_WORDS[Section47(one.outcome.section47)]}"
    recorded = f"{convened}, recorded by {one.outcome.by} {when_in_words(one.outcome.at)}"
    return Line(title, recorded, one.outcome.section47_because or one.outcome.reason)


def _steps(found: Sequence[StepThen], *, moment: datetime) -> list[ChildSteps]:
    """By child; a step that was opened twice for the same reason, once for each."""
    return [
        ChildSteps(name, [_step(each, moment=moment) for each in steps])
        for (_, name), steps in groupby(found, key=lambda one: (one.step.child, one.step.name))
    ]


def _step(then: StepThen, *, moment: datetime) -> Line:
    one, since = then.step, f"Since {when_in_words(then.step.since)}"
    if not one.settled_as:
        return Line(one.title, since, clock=clock(one.due_at, moment))
    ending = one.endings[0]
    words = f"{STEP_WORDS[StepSettled(one.settled_as)]}, {when_in_words(ending.happened_at)}"
    if then.unsure:
        words += ". Asked for again at some time since, perhaps before this moment"
    return Line(one.title, since, ending.words or ending.reason, state=words)


def _team(one: HandOverSeen) -> Line:
    offered = f"Offered {when_in_words(one.offered_at)}"
    if one.state == State.RETURNED and one.answered_at:
        return Line(
            f"{one.team_title}: sent it back, {when_in_words(one.answered_at)}", offered, one.reason
        )
    words = STATE_WORDS[State(one.state)]
    if one.answered_at:
        words = f"{words}, {when_in_words(one.answered_at)}"
    elif one.waiting_since:
        words = f"{words} for a place since {when_in_words(one.waiting_since)}"
    elif one.state == State.OFFERED:
        words = f"{words} for an answer"
    if one.ended_at:
        words = f"{words}. {ended_in_words(one)}"
    return Line(f"{one.team_title}: {words}", offered, one.ended_words or one.waiting_for)
