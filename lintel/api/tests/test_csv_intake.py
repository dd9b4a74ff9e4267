"""A file of contacts comes in whole, once, or not at all."""

import pytest

from lintel.access.viewers import the_system
from lintel.api.csv_intake import import_contacts
from lintel.contacts import queries
from lintel.contacts.tests import given
from lintel.kernel.importing import FileRefused

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]

HEAD = (
    "kind,source,referrer.name,referrer.agency,children.0.given_name,children.0.family_name,"
    "children.0.date_of_birth,children.1.given_name,concern,categories,immediate_danger,"
    "external_reference\n"
)
GOOD = 'welfare,6,PC 1,Police,Tomas,Ashgrove,04/05/2019,Ada,"Found, alone",neglect;missing,no,P-1\n'


def brings_in(path, words: str):
    path.write_text(words, encoding="utf-8")
    by = the_system("northbeck", today=given.NOON.date())
    return import_contacts(path, council="northbeck", by=by, at=given.NOON)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "contacts.csv"


def received() -> int:
    return queries.conservation(given.a_manager(), at=given.NOON).received


def test_a_line_becomes_a_contact_with_its_children(path):
    report = brings_in(path, HEAD + GOOD)

    assert report.stored
    assert report.counts == {"contacts new": 1, "contacts already here": 0}
    manager = given.a_manager()
    [row] = queries.board(manager, wanted=queries.BoardFilter(), at=given.NOON).rows
    assert [name for name, _ in row.children] == ["Tomas Ashgrove", "Ada"]
    assert row.queue == "not_looked_at"


def test_the_same_file_again_changes_nothing(path):
    brings_in(path, HEAD + GOOD)
    again = brings_in(path, HEAD + GOOD)

    assert again.counts == {"contacts new": 0, "contacts already here": 1}
    assert received() == 1


def test_one_bad_line_keeps_the_whole_file_out_and_every_bad_field_is_named(path):
    bad = "welfare,99,,Police,,,2019-13-04,,,nonsense,perhaps,P-2\n"
    report = brings_in(
        path, HEAD + GOOD + bad + bad.replace("2019-13-04", "").replace("perhaps", "")
    )

    assert not report.stored
    assert received() == 0
    assert {(t.line, t.field) for t in report.troubles} >= {
        (3, "children.0.date_of_birth"),
        (3, "immediate_danger"),
        (4, "source"),
        (4, "categories.0"),
    }


def test_an_unknown_column_is_named(path):
    with pytest.raises(FileRefused, match="risk_level"):
        brings_in(path, "kind,risk_level\nwelfare,1\n")


def test_friendly_headings_do_as_well(path):
    report = brings_in(
        path,
        "Kind,Source,referrer_name,referrer_email,child_given_name,child_postcode,concern\n"
        "welfare,2A,Ama,a@elm.example,Tomas,ZN1 1AA,Hungry\n",
    )

    assert report.stored, report.troubles
