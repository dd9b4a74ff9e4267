"""Saying no, and saying why.

Rules return refusals as values, so that a page can show every reason at once.
Actions raise them together, so that nothing is half done.
"""

from dataclasses import dataclass
from datetime import timedelta

from lintel.kernel.sources import Source


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why something cannot be done, in words for the person asking.

    Shape:
        code: stable, for tests, counts and other systems: "not_looked_at".
        message: what is wrong and how to put it right, as GOV.UK error text.
        field: where to put it right, dotted: "children.0.date_of_birth"; "" for the whole.
        cause: what to open to remove the cause: a page name known to the web layer
            ("look", "history", "link:<id>", "indicator:<id>"); "" when there is none.
        overridable: whether a manager may go ahead with a recorded reason.
        source: what the refusal rests on, where that is more than good sense.
    """

    code: str
    message: str
    field: str = ""
    cause: str = ""
    overridable: bool = False
    source: Source | None = None


class Refused(Exception):
    """An action was refused because of the state of things. Nothing has been written."""

    def __init__(self, *refusals: Refusal) -> None:
        super().__init__("; ".join(refusal.code for refusal in refusals))
        self.refusals = refusals


class Invalid(Exception):
    """What was sent does not make sense as it stands. Nothing has been written."""

    def __init__(self, *refusals: Refusal) -> None:
        super().__init__("; ".join(f"{r.field}: {r.code}" for r in refusals))
        self.refusals = refusals


class NotThere(LookupError):
    """There is no such record, or none for this viewer: the two look the same."""


class Stale(Exception):
    """Somebody changed the record after the version this write was based on.

    Shape: `current` is the version now; the caller shows what changed and keeps what was typed.
    """

    def __init__(self, current: int) -> None:
        super().__init__(f"the record is now at version {current}")
        self.current = current


class TooOften(Exception):
    """Somebody asks more than they may. Nothing has been written.

    Shape: `wait` is how long until the same would be answered.
    """

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"wait {wait}")
        self.wait = wait
