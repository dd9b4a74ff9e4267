"""Stepping a child down, in a real browser: what stands, which team and why, what places are left,
a waiting list that is no acceptance, a place given back, and what came back shown to who did it."""

import os
from datetime import date, timedelta

import pytest
from django.utils import timezone

from lintel.access.guards import viewer_of
from lintel.access.viewers import Role
from lintel.contacts import actions as contacts, queries as contact_queries
from lintel.contacts.rules.facts import Stage
from lintel.contacts.rules.telling import AddressTold
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import become
from lintel.directory import actions as directory
from lintel.directory.rules.kinds import Team
from lintel.pathways import actions
from lintel.people import actions as people
from lintel.screening import actions as screening

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("LINTEL_PICTURES", "")
IVY = given.a_child(
    given_name="Ivy",
    family_name="Marlowe",
    date_of_birth=date(2019, 5, 4),
    address=AddressTold(lines=("1 Elm Row",), postcode="NB4 1AB"),
)
FULL = given.a_child(given_name="Piotr", family_name="Quill", date_of_birth=date(2014, 2, 1))


def two_teams():
    given.teams()
    by = given.a_viewer(Role.SYSADMIN)
    north = {"covers": "NB4, NB6 1", "places": 1}
    team = Team("early-help", "Early help north", "early_help", given.COUNCIL, **north)
    directory.change_team(team=team, by=by, at=given.NOON)
    south = Team("early-help-south", "Early help south", "early_help", given.COUNCIL, places=8)
    directory.add_team(team=south, by=by, at=given.NOON)


def picture(page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)
        page.set_viewport_size({"width": 320, "height": 720})
        page.screenshot(path=f"{PICTURES}/{name}-320.png", full_page=True)
        page.set_viewport_size({"width": 1280, "height": 900})


def test_a_child_is_stepped_down_waits_and_comes_back(page, live_server, page_is_accessible):
    two_teams()
    manager = given.an_account(Role.MANAGER, name="Jo Marchetti")
    worker = given.an_account(Role.EARLY_HELP, name="Lin Okafor", teams=["early-help"])
    helper = viewer_of(worker, timezone.now())
    full = given.rated(children=(FULL,))
    screening.decide_contact(
        contact_id=full.id,
        version=None,
        outcome="early_help",
        rationale="Help with school",
        destination="early-help",
        by=given.a_screener(),
        at=timezone.now(),
    )
    actions.accept_handover(contact_id=full.id, version=None, by=helper, at=timezone.now())
    ivy = given.rated(children=(IVY,), categories=("neglect",))

    become(page, live_server, manager)
    page.goto(f"/contacts/{ivy.id}/decide")
    page.get_by_text("while this sign of harm stands").first.wait_for()
    page.get_by_label("Early help", exact=True).check()
    page.get_by_text("because it covers NB4, where the child lives").wait_for()
    page_is_accessible(page)
    picture(page, "step-down")
    team = page.locator("#id_to_early_help")
    assert "no places left: 1 family in 1 place" in team.inner_text()
    team.select_option("early-help-south")
    page.get_by_label("Why is this the right outcome?").fill("A play worker will come weekly")
    page.get_by_text("Go ahead past what stands in the way", exact=True).click()
    page.get_by_label("Why go ahead past").fill("The bed and the food came today")
    page.get_by_role("button", name="Record this decision").click()
    page.get_by_text("Enter why not Early help north").first.wait_for()
    page_is_accessible(page)
    team.select_option("early-help")
    page.get_by_role("button", name="Record this decision").click()
    page.get_by_text("Decided: Early help. A team must accept it").wait_for()

    become(page, live_server, worker)
    page.goto("/hand-overs")
    page.get_by_role("link", name="Accept or return").click()
    page.get_by_text("Your team has no places left").wait_for()
    page.get_by_label("Put it on your waiting list").check()
    page.get_by_label("What does the family wait for").fill("A worker is free on Monday")
    page_is_accessible(page)
    picture(page, "waiting")
    page.get_by_role("button", name="Send answer").click()
    page.get_by_text("The hub is still responsible until you accept it").wait_for()
    assert given.now(ivy).stage is Stage.DECIDED
    page_is_accessible(page)
    picture(page, "hand-overs")
    page.goto("/places")
    page.get_by_text("A worker is free on Monday").wait_for()
    page_is_accessible(page)
    picture(page, "places")
    page.get_by_role("link", name="The help has ended").click()
    page.get_by_label("The help has done what it was for").check()
    page.get_by_label("How are the children now").fill("Piotr is at school every day")
    page_is_accessible(page)
    picture(page, "end-place")
    page.get_by_role("button", name="Give the place back").click()
    page.get_by_text("The place is free again").wait_for()
    actions.accept_handover(contact_id=ivy.id, version=None, by=helper, at=timezone.now())

    back = comes_back(ivy)
    become(page, live_server, manager)
    page.goto(f"/contacts/{back.id}")
    page.get_by_text("after early help took it on").wait_for()
    page_is_accessible(page)
    picture(page, "back-contact")
    page.goto("/came-back")
    page.get_by_role("link", name="Stepped down by you, within 3 months").click()
    page.get_by_text("A play worker will come weekly").wait_for()
    page_is_accessible(page)
    picture(page, "came-back")


def comes_back(before):
    """Another contact about the child, linked to who they are known to be."""
    manager, at = given.a_manager(), timezone.now() + timedelta(seconds=1)
    back = given.received(at=at, children=(IVY,))

    def child(contact_id):
        contact = contact_queries.the_contact(manager, contact_id)
        return next(t for t in contact_queries.told_in(contact) if t.is_child)

    person = child(before.id).person_id
    people.link(child(back.id).record_id, person, ["same child"], by=manager, at=at)
    contacts.open_contact(contact_id=back.id, by=manager, at=at)
    return back
