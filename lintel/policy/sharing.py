"""Why information may be shared, and why it may be refused, as a council works by it.

Source: domain reference 1.8 and access model, section 8.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from lintel.kernel.sources import Source
from lintel.policy.files import SHIPPED, Table, read
from lintel.policy.shipped import Authorities, authorities, source_of


@dataclass(frozen=True, slots=True)
class Purpose:
    """What information is wanted or given for, and the bases that fit.

    Shape: `bases` are keys, the usual one first.
    """

    key: str
    title: str
    bases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Basis:
    """Why the law lets it be shared.

    Shape:
        condition: the further condition for special category data, in words; "" when none.
        needs_consent: this one rests on the family's consent, and on nothing else.
    """

    key: str
    title: str
    condition: str
    needs_consent: bool
    source: Source


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground on which an agency may refuse to share."""

    key: str
    title: str
    source: Source


@dataclass(frozen=True, slots=True)
class Bases:
    """What one council may choose from. Shape: each by its key."""

    purposes: Mapping[str, Purpose]
    bases: Mapping[str, Basis]
    grounds: Mapping[str, Ground]


@cache
def sharing_bases() -> Bases:
    """What may be chosen from everywhere: law sets it, so no council's file changes it.

    Errors:
        PolicyFileWrong: the shipped file cannot be used.
    """
    known, file = authorities(), read(SHIPPED / "sharing.toml")
    bases = {key: _basis(key, t, known) for key, t in file.table("bases").named()}
    purposes = {key: _purpose(key, t, bases) for key, t in file.table("purposes").named()}
    grounds = {key: _ground(key, t, known) for key, t in file.table("grounds").named()}
    file.finished()
    return Bases(MappingProxyType(purposes), MappingProxyType(bases), MappingProxyType(grounds))


def _purpose(key: str, table: Table, bases: Mapping[str, Basis]) -> Purpose:
    found = Purpose(key, table.text("title"), table.texts("bases", None))
    for basis in found.bases:
        if basis not in bases:
            raise table.wrong("bases", f"names “{basis}”; use one of {', '.join(bases)}")
    table.finished()
    return found


def _basis(key: str, table: Table, known: Authorities) -> Basis:
    found = Basis(
        key,
        table.text("title"),
        table.text("condition"),
        table.flag("needs_consent"),
        source_of(table, known),
    )
    table.finished()
    return found


def _ground(key: str, table: Table, known: Authorities) -> Ground:
    found = Ground(key, table.text("title"), source_of(table, known))
    table.finished()
    return found
