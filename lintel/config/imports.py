"""What `lintel import KIND FILE` can bring in. One line for each kind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from lintel.access.viewers import Viewer
from lintel.api.csv_intake import COLUMNS, import_contacts
from lintel.kernel.importing import ImportReport
from lintel.people.census import import_cin


@dataclass(frozen=True, slots=True)
class ImportKind:
    """Shape:
    bring_in: (path, council=, by=, at=, strict=) -> ImportReport; raises FileRefused when the
        file is not what it should be. All that is kept is kept in one transaction.
    title: what it brings in, for `--kinds`.
    columns: the usual columns of a CSV kind.
    """

    bring_in: Callable[..., ImportReport]
    title: str
    columns: tuple[str, ...] = ()


KINDS: Mapping[str, ImportKind] = MappingProxyType(
    {
        "contacts-csv": ImportKind(
            import_contacts,
            "contacts, one a line, all or nothing; columns as the API names its fields",
            tuple(COLUMNS),
        ),
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
