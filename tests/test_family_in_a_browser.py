"""A large family read in a browser: tree, table, time line, narrowed and printed, with axe."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from lintel.access.viewers import Role
from lintel.contacts import queries
from lintel.contacts.rules.telling import AddressTold, AdultTold
from lintel.contacts.tests import given
from lintel.people import actions as people
from lintel.people.families import RelationshipIn, load_relationships
from lintel.people.known_history import keep_episodes
from lintel.people.rules.episodes import EpisodeIn
from lintel.people.rules.told import LivedAt, PersonTold
from tests.test_one_contact_in_a_browser import become

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

HOME = AddressTold(("4 Beck Lane",), "NB1 2QF")
DAY = date(2026, 2, 1)
PLANS = (
    EpisodeIn("child_protection_plan", date(2022, 3, 1), date(2023, 1, 9), outcome_words="neglect"),
    EpisodeIn("child_in_need_plan", date(2026, 1, 5)),
    EpisodeIn("section_47", date(2022, 2, 20), date(2022, 3, 1)),
)
NAMES = (
    *("Tomas", "Mia", "Leo", "Leah", "Aisha", "Oskar", "Freya", "Noah"),
    *("Maximilian-Alexander", "Zoë", "李小龙", "Adébáyọ̀", "Ivy", "Rose"),
)


@pytest.fixture
def contact(live_server):
    """Fourteen children of one mother and three fathers, one not known by name; twins; one not yet
    born and one nobody has linked; a grandmother who has died."""
    by, now = given.a_manager(), timezone.now()
    given.teams()
    children = tuple(
        given.a_child(
            given_name=name,
            family_name="Ashgrove",
            # The third and fourth are twins.
            date_of_birth=date(2009 + (2 if n == 3 else n), 5, 4),
            sex="MFMF"[n % 4],
            address=HOME,
        )
        for n, name in enumerate(NAMES)
    )
    unborn = given.a_child(
        given_name="Baby",
        family_name="Ashgrove",
        date_of_birth=None,
        expected_on=now.date() + timedelta(days=90),
    )
    mother = AdultTold("Carla", "Ashgrove", date(1990, 2, 1), "Mum", HOME)
    unknown = AdultTold(relationship="father")
    gran = AdultTold("Edith", "Ashgrove", date(1961, 2, 1), "maternal grandmother")
    told = {"children": children[:8], "adults": (mother,), "categories": ("domestic_abuse",)}
    first = given.decided(
        "early_help", concern="Shouting in the night", override_reason="Seen by the school", **told
    )
    who = _link(first, by, {})
    receipt = given.received(
        at=now - timedelta(minutes=30),
        children=(*children, unborn),
        adults=(mother, unknown, gran, AdultTold("Sam", "Byrne", relationship="Mum's partner")),
        concern="Leo was missing for a night",
        categories=("missing",),
    )
    who = _link(receipt, by, who, leave=("Rose Ashgrove", "Name not known"))
    _told(by, who, now)
    return receipt, who


def _link(receipt, by, who, leave=()):
    for told in queries.family_facts(queries.the_contact(by, receipt.id)).told:
        if told.person_id is None and told.name not in leave:
            who[told.name] = people.link(
                told.record_id, who.get(told.name), ["said"], by=by, at=given.NOON
            )
        elif told.person_id:
            who[told.name] = told.person_id
    return who


def _told(by, who, now):
    """What the council's own case system tells of them: fathers, dates, plans."""

    def record(ref, person, **said):
        record_id = people.record_source(
            council="northbeck",
            source="council",
            source_ref=ref,
            told=PersonTold(**said),
            by=by,
            at=now,
            as_of=DAY,
        )
        return record_id, people.link(record_id, person, ["same"], by=by, at=now)

    homes = (
        LivedAt(("12 Mill Street",), "NB3 4AA", "", date(2019, 5, 1), date(2023, 5, 1)),
        LivedAt(("4 Beck Lane",), "NB1 2QF", "", date(2023, 5, 1)),
    )
    mother, _ = record("m", who["Carla Ashgrove"], given_name="Carla", lived_at=homes)
    lee, _ = record(
        "l",
        None,
        given_name="Lee",
        family_name="Stone",
        date_of_birth=date(1985, 4, 1),
        address_lines=("90 High Road",),
        postcode="NB9 9ZZ",
        is_child=False,
    )
    ravi, _ = record(
        "r", None, given_name="Ravi", family_name="Desai", died_on=date(2021, 1, 1), is_child=False
    )
    gran, _ = record("g", who["Edith Ashgrove"], given_name="Edith", died_on=date(2024, 3, 1))
    ties = [(lee, "partner", mother, date(2008, 1, 1), date(2013, 1, 1))]
    ties += [(gran, "mother", mother, None, None)]
    plans: dict = {}
    for place, name in enumerate(NAMES[:8]):
        child, _ = record(name, who[f"{name} Ashgrove"], given_name=name)
        father = (lee, ravi)[place % 2]
        ties.append((father, "father", child, None, None))
        plans[child] = [PLANS[place]] if place < len(PLANS) else []
    keep_episodes(plans, as_of=DAY, at=now)
    load_relationships(
        [
            RelationshipIn("northbeck", a, b, kind, DAY, "council", "", since, until)
            for a, kind, b, since, until in ties
        ],
        by=by,
        at=now,
    )


