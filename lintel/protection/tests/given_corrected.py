"""Strategy discussions that were recorded, and corrected since."""

from datetime import timedelta

from lintel.access.viewers import Role
from lintel.contacts.tests import given
from lintel.protection import actions
from lintel.protection.rules.outcomes import Section47
from lintel.protection.rules.quorum import Part
from lintel.protection.tests.given import TWO, came, convened, held, partnership

HOUR = timedelta(hours=1)
THREE, FOUR = TWO + HOUR, TWO + 2 * HOUR
EVERYBODY = (Part.SOCIAL_WORKER, Part.HEALTH, Part.POLICE)
BECAUSE = "The officer was thinking of another family"
NOT_MET = {"section47": Section47.NO, "section47_because": "One fall, seen by two people"}


def recorded(by=None, **differences):
    """One that was held by everybody and recorded by a senior practitioner; its id and by whom."""
    partnership()
    by = by or given.a_viewer(Role.SENIOR_PRACTITIONER)
    _, made = convened(by)
    came(made, by, *EVERYBODY)
    actions.record_outcome(
        discussion_id=made, said=held(made, by, **differences), by=by, at=TWO + HOUR / 2
    )
    return made, by


def corrects(made, by, *, at=THREE, version=None, because=BECAUSE, said=None, **differences):
    return actions.correct_outcome(
        discussion_id=made,
        version=version,
        said=said or held(made, by, **({"actions": ()} | differences)),
        because=because,
        by=by,
        at=at,
    )
