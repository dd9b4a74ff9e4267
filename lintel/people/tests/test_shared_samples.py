"""Data we did not shape goes through the importers and the matcher, where it is to be found.

FEBRL's people come in as an agency's records; their truth says which are one person. Half of
them here, all in `dev.py torture long_examples`.
"""

import csv
import json
from collections.abc import Iterable
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from lintel.access.viewers import the_system
from lintel.kernel.importing import Lost
from lintel.people import queries
from lintel.people.models import Link, SourceRecord, ToReview
from lintel.people.people_csv import import_people
from lintel.people.queries import person_of
from lintel.people.rules.described import COLUMNS, NotAPerson, person_from
from lintel.people.tests.given import AT

SHARED = Path(__file__).parents[4] / "shared" / "data"
SYSTEM = the_system("northbeck", today=AT.date())

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,  # how well the weighing does; who is proposed is asked of both elsewhere
    pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data is not on this machine"),
]


def as_day(words: str) -> str:
    """ISO, or nothing where the sample has no real day."""
    words = words.strip()
    if "/" in words:
        words = "".join(reversed(words.split("/")))
    try:
        day = date.fromisoformat(words)
    except ValueError:
        return ""
    return day.isoformat() if day.year >= 1900 and day <= AT.date() else ""


def rows_of(*path: str) -> list[dict[str, str]]:
    with SHARED.joinpath(*path).open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file, skipinitialspace=True))


def bring_in(tmp_path: Path, rows: Iterable[dict[str, str]]):
    path = tmp_path / "people.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return import_people(path, council="northbeck", by=SYSTEM, at=AT, match_them=True)


def right_and_wrong(truth: dict[str, str]) -> tuple[float, float]:
    """(precision, recall) of the pairs that were linked without anybody's word."""
    ref_of = dict(SourceRecord.objects.values_list("id", "source_ref"))
    whose = {ref_of[record]: person for record, person in person_of(ref_of).items()}
    linked = {pair for pair in combinations(sorted(whose), 2) if whose[pair[0]] == whose[pair[1]]}
    true = {pair for pair in combinations(sorted(truth), 2) if truth[pair[0]] == truth[pair[1]]}
    return len(linked & true) / max(len(linked), 1), len(linked & true) / len(true)


def offered(truth: dict[str, str]) -> float:
    """How many of the records left for review are offered a record of the same person."""
    refs = dict(SourceRecord.objects.values_list("source_ref", "id"))
    whose = person_of(refs.values())
    people = {truth[ref]: set() for ref in truth}  # type: dict[str, set]
    for ref, record in refs.items():
        if record in whose:
            people[truth[ref]].add(whose[record])
    waiting = [ref for ref, record in refs.items() if record not in whose]
    found = sum(
        any(
            one.person_id in people[truth[ref]]
            for one in queries.candidates("northbeck", refs[ref])
        )
        for ref in waiting
        if people[truth[ref]]
    )
    return found / max(sum(bool(people[truth[ref]]) for ref in waiting), 1)


@pytest.mark.parametrize("people", [250, pytest.param(500, marks=pytest.mark.slow)])
@pytest.mark.timeout(900)  # one by one, on a machine that may be busy with others
def test_febrl_people_are_linked_rightly_or_left_for_somebody_to_say(people, tmp_path):
    rows = [
        row
        for row in rows_of("febrl", "dataset1.csv")
        if int(row["rec_id"].split("-")[1]) < people  # both tellings of each
    ]
    report = bring_in(
        tmp_path,
        (
            {
                "source": "febrl",
                "source_ref": row["rec_id"],
                "given_name": row["given_name"],
                "family_name": row["surname"],
                "date_of_birth": as_day(row["date_of_birth"]),
                "address": f"{row['street_number']} {row['address_1']}",
                "town": row["suburb"],
                "postcode": row["postcode"],
            }
            for row in rows
        ),
    )
    assert report.counts["records new"] == len(rows) == 2 * people
    truth = {row["rec_id"]: row["rec_id"].split("-")[1] for row in rows}
    precision, recall = right_and_wrong(truth)
    assert precision >= 0.99
    assert recall >= 0.25
    assert offered(truth) >= 0.95


def test_splinks_own_people_are_left_for_somebody_to_say_and_offered_rightly(tmp_path):
    rows = [row for row in rows_of("splink", "fake_1000.csv") if int(row["cluster"]) < 40]
    report = bring_in(
        tmp_path,
        (
            {
                "source": "splink",
                "source_ref": row["unique_id"],
                "given_name": row["first_name"].strip(),
                "family_name": row["surname"].strip(),
                "date_of_birth": as_day(row["dob"]),
                "town": row["city"].strip(),
            }
            for row in rows
        ),
    )
    assert report.counts["records new"] == len(rows) > 100
    truth = {row["unique_id"]: row["cluster"] for row in rows}
    # A name, a birthday and a town are never certain: whoever looks like somebody is left.
    assert report.counts["linked as certain"] == 0
    assert report.counts["left for review"] > len(rows) / 2
    assert offered(truth) >= 0.95


def test_the_matching_queries_of_councils_are_read_and_answered():
    rows = rows_of("dfe-sui", "sui_batch_search_queries_small.csv")
    assert len(rows) > 100
    unread = []
    for row in rows:
        columns = {
            "given_name": row["GivenName"],
            "family_name": row["Surname"],
            "date_of_birth": as_day(row["DOB"]),
            "sex": row["Gender"],
            "postcode": row["PostCode"],
        }
        try:
            told, _ = person_from(columns, today=date(2026, 11, 1))
        except NotAPerson as problem:
            unread.append(problem.wrong)
            continue
        assert queries.candidates("northbeck", told) == []
    # Some say a sex that is none; that is named, and nothing else is wrong.
    assert all(set(wrong) == {"sex"} for wrong in unread)
    assert len(unread) < len(rows) / 10


def test_patients_of_the_nhs_come_in_and_are_found_by_their_number(tmp_path):
    patients = [json.loads(path.read_text()) for path in SHARED.glob("nhs-pds-fhir/patient_*.json")]
    assert len(patients) == 3
    rows = []
    for patient in patients:
        name = (patient.get("name") or [{}])[0]
        home = (patient.get("address") or [{}])[0]
        rows.append(
            {
                "source": "nhs",
                "source_ref": patient["id"],
                "given_name": " ".join(name.get("given", [])),
                "family_name": name.get("family", ""),
                "date_of_birth": patient.get("birthDate", ""),
                "sex": patient.get("gender", "") if patient.get("gender") != "other" else "U",
                "nhs_number": patient["id"],
                "address": " ".join(home.get("line", [])[:2])[:200],
                "postcode": home.get("postalCode", ""),
            }
        )
    report = bring_in(tmp_path, rows)
    assert [t for t in report.troubles if t.lost is not Lost.NOTHING] == []
    assert report.counts["records new"] == 3
    linked = Link.objects.filter(undone_at=None, record__source="nhs").count()
    assert linked + ToReview.objects.count() == 3
