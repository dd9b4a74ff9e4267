"""Invented families: the same from the same seed, valid where the world checks, nobody real."""

import hashlib
from datetime import date
from itertools import islice
from pathlib import Path

import nhs_number
import pytest

from lintel.contacts.rules.telling_rules import POSTCODE
from lintel.demo import records
from lintel.demo.household import Person
from lintel.demo.identifiers import UPN_LETTERS
from lintel.demo.names import COMMUNITIES
from lintel.demo.places import NORTHBECK, SOUTHMERE
from lintel.demo.population import households, people

AS_OF = date(2026, 11, 1)


def some(how_many: int = 4_000, seed: int = 7) -> list[Person]:
    return list(people(seed=seed, as_of=AS_OF, area=NORTHBECK, how_many=how_many))


def digest(folder: Path, seed: int) -> str:
    records.write(folder, seed=seed, as_of=AS_OF, area=NORTHBECK, people=800)
    parts = [(folder / name).read_bytes() for name in ("people.csv", "truth.csv")]
    return hashlib.sha256(b"|".join(parts)).hexdigest()


def test_the_same_seed_writes_the_same_bytes(tmp_path):
    assert digest(tmp_path / "a", 3) == digest(tmp_path / "b", 3)


def test_another_seed_writes_another_population(tmp_path):
    assert digest(tmp_path / "a", 3) != digest(tmp_path / "b", 4)


def test_the_first_people_are_the_same_however_many_are_asked_for():
    assert some(500) == some(2_000)[:500]


def test_every_nhs_number_is_a_valid_test_number_and_comes_once():
    numbers = [person.nhs_number for person in some() if person.nhs_number]
    assert len(numbers) > 3_000
    assert len(set(numbers)) == len(numbers)
    assert all(number.startswith("999") and nhs_number.is_valid(number) for number in numbers)


def test_every_upn_has_its_check_letter_and_no_councils_code():
    upns = [person.upn for person in some() if person.upn]
    assert upns
    assert len(set(upns)) == len(upns)
    for upn in upns:
        total = sum(int(digit) * place for place, digit in enumerate(upn[1:], start=2))
        assert upn[0] == UPN_LETTERS[total % 23]
        assert upn[1:4] == "000"


def test_telephone_numbers_are_kept_for_drama_and_postcodes_are_on_no_map():
    everybody = islice(households(seed=7, as_of=AS_OF, area=SOUTHMERE), 800)
    for household in everybody:
        for person in household.people:
            assert person.phone == "" or person.phone.startswith(("01632 960", "07700 900"))
        for home in household.homes:
            assert home.postcode.startswith("ZS")
            assert POSTCODE.fullmatch(home.postcode)


def test_there_are_at_least_eight_naming_communities_and_all_of_them_turn_up():
    assert len(COMMUNITIES) >= 8
    assert {person.community for person in some(20_000)} == {c.key for c in COMMUNITIES}


def test_twins_share_a_birthday_and_a_mother_but_never_a_first_name():
    found = {person.key: person for person in some(20_000)}
    twins = [(p, found[p.twin]) for p in found.values() if p.twin and p.twin in found]
    assert len(twins) > 50
    for one, other in twins:
        assert (one.born_on, one.mother) == (other.born_on, other.mother)
        assert one.given_name != other.given_name
        assert other.twin == one.key


def test_families_have_what_makes_matching_hard():
    families = list(islice(households(seed=7, as_of=AS_OF, area=NORTHBECK), 3_000))
    assert any(len({child.father for child in f.children}) > 1 for f in families)  # half-siblings
    assert any(f.adult("stepfather", "mother's partner") for f in families)
    assert any(len(f.homes) > 2 for f in families)
    assert any(f.expecting for f in families)
    kin = {}
    for family in families:
        for child in family.children:
            kin.setdefault((family.kin, child.family_name), set()).add(family.key)
    assert any(len(homes) > 1 for homes in kin.values())  # cousins with one surname


def test_nobody_is_born_after_the_day_it_is():
    assert all(person.born_on < AS_OF for person in some(10_000))


def test_each_record_has_its_truth_and_no_record_gives_it_away(tmp_path):
    records.write(tmp_path, seed=7, as_of=AS_OF, area=NORTHBECK, people=500)
    told = (tmp_path / "people.csv").read_text().splitlines()
    true = (tmp_path / "truth.csv").read_text().splitlines()
    assert told[0].split(",") == records.COLUMNS
    assert len(told) == len(true) > 500
    for line, truth in zip(told[1:], true[1:], strict=True):
        _, ref, person, *_ = truth.split(",")
        assert ref in line
        assert person not in line


@pytest.mark.parametrize("people_wanted", [10, 1_000])
def test_any_size_can_be_asked_for(tmp_path, people_wanted):
    assert (
        records.write(tmp_path, seed=1, as_of=AS_OF, area=NORTHBECK, people=people_wanted)
        >= people_wanted // 2
    )
