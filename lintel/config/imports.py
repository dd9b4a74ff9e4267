"""What `lintel import KIND FILE` can bring in. One line for each kind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from lintel.access.viewers import Viewer
from lintel.kernel.importing import ImportReport
from lintel.people.census import import_cin


@dataclass(frozen=True, slots=True)
class ImportKind:
    """Shape:
    bring_in: (path, council=, by=, at=, strict=) -> ImportReport; raises FileRefused when the
        file is not what it should be. All that is kept is kept in one transaction.
    title: what it brings in, for `--kinds`.
    """

    bring_in: Callable[..., ImportReport]
    title: str


KINDS: Mapping[str, ImportKind] = MappingProxyType(
    {
        "cin-xml": ImportKind(
            import_cin,
            "children of a children in need census return, with their history; what cannot be "
            "is left out and reported, the rest comes in at once",
        ),
    }
)


def bring_in(
    kind: str, path: Path, *, council: str, by: Viewer, at: datetime, strict: bool
) -> ImportReport:
    """
    Errors:
        KeyError: no such kind.
        FileRefused: the file cannot be read as this kind. Nothing is written.
    """
    return KINDS[kind].bring_in(path, council=council, by=by, at=at, strict=strict)
