"""lintel import, as somebody at a terminal meets it."""

import argparse
import json

import pytest

from lintel.config.commandline import Cannot
from lintel.config.commands import import_
from lintel.people.models import Person

CHILD = "<Child><ChildIdentifiers><LAchildID>AB1</LAchildID><Sex>X</Sex></ChildIdentifiers></Child>"
RETURN = f"<Message><Children>{CHILD}</Children></Message>"


def run(*words):
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    import_.add_arguments(parser)
    return import_.run(parser.parse_args(words))


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "return.xml"
    path.write_text(RETURN)
    return str(path)


def test_the_kinds_are_listed(capsys):
    assert run("--kinds") == 0
    assert "cin-xml" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_report_names_line_field_and_reason(file, capsys):
    assert run("cin-xml", file, "--council", "northbeck") == 0
    assert "line 1: AB1 Sex: The sex is not one of M, F, U" in capsys.readouterr().out
    assert Person.objects.count() == 1


@pytest.mark.django_db
def test_strict_refuses_with_one_sentence_and_exit_code_3(file, capsys):
    with pytest.raises(Cannot) as refused:
        run("cin-xml", file, "--council", "northbeck", "--strict", "--json")
    assert refused.value.code == 3
    assert json.loads(capsys.readouterr().out)["stored"] is False
    assert Person.objects.count() == 0


@pytest.mark.parametrize(
    "words",
    [(), ("cin-xml",), ("nothing", "x"), ("cin-xml", "/not/there", "--council", "northbeck")],
)
def test_what_is_missing_is_a_matter_of_usage(words):
    with pytest.raises(Cannot) as refused:
        run(*words)
    assert refused.value.code == 2


@pytest.mark.django_db
def test_whose_records_they_are_is_said_when_nobody_has_chosen(file, capsys):
    run("cin-xml", file)

    assert "importing for northbeck; --council chooses another" in capsys.readouterr().err


def test_a_council_nobody_knows_is_refused_with_the_choice(file):
    with pytest.raises(Cannot, match="--council northbeck or southmere"):
        run("cin-xml", file, "--council", "elsewhere")
