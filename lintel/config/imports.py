"""What `lintel import KIND FILE` can bring in. One line for each kind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from lintel.access.viewers import Viewer
from lintel.api.csv_intake import COLUMNS, import_contacts
from lintel.kernel.importing import ImportReport
from lintel.people.census import import_cin
from lintel.people.matching_in import Progress
from lintel.people.people_csv import import_people
from lintel.people.rules.described import COLUMNS as PERSON_COLUMNS
from lintel.people.rules.ssd import TABLES, VERSION
from lintel.people.ssd import import_ssd


@dataclass(frozen=True, slots=True)
class ImportKind:
    """Shape:
    bring_in: (path, council=, by=, at=, strict=) -> ImportReport; raises FileRefused when the
        file is not what it should be. All that is kept is kept in one transaction.
    title: what it brings in, for `--kinds`.
    columns: the usual columns of a CSV kind.
    matches: whether it takes `match_them` and `tell`, for `--match` and for progress.
    folders: whether it may be a folder, and takes `as_of`, the day of the extract.
    """

    bring_in: Callable[..., ImportReport]
    title: str
    columns: tuple[str, ...] = ()
    matches: bool = False
    folders: bool = False


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
            matches=True,
        ),
        "people-csv": ImportKind(
            import_people,
            "people as agencies hold them, one record a line; --match links the certain ones",
            PERSON_COLUMNS,
            matches=True,
        ),
        "ssd": ImportKind(
            import_ssd,
            f"a case system as the Standard Safeguarding Dataset {VERSION}: a folder or zip of "
            "CSV files, people with their addresses, mothers and history",
            tuple(TABLES),
            matches=True,
            folders=True,
        ),
    }
)


def bring_in(
    kind: str,
    path: Path,
    *,
    council: str,
    by: Viewer,
    at: datetime,
    strict: bool,
    match_them: bool = False,
    as_of: date | None = None,
    tell: Progress | None = None,
) -> ImportReport:
    """
    Errors:
        KeyError: no such kind.
        FileRefused: the file cannot be read as this kind. Nothing is written.
    """
    more: dict[str, Any] = {"match_them": match_them, "tell": tell} if KINDS[kind].matches else {}
    if KINDS[kind].folders:
        more["as_of"] = as_of
    return KINDS[kind].bring_in(path, council=council, by=by, at=at, strict=strict, **more)
