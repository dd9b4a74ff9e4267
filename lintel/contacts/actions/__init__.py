"""What can be done to contacts. Each action reads, asks the rules, writes, records.

An action takes keywords only, names its actor `by` and its moment `at`, states the version it
saw, happens whole or not at all, and leaves one audit entry. `mark_decided`, `mark_accepted`,
`mark_returned`, `mark_taken`, `mark_kept` and `mark_waiting` are halves of actions that live
above, and leave the entry to them.
"""

from lintel.contacts.actions.adding_up import add_up_around, senior_read
from lintel.contacts.actions.allege import mark_allegation
from lintel.contacts.actions.as_told import FRONT_DOOR
from lintel.contacts.actions.change import to_change
from lintel.contacts.actions.conflicts import (
    declare_conflict,
    keep_apart_again,
    open_with_reason,
    pass_on,
    say_own_details,
    see_conflicts,
)
from lintel.contacts.actions.finish import (
    close_contact,
    let_go,
    mark_accepted,
    mark_decided,
    mark_returned,
    mark_waiting,
    reopen_contact,
)
from lintel.contacts.actions.glass import break_glass
from lintel.contacts.actions.history import open_family, open_history, open_with_families
from lintel.contacts.actions.look import acknowledge_immediate, look_at_contact
from lintel.contacts.actions.masked import open_masked
from lintel.contacts.actions.own import (
    assign_contact,
    hold_contact,
    mark_kept,
    mark_taken,
    release_contact,
)
from lintel.contacts.actions.rate import dismiss_indicator, rate_contact
from lintel.contacts.actions.receive import (
    FromFile,
    Receipt,
    receive_contact,
    receive_file,
)
from lintel.contacts.actions.restrict import (
    add_up_without,
    cover_again,
    give_to_readers,
    look_for_hidden,
    restrict_contact,
    restrict_person,
    unrestrict_contact,
)
from lintel.contacts.actions.samples import end_sample, make_sample
from lintel.contacts.actions.share import share_information
from lintel.contacts.actions.write import (
    add_note,
    correct_contact,
    drop_draft,
    open_contact,
    open_trail,
    save_draft,
    search_contacts,
)

__all__ = [
    "FRONT_DOOR",
    "FromFile",
    "Receipt",
    "acknowledge_immediate",
    "add_note",
    "add_up_around",
    "add_up_without",
    "assign_contact",
    "break_glass",
    "close_contact",
    "correct_contact",
    "cover_again",
    "declare_conflict",
    "dismiss_indicator",
    "drop_draft",
    "end_sample",
    "give_to_readers",
    "hold_contact",
    "keep_apart_again",
    "let_go",
    "look_at_contact",
    "look_for_hidden",
    "make_sample",
    "mark_accepted",
    "mark_allegation",
    "mark_decided",
    "mark_kept",
    "mark_returned",
    "mark_taken",
    "mark_waiting",
    "open_contact",
    "open_family",
    "open_history",
    "open_masked",
    "open_trail",
    "open_with_families",
    "open_with_reason",
    "pass_on",
    "rate_contact",
    "receive_contact",
    "receive_file",
    "release_contact",
    "reopen_contact",
    "restrict_contact",
    "restrict_person",
    "save_draft",
    "say_own_details",
    "search_contacts",
    "see_conflicts",
    "senior_read",
    "share_information",
    "to_change",
    "unrestrict_contact",
]
