"""Contacts by file: one line a contact, its columns named as the API names its fields.

`referrer.name`, `children.0.given_name`, `children.1.date_of_birth`, `adults.0.relationship`;
underscores do as well as dots, and `child_` and `adult_` mean the first. Lists are parted by
semicolons, days may be 09/03/2017 or 2017-03-09, yes and no may be written so. All of a file
comes in or none of it; a line that came before is not taken again.
"""

import csv
import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from lintel.access.viewers import Viewer
from lintel.api.problems import shape_error
from lintel.api.shapes import ContactIn
from lintel.contacts import actions
from lintel.contacts.rules.telling import Channel
from lintel.contacts.rules.telling_rules import what_is_wrong
from lintel.kernel.importing import ImportReport, Lost, Trouble, refuse_file
from lintel.policy.council import CouncilPolicy
from lintel.policy.in_force import policy_for

LISTS = {"categories", "lines"}
SWITCHES = {"immediate_danger", "family_told"}
DAYS = {"date_of_birth", "expected_on"}
YES, NO = {"true", "yes", "y", "1"}, {"false", "no", "n", "0"}
REFERENCE = "external_reference"
PARTS = ("referrer", "children", "adults")
KNOWN = re.compile(
    r"(kind|source|concern|categories|immediate_danger|family_told|family_told_reason|consent"
    r"|occurred_at|external_reference"
    r"|referrer\.(name|role|agency|phone|email)"
    r"|children\.\d{1,2}\.(given_name|family_name|date_of_birth|expected_on|age_years|sex"
    r"|nhs_number|upn|ethnicity|school|address\.(lines|postcode|uprn))"
    r"|adults\.\d{1,2}\.(given_name|family_name|date_of_birth|relationship|safe_contact"
    r"|address\.(lines|postcode|uprn)))"
)
COLUMNS = (
    "kind source referrer.name referrer.role referrer.agency referrer.phone referrer.email "
    "children.0.given_name children.0.family_name children.0.date_of_birth children.0.sex "
    "children.0.address.lines children.0.address.postcode children.0.school "
    "adults.0.given_name adults.0.family_name adults.0.relationship adults.0.safe_contact "
    "concern categories immediate_danger family_told family_told_reason consent occurred_at "
    "external_reference"
).split()


def import_contacts(
    path: Path, *, council: str, by: Viewer, at: datetime, strict: bool = True
) -> ImportReport:
    """Take in a CSV file of contacts, whole or not at all; `strict` changes nothing here.

    Errors:
        FileRefused: it cannot be read as CSV in UTF-8, or a column is not known.
    """
    policy = policy_for(council)
    troubles: list[Trouble] = []
    tellings: list[actions.FromFile] = []
    seen: dict[str, int] = {}
    for line, row in _rows(path):
        made = _telling(row, line, at=at, policy=policy)
        if isinstance(made, list):
            troubles += made
            continue
        key = _key(row, council, seen)
        tellings.append(actions.FromFile(made, key))
    if troubles or not tellings:
        counts = {"contacts new": 0, "contacts already here": 0}
        return ImportReport(troubles=tuple(troubles), stored=not troubles, counts=counts)
    new, here = actions.receive_file(tellings=tellings, council=council, by=by, at=at)
    return ImportReport(
        troubles=(), stored=True, counts={"contacts new": new, "contacts already here": here}
    )


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Each line as (number in the file, column -> text), blank lines left out."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            columns = [_column(name) for name in next(reader, [])]
            _check(columns)
            for cells in reader:
                if not any(cell.strip() for cell in cells):
                    continue
                if len(cells) > len(columns):
                    cells = [*cells[: len(columns)]]
                    yield reader.line_num, {"": "more cells than columns"}
                    continue
                yield reader.line_num, dict(zip(columns, cells, strict=False))
    except UnicodeDecodeError:
        raise refuse_file("Save the file as UTF-8", code="encoding") from None
    except csv.Error as problem:
        raise refuse_file(f"Save the file as CSV: {problem}", code="not_csv") from None


