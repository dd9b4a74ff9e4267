"""An invented case system, as the Standard Safeguarding Dataset, with the truth beside it.

    python -m lintel.demo.ssd --people 10000 --seed 7 --as-of 2026-11-01 --out FOLDER

writes a CSV file for each table that `lintel import ssd` reads, and beside the folder
`FOLDER-truth.csv` (which invented person each id truly is). The people are those of
`lintel.demo.records` with the same seed: an extract of one and the agencies' records of the other
are of the same families. The same arguments write the same bytes.
"""

import argparse
import csv
import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from lintel.demo.household import Household, Person
from lintel.demo.places import AREAS, Area
from lintel.demo.population import households
from lintel.demo.slips import birth_told, name_told

TABLES = {
    "ssd_person": "pers_person_id pers_legacy_id pers_upn pers_forename pers_surname pers_sex "
    "pers_gender pers_ethnicity pers_dob pers_single_unique_id pers_upn_unknown pers_send_flag "
    "pers_expected_dob pers_death_date pers_is_mother pers_nationality",
    "ssd_linked_identifiers": "link_table_id link_person_id link_identifier_type "
    "link_identifier_value link_valid_from_date link_valid_to_date",
    "ssd_family": "fami_table_id fami_family_id fami_person_id",
    "ssd_mother": "moth_table_id moth_person_id moth_childs_person_id moth_childs_dob",
    "ssd_address": "addr_table_id addr_person_id addr_address_type addr_address_start_date "
    "addr_address_end_date addr_address_postcode addr_address_json",
    "ssd_disability": "disa_table_id disa_person_id disa_disability_code",
    "ssd_contacts": "cont_contact_id cont_person_id cont_contact_date cont_contact_source_code "
    "cont_contact_source_desc cont_contact_outcome_json",
    "ssd_early_help_episodes": "earl_episode_id earl_person_id earl_episode_start_date "
    "earl_episode_end_date earl_episode_reason earl_episode_end_reason earl_episode_organisation "
    "earl_episode_worker_id",
    "ssd_cin_episodes": "cine_referral_id cine_person_id cine_referral_date "
    "cine_cin_primary_need_code cine_referral_source_code cine_referral_source_desc "
    "cine_referral_outcome_json cine_referral_nfa cine_close_reason cine_close_date "
    "cine_referral_team cine_referral_worker_id",
    "ssd_cin_assessments": "cina_assessment_id cina_person_id cina_referral_id "
    "cina_assessment_start_date cina_assessment_child_seen cina_assessment_auth_date "
    "cina_assessment_outcome_json cina_assessment_outcome_nfa cina_assessment_team "
    "cina_assessment_worker_id",
    "ssd_cin_plans": "cinp_cin_plan_id cinp_referral_id cinp_person_id cinp_cin_plan_start_date "
    "cinp_cin_plan_end_date cinp_cin_plan_team cinp_cin_plan_worker_id",
    "ssd_s47_enquiry": "s47e_s47_enquiry_id s47e_referral_id s47e_person_id s47e_s47_start_date "
    "s47e_s47_end_date s47e_s47_nfa s47e_s47_outcome_json s47e_s47_completed_by_team "
    "s47e_s47_completed_by_worker_id",
    "ssd_initial_cp_conference": "icpc_icpc_id icpc_icpc_meeting_id icpc_s47_enquiry_id "
    "icpc_person_id icpc_cp_plan_id icpc_referral_id icpc_icpc_transfer_in icpc_icpc_target_date "
    "icpc_icpc_date icpc_icpc_outcome_cp_flag icpc_icpc_outcome_json icpc_icpc_team "
    "icpc_icpc_worker_id",
    "ssd_cp_plans": "cppl_cp_plan_id cppl_referral_id cppl_icpc_id cppl_person_id "
    "cppl_cp_plan_start_date cppl_cp_plan_end_date cppl_cp_plan_ola "
    "cppl_cp_plan_initial_category cppl_cp_plan_latest_category",
    "ssd_cla_episodes": "clae_cla_episode_id clae_person_id clae_cla_placement_id "
    "clae_cla_episode_start_date clae_cla_episode_start_reason clae_cla_primary_need_code "
    "clae_cla_episode_ceased_date clae_cla_episode_ceased_reason clae_cla_id clae_referral_id "
    "clae_cla_last_iro_contact_date clae_entered_care_date",
    "ssd_missing": "miss_table_id miss_person_id miss_missing_episode_start_date "
    "miss_missing_episode_type miss_missing_episode_end_date miss_missing_rhi_offered "
    "miss_missing_rhi_accepted",
}
TRUTH = ("person_id", "person", "household", "community")
YEARS = 6  # how far back a case system's extract goes

