"""What happened to a family, on one line: the kinds of events, and who supplies them.

Contacts tell their own. What stands above (decisions, hand-overs, discussions) is not theirs to
know: `config.wiring` lists who supplies it, as it does for panels.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

from lintel.access.viewers import Viewer

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "contact": "Contacts",
        "decision": "Decisions",
        "came_back": "Step-downs that came back",
        "plan": "Plans",
        "domestic_abuse": "Domestic-abuse notices",
        "missing": "Missing episodes",
        "enquiry": "Assessments, enquiries and care",
        "agency": "Other agencies and teams",
    }
)


@dataclass(frozen=True, slots=True)
class HistoryEvent:
    """One thing that happened to one or several of a family.

    Shape:
        kinds: keys of KINDS, one or more: a contact about domestic abuse is both.
        whose: who of the family it is about, as `FamilyMember.who`.
        goes_on: it has a beginning and may have an end: a plan, a period in care. With no
            `ends_on` it still goes on, as far as anybody told.
        contact_id, reference: of the contact it is, or belongs to; None and "" for neither.
        is_this: the contact from which the history was opened.
        source: who says so, when it is not the hub itself.
    """

    on: date
    kinds: frozenset[str]
    title: str
    whose: frozenset[UUID]
    detail: str = ""
    note: str = ""
    ends_on: date | None = None
    goes_on: bool = False
    rating: str = ""
    outcome: str = ""
    contact_id: UUID | None = None
    reference: str = ""
    is_open: bool = False
    is_this: bool = False
    source: str = ""
    at: datetime | None = None
    is_no_further_action: bool = False


@dataclass(frozen=True, slots=True)
class FamilyAsked:
    """The family whose events are wanted.

    Shape: `contacts` maps each contact the viewer may know of to who of the family it names;
        people are linked, so that what is kept by person can be found.
    """

    people: frozenset[UUID]
    contacts: Mapping[UUID, frozenset[UUID]]


# Asked once for each page, whatever the family's size: it must ask the database a number of
# times that does not grow, and give only what this viewer may see.
SuppliesEvents = Callable[[Viewer, FamilyAsked, datetime], Iterable[HistoryEvent]]

_suppliers: list[SuppliesEvents] = []


def supply_history(supplier: SuppliesEvents) -> None:
    """Have `supplier` asked for the events of each family; asking twice changes nothing."""
    if supplier not in _suppliers:
        _suppliers.append(supplier)


def supplied(viewer: Viewer, asked: FamilyAsked, *, at: datetime) -> list[HistoryEvent]:
    """What contexts above know of the family."""
    return [event for supplier in _suppliers for event in supplier(viewer, asked, at)]
