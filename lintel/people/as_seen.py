"""Where people are told to be, as far as somebody may see it.

Every list, page and answer that shows where somebody known lives or is reached, and every token
made of it, has it from here.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from lintel.people.rules.told import PersonTold
from lintel.restrictions.queries import Protected
from lintel.restrictions.rules.places import Whereabouts


class Home(Protocol):
    """An address of somebody, as one context or another has it."""

    @property
    def lines(self) -> tuple[str, ...]: ...
    @property
    def postcode(self) -> str: ...
    @property
    def uprn(self) -> str: ...


AnyHome = TypeVar("AnyHome", bound=Home)


def where_told(told: PersonTold) -> Whereabouts:
    """Every place that one telling says somebody is at now, or is reached by."""
    return Whereabouts(told.address_lines, told.postcode, told.uprn, told.phone, told.school)


def with_all_beside(told: Iterable[PersonTold], protected: Protected) -> Protected:
    """What is masked of somebody of whom all of these tell: where any is masked whole, its places
    are masked in the others, on the card and among the homes too."""
    if not protected:
        return protected
    hidden = [one for one in told if protected.protects(where_told(one))]
    return protected.and_at(where for one in hidden for where in (where_told(one), *_before(one)))


def _before(told: PersonTold) -> list[Whereabouts]:
    return [Whereabouts(home.lines, home.postcode, home.uprn) for home in told.lived_at]


def told_as_seen(told: PersonTold, protected: Protected) -> PersonTold:
    """A telling with its places masked: all of them where any is protected, for the others beside
    the same name lead there. Where somebody lived before is masked by itself."""
    if not protected:
        return told
    if not protected.protects(where_told(told)):
        return replace(told, lived_at=tuple(home_as_seen(one, protected) for one in told.lived_at))
    mask = protected.mask
    lives = told.address_lines or told.postcode or told.uprn
    return replace(
        told,
        address_lines=(mask,) if lives else (),
        postcode="",
        uprn="",
        phone=mask if told.phone else "",
        school=mask if told.school else "",
        lived_at=(),
    )


def home_as_seen(home: AnyHome, protected: Protected) -> AnyHome:
    """One address, or the mask in its place."""
    if not protected.protects(Whereabouts(home.lines, home.postcode, home.uprn)):
        return home
    masked: Any = home
    return replace(masked, lines=(protected.mask,), postcode="", uprn="")
