"""An invented case system is whole, says the same each time, and comes in without a trouble."""

from datetime import date

import pytest

from lintel.access.viewers import the_system
from lintel.demo import ssd
from lintel.demo.places import AREAS
from lintel.kernel.importing import Lost
from lintel.people.models import KnownEpisode
from lintel.people.rules.episodes import KINDS
from lintel.people.ssd import import_ssd
from lintel.people.tests.given import AT

AS_OF = date(2026, 3, 1)


def written(folder, *, people=600, seed=7):
    ssd.write(folder, seed=seed, as_of=AS_OF, area=AREAS["northbeck"], people=people)
    return folder


def test_the_same_seed_writes_the_same_bytes(tmp_path):
    first, again = written(tmp_path / "a"), written(tmp_path / "b")
    other = written(tmp_path / "c", seed=8)
    for file in first.iterdir():
        assert (again / file.name).read_bytes() == file.read_bytes()
    assert (other / "ssd_person.csv").read_bytes() != (first / "ssd_person.csv").read_bytes()


@pytest.mark.django_db
def test_an_invented_case_system_comes_in_whole_with_every_kind_of_episode(tmp_path):
    folder = written(tmp_path / "a")
    report = import_ssd(folder, council="northbeck", by=the_system("northbeck", today=AS_OF), at=AT)
    assert {t.message for t in report.troubles if t.lost is not Lost.NOTHING} == set()
    assert report.counts["people new"] >= 600
    kinds = set(KnownEpisode.objects.values_list("kind", flat=True))
    assert kinds == set(KINDS)