NEEDS = ("N1", "N1", "N1", "N2", "N3", "N4", "N5", "N8")
SOURCES = (("2A", "Police"), ("1A", "Individual"), ("5A", "School"), ("3A", "GP"), ("4", "Housing"))
CATEGORIES = ("Neglect", "Emotional abuse", "Physical abuse", "Sexual abuse")
CLOSURES = ("RC7", "RC8", "RC9", "RC5")
LEFT_CARE = ("E4A", "E4B", "E45", "E8")
REASONS = ("Parenting support", "School attendance", "Domestic abuse", "Young carer")

Row = tuple[str, dict[str, Any]]


def household_rows(household: Household, *, seed: int, as_of: date) -> Iterator[Row]:
    """What the case system holds of a household: nothing of most, a good deal of a few.

    Shape: (table, columns); "truth" beside each person.
    """
    rng = Random(f"ssd {seed} {household.key}")
    if rng.random() >= 0.55:
        return
    known = [p for p in household.people if p.is_child or rng.random() < 0.5]
    ids = {person.key: f"P{rng.getrandbits(52):013X}" for person in known}
    by_key = {person.key: person for person in known}
    for person in known:
        ref = ids[person.key]
        yield from _identity(rng, household, person, ref, as_of)
        if person.is_child and person.mother in by_key:
            yield (
                "ssd_mother",
                {
                    "moth_table_id": f"M{ref}",
                    "moth_person_id": ids[person.mother],
                    "moth_childs_person_id": ref,
                    "moth_childs_dob": person.born_on,
                },
            )
    severity = rng.random()
    for person in known:
        if person.is_child:
            yield from _history(rng, person, ids[person.key], severity, as_of)


def _identity(
    rng: Random, household: Household, person: Person, ref: str, as_of: date
) -> Iterator[Row]:
    given, family = name_told(rng, person, noise=0.3)
    yield (
        "ssd_person",
        {
            "pers_person_id": ref,
            "pers_upn": person.upn if rng.random() < 0.6 else "",
            "pers_forename": given,
            "pers_surname": family,
            "pers_sex": person.sex,
            "pers_ethnicity": person.ethnicity,
            "pers_dob": birth_told(rng, person.born_on, noise=0.15, as_of=as_of),
            "pers_single_unique_id": person.nhs_number if rng.random() < 0.4 else "",
            "pers_send_flag": "Y" if person.is_child and rng.random() < 0.05 else "N",
            "pers_is_mother": "Y" if person.relationship == "mother" else "N",
        },
    )
    yield "truth", dict(zip(TRUTH, (ref, person.key, household.key, person.community), strict=True))
    yield (
        "ssd_family",
        {"fami_table_id": f"F{ref}", "fami_family_id": household.key, "fami_person_id": ref},
    )
    for place, home in enumerate(household.homes):
        if home.until is not None and home.until < person.born_on:
            continue
        number, _, street = home.line.partition(" ")
        parts = dict.fromkeys(
            ("ROOM", "FLOOR", "FLAT", "BUILDING", "HOUSE", "STREET", "TOWN", "UPRN"), ""
        )
        parts |= {"HOUSE": number, "STREET": street, "TOWN": home.town, "UPRN": home.uprn}
        yield (
            (
                "ssd_address",
                {
                    "addr_table_id": f"A{ref}{place}",
                    "addr_person_id": ref,
                    "addr_address_type": "Home",
                    "addr_address_start_date": max(home.since, person.born_on),
                    "addr_address_end_date": home.until,
                    "addr_address_postcode": home.postcode.replace(" ", ""),
                    "addr_address_json": json.dumps(parts, ensure_ascii=False),
                },
            )
            if home.until is None or home.until >= person.born_on
            else ("", {})
        )
    if person.is_child and rng.random() < 0.06:
        yield (
            "ssd_disability",
            {
                "disa_table_id": f"D{ref}",
                "disa_person_id": ref,
                "disa_disability_code": rng.choice(("LD", "AUT", "BEH", "COMM", "MOB")),
            },
        )