def _column(name: str) -> str:
    """A heading as the API names the field."""
    tidy = name.strip().lower()
    if KNOWN.fullmatch(tidy):
        return tidy
    tidy = re.sub(r"^child(?:ren)?[_.](\d+)[_.]", r"children.\1.", tidy)
    tidy = re.sub(r"^adults?[_.](\d+)[_.]", r"adults.\1.", tidy)
    tidy = re.sub(r"^child[_.]", "children.0.", tidy)
    tidy = re.sub(r"^adult[_.]", "adults.0.", tidy)
    tidy = re.sub(r"^referrer_", "referrer.", tidy)
    tidy = re.sub(r"\.(postcode|uprn)$", r".address.\1", tidy) if ".address." not in tidy else tidy
    return re.sub(r"\.address$", ".address.lines", tidy.replace("address_", "address."))


def _check(columns: list[str]) -> None:
    unknown = [name or "(empty)" for name in columns if not KNOWN.fullmatch(name)]
    if not columns or unknown:
        what = f"these columns are not known: {', '.join(unknown)}" if unknown else "it is empty"
        raise refuse_file(f"Use the API's field names as headings; {what}", code="columns", line=1)
    if len(set(columns)) != len(columns):
        raise refuse_file("Give each column once", code="columns", line=1)


def _telling(row: dict[str, str], line: int, *, at: datetime, policy: CouncilPolicy) -> Any:
    """The telling of one line, or what is wrong with it, as a list of troubles."""
    if "" in row:
        message = "Take out the cells beyond the last column"
        return [Trouble(line, "", "", "cells", message, Lost.ROW)]
    reference = row.get(REFERENCE, "").strip()
    try:
        shape = ContactIn.model_validate(_body(row))
    except ValidationError as wrong:
        said = [shape_error(dict(error)) for error in wrong.errors()]
        return [
            Trouble(line, reference, e["field"], e["code"], e["message"], Lost.ROW) for e in said
        ]
    telling = shape.told(channel=Channel.CSV, external_reference=reference)
    wrong_here = what_is_wrong(telling, at=at, policy=policy)
    if wrong_here:
        return [Trouble(line, reference, r.field, r.code, r.message, Lost.ROW) for r in wrong_here]
    return telling


def _body(row: dict[str, str]) -> dict[str, Any]:
    """The body that the API would have been sent; empty cells are left out."""
    # An empty cell is said by the same rule as an empty answer, beside all else that is wrong.
    body: dict[str, Any] = {"concern": "", "source": ""}
    body |= {"referrer": {}, "children": {}, "adults": {}}
    for column, cell in row.items():
        if column == REFERENCE or not cell.strip():
            continue
        *path, last = column.split(".")
        where = body
        for part in path:
            where = where.setdefault(part, {})
        where[last] = _value(last, cell)
    for people in ("children", "adults"):
        body[people] = [body[people][place] for place in sorted(body[people], key=int)]
    return body


def _value(field: str, cell: str) -> Any:
    words = cell.strip()
    if field in LISTS:
        return [part.strip() for part in words.split(";") if part.strip()]
    if field in SWITCHES and words.lower() in YES | NO:
        return words.lower() in YES
    if field == "age_years" and words.isdigit():
        return int(words)
    if field in DAYS and (found := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", words)):
        day, month, year = found.groups()
        return f"{year}-{int(month):02}-{int(day):02}"
    return cell if field == "concern" else words


def _key(row: dict[str, str], council: str, seen: dict[str, int]) -> str:
    """What makes a line the same when it comes again: its reference, else its every word."""
    reference = row.get(REFERENCE, "").strip()
    if reference:
        agency = row.get("referrer.agency", "").strip().lower()
        words = f"{council}|{agency}|{reference}"
    else:
        words = council + "|" + "|".join(f"{name}={row[name]}" for name in sorted(row))
    seen[words] = seen.get(words, 0) + (not reference)
    digest = hashlib.sha256(f"{words}|{seen[words]}".encode()).hexdigest()
    return f"csv:{digest}"
