"""What a viewer may see of protection, and what it says about a contact."""

from lintel.protection.queries.discussion_shapes import (
    ActionSeen,
    AttendanceSeen,
    DiscussionSeen,
    InvitationSeen,
    ItemSeen,
    OutcomeSeen,
)
from lintel.protection.queries.discussions import (
    coming,
    discussions_about,
    my_invitations,
    of_the_contact,
    one_discussion,
    open_to,
    seen,
)
from lintel.protection.queries.standing import (
    CalledFor,
    answered,
    called_for,
    discussion_count,
    discussions_of_family,
    due_for,
    not_held_by,
    what_stands,
)
from lintel.protection.queries.suggest import (
    Suggested,
    assume_medical,
    case_facts,
    suggestions,
    who_can_record,
)

__all__ = [
    "ActionSeen",
    "AttendanceSeen",
    "CalledFor",
    "DiscussionSeen",
    "InvitationSeen",
    "ItemSeen",
    "OutcomeSeen",
    "Suggested",
    "answered",
    "assume_medical",
    "called_for",
    "case_facts",
    "coming",
    "discussion_count",
    "discussions_about",
    "discussions_of_family",
    "due_for",
    "my_invitations",
    "not_held_by",
    "of_the_contact",
    "one_discussion",
    "open_to",
    "seen",
    "suggestions",
    "what_stands",
    "who_can_record",
]