def _history(rng: Random, person: Person, ref: str, severity: float, as_of: date) -> Iterator[Row]:
    since = max(person.born_on, as_of - timedelta(days=YEARS * 365))
    span = (as_of - since).days
    if span < 30:
        return
    for place in range(1 + int(rng.random() * severity * 4)):
        day = since + timedelta(days=int(rng.random() * (span - 20)))
        yield from _spell(rng, ref, f"{ref}{place}", day, severity, as_of)


def _flags(*names: str) -> str:
    return json.dumps(dict.fromkeys(names, "Y"))


def _spell(
    rng: Random, ref: str, name: str, day: date, severity: float, as_of: date
) -> Iterator[Row]:
    """One contact and what it led to, as far as it has come by `as_of`."""
    code, described = rng.choice(SOURCES)
    deeper = rng.random() < 0.25 + severity / 2
    yield (
        "ssd_contacts",
        {
            "cont_contact_id": f"C{name}",
            "cont_person_id": ref,
            "cont_contact_date": day,
            "cont_contact_source_code": code,
            "cont_contact_source_desc": described,
            "cont_contact_outcome_json": _flags("NEW_REFERRAL_FLAG" if deeper else "NFA_FLAG"),
        },
    )
    after = _Days(rng, day, as_of)
    if not deeper:
        if rng.random() < 0.3 and (start := after.next(5)):
            yield (
                "ssd_early_help_episodes",
                {
                    "earl_episode_id": f"E{name}",
                    "earl_person_id": ref,
                    "earl_episode_start_date": start,
                    "earl_episode_end_date": after.next(120),
                    "earl_episode_reason": rng.choice(REASONS),
                },
            )
        return
    closed = after.at(int(90 + rng.random() * 400))
    yield (
        "ssd_cin_episodes",
        {
            "cine_referral_id": f"R{name}",
            "cine_person_id": ref,
            "cine_referral_date": day,
            "cine_cin_primary_need_code": rng.choice(NEEDS),
            "cine_referral_source_code": code,
            "cine_referral_source_desc": described,
            "cine_referral_outcome_json": _flags("SINGLE_ASSESSMENT_FLAG"),
            "cine_referral_nfa": "N",
            "cine_close_reason": rng.choice(CLOSURES) if closed else "",
            "cine_close_date": closed,
        },
    )
    if start := after.next(3):
        yield (
            "ssd_cin_assessments",
            {
                "cina_assessment_id": f"S{name}",
                "cina_person_id": ref,
                "cina_referral_id": f"R{name}",
                "cina_assessment_start_date": start,
                "cina_assessment_auth_date": after.at(50),
                "cina_assessment_outcome_json": _flags("PROV_OF_SERVICES_FLAG"),
                "cina_assessment_outcome_nfa": "N",
            },
        )
    if rng.random() < 0.4 and (start := after.next(40)):
        yield (
            "ssd_cin_plans",
            {
                "cinp_cin_plan_id": f"N{name}",
                "cinp_referral_id": f"R{name}",
                "cinp_person_id": ref,
                "cinp_cin_plan_start_date": start,
                "cinp_cin_plan_end_date": closed,
            },
        )
    if rng.random() < severity * 0.6:
        yield from _protection(rng, ref, name, severity, after)


