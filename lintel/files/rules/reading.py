"""Who is given a file, and which copy of it.

A file is as open as its record, and no more: whoever asks has been asked first whether they may
come near the record. Then the zone of files, then the mark of whoever gave it.

Source: access model, section 1 (Z8) and section 2.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from lintel.access.viewers import Permission, Role, Viewer, Zone
from lintel.access.zones import ZONES
from lintel.files.content.kinds import Kind, Notice
from lintel.kernel.refusals import Refusal
from lintel.sharing.rules.handling import ItemFacts, Mark, Reading, reading

# The agency of what came with the telling, from whoever told: nobody's to mark but the hub's.
REFERRER = "referrer"
# On their own route they stand where the decision-maker stands at the front door.
OWN_ROUTE = {Role.LADO: frozenset({Mark.OPEN, Mark.HUB_ONLY, Mark.DECISION_MAKER})}
# Those of the hub: evidence is theirs as it came.
HUB = frozenset(
    {Role.SCREENER, Role.SENIOR_PRACTITIONER, Role.MANAGER, Role.EMERGENCY_DUTY, Role.LADO}
)


class Check(StrEnum):
    """What the virus scanner has said. The stored value never changes."""

    WAITING = "waiting"
    CLEAN = "clean"
    FOUND = "found"


class Belongs(StrEnum):
    """What a file came with. The stored value never changes."""

    CONTACT = "contact"
    REQUEST = "request"
    DISCUSSION = "discussion"
    DRAFT = "draft"


class Kept(StrEnum):
    """Why somebody may know of a file only that it is there."""

    FOR_DECIDING = "for those who decide"
    UNTIL_ALL_ANSWER = "until all have answered"
    FROM_THEM = "from them"


@dataclass(frozen=True, slots=True)
class Near:
    """That somebody comes near what is attached to a contact, and how what agencies gave stands.

    Shape:
        pooled: the answers have been laid side by side.
        blind_from: answers from then on are kept from the council until all have come.
        telling: what was told is open to them. Of an allegation it is not, to a team it is
            handed to: what was said of somebody who works with children is for few.
        own_route: they come near by the contact itself, not by what they were asked to.
    """

    contact_id: UUID
    reference: str
    council: str
    pooled: bool = False
    blind_from: datetime | None = None
    telling: bool = True
    own_route: bool = False


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Shape: `agency` is the key of whoever gave it, REFERRER for what came with the telling."""

    agency: str
    belongs: Belongs
    mark: Mark
    given_by: UUID
    given_at: datetime
    named: Collection[UUID] = ()
    onward_leave: bool = False


def how_much(file: FileFacts, viewer: Viewer, near: Near) -> Reading:
    """What `viewer`, who comes near the contact as `near` says, is given of a file."""
    letter = ZONES[viewer.role][Zone.FILES]
    if letter not in {"F", "R", "A", "E"}:
        return Reading.NOTHING  # W: whoever hands in reads nothing back
    own = file.given_by == viewer.account_id
    pools = file.belongs is not Belongs.CONTACT
    if not (pools or near.telling or own):
        return Reading.NOTHING
    item = ItemFacts(
        agency=file.agency,
        mark=file.mark,
        named={*file.named, file.given_by} if file.mark is Mark.SEALED else file.named,
        onward_leave=file.onward_leave,
        pooled=near.pooled and pools,
        blind=pools and near.blind_from is not None and file.given_at >= near.blind_from,
    )
    if file.mark in OWN_ROUTE.get(viewer.role, ()) and (own or near.own_route):
        return Reading.THAT_IT_EXISTS if item.blind and not own else Reading.FULL
    found = reading(item, viewer)
    return Reading.THAT_IT_EXISTS if letter == "E" and found is Reading.FULL else found


def why_kept(file: FileFacts, viewer: Viewer, near: Near) -> Kept:
    """Why `viewer` is not given a file that they may know of."""
    now, then = (how_much(file, viewer, one) for one in (near, replace(near, blind_from=None)))
    if now is not then:
        return Kept.UNTIL_ALL_ANSWER
    is_theirs = file.mark is not Mark.DECISION_MAKER or now is Reading.FULL
    return Kept.FROM_THEM if is_theirs else Kept.FOR_DECIDING


def is_given_as_it_came(file: FileFacts, viewer: Viewer) -> bool:
    """Whether they are given the file itself, rather than a copy that says neither where nor by
    whom: those of the hub, the agency that gave it, and whoever gave it themselves.

    The council is no such agency: most of those it employs are outside the hub.
    """
    of_the_agency = viewer.agency == file.agency and not viewer.employed_by_council
    return viewer.role in HUB or of_the_agency or viewer.account_id == file.given_by


def may_mark(file: FileFacts, viewer: Viewer) -> bool:
    """Whoever gave a file says how it is handled; what a referrer sent, the hub's seniors."""
    if file.agency == REFERRER:
        return viewer.may(Permission.LOOK)
    return viewer.agency == file.agency and viewer.may(Permission.ATTACH_FILE)


def reasons_not_to_mark_so(mark: Mark | str, named: Collection[object]) -> tuple[Refusal, ...]:
    """What is sealed is for those who are named: for nobody, it is read by nobody.

    >>> [one.field for one in reasons_not_to_mark_so(Mark.SEALED, ())]
    ['named']
    """
    if mark != Mark.SEALED or named:
        return ()
    words = "Select at least one person who may read it"
    return (Refusal("missing", words, field="named"),)


def mark_of_telling(kind: Kind, notices: Collection[Notice]) -> Mark:
    """How what came with a telling is handled until somebody of the hub says otherwise.

    It goes with the case, as the telling does; but for what may say who told, or where, and
    cannot be made to stop saying so: that stays in the hub.
    """
    tells = {Notice.NAMES_SENDER, Notice.MAY_HOLD_POSITION}
    return Mark.HUB_ONLY if tells & {*notices} or kind is Kind.HEIC else Mark.OPEN
