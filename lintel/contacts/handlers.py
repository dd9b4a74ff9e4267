"""What the front door does about news from below."""

from lintel.contacts import actions
from lintel.people.events import PeopleChanged


def add_up_again(changed: PeopleChanged) -> None:
    """Another history counts as somebody's: the rules about what adds up are asked again."""
    actions.add_up_around(
        council=changed.council,
        person_ids=changed.person_ids,
        record_ids=changed.record_ids,
        by=changed.by,
        at=changed.at,
    )
