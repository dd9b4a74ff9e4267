"""A case system's extract comes in, dirty as it is, and says what did not."""

import csv
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from lintel.access.viewers import the_system
from lintel.audit import trail
from lintel.kernel.importing import FileRefused, Lost
from lintel.people import actions, queries
from lintel.people.models import EarlierTelling, KnownEpisode, Person, Relationship, SourceRecord
from lintel.people.rules import ssd
from lintel.people.rules.ssd import NOT_READ, TABLES
from lintel.people.ssd import import_ssd
from lintel.people.tests import given
from lintel.people.tests.given import AT

SPECIFICATION = Path(__file__).parents[4] / "shared" / "data" / "d2i-ssd"
SYSTEM = the_system("northbeck", today=AT.date())

MAISIE = {
    "pers_person_id": "P1",
    "pers_forename": "Maisie",
    "pers_surname": "Okafor",
    "pers_sex": "F",
    "pers_dob": "2017-03-09 00:00:00.000",
    "pers_ethnicity": "BAFR",
    "pers_upn": "H801200001001",
    "pers_single_unique_id": "9990000018",
}
ADA = {
    "pers_person_id": "P2",
    "pers_forename": "Ada",
    "pers_surname": "Okafor",
    "pers_sex": "2",
    "pers_dob": "04/05/1990",
}
REFERRAL = {
    "cine_referral_id": "R1",
    "cine_person_id": "P1",
    "cine_referral_date": "2024-01-05",
    "cine_cin_primary_need_code": "N1",
    "cine_referral_source_code": "2A",
    "cine_referral_nfa": "N",
    "cine_referral_outcome_json": '{"SINGLE_ASSESSMENT_FLAG": "Y", "NFA_FLAG": "N"}',
}


