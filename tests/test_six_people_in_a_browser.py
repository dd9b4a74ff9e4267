"""One child, six people signed in at once: from the school's worry to the school being told.

The school refers, a manager looks, four agencies answer (one knows nothing, one is late and is
chased, one keeps an item for the hub), a strategy discussion is held with the police arriving
late, an enquiry under section 47 opens, a paediatrician is asked for and a team takes the child.
"""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from conftest import WIDE
from lintel.access.viewers import Role
from lintel.contacts.models import Contact
from lintel.contacts.rules.facts import Stage
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import become
from lintel.kernel.instants import when_in_words
from lintel.notices.models import Notice
from lintel.portal.tests.test_in_a_browser import Visitor
from lintel.protection.models import ProtectionStep, StepEnding
from lintel.protection.rules.steps import Step
from lintel.protection.tests.given import partnership
from lintel.screening.models import AgencyRequest

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,  # by API the same six are seen through on both: test_six_people_by_api.py
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(900),  # seven people, thirty pages, on a machine that does more beside
]
PICTURES = os.environ.get("LINTEL_PICTURES", "")  # a folder, to look at the pages


class Clock:
    """The house's time, put on by the hour: nobody waits for an agency in a test."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ahead, self._now = timedelta(), timezone.now
        monkeypatch.setattr(timezone, "now", lambda: self._now() + self.ahead)

    def put_on(self, by: timedelta) -> None:
        self.ahead += by


class Person:
    """Somebody with a browser of their own, who may have been signed out in between."""

    def __init__(self, browser, live_server, check, name: str, account=None) -> None:
        self.name, self.account, self.live_server, self.check = name, account, live_server, check
        self.context = browser.new_context(base_url=live_server.url, viewport=WIDE, locale="en-GB")
        self.page = self.context.new_page()
        self.seen = 0

    def go(self, address: str):
        if self.account is not None:
            become(self.page, self.live_server, self.account)
        self.page.goto(address)
        return self.page

    def look(self, name: str) -> None:
        self.check(self.page)
        if PICTURES:
            for width in (1280, 320):
                self.page.set_viewport_size({"width": width, "height": 900})
                file = f"{name}-{self.name}-{width}.png"
                self.page.screenshot(path=str(Path(PICTURES) / file), full_page=True)
            self.page.set_viewport_size(WIDE)

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).first.click()

    def reads(self, words: str) -> None:
        self.page.get_by_text(words).first.wait_for()


@pytest.fixture
def everybody(browser, live_server, page_is_accessible) -> Iterator[dict[str, Person]]:
    """Six people who work on it, each signed in, and a teacher who has no account."""
    partnership()

    def partner(agency: str, name: str):
        return given.an_account(
            Role.PARTNER,
            agency=agency,
            employed_by_council=False,
            registered_until=None,
            name=name,
        )

    accounts = {
        "manager": given.an_account(Role.MANAGER, name="Jo Marchetti"),
        "police": partner("police", "Sam Ode"),
        "health": partner("infirmary", "Imogen Farrow"),
        "education": partner("elm", "Ruth Amadi"),
        "housing": partner("homes", "Glen Tarrant"),
        "team": given.an_account(
            Role.SOCIAL_WORKER, name="Ellis Grant", teams=["assessment", "protection"]
        ),
        "teacher": None,
    }
    people = {
        name: Person(browser, live_server, page_is_accessible, name, account)
        for name, account in accounts.items()
    }
    yield people
    for person in people.values():
        if PICTURES:
            person.page.screenshot(path=str(Path(PICTURES) / f"last-{person.name}.png"))
        person.context.close()


def soon(**ahead: float) -> str:
    return when_in_words(timezone.now() + timedelta(**ahead))


def test_a_burnt_child_is_seen_through_by_six_people(everybody, monkeypatch):
    clock = Clock(monkeypatch)
    school_refers(everybody["teacher"])
    contact = Contact.objects.get()
    manager_looks(everybody["manager"], contact)
    agencies_are_asked(everybody["manager"], contact)
    three_answer(everybody)
    clock.put_on(timedelta(hours=7))
    health_is_chased_and_answers_late(everybody, contact)
    where = discussion_is_convened(everybody, contact)
    police_arrive_late(everybody["manager"], where)
    enquiry_is_decided(everybody["manager"], contact, where)
    paediatrician_is_heard(everybody["manager"], contact)
    enquiry_goes_to_a_team(everybody["manager"], contact)
    team_accepts(everybody["team"], contact)
    assert Contact.objects.get().facts().stage is Stage.CLOSED
    school_is_told(contact)


def school_refers(teacher: Person) -> None:
    page = teacher.go("/refer")
    form = Visitor(page)
    form.look = lambda: None  # the form has its own journeys
    page.get_by_role("button", name="Start now").click()
    form.choose("No")
    form.choose("Northbeck Council")
    form.choose("Somebody whose work brings you into contact with the child")
    form.choose("Tell us you are worried about a child")
    form.choose("School")
    form.write(
        name="Zubeda Okonkwo",
        role="Class teacher",
        agency="Millbank Primary",
        email="z.okonkwo@millbank.example",
    )
    form.write(safe_contact="")
    form.write(given_name="Tom", family_name="Ashdown")
    form.write(date_of_birth="9 March 2017")
    form.write(school="Millbank Primary")
    form.write(lines="12 Canal Row\nNorthbeck", postcode="ZN1 1AA")
    form.choose("No")
    form.choose("No")
    form.write(concern="Tom came to school with a burn on his arm.\n\nHe said “Dad did it”.")
    page.get_by_label("Somebody is hurting the child", exact=True).check()
    form.go_on()
    form.write(occurred_on="yesterday", why_now="It is new today.")
    page.get_by_label("No", exact=True).first.check()
    page.locator("#id_reason").fill("It could put Tom at more risk")
    form.go_on()
    form.go_on("Send to Northbeck Council")
    page.wait_for_url("**/refer/sent")


def manager_looks(manager: Person, contact: Contact) -> None:
    page = manager.go("/board")
    manager.look("01-board")
    page.get_by_role("link", name="Tom Ashdown (9)").click()
    manager.press("Look at it now")
    page.get_by_label("Can wait for screening").check()
    page.get_by_role("button", name="Save").first.click()
    manager.reads("Looked at: can wait for screening")
    manager.press("Rate it")
    page.get_by_label("Red").check()
    page.get_by_label("Why this rating?").fill("A burn, and he says who did it")
    manager.press("Save rating")
    manager.look("02-rated")


def agencies_are_asked(manager: Person, contact: Contact) -> None:
    page = manager.page
    page.get_by_role("link", name="Ask agencies").first.click()
    manager.look("03-ask")
    for agency in ("police", "infirmary", "elm", "homes"):
        page.get_by_label(f"The {agency}", exact=True).check()
    manager.press("Ask these agencies")
    manager.reads("agencies asked")
    assert AgencyRequest.objects.count() == 4


def three_answer(everybody: dict[str, Person]) -> None:
    police = everybody["police"]
    page = police.go("/requests")
    page.get_by_role("link", name="Answer").first.click()
    page.get_by_label("Yes").check()
    page.get_by_label("What worries you").fill("A warrant is to be served there on Friday.")
    page.get_by_label("Hub only").locator("visible=true").check()
    police.look("04-answer")
    police.press("Send answer")
    police.reads("Answer sent")

    education = everybody["education"]
    page = education.go("/requests")
    page.get_by_role("link", name="Answer").first.click()
    page.get_by_label("Yes").check()
    page.get_by_label("What worries you").fill("Eleven days away since Easter.")
    page.get_by_label("Open", exact=True).locator("visible=true").check()
    education.press("Send answer")
    education.reads("Answer sent")

    housing = everybody["housing"]
    page = housing.go("/requests")
    page.get_by_role("link", name="Answer").first.click()
    housing.press("Nothing known: send a nil return")
    housing.reads("nothing is known")


def health_is_chased_and_answers_late(everybody: dict[str, Person], contact: Contact) -> None:
    manager, health = everybody["manager"], everybody["health"]
    page = manager.go(f"/contacts/{contact.id}/requests")
    manager.look("05-late")
    page.get_by_role("button", name="Send a reminder now to The infirmary").click()
    manager.reads("A reminder is on its way")

    page = health.go("/requests")
    health.look("06-late")
    page.get_by_role("link", name="Answer").first.click()
    page.get_by_label("Yes").check()
    page.get_by_label("What worries you").fill("Seen with a burn in January; two accounts of it.")
    page.get_by_label("Open", exact=True).locator("visible=true").check()
    health.press("Send answer")
    health.reads("Answer sent")
    assert not AgencyRequest.objects.filter(settled_as="").exists()


def discussion_is_convened(everybody: dict[str, Person], contact: Contact) -> str:
    manager, police = everybody["manager"], everybody["police"]
    page = manager.go(f"/contacts/{contact.id}")
    manager.look("07-contact")
    manager.press("Convene a strategy discussion")
    page.locator("[name=about]").check()
    page.locator("[name=because]").fill("A burn, an earlier one, and two accounts of it.")
    page.locator("[name=planned_for]").fill(soon(hours=1))
    page.locator("[name=how][value=video]").check()
    page.locator("[name=chair]").fill("Jo Marchetti")
    page.locator("[name=invite_social_worker][value='team:protection']").check()
    for part in ("invite_health", "invite_police", "invite_school"):
        page.locator(f"[name={part}]").first.check()
    manager.look("08-convene")
    manager.press("Ask them")
    page.wait_for_url("**/discussions/*")
    manager.look("09-convened")
    where = page.url

    page = police.go("/discussions")
    page.get_by_role("link", name="Say whether you come").click()
    page.locator("[name=says][value=attending]").check()
    page.locator("[name=text]").fill("Three calls to the address since May.")
    page.locator("[name=mark][value=H2]").check()
    police.look("10-invited")
    police.press("Send this answer")
    police.reads("Your answer has been sent")
    return where


def police_arrive_late(manager: Person, where: str) -> None:
    page = manager.go(f"{where}/attendance")
    page.get_by_label("Protection team").check()
    page.get_by_label("Which social worker?").select_option(label="Ellis Grant")
    for agency, name in (("The infirmary", "Dr Farrow"), ("The elm", "Ruth Amadi")):
        card = page.locator(".lx-card").filter(has_text=agency)
        card.get_by_label(agency).check()
        card.locator("[name^=name_]").fill(name)
    manager.press("Record attendance")
    manager.reads("NOT QUORATE: no police")
    manager.look("11-no-police")
    page.goto(f"{where}/attendance")
    page.get_by_label("The police").check()
    manager.press("Record attendance")
    manager.reads("Quorate: everybody")


def enquiry_is_decided(manager: Person, contact: Contact, where: str) -> None:
    page = manager.page
    manager.press("Record what was decided")
    page.locator("[name=section47][value=joint]").check()
    page.locator("[name=section47_because]").fill("Two burns, two accounts of them.")
    page.locator("[name=see_who_0]").fill("The social worker and the officer")
    page.locator("[name=see_by_0]").fill(soon(hours=3))
    page.locator("[name=siblings]").fill("None in the home")
    page.locator("[name=parents_not_told_because]").fill("Not before he has been seen")
    page.locator("[name=criminal][value=yes]").check()
    page.locator("[name=medical][value=needed]").check()
    page.locator("[name=what_0]").fill("Look for earlier calls")
    page.locator("[name=agency_0]").select_option("agency:police")
    page.locator("[name=due_0]").fill("tomorrow 9am")
    manager.press("Record this outcome")
    manager.reads("Section 47, together with the police")
    manager.look("12-held")


def paediatrician_is_heard(manager: Person, contact: Contact) -> None:
    step = ProtectionStep.objects.get(kind=Step.PAEDIATRIC, settled_at=None)
    page = manager.go(f"/contacts/{contact.id}/steps/{step.id}")
    page.locator("[name=happened_at]").fill(soon(minutes=-20))
    page.locator("[name=paediatrician][value=yes]").check()
    page.locator("[name=who]").fill("Dr Imogen Farrow, consultant")
    page.locator("[name=place]").fill("Northbeck Infirmary")
    page.locator("[name=consent][value=parent]").check()
    page.locator("[name=words]").fill("A burn, not in keeping with what was said of it")
    manager.look("13-opinion")
    manager.press("Record that it was done")
    page.wait_for_url(f"**/contacts/{contact.id}**")
    assert StepEnding.objects.get().consent == "parent"


def enquiry_goes_to_a_team(manager: Person, contact: Contact) -> None:
    page = manager.go(f"/contacts/{contact.id}/people")
    manager.look("14-who")
    page.get_by_label("Somebody new").first.check()
    page.get_by_role("button", name="Save who this is").first.click()
    manager.reads("Kept as somebody new")
    page = manager.go(f"/contacts/{contact.id}/history")
    manager.look("15-history")
    page = manager.go(f"/contacts/{contact.id}/decide")
    manager.look("16-decide-before")
    page.get_by_role("link", name="Write your analysis", exact=True).click()
    manager.look("17-analysis")
    for box in page.locator("textarea:visible").all():
        box.fill("Two burns in a year; the accounts of them differ, and he says who did it.")
    manager.press("Save your analysis")
    page = manager.go(f"/contacts/{contact.id}/decide")
    page.get_by_label("Strategy discussion").check()
    page.locator("#id_to_strategy_discussion").select_option("protection")
    page.get_by_label("Why is this the right outcome?").fill("Decided by the discussion.")
    manager.look("18-decide")
    manager.press("Record this decision")
    manager.reads("Decided:")
    manager.reads("Strategy discussion held")
    manager.look("19-decided")


def team_accepts(team: Person, contact: Contact) -> None:
    page = team.go("/hand-overs")
    team.look("20-hand-overs")
    page.get_by_role("link", name="Accept or return").click()
    page.get_by_label("Accept it").check()
    team.press("Send answer")
    team.reads("Accepted: it is with your team now")
    team.look("21-accepted")


def school_is_told(contact: Contact) -> None:
    told = Notice.objects.filter(about=contact.reference, to="z.okonkwo@millbank.example")
    receipt, outcome = told.order_by("queued_at")
    assert "We received your referral" in receipt.body
    assert "We are acting on your referral" in outcome.body
    assert "warrant" not in outcome.body
