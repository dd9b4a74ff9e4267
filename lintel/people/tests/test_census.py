"""A census return comes in, dirty as it is, and says what did not."""

import contextlib
import resource
import socket
import time
from pathlib import Path

import pytest

from lintel.access.viewers import the_system
from lintel.audit import trail
from lintel.kernel.importing import FileRefused, Lost
from lintel.people import actions, queries
from lintel.people.census import import_cin
from lintel.people.models import KnownEpisode, Person
from lintel.people.rules.told import PersonTold
from lintel.people.tests import given
from lintel.people.tests.given import AT

REAL = Path(__file__).parents[4] / "shared" / "data" / "d2i-cin"
SYSTEM = the_system("northbeck", today=AT.date())

CHILD = """<Child><ChildIdentifiers><LAchildID>AB1</LAchildID><UPN>H801200001001</UPN>
<PersonBirthDate>2015-03-27</PersonBirthDate><Sex>F</Sex></ChildIdentifiers>
<CINdetails><CINreferralDate>2024-01-05</CINreferralDate><ReferralSource>2A</ReferralSource>
<PrimaryNeedCode>N1</PrimaryNeedCode><Section47><S47ActualStartDate>2024-01-09</S47ActualStartDate>
</Section47></CINdetails></Child>"""


CLOSED = (
    "<CINclosureDate>2025-06-01</CINclosureDate><ReasonForClosure>RC9</ReasonForClosure>"
    "<ReferralSource>"
)


def a_return(tmp_path, *children, head="", day="2025-03-31"):
    path = tmp_path / "return.xml"
    path.write_text(
        f"{head}<Message><Header><CollectionDetails><ReferenceDate>{day}</ReferenceDate>"
        f"</CollectionDetails></Header><Children>{''.join(children)}</Children></Message>"
    )
    return path


def bring_in(path, **options):
    return import_cin(path, council="northbeck", by=SYSTEM, at=AT, **options)


@pytest.mark.django_db
def test_a_child_of_a_return_is_known_with_their_history(tmp_path):
    report = bring_in(a_return(tmp_path, CHILD))
    assert report.troubles == ()
    assert report.counts["children new"] == 1
    [found] = queries.candidates("northbeck", PersonTold(upn="H801200001001"))
    summary = queries.person_summary("northbeck", found.person_id)
    assert (summary.number, summary.name, summary.sex) == ("AB1", "", "F")
    history = queries.episodes_of([found.person_id])
    assert [(e.kind, e.source_code, e.outcome_words) for e in history] == [
        ("section_47", "", ""),
        ("referral", "2A", "abuse or neglect"),
    ]


@pytest.mark.django_db
def test_the_same_file_again_changes_nothing(tmp_path):
    path = a_return(tmp_path, CHILD)
    bring_in(path)
    before = [list(model.objects.values()) for model in (Person, KnownEpisode)]
    entries = len(trail.entries_about("import", "cin-census"))
    report = bring_in(path)
    assert report.counts["children as before"] == 1
    assert [list(model.objects.values()) for model in (Person, KnownEpisode)] == before
    assert len(trail.entries_about("import", "cin-census")) == entries == 1


@pytest.mark.django_db
def test_next_years_return_replaces_what_it_says_otherwise(tmp_path):
    bring_in(a_return(tmp_path, CHILD))
    closed = CHILD.replace("<ReferralSource>", CLOSED)
    report = bring_in(a_return(tmp_path, closed, day="2026-02-01"))
    assert report.counts["episodes replaced"] == 1
    assert KnownEpisode.objects.filter(kind="referral").count() == 2
    person = Person.objects.get()
    referral = queries.episodes_of([person.id])[-1]
    assert "early help" in referral.outcome_words
    again = bring_in(a_return(tmp_path, CHILD))
    assert again.counts["episodes replaced"] == 0


@pytest.mark.django_db
def test_history_goes_with_the_record_when_a_link_is_undone(tmp_path):
    bring_in(a_return(tmp_path, CHILD))
    child = Person.objects.get()
    [[record]] = queries.records_of([child.id]).values()
    actions.unlink(record.record_id, "another child", by=given.viewer(), at=AT)
    assert queries.episodes_of([child.id]) == []
    other = given.person()
    actions.link(record.record_id, other, ["school confirmed"], by=given.viewer(), at=AT)
    assert len(queries.episodes_of([other])) == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "field", "lost"),
    [
        (("2015-03-27", "27/03/2015"), "PersonBirthDate", Lost.FIELD),
        (("2015-03-27", "2031-01-01"), "PersonBirthDate", Lost.FIELD),
        (("2015-03-27", "1950-01-01"), "PersonBirthDate", Lost.FIELD),
        (("H801200001001", "12"), "UPN", Lost.FIELD),
        (("H801200001001", "A801200001001"), "UPN", Lost.NOTHING),
        ((">F<", ">X<"), "Sex", Lost.FIELD),
        ((">2A<", ">2Z<"), "ReferralSource", Lost.FIELD),
        ((">N1<", ">Q<"), "PrimaryNeedCode", Lost.FIELD),
        (("2024-01-05", "2030-01-05"), "CINreferralDate", Lost.EPISODE),
        (("2024-01-05", "2001-01-05"), "CINreferralDate", Lost.EPISODE),
        (("<LAchildID>AB1</LAchildID>", ""), "Child", Lost.ROW),
        (("AB1", "AB_1"), "LAchildID", Lost.NOTHING),
    ],
)
def test_what_is_wrong_is_named_by_line_and_field(tmp_path, change, field, lost):
    report = bring_in(a_return(tmp_path, CHILD.replace(*change)))
    found = [(t.field, t.lost) for t in report.troubles]
    assert (field, lost) in found
    assert all(t.line > 0 and t.message and t.code for t in report.troubles)
    assert report.stored
    assert Person.objects.count() == (0 if lost is Lost.ROW else 1)


