"""What raised a contact for a senior read, in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from lintel.contacts.queries.record import ContactView
from lintel.kernel.instants import day_in_words, when_in_words


@dataclass(frozen=True, slots=True)
class EventShown:
    """What fired a rule. Shape: `contact_id` is None for what this viewer may not open."""

    day: str
    title: str
    reference: str
    contact_id: UUID | None


@dataclass(frozen=True, slots=True)
class RaisedShown:
    """A rule about what adds up that raised the contact."""

    rule: str
    title: str
    words: str
    because: str
    source: str
    version: str
    events: Sequence[EventShown]


@dataclass(frozen=True, slots=True)
class AddingUpShown:
    """What raised a contact for a senior read. Shape: `reads` are (who and when, what they said),
    since it was raised."""

    rules: Sequence[RaisedShown]
    reads: Sequence[tuple[str, str]]
    awaits_read: bool

    @property
    def titles(self) -> str:
        return "; ".join(rule.title for rule in self.rules)


def adding_up_shown(view: ContactView) -> AddingUpShown | None:
    seen = view.adding_up
    if seen is None or not seen.rules:
        return None
    return AddingUpShown(
        rules=[
            RaisedShown(
                rule=each.rule,
                title=each.title,
                words=each.words,
                because=each.because,
                source=each.source,
                version=each.version,
                events=[
                    EventShown(
                        day_in_words(event.day), event.title, event.reference, event.contact_id
                    )
                    for event in each.events
                ],
            )
            for each in seen.rules
        ],
        reads=[(f"{read.by}, {when_in_words(read.at)}", read.words) for read in seen.reads],
        awaits_read=view.facts.awaits_senior_read,
    )
