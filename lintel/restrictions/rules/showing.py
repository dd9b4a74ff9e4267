"""What somebody sees of a restricted record, wherever it might show: the model's table.

Source: access model, section 4.
"""

from enum import StrEnum

from lintel.policy.restricting import Hides, RestrictionKind


class Reader(StrEnum):
    """What somebody is to one restriction."""

    LISTED = "listed"  # named on it, or of a team that is, and in date
    GUARDIAN = "guardian"
    SIGNALLED = "signalled"  # of a role that is told that there is one, where the kind tells it
    OTHER = "other"
    OUTSIDE = "outside"  # whoever is sent something: a pack, a request, a share, a letter


class Place(StrEnum):
    """Where a record might show."""

    RECORD = "record"
    LIST = "list"
    COUNT = "count"
    SEARCH = "search"
    CANDIDATE = "candidate"
    HOUSEHOLD = "household"
    HISTORY = "history"
    FIGURES = "figures"
    NOTICE = "notice"
    REGISTER = "register"
    LOCATION = "location"  # where the person is, in any record that says it


class Shown(StrEnum):
    ALL = "all"
    MASKED = "masked"
    SIGNAL = "signal"  # that there is one, and whom to call
    IDENTITY = "identity"  # who it is about and what waits, and nothing that was said
    NOTHING = "nothing"


# Where somebody asks after one person or one record, and a signal can be given. A list, a count
# or a figure tells nobody anything of anyone.
SIGNALS_IN = frozenset({Place.RECORD, Place.SEARCH, Place.CANDIDATE})


def shown(kind: RestrictionKind, reader: Reader, place: Place) -> Shown:
    """What `reader` sees of a record of `kind` at `place`."""
    if reader is Reader.OUTSIDE:
        return Shown.ALL if _open_to_those_who_have_it(kind, place) else Shown.NOTHING
    if place is Place.REGISTER:
        return Shown.IDENTITY if reader is Reader.GUARDIAN else Shown.NOTHING
    if reader is Reader.LISTED:
        return Shown.ALL
    if reader is Reader.GUARDIAN:
        return Shown.NOTHING  # the register is theirs; the record is for its readers
    if kind.hides is Hides.LOCATION:
        if place is Place.LOCATION:
            return Shown.MASKED
        return Shown.ALL
    if reader is Reader.SIGNALLED and kind.signal and place in SIGNALS_IN:
        return Shown.SIGNAL
    if place is Place.LOCATION and kind.masks_location:
        return Shown.MASKED  # where it shows in another's record
    return Shown.NOTHING


def _open_to_those_who_have_it(kind: RestrictionKind, place: Place) -> bool:
    return kind.hides is Hides.LOCATION and place is not Place.LOCATION