@pytest.mark.django_db
def test_a_child_twice_in_a_file_is_refused_the_second_time(tmp_path):
    report = bring_in(a_return(tmp_path, CHILD, CHILD))
    assert [t.code for t in report.troubles] == ["child_twice"]
    assert Person.objects.count() == 1


@pytest.mark.django_db
def test_strict_keeps_nothing_when_anything_is_refused(tmp_path):
    path = a_return(tmp_path, CHILD, CHILD.replace("AB1", "AB2").replace(">F<", ">X<"))
    assert bring_in(path, strict=True).stored is False
    assert Person.objects.count() == 0


MOST_MORE = 100 * 1024  # KB
MANY_ATTRIBUTES = " ".join(f"a{number}='x'" for number in range(100_000))
LAUGHS = '<!DOCTYPE m [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (LAUGHS + "<Message>&b;</Message>", "doctype"),
        ('<!DOCTYPE m SYSTEM "file:///etc/passwd"><Message/>', "doctype"),
        ('<!DOCTYPE m SYSTEM "LISTENER/m.dtd"><Message/>', "doctype"),
        ('<!DOCTYPE m [<!ENTITY x SYSTEM "LISTENER">]><Message>&x;</Message>', "doctype"),
        ('<!DOCTYPE m [<!ENTITY % p SYSTEM "LISTENER"> %p;]><Message/>', "doctype"),
        ('<!DOCTYPE m PUBLIC "-//X" "LISTENER"><Message/>', "doctype"),
        (f'<!DOCTYPE m [<!ENTITY q "{"a" * 50_000}">]><Message>{"&q;" * 9}</Message>', "doctype"),
        ("<Message>&undefined;</Message>", "not_xml"),
        (f'<Message a="{"a" * 20_000_000}"/>', "not_xml"),
        ("<a>" * 100_000, "not_a_return"),
        ("<Message>" * 100_000, "too_deep"),
        ('<?xml version="1.0" encoding="UTF-7"?><Message>+ADw-</Message>', "not_xml"),
        (f"<Message {MANY_ATTRIBUTES}><b></Message>", "not_xml"),
        ("<Other/>", "not_a_return"),
        ("<Message><Children>", "not_xml"),
        ("LAchildID,UPN", "not_xml"),
        ("", "not_xml"),
        ("<Message>" + "<a>" * 5000 + "</a>" * 5000 + "</Message>", "too_deep"),
    ],
    ids=lambda words: words[:40],
)
def test_a_file_that_is_no_return_is_refused_quickly(tmp_path, content, code):
    path, came = tmp_path / "bad.xml", []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        where = f"http://127.0.0.1:{listener.getsockname()[1]}"
        path.write_text(content.replace("LISTENER", where))
        begun, held = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with pytest.raises(FileRefused) as refused:
            bring_in(path)
        with contextlib.suppress(BlockingIOError):
            came.append(listener.accept())
    assert refused.value.trouble.code == code
    assert time.process_time() - begun < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held < MOST_MORE
    assert not came, "it was fetched"


@pytest.mark.django_db
@pytest.mark.skipif(not REAL.is_dir(), reason="the shared census returns are not on this machine")
def test_returns_we_did_not_shape_come_in():
    report = bring_in(REAL / "fake_CIN_data.xml")
    assert report.counts["children in the file"] == report.counts["children new"] == 332
    assert report.counts["episodes new"] > 700
    assert {t.code for t in report.refused} == {"after_return"}
    # 320 of its 332 UPNs have a wrong check letter; the children are found by them all the same.
    [found] = queries.candidates(
        "northbeck", given.told(upn="A850728973744", date_of_birth=None, age_years=6), on=AT.date()
    )
    assert found.number == "RND000215205141"
    for name in ("CIN_Census_2021.xml", "CIN_Census_2024.xml"):
        assert bring_in(REAL / name).stored
    assert bring_in(REAL / "fake_CIN_data.xml").counts["episodes new"] == 0
