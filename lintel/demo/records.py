"""What six agencies each hold about the invented people, with the truth kept beside it.

    python -m lintel.demo.records --people 100000 --seed 7 --as-of 2026-11-01 --out FOLDER

writes `people.csv` (the columns of `lintel import people-csv`) and `truth.csv` (which person and
household each line is truly about). The same arguments write the same bytes.
"""

import argparse
import csv
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

from lintel.demo.household import Household, Person
from lintel.demo.places import AREAS, Area
from lintel.demo.population import households
from lintel.demo.slips import birth_told, name_told, typed_wrong

COLUMNS = (
    "source source_ref as_of given_name middle_names family_name alias_given_name "
    "alias_family_name date_of_birth age_years sex nhs_number upn address town postcode uprn "
    "phone mother_given_name mother_family_name father_given_name father_family_name"
).split()
TRUTH = "source source_ref person household relationship community mother father twin".split()

# agency: holds a child, an adult; noise; has NHS number, UPN, address, phone, parents
AGENCIES = {
    "health": (0.62, 0.42, 0.25, 0.97, 0.0, 0.93, 0.55, 0.45),
    "schools": (0.52, 0.0, 0.35, 0.0, 0.96, 0.95, 0.80, 0.70),
    "council": (0.16, 0.10, 0.45, 0.30, 0.35, 0.88, 0.40, 0.60),
    "police": (0.10, 0.18, 0.75, 0.0, 0.0, 0.80, 0.35, 0.15),
    "housing": (0.16, 0.26, 0.55, 0.0, 0.0, 0.99, 0.50, 0.10),
    "early_help": (0.12, 0.09, 0.45, 0.22, 0.30, 0.90, 0.60, 0.65),
}


def source_records(
    household: Household, *, seed: int, as_of: date
) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    """Each record as an agency wrote it, and beside it what it truly is."""
    rng = Random(f"records {seed} {household.key}")
    people = household.people
    by_key = {person.key: person for person in people}
    for person in people:
        for agency, (child, adult, noise, *has) in AGENCIES.items():
            if rng.random() >= (child if person.is_child else adult):
                continue
            if agency == "schools" and not person.school:
                continue
            for _ in range(2 if rng.random() < 0.06 else 1):
                row = _row(rng, household, person, by_key, agency, noise, has, as_of)
                truth = (
                    agency,
                    row["source_ref"],
                    person.key,
                    household.key,
                    person.relationship or "child",
                    person.community,
                    person.mother,
                    person.father,
                    person.twin,
                )
                yield row, dict(zip(TRUTH, truth, strict=True))


def _row(
    rng: Random,
    household: Household,
    person: Person,
    by_key,
    agency: str,
    noise: float,
    has,
    as_of: date,
):
    has_nhs, has_upn, has_address, has_phone, has_parents = has
    row = dict.fromkeys(COLUMNS, "")
    given, family = name_told(rng, person, noise=noise)
    wrote_on = max(as_of - timedelta(days=int(rng.random() * 1500)), person.born_on)
    row.update(
        source=agency,
        source_ref=f"{agency[:2].upper()}-{rng.getrandbits(52):013x}",
        as_of=wrote_on.isoformat(),
        given_name=given,
        family_name=family,
        sex=person.sex,
    )
    if rng.random() < 0.5:
        row["middle_names"] = person.middle_names
    if person.known_as and given != person.known_as and rng.random() < 0.3:
        row["alias_given_name"] = person.known_as
    if person.other_names and rng.random() < 0.35:
        row["alias_given_name"], row["alias_family_name"] = person.other_names[0]
    if rng.random() > 0.06 * (1 + 2 * noise):
        row["date_of_birth"] = birth_told(
            rng, person.born_on, noise=noise * 0.7, as_of=as_of
        ).isoformat()
    elif rng.random() < 0.6:
        row["age_years"] = str((wrote_on - person.born_on).days * 4 // 1461)
    if rng.random() < has_nhs:
        row["nhs_number"] = person.nhs_number
    if rng.random() < has_upn:
        row["upn"] = person.upn
    if rng.random() < has_address:
        lived = [
            home
            for home in household.homes
            if home.since <= wrote_on and (home.until is None or wrote_on < home.until)
        ]
        home = lived[-1] if lived and rng.random() < 0.5 else household.home
        line = typed_wrong(rng, home.line) if rng.random() < 0.08 * noise * 4 else home.line
        row.update(
            address=line, town=home.town, postcode=home.postcode if rng.random() < 0.93 else ""
        )
        if rng.random() < 0.35:
            row["uprn"] = home.uprn
    if rng.random() < has_phone:
        parent = by_key.get(person.mother, person)
        row["phone"] = person.phone or parent.phone
    if person.is_child:
        for parent, who in (
            (by_key.get(person.mother), "mother"),
            (by_key.get(person.father), "father"),
        ):
            if parent is not None and rng.random() < has_parents * (1 if who == "mother" else 0.6):
                row[f"{who}_given_name"], row[f"{who}_family_name"] = name_told(
                    rng, parent, noise=noise * 0.6
                )
    return row


def all_records(*, seed: int, as_of: date, area: Area, people: int):
    """Records of as many households as hold `people` people, in order."""
    seen = 0
    for household in households(seed=seed, as_of=as_of, area=area):
        if seen >= people:
            return
        seen += len(household.people)
        yield from source_records(household, seed=seed, as_of=as_of)


def write(folder: Path, *, seed: int, as_of: date, area: Area, people: int, tell=None) -> int:
    """Writes people.csv and truth.csv into `folder`; returns how many records."""
    folder.mkdir(parents=True, exist_ok=True)
    number = 0
    with (
        (folder / "people.csv").open("w", newline="", encoding="utf-8") as told,
        (folder / "truth.csv").open("w", newline="", encoding="utf-8") as true,
    ):
        rows, truths = (
            csv.DictWriter(told, COLUMNS, lineterminator="\n"),
            csv.DictWriter(true, TRUTH, lineterminator="\n"),
        )
        rows.writeheader()
        truths.writeheader()
        for number, (row, truth) in enumerate(
            all_records(seed=seed, as_of=as_of, area=area, people=people), start=1
        ):
            rows.writerow(row)
            truths.writerow(truth)
            if tell and number % 50_000 == 0:
                tell(number)
    return number


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m lintel.demo.records",
        description="Invent people and what agencies hold about them.",
    )
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--as-of", type=date.fromisoformat, default=date(2026, 11, 1))
    parser.add_argument("--council", choices=sorted(AREAS), default="northbeck")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args(argv)

    def tell(done: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{done:,} records", end="", file=sys.stderr, flush=True)

    records = write(
        args.out,
        seed=args.seed,
        as_of=args.as_of,
        area=AREAS[args.council],
        people=args.people,
        tell=tell,
    )
    print(
        f"{records:,} records in {args.out / 'people.csv'}, "
        f"the truth about them in {args.out / 'truth.csv'}"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