def an_extract(folder: Path, **tables) -> Path:
    folder.mkdir(exist_ok=True)
    for table, rows in ({"ssd_person": [MAISIE, ADA]} | tables).items():
        columns = list(TABLES[table].columns) if table in TABLES else list(rows[0])
        columns += [name for row in rows for name in row if name not in columns]
        with (folder / f"{table}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(dict.fromkeys(columns)), restval="")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def a_family(folder: Path, **tables) -> Path:
    home = {"HOUSE": "4", "STREET": "Beck Lane", "TOWN": "Northbeck", "UPRN": "100"}
    before = {"FLAT": "2", "BUILDING": "Mill House", "STREET": "High Street", "TOWN": ""}
    return an_extract(
        folder,
        **{
            "ssd_cin_episodes": [REFERRAL],
            "ssd_mother": [
                {"moth_table_id": "M1", "moth_person_id": "P2", "moth_childs_person_id": "P1"}
            ],
            "ssd_family": [
                {"fami_table_id": f, "fami_family_id": "F1", "fami_person_id": p}
                for f, p in (("1", "P1"), ("2", "P2"))
            ],
            "ssd_address": [
                {
                    "addr_table_id": "A2",
                    "addr_person_id": "P1",
                    "addr_address_start_date": "2023-05-01",
                    "addr_address_postcode": "NB12QF",
                    "addr_address_json": json.dumps(home),
                },
                {
                    "addr_table_id": "A1",
                    "addr_person_id": "P1",
                    "addr_address_start_date": "2018-01-01",
                    "addr_address_end_date": "2023-04-30",
                    "addr_address_postcode": "NB9 1AA",
                    "addr_address_json": json.dumps(before),
                },
            ],
        }
        | tables,
    )


def bring_in(path, **options):
    return import_ssd(path, council="northbeck", by=SYSTEM, at=AT, **options)


def person(number: str) -> Person:
    return Person.objects.get(number=number)


@pytest.mark.django_db
def test_a_child_of_a_case_system_is_known_with_home_mother_and_history(tmp_path):
    report = bring_in(a_family(tmp_path / "x"))
    assert report.troubles == ()
    assert (report.counts["people new"], report.counts["episodes new"]) == (2, 1)
    child = queries.person_summary("northbeck", person("P1").id)
    assert (child.name, child.born_on, child.nhs_number) == (
        "Maisie Okafor",
        date(2017, 3, 9),
        "9990000018",
    )
    assert [(a.lines, a.first_told_on, a.last_told_on) for a in child.addresses] == [
        (("4 Beck Lane", "Northbeck"), date(2023, 5, 1), date(2024, 1, 5)),
        (("Flat 2", "Mill House", "High Street"), date(2018, 1, 1), date(2023, 4, 30)),
    ]
    assert (child.is_child, person("P2").is_child) == (True, False)
    [referral] = queries.episodes_of([child.person_id])
    assert (referral.source_code, referral.outcome_words) == ("2A", "abuse or neglect; assessment")
    [mother] = Relationship.objects.all()
    assert (mother.from_record.source_ref, mother.kind) == ("P2", "mother")
    assert mother.to_record.told["mother_given_name"] == "Ada"


@pytest.mark.django_db
def test_the_same_extract_again_changes_nothing_as_a_folder_or_as_a_zip(tmp_path):
    folder = a_family(tmp_path / "x")
    bring_in(folder)
    kept = (Person, SourceRecord, KnownEpisode, Relationship)
    before = [list(model.objects.order_by("id").values()) for model in kept]
    packed = tmp_path / "x.zip"
    with zipfile.ZipFile(packed, "w") as zipped:
        for file in folder.iterdir():
            zipped.write(file, f"extract/{file.name}")
    for path in (folder, packed):
        report = bring_in(path)
        assert report.counts["people as before"] == 2
        assert report.counts["relationships new"] == report.counts["episodes new"] == 0
    assert [list(model.objects.order_by("id").values()) for model in kept] == before
    assert len(trail.entries_about("import", "case-system")) == 1


@pytest.mark.django_db
def test_a_newer_extract_replaces_and_an_older_one_does_not(tmp_path):
    bring_in(a_family(tmp_path / "x"), as_of=date(2025, 6, 1))
    corrected = REFERRAL | {
        "cine_referral_date": "2024-01-04",
        "cine_close_date": "2025-11-01",
        "cine_close_reason": "RC9",
    }
    newer = a_family(
        tmp_path / "y",
        ssd_person=[MAISIE | {"pers_surname": "Okafor-Hale"}, ADA],
        ssd_cin_episodes=[corrected],
    )
    report = bring_in(newer, as_of=date(2026, 1, 1))
    assert report.counts["people changed"] == 1
    assert report.counts["episodes replaced"] == 1
    assert EarlierTelling.objects.get().told["family_name"] == "Okafor"
    [referral] = queries.episodes_of([person("P1").id])
    assert (referral.starts_on, referral.ends_on) == (date(2024, 1, 4), date(2025, 11, 1))
    again = bring_in(tmp_path / "x", as_of=date(2025, 6, 1))
    assert again.counts["people changed"] == again.counts["episodes replaced"] == 0
    assert person("P1").family_name == "Okafor-Hale"


@pytest.mark.django_db
def test_moves_within_one_time_of_care_are_one_time_of_care(tmp_path):
    rows = [
        {
            "clae_cla_episode_id": ref,
            "clae_cla_id": "K",
            "clae_person_id": "P1",
            "clae_cla_episode_start_date": start,
            "clae_cla_episode_ceased_date": end,
            "clae_cla_episode_ceased_reason": why,
        }
        for ref, start, end, why in (
            ("1", "2024-02-01", "2024-05-01", "X1"),
            ("2", "2024-05-01", "2025-01-31", "E4A - Returned home"),
        )
    ]
    bring_in(a_family(tmp_path / "x", ssd_cla_episodes=rows, ssd_cin_episodes=[]))
    [care] = queries.episodes_of([person("P1").id])
    assert (care.kind, care.starts_on, care.ends_on) == (
        "looked_after",
        date(2024, 2, 1),
        date(2025, 1, 31),
    )
    assert care.outcome_words == "left care: home, as planned"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("table", "row", "column", "lost"),
    [
        ("ssd_person", MAISIE | {"pers_dob": "2017-02-30"}, "pers_dob", Lost.FIELD),
        ("ssd_person", MAISIE | {"pers_dob": "2031-01-01"}, "pers_dob", Lost.FIELD),
        ("ssd_person", MAISIE | {"pers_sex": "X"}, "pers_sex", Lost.FIELD),
        ("ssd_person", MAISIE | {"pers_ethnicity": "QQ"}, "pers_ethnicity", Lost.FIELD),
        ("ssd_person", MAISIE | {"pers_upn": "12"}, "pers_upn", Lost.NOTHING),
        ("ssd_person", MAISIE | {"pers_forename": "A" * 300}, "pers_forename", Lost.FIELD),
        ("ssd_person", MAISIE | {"pers_forename": "A\x00B"}, "pers_forename", Lost.FIELD),
        ("ssd_person", MAISIE | {"pers_person_id": ""}, "pers_person_id", Lost.ROW),
        ("ssd_person", MAISIE | {"pers_person_id": "9" * 61}, "pers_person_id", Lost.ROW),
        (
            "ssd_cin_episodes",
            REFERRAL | {"cine_referral_date": ""},
            "cine_referral_date",
            Lost.ROW,
        ),
        (
            "ssd_cin_episodes",
            REFERRAL | {"cine_close_date": "2023-01-01"},
            "cine_close_date",
            Lost.FIELD,
        ),
        (
            "ssd_cin_episodes",
            REFERRAL | {"cine_referral_outcome_json": "{oh"},
            "cine_referral_outcome_json",
            Lost.FIELD,
        ),
        ("ssd_cin_episodes", REFERRAL | {"cine_person_id": "P9"}, "cine_person_id", Lost.ROW),
    ],
)
def test_what_is_wrong_is_named_by_file_line_and_column(tmp_path, table, row, column, lost):
    report = bring_in(an_extract(tmp_path / "x", **{table: [row]}))
    found = {(t.file, t.line, t.field, t.lost) for t in report.troubles}
    assert (f"{table}.csv", 2, column, lost) in found
    assert all(t.message and t.code for t in report.troubles)
    assert report.stored


