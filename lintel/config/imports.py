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
from lintel.people.people_csv import import_people
from lintel.people.rules.described import COLUMNS as PERSON_COLUMNS


@dataclass(frozen=True, slots=True)
class ImportKind:
    """Shape:
    bring_in: (path, council=, by=, at=, strict=) -> ImportReport; raises FileRefused when the
        file is not what it should be. All that is kept is kept in one transaction.
    title: what it brings in, for `--kinds`.
    columns: the usual columns of a CSV kind.
    matches: whether it takes `match_them` and `tell`, for `--match` and for progress.
    """

    bring_in: Callable[..., ImportReport]
    title: str
    columns: tuple[str, ...] = ()
    matches: bool = False


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
        "people-csv": ImportKind(
            import_people,
            "people as agencies hold them, one record a line; --match links the certain ones",
            PERSON_COLUMNS,
            matches=True,
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
    tell: Callable[[int], None] | None = None,
) -> ImportReport:
    """
    Errors:
        KeyError: no such kind.
        FileRefused: the file cannot be read as this kind. Nothing is written.
    """
    more = {"match_them": match_them, "tell": tell} if KINDS[kind].matches else {}
    return KINDS[kind].bring_in(path, council=council, by=by, at=at, strict=strict, **more)
