"""The kinds of restricted record: what each hides, from whom, and when it is looked at again.

A council puts its own telephone and days under [restricting]; what a kind hides is the same for
every council.

Source: access model, section 4.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from lintel.kernel.sources import Source
from lintel.policy.files import SHIPPED, Table, read
from lintel.policy.shipped import Authorities, source_of


class Hides(StrEnum):
    """What somebody who is not on the list does not learn."""

    EXISTENCE = "existence"
    RECORD = "record"
    LOCATION = "location"


@dataclass(frozen=True, slots=True)
class RestrictionKind:
    """One kind.

    Shape:
        code: "K1" to "K6"; readers, review: in words.
        covers_shared: a contact that tells of other children too is kept back with it.
        signal: role keys that are told that there is one, and whom to call.
        review_days: 0 when whoever restricts sets the day.
        lifted_by: role keys that may lift it, once another person has asked.
        glass: whether it may be opened in an emergency by somebody not on the list.
    """

    key: str
    code: str
    title: str
    readers: str
    hides: Hides
    covers_shared: bool
    signal: frozenset[str]
    masks_location: bool
    review_days: int
    review: str
    lifted_by: frozenset[str]
    glass: bool
    source: Source

    @property
    def hides_the_record(self) -> bool:
        """Whether somebody not on the list opens nothing of it."""
        return self.hides is not Hides.LOCATION


@dataclass(frozen=True, slots=True)
class Restricting:
    """Shape: `kinds` in the order people choose from; `task_days` and `involved_days`: how long
    somebody reads one for a task, or as a worker of the family; `guardian_phone` is "" where the
    hub's own number is rung."""

    kinds: Mapping[str, RestrictionKind]
    guardian_phone: str
    task_days: int
    involved_days: int


def shipped_restricting(known: Authorities) -> Restricting:
    """
    Errors:
        PolicyFileWrong: the shipped file cannot be used.
    """
    file = read(SHIPPED / "restricting.toml")
    found = Restricting(
        kinds=MappingProxyType(
            {key: _kind(key, table, known) for key, table in file.table("kinds").named()}
        ),
        guardian_phone=file.text("guardian_phone"),
        task_days=file.number("task_days"),
        involved_days=file.number("involved_days"),
    )
    file.finished()
    return found


def lay_restricting(held: Restricting, file: Table) -> Restricting:
    """`held` with what a council's file says under [restricting].

    Errors:
        PolicyFileWrong: a kind that there is not, or a key that is not known.
    """
    table = file.table("restricting")
    kinds = dict(held.kinds)
    own = table.table("review_days")
    for key in own.names():
        if key not in kinds:
            raise own.wrong(key, f"is not a kind; use one of {', '.join(kinds)}")
        kinds[key] = replace(kinds[key], review_days=own.number(key))
    laid = replace(
        held,
        kinds=MappingProxyType(kinds),
        guardian_phone=table.text("guardian_phone", held.guardian_phone),
        task_days=table.number("task_days", held.task_days),
        involved_days=table.number("involved_days", held.involved_days),
    )
    table.finished()
    return laid


def _kind(key: str, table: Table, known: Authorities) -> RestrictionKind:
    found = RestrictionKind(
        key=key,
        code=table.text("code"),
        title=table.text("title"),
        readers=table.text("readers"),
        hides=table.choice("hides", Hides),
        covers_shared=table.flag("covers_shared"),
        signal=frozenset(table.texts("signal")),
        masks_location=table.flag("masks_location"),
        review_days=table.number("review_days"),
        review=table.text("review"),
        lifted_by=frozenset(table.texts("lifted_by")),
        glass=table.flag("glass"),
        source=source_of(table, known),
    )
    table.finished()
    return found
