"""What is written about Lintel is true of it, as far as a machine can tell."""

import argparse
import re
import tomllib
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

import dev
from lintel.config.commandline import command, common, verbs
from tools.draw.__main__ import behind, drawn

ROOT = Path(__file__).resolve().parent.parent
WRITTEN = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
DECISIONS = ROOT / "docs" / "decisions"
PICTURES = ROOT / "docs" / "pictures"

CODE = re.compile(r"^```.*?^```", re.S | re.M)
FENCED = re.compile(r"^```\w*\n(.*?)^```", re.S | re.M)
SPOKEN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
LINTEL = re.compile(r"(?:^|\s|/)lintel ([a-z][a-z-]*)((?: [^\s#|]+)*)")
DEV = re.compile(r"python3 dev\.py ([a-z]+)")
# Words a developer leaves for later, which a reader should never meet.
LATER = re.compile(r"\b(?:TODO|FIXME|TBC|TBD|XXX|lorem ipsum)\b", re.I)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _without_code(text: str) -> str:
    return CODE.sub("", text)


@cache
def _anchors(path: Path) -> frozenset[str]:
    """The headings of a page as links name them."""
    headings = re.findall(r"^#+ (.+)$", _without_code(path.read_text()), re.M)
    tidy = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return frozenset(heading.replace(" ", "-") for heading in tidy)


def _commands(text: str) -> list[tuple[str, list[str]]]:
    """Every `lintel VERB ...` of a page, with the words after it."""
    lines = [line for block in FENCED.findall(text) for line in block.splitlines()]
    lines += SPOKEN.findall(_without_code(text))
    found = []
    for line in lines:
        for verb, rest in LINTEL.findall(line):
            found.append((verb, rest.split()))
    return found


def _options(verb: str) -> set[str]:
    parser = argparse.ArgumentParser(parents=[common()])
    command(verb).add_arguments(parser)
    return {option for action in parser._actions for option in action.option_strings}


def test_every_generated_page_is_current():
    assert behind(drawn()) == [], "run python3 dev.py draw"


@pytest.mark.parametrize("page", WRITTEN, ids=_name)
def test_every_link_leads_somewhere(page):
    for picture, words, target in LINK.findall(_without_code(page.read_text())):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = unquote(target).partition("#")
        there = (page.parent / path).resolve() if path else page
        if picture:
            assert len(words) > 20, f"{target} needs words for those who cannot see it"
            if there.parent == PICTURES and not PICTURES.exists():
                continue
        assert there.exists(), f"{_name(page)} points to {target}"
        if anchor:
            assert anchor in _anchors(there), f"{_name(page)} points to {target}"


@pytest.mark.parametrize("page", WRITTEN, ids=_name)
def test_every_command_that_is_named_is_there(page):
    text = page.read_text()

    for verb, words in _commands(text):
        assert verb in verbs(), f"{_name(page)} names lintel {verb}"
        options = {word.partition("=")[0] for word in words if word.startswith("--")}
        assert options <= _options(verb), f"{_name(page)} names lintel {verb} {options}"
    assert set(DEV.findall(text)) <= _verbs_of_dev()


def _verbs_of_dev() -> set[str]:
    return set(DEV.findall(dev.__doc__ or ""))


@pytest.mark.parametrize("page", WRITTEN, ids=_name)
def test_nothing_is_left_for_later(page):
    assert not LATER.findall(page.read_text())


def test_the_house_is_described_with_the_layers_that_are_checked():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    checked = next(c["layers"] for c in contracts["contracts"] if c["containers"] == ["lintel"])

    blocks = FENCED.findall((ROOT / "docs" / "house.md").read_text())

    assert checked in [block.splitlines() for block in blocks]


def test_every_decision_has_a_number_of_its_own_and_a_line_in_the_list():
    pages = sorted(DECISIONS.glob("[0-9]*.md"))
    numbers = [int(page.name[:4]) for page in pages]
    listed = (DECISIONS / "README.md").read_text()

    assert numbers == list(range(1, len(pages) + 1))
    for number, page in zip(numbers, pages, strict=True):
        title = page.read_text().splitlines()[0]
        assert title.startswith(f"# {number}. ")
        assert f"[{number}]({page.name}) | {title.partition('. ')[2]}" in listed


@pytest.mark.parametrize("page", sorted(DECISIONS.glob("[0-9]*.md")), ids=_name)
def test_every_decision_answers_the_same_questions(page):
    asked = re.findall(r"^## (.+)$", page.read_text(), re.M)

    wanted = [
        "The question",
        "What we decided",
        "What else we weighed",
        "What follows",
        "How we will know it holds",
        "When to look again",
        "Sources",
    ]
    assert [heading for heading in asked if heading in wanted] == wanted


@pytest.mark.parametrize("page", WRITTEN, ids=_name)
def test_every_file_a_page_names_is_there(page):
    for named in SPOKEN.findall(_without_code(page.read_text())):
        if re.fullmatch(r"(?:lintel|tests|tools|docs|\.ci)/[\w./-]+", named):
            assert (ROOT / named).exists(), f"{_name(page)} names {named}"


TESTS = re.compile(r"(?:^|\s)pytest ([^`]*)")
MEASURES = re.compile(r"dev\.py (bench|torture) (\w+)")


@pytest.mark.parametrize("page", WRITTEN, ids=_name)
def test_every_measure_that_is_named_is_there_and_every_word_of_it_finds_a_test(page):
    for spoken in SPOKEN.findall(_without_code(page.read_text())):
        for kind, name in MEASURES.findall(spoken):
            assert (ROOT / "tools" / kind / f"{name}.py").exists(), spoken
        for tried in TESTS.findall(spoken):
            where, _, chosen = tried.partition(" -k ")
            named = [ROOT / word for word in where.split() if "/" in word]
            assert [path for path in named if not path.exists()] == [], spoken
            tests = [
                one for path in named for one in (path.rglob("*.py") if path.is_dir() else [path])
            ]
            said = "".join(path.name + path.read_text() for path in tests)
            words = set(re.findall(r"\w+", re.sub(r" -\w.*", "", chosen)))
            missing = {word for word in words - {"or", "and", "not"} if word not in said}
            assert not missing, f"{spoken}: nothing is called {missing}"


HAZARDS = tomllib.loads((ROOT / "docs" / "hazards.toml").read_text())["hazard"]
ASKED_OF_A_HAZARD = {"id", "harm", "cause", "severity", "likelihood", "controls", "tests", "left"}


@pytest.mark.parametrize("hazard", HAZARDS, ids=lambda hazard: hazard["id"])
def test_every_hazard_says_what_works_against_it_and_which_test_tries_it(hazard):
    assert hazard.keys() == ASKED_OF_A_HAZARD
    assert all(hazard.values())
    assert {hazard["severity"], hazard["likelihood"]} <= set(range(1, 6))
    assert [test for test in hazard["tests"] if not (ROOT / test).is_file()] == []


def test_every_hazard_has_a_number_of_its_own():
    numbers = [hazard["id"] for hazard in HAZARDS]
    assert len(numbers) == len(set(numbers))
