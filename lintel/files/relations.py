"""Who else comes near what is attached to a contact, how agencies' answers to it stand, and what
besides a contact can have files.

Requests and discussions are above this context, and so is how an agency comes near a contact by
one: `config.wiring` lists who knows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lintel.access.viewers import Viewer
from lintel.files.rules.reading import Belongs, Near
from lintel.kernel.refusals import NotThere


@dataclass(frozen=True, slots=True)
class Answers:
    """How what agencies gave about a contact stands. Shape: as `rules.reading.Near`."""

    pooled: bool = False
    blind_from: datetime | None = None


# The reference of a contact for a viewer whose agency was asked or invited; "" for anybody else.
Asked = Callable[[Viewer, UUID, datetime], str]
Stand = Callable[[UUID], Answers]
# The contact of a request or a discussion that the viewer may add to, or NotThere.
Place = Callable[[Viewer, UUID, datetime], Near]

_asked: list[Asked] = []
_stand: list[Stand] = []
_places: dict[Belongs, Place] = {}


def ask_who_comes_near(asked: Asked) -> None:
    """Have `asked` say whose agency comes near a contact; asking twice changes nothing."""
    if asked not in _asked:
        _asked.append(asked)


def ask_how_answers_stand(stand: Stand) -> None:
    """Have `stand` say whether answers are pooled or kept back; asking twice changes nothing."""
    if stand not in _stand:
        _stand.append(stand)


def take_files_for(belongs: str, place: Place) -> None:
    """Let files be attached to what `place` finds: "request", "discussion"."""
    _places[Belongs(belongs)] = place


def reference_for_asked(viewer: Viewer, contact_id: UUID, at: datetime) -> str:
    return next(filter(None, (asked(viewer, contact_id, at) for asked in _asked)), "")


def answers_to(contact_id: UUID) -> Answers:
    for stand in _stand:
        return stand(contact_id)
    return Answers()


def place_of(viewer: Viewer, belongs: Belongs, belongs_id: UUID, at: datetime) -> Near:
    """The contact that a request or a discussion is about.

    Errors:
        NotThere: there is none, or none that this viewer may add to.
    """
    if belongs not in _places:
        raise NotThere(belongs)
    return _places[belongs](viewer, belongs_id, at)
