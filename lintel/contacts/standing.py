"""Asking the contexts above what stands in the way of a contact, and what they have answered.

See `rules.obstacles`.
"""

from collections.abc import Callable, Iterable
from typing import Any

from lintel.access.viewers import Viewer
from lintel.contacts.rules.obstacles import Stands

# Given the contact and whoever would act; a handful of queries at most, whatever the contact.
SaysWhatStands = Callable[[Any, Viewer], Iterable[Stands]]

_asked: list[SaysWhatStands] = []


def ask_what_stands(says: SaysWhatStands) -> None:
    """Have `says` asked before every decision and closing; asking twice changes nothing."""
    if says not in _asked:
        _asked.append(says)


def standing_for(contact: Any, *, by: Viewer) -> tuple[Stands, ...]:
    """All that stands in the way of this contact now, in the order of the table."""
    return tuple(stands for says in _asked for stands in says(contact, by))


# Given the contact, codes of refusals that something above has answered: a strategy discussion
# that was held answers that one was called for.
SaysWhatIsAnswered = Callable[[Any], Iterable[str]]

_answers: list[SaysWhatIsAnswered] = []


def ask_what_is_answered(says: SaysWhatIsAnswered) -> None:
    """Have `says` asked before every decision; asking twice changes nothing."""
    if says not in _answers:
        _answers.append(says)


def answered_for(contact: Any) -> frozenset[str]:
    """Codes of refusals that no longer stand, because something above has settled them."""
    return frozenset(code for says in _answers for code in says(contact))
