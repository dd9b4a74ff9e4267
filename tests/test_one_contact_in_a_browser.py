"""One contact by page, from the first look to a team that has it, in a browser with axe."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from lintel.access.viewers import Role
from lintel.contacts import actions
from lintel.contacts.rules.facts import Stage
from lintel.contacts.rules.telling import AdultTold
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import become

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

CONCERN = "Maya came to school tired again and said she did not want to go home."
MAYA = given.a_child(given_name="Maya", family_name="Brown", date_of_birth=date(2018, 3, 9))


def test_a_contact_is_looked_at_rated_linked_decided_and_accepted(
    page, live_server, page_is_accessible
):
    now = timezone.now()
    given.teams()
    manager = given.an_account(Role.MANAGER, name="Priya Shah")
    screener = given.an_account(Role.SCREENER, name="Sam Okafor")
    helper = given.an_account(Role.EARLY_HELP, name="Ellis Grant", teams=["early-help"])
    given.decided(children=(MAYA,), concern="Tired in the spring")
    receipt = given.received(
        at=now - timedelta(minutes=10),
        children=(MAYA,),
        adults=(AdultTold(given_name="Carla", safe_contact="Do not ring"),),
        concern=CONCERN,
    )
    contact = f"/contacts/{receipt.id}"

    become(page, live_server, manager)
    page.goto(contact)
    page_is_accessible(page)
    page.get_by_role("button", name="Look at it now").click()
    page_is_accessible(page)
    page.get_by_label("Can wait for screening").check()
    page.get_by_role("button", name="Save").first.click()
    page.get_by_text("Looked at: can wait for screening").first.wait_for()

    become(page, live_server, screener)
    page.goto(contact)
    page.get_by_role("button", name="Rate it").click()
    page_is_accessible(page)
    page.get_by_label("Amber").check()
    page.get_by_label("Why this rating?").fill("Hungry again, and afraid of something")
    page.get_by_role("button", name="Save rating").click()

    page.get_by_role("button", name="Decide").click()
    page.get_by_text("Say whether Maya Brown is somebody we know").wait_for()
    page_is_accessible(page)
    page.get_by_label("Why is this the right outcome?").fill("School and mother agree a plan")
    page.get_by_text("Saved at").wait_for()
    page.get_by_role("link", name="Say whether Maya Brown is somebody we know").click()
    page_is_accessible(page)
    page.get_by_label("Maya Brown, born 9 March 2018").check()
    page.get_by_role("button", name="Save who this is").first.click()
    page.get_by_text("Linked to somebody we know").wait_for()

    actions.senior_read(
        contact_id=receipt.id,
        version=None,
        words="Hungry twice in a year; the school's plan is new",
        by=given.a_manager(),
        at=timezone.now(),
    )
    page.goto(f"{contact}/history")
    page.get_by_text("Tired in the spring").wait_for()
    page_is_accessible(page)
    page.get_by_role("button", name="Go to the decision").click()
    page.get_by_text("Your draft is here").wait_for()
    page.get_by_text("Nothing stands in the way").wait_for()
    page.get_by_label("Early help").check()
    page.get_by_role("button", name="Record this decision").click()
    page.get_by_text("Decided: Early help").first.wait_for()
    page_is_accessible(page)

    become(page, live_server, helper)
    page.goto("/hand-overs")
    page_is_accessible(page)
    page.get_by_role("link", name="Accept or return").click()
    page_is_accessible(page)
    page.get_by_label("Accept it").check()
    page.get_by_role("button", name="Send answer").click()
    page.get_by_text("Accepted: it is with your team now").wait_for()
    assert given.now(receipt).stage is Stage.CLOSED


def test_a_decision_is_recorded_without_scripts(page_without_scripts, live_server):
    page = page_without_scripts
    given.teams()
    screener = given.an_account(Role.SCREENER)
    receipt = given.rated()
    become(page, live_server, screener)

    page.goto(f"/contacts/{receipt.id}/decide")
    page.get_by_label("Linked to an open case").check()
    page.locator("#id_to_linked_to_open_case").select_option("assessment")
    page.get_by_label("Why is this the right outcome?").fill("The family has a social worker")
    page.get_by_role("button", name="Record this decision").click()

    page.get_by_text("Decided: Linked to an open case").first.wait_for()
    assert given.now(receipt).awaiting_team == "assessment"
