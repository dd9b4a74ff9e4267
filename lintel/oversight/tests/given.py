"""Ways to begin a test about challenges."""

from datetime import timedelta
from uuid import UUID

from lintel.access.viewers import Viewer
from lintel.contacts.tests.given import NOON
from lintel.oversight import actions
from lintel.oversight.rules.challenging import AnswerSaid, ChallengeSaid

RAISED = NOON + timedelta(hours=1)  # a Monday; five working days are over as the 10th begins


def said(**differences) -> ChallengeSaid:
    ordinary = {
        "subject": "decision",
        "theme": "threshold",
        "disagrees": "He is hungry still, and breakfast club is two days of five",
        "wants": "An assessment",
    }
    return ChallengeSaid(**(ordinary | differences))


def raised(contact_id: UUID, by: Viewer, *, at=RAISED, **differences) -> UUID:
    return actions.raise_challenge(contact_id=contact_id, said=said(**differences), by=by, at=at)


def answer(**differences) -> AnswerSaid:
    ordinary = {
        "answer": "upheld",
        "reasons": "The school nurse sees him weekly; nothing of harm is known",
        "told": "We looked again with the school. Our decision stands",
        "learning": "Say what was put in place when telling the school",
    }
    return AnswerSaid(**(ordinary | differences))
