"""What can be done: setting, guarding and lifting restrictions; breaking glass and reviewing it;
declaring and ending conflicts."""

from lintel.restrictions.actions.conflicts import (
    Family,
    declare_conflict,
    end_conflict,
    keep_apart,
    say_own_details,
    say_why_open,
    see_conflicts,
)
from lintel.restrictions.actions.glass import (
    Behind,
    break_glass,
    close_incident,
    end_glass,
    open_glass,
    review_glass,
)
from lintel.restrictions.actions.matching import (
    OTHER,
    SAME,
    Matched,
    note_matches,
    settle_match,
)
from lintel.restrictions.actions.readers import add_reader, end_reader
from lintel.restrictions.actions.register import (
    read_conflicts,
    read_match,
    read_register,
    read_restriction,
)
from lintel.restrictions.actions.restricting import (
    Covers,
    ask_to_lift,
    cover,
    keep_after_all,
    lift,
    look_again,
    restrict,
)

__all__ = [
    "OTHER",
    "SAME",
    "Behind",
    "Covers",
    "Family",
    "Matched",
    "add_reader",
    "ask_to_lift",
    "break_glass",
    "close_incident",
    "cover",
    "declare_conflict",
    "end_conflict",
    "end_glass",
    "end_reader",
    "keep_after_all",
    "keep_apart",
    "lift",
    "look_again",
    "note_matches",
    "open_glass",
    "read_conflicts",
    "read_match",
    "read_register",
    "read_restriction",
    "restrict",
    "review_glass",
    "say_own_details",
    "say_why_open",
    "see_conflicts",
    "settle_match",
]