def _photograph(page, name: str) -> None:
    """Kept only where somebody wants to look at them, a part of the page at a time."""
    folder = os.environ.get("LINTEL_SCREENSHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png")
        for part in ("tree", "household", "line"):
            section = page.locator(f"section[aria-labelledby={part}]")
            section.screenshot(path=Path(folder) / f"{name}-{part}.png")


def test_a_large_family_is_read_narrowed_and_printed(
    page, contact, live_server, page_is_accessible
):
    receipt, _ = contact
    become(page, live_server, given.an_account(Role.SCREENER, name="Sam Okafor"))
    page.goto(f"/contacts/{receipt.id}")
    page.get_by_role("link", name="Read the family history").click()

    page.get_by_role("heading", name="Family tree").wait_for()
    _photograph(page, "family-wide")
    page_is_accessible(page)
    tree = page.get_by_role("img", name="Family tree")
    assert tree.locator("rect").count() == len(NAMES) + 7
    page.get_by_text("Not in this history: Name not known, Rose Ashgrove").wait_for()
    page.get_by_text("Came back after a step-down to early help").first.wait_for()
    page.get_by_role("cell", name="Partner of Carla (January 2008 to January").wait_for()
    lived = page.get_by_role("row", name="Carla Ashgrove").get_by_text("May 2019 to May 2023")
    lived.first.wait_for()

    page.get_by_label("What it is").select_option("Plans")
    page.get_by_role("button", name="Narrow").click()
    page.get_by_text("Showing 2 of").wait_for()
    page.get_by_role("heading", name="Child in need plan").wait_for()
    page.get_by_label("Who it is about").select_option("Tomas Ashgrove")
    page.get_by_role("button", name="Narrow").click()
    page.get_by_text("Showing 1 of").wait_for()
    page.get_by_role("link", name="Show everything").click()

    page.set_viewport_size({"width": 320, "height": 720})
    _photograph(page, "family-narrow")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.set_viewport_size({"width": 1280, "height": 1024})
    page.emulate_media(media="print")
    page.get_by_text("Printed by Sam Okafor").wait_for()
    assert not page.get_by_role("button", name="Narrow").is_visible()
    _photograph(page, "family-print")
    folder = os.environ.get("LINTEL_SCREENSHOTS")
    if folder:
        page.pdf(path=Path(folder) / "family.pdf", format="A4", margin={"bottom": "18mm"})
    page.emulate_media(media="screen")

    page.get_by_role("row", name="Lee Stone").get_by_role("link").first.click()
    page.get_by_role("heading", name="Family of Lee Stone").wait_for()
    page_is_accessible(page)
    _photograph(page, "family-of-somebody")


def test_the_page_is_whole_without_scripts(page_without_scripts, contact, live_server):
    page = page_without_scripts
    _, who = contact
    become(page, live_server, given.an_account(Role.MANAGER))
    page.goto(f"/people/{who['Mia Ashgrove']}/family?kind=missing&period=12")
    page.get_by_text("Showing 1 of").wait_for()
    page.get_by_role("img", name="Family tree").wait_for()