@pytest.mark.django_db
def test_every_refused_row_is_named_at_once_and_strict_keeps_nothing(tmp_path):
    path = an_extract(
        tmp_path / "x",
        ssd_person=[MAISIE, MAISIE, ADA],
        ssd_cin_episodes=[REFERRAL, REFERRAL, REFERRAL | {"cine_referral_id": "R2"}],
        ssd_mother=[
            {"moth_table_id": "1", "moth_person_id": "P7", "moth_childs_person_id": "P1"},
            {"moth_table_id": "2", "moth_person_id": "P1", "moth_childs_person_id": "P1"},
        ],
    )
    strict = bring_in(path, strict=True)
    assert (strict.stored, SourceRecord.objects.count()) == (False, 0)
    assert [(t.file, t.line, t.code) for t in strict.refused] == [
        ("ssd_cin_episodes.csv", 3, "row_twice"),
        ("ssd_person.csv", 3, "row_twice"),
        ("ssd_mother.csv", 2, "nobody"),
        ("ssd_mother.csv", 3, "nobody"),
    ]
    assert bring_in(path).counts["people new"] == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("names", "content", "code"),
    [
        (["ssd_contacts.csv"], b"cont_contact_id\n", "no_people"),
        (["ssd_person.csv"], b"", "empty"),
        (["ssd_person.csv"], b"name\nAda\n", "no_column"),
        (["ssd_person.csv"], "pers_person_id\nZoë\n".encode("latin-1"), "not_utf8"),
        (["ssd_person.csv"], "pers_person_id\nA\n".encode("utf-16"), "not_utf8"),
        (["ssd_person.csv"], b'pers_person_id\n"' + b"A" * 200_000 + b'"\n', "not_csv"),
        (["ssd_person.csv"], b'pers_person_id\n"A\n', "not_csv"),
        (["ssd_person.csv"], b"pers_person_id,pers_person_id\nA,B\n", "column_twice"),
        (["ssd_person.csv", "SSD_Person.csv"], b"pers_person_id\nA\n", "table_twice"),
    ],
)
def test_a_folder_that_is_no_extract_is_refused_in_one_sentence(tmp_path, names, content, code):
    for name in names:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(FileRefused) as refused:
        bring_in(tmp_path)
    assert refused.value.trouble.code == code
    assert SourceRecord.objects.count() == 0


def test_a_file_that_is_no_zip_is_refused(tmp_path):
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04 not really")
    with pytest.raises(FileRefused) as refused:
        bring_in(tmp_path / "x.zip")
    assert refused.value.trouble.code == "not_zip"


NAMES = [
    ("محمد", "آل سعود"),
    ("小明", "王"),
    ("Żółć", "Wiśniewska-Ćwik"),
    ("Ọlúwáṣẹ́gun", "Adéyẹmí"),
    ("Zoe\u0308", "O\u2019Brien"),
    ("D'Arcy", "NULLAH"),
]


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["\n", "\r\n", "bom"])
def test_names_in_any_script_come_through_as_they_were_written(tmp_path, how):
    lines = ["pers_person_id,pers_forename,pers_surname,pers_dob"]
    lines += [f"N{place},{a},{b},2015-01-0{place}" for place, (a, b) in enumerate(NAMES, 1)]
    end = "\n" if how == "bom" else how
    start = "\ufeff" if how == "bom" else ""
    (tmp_path / "ssd_person.csv").write_bytes((start + end.join(lines)).encode())
    assert bring_in(tmp_path).counts["people new"] == len(NAMES)
    for place, (given_name, family_name) in enumerate(NAMES, 1):
        told = SourceRecord.objects.get(source_ref=f"N{place}").told
        assert (told["given_name"], told["family_name"]) == (given_name, family_name)


@pytest.mark.django_db
def test_matching_links_the_certain_and_history_follows(tmp_path):
    known = given.person(nhs_number="999 000 0018")
    report = bring_in(a_family(tmp_path / "x"), match_them=True)
    assert report.counts["linked as certain"] == 1
    assert [e.kind for e in queries.episodes_of([known])] == ["referral"]
    [record] = [r for r in queries.records_of([known])[known] if r.source == "case-system"]
    actions.unlink(record.record_id, "another child", by=given.viewer(), at=AT)
    assert queries.episodes_of([known]) == []


@pytest.mark.skipif(not SPECIFICATION.is_dir(), reason="the specification is not on this machine")
def test_every_table_and_column_read_is_one_of_the_standard():
    standard: dict[str, set[str]] = {}
    with (SPECIFICATION / "ssd_ddl_reference_systemc.csv").open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            standard.setdefault(row["table_name"], set()).add(row["field_name"])
    described = {path.stem for path in (SPECIFICATION / "objects").glob("ssd_*.yml")}
    assert TABLES.keys() | NOT_READ == standard.keys() | described
    for name, table in TABLES.items():
        assert set(table.columns) <= standard[name]
    version = (SPECIFICATION / "ssd_version_history.yml").read_text(encoding="utf-8")
    assert ssd.VERSION in version
