"""What the front door does about news from below."""

from lintel.contacts import actions
from lintel.contacts.events import ContactCorrected, ContactReceived
from lintel.people.events import PeopleChanged, PersonMade
from lintel.restrictions.events import ContactsHidden, KeptApart, RestrictionLifted, RestrictionSet


def look_for_hidden(received: ContactReceived) -> None:
    """A new contact that may be about somebody hidden reaches their guardian at once."""
    actions.look_for_hidden(contact_id=received.contact_id, by=received.by, at=received.at)


def cover_again(changed: PeopleChanged) -> None:
    """A restriction follows the person into every record that is theirs now."""
    actions.cover_again(
        council=changed.council,
        person_ids=changed.person_ids,
        record_ids=changed.record_ids,
        by=changed.by,
        at=changed.at,
    )


def give_to_readers(hidden: ContactsHidden) -> None:
    """What is hidden is in the hands of somebody who sees it."""
    actions.give_to_readers(
        contact_ids=hidden.contact_ids, readers=hidden.readers, by=hidden.by, at=hidden.at
    )


def pass_on(kept: KeptApart) -> None:
    """What is hidden from a worker is in somebody else's hands."""
    actions.pass_on(
        account_id=kept.account_id, contact_ids=kept.contact_ids, by=kept.by, at=kept.at
    )


def add_up_without(changed: RestrictionSet | RestrictionLifted) -> None:
    """What is hidden raises nothing that is not hidden with it."""
    actions.add_up_without(restriction_id=changed.restriction_id, by=changed.by, at=changed.at)


def add_up_again(changed: PeopleChanged) -> None:
    """Another history counts as somebody's: the rules about what adds up are asked again."""
    actions.add_up_around(
        council=changed.council,
        person_ids=changed.person_ids,
        record_ids=changed.record_ids,
        by=changed.by,
        at=changed.at,
    )


def see_conflicts(told: ContactReceived | ContactCorrected) -> None:
    """Somebody who works here may stand near to whom it is about."""
    actions.see_conflicts(contact_id=told.contact_id, by=told.by, at=told.at)


def keep_apart_again(changed: PeopleChanged) -> None:
    """What is now known to be of a family that somebody declared is hidden from them too."""
    actions.keep_apart_again(
        council=changed.council, person_ids=changed.person_ids, by=changed.by, at=changed.at
    )


def keep_apart_made(made: PersonMade) -> None:
    """Somebody of a family that somebody declared is known now: hidden from them too."""
    actions.keep_apart_again(
        council=made.council, person_ids=[made.person_id], by=made.by, at=made.at
    )