def _protection(rng: Random, ref: str, name: str, severity: float, after: "_Days") -> Iterator[Row]:
    enquiry, held = after.next(2), after.next(12)
    if enquiry:
        yield (
            "ssd_s47_enquiry",
            {
                "s47e_s47_enquiry_id": f"Q{name}",
                "s47e_referral_id": f"R{name}",
                "s47e_person_id": ref,
                "s47e_s47_start_date": enquiry,
                "s47e_s47_end_date": held,
                "s47e_s47_nfa": "N",
                "s47e_s47_outcome_json": _flags("CP_CONFERENCE_FLAG"),
            },
        )
    if not held:
        return
    planned = rng.random() < 0.8
    yield (
        "ssd_initial_cp_conference",
        {
            "icpc_icpc_id": f"I{name}",
            "icpc_s47_enquiry_id": f"Q{name}",
            "icpc_person_id": ref,
            "icpc_referral_id": f"R{name}",
            "icpc_icpc_date": held,
            "icpc_icpc_outcome_cp_flag": "Y" if planned else "N",
            "icpc_icpc_outcome_json": _flags("CP_FLAG" if planned else "PROV_OF_SERVICES_FLAG"),
        },
    )
    if planned:
        category = rng.choice(CATEGORIES)
        yield (
            "ssd_cp_plans",
            {
                "cppl_cp_plan_id": f"L{name}",
                "cppl_referral_id": f"R{name}",
                "cppl_icpc_id": f"I{name}",
                "cppl_person_id": ref,
                "cppl_cp_plan_start_date": held,
                "cppl_cp_plan_end_date": after.at(300),
                "cppl_cp_plan_ola": "N",
                "cppl_cp_plan_initial_category": category,
                "cppl_cp_plan_latest_category": category,
            },
        )
    if rng.random() < 0.25 and (start := after.next(30)):
        moved, left = after.next(90), after.next(200)
        rows = ((start, moved, "X1" if moved else ""),)
        if moved:
            rows += ((moved, left, rng.choice(LEFT_CARE) if left else ""),)
        for place, (begins, ends, reason) in enumerate(rows):
            yield (
                "ssd_cla_episodes",
                {
                    "clae_cla_episode_id": f"K{name}{place}",
                    "clae_person_id": ref,
                    "clae_cla_episode_start_date": begins,
                    "clae_cla_episode_start_reason": "P" if place else "S",
                    "clae_cla_primary_need_code": "N1",
                    "clae_cla_episode_ceased_date": ends,
                    "clae_cla_episode_ceased_reason": reason,
                    "clae_cla_id": f"K{name}",
                    "clae_entered_care_date": start,
                },
            )
        if rng.random() < 0.3:
            yield (
                "ssd_missing",
                {
                    "miss_table_id": f"G{name}",
                    "miss_person_id": ref,
                    "miss_missing_episode_start_date": start,
                    "miss_missing_episode_type": rng.choice("MA"),
                    "miss_missing_episode_end_date": moved or start,
                    "miss_missing_rhi_offered": "Y",
                    "miss_missing_rhi_accepted": rng.choice("YN"),
                },
            )


class _Days:
    """Days one after another; None from the day after `as_of`."""

    def __init__(self, rng: Random, day: date, as_of: date) -> None:
        self._rng, self._day, self._as_of = rng, day, as_of

    def at(self, later: int) -> date | None:
        day = self._day + timedelta(days=later)
        return day if day <= self._as_of else None

    def next(self, most: int) -> date | None:
        self._day += timedelta(days=1 + int(self._rng.random() * most))
        return self.at(0)


def write(folder: Path, *, seed: int, as_of: date, area: Area, people: int) -> dict[str, int]:
    """Writes the extract of a council of about `people` people; how many rows in each file."""
    folder.mkdir(parents=True, exist_ok=True)
    columns: dict[str, Sequence[str]] = {table: names.split() for table, names in TABLES.items()}
    columns["truth"] = TRUTH
    counts = dict.fromkeys(columns, 0)
    with ExitStack() as files:
        writers = {}
        for table, names in columns.items():
            path = folder / f"{table}.csv"
            if table == "truth":
                path = folder.with_name(f"{folder.name}-truth.csv")
            file = files.enter_context(path.open("w", newline="", encoding="utf-8"))
            writers[table] = csv.DictWriter(file, names, restval="", lineterminator="\n")
            writers[table].writeheader()
        for household in households(seed=seed, as_of=as_of, area=area):
            if counts["ssd_person"] >= people:
                break
            for table, row in household_rows(household, seed=seed, as_of=as_of):
                writers[table].writerow({name: value or "" for name, value in row.items()})
                counts[table] += 1
    return counts


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m lintel.demo.ssd",
        description="Invent a case system's extract as the Standard Safeguarding Dataset.",
    )
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--as-of", type=date.fromisoformat, default=date(2026, 11, 1))
    parser.add_argument("--council", choices=sorted(AREAS), default="northbeck")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args(argv)
    counts = write(
        args.out, seed=args.seed, as_of=args.as_of, area=AREAS[args.council], people=args.people
    )
    for table, number in counts.items():
        print(f"{number:8,}  {table}.csv")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
