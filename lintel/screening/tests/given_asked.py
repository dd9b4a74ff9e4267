"""Agencies that are asked, and the people who answer for them."""

from lintel.access.viewers import Role, Viewer
from lintel.contacts import queries as contacts
from lintel.contacts.tests import given
from lintel.contacts.tests.given import NOON
from lintel.directory import actions as directory
from lintel.directory.rules.kinds import Agency
from lintel.screening import actions
from lintel.screening.rules.asking import AnswerGiven, Ask, ItemGiven, Reply
from lintel.screening.rules.weighing import HEADINGS
from lintel.sharing.rules.handling import Mark

QUESTION = "What do you know of this family?"


def agency(key: str = "police") -> dict:
    """An agency of the directory; what makes an account one of its people."""
    directory.add_agency(
        agency=Agency(key, key.title(), key, given.COUNCIL, email=f"hub@{key}.example"),
        by=given.a_viewer(Role.SYSADMIN),
        at=NOON,
    )
    return {"agency": key, "employed_by_council": False}


def asked(contact, *agencies: str, by: Viewer | None = None, question: str = QUESTION, at=NOON):
    """The ids of the requests."""
    row = contacts.the_contact(given.a_viewer(Role.MANAGER), contact.id)
    about = tuple(told.record_id for told in contacts.family_facts(row).told)
    asks = [Ask(key, question, about, ("known", "concerns")) for key in agencies]
    by = by or given.a_viewer(Role.MANAGER)
    return actions.ask_agencies(contact_id=contact.id, asks=asks, by=by, at=at)


def answered(request_id, by: Viewer, *items: tuple[str, Mark], at=NOON, **more):
    """The ids of the items."""
    said = AnswerGiven(
        Reply.ANSWERED,
        items=[ItemGiven("concerns", text, mark, **more) for text, mark in items],
        known="yes",
    )
    return actions.answer_request(request_id=request_id, given=said, by=by, at=at)


def weighed(contact, by: Viewer, at=NOON) -> None:
    """What agencies said has been weighed, so that it can be decided."""
    headings = dict.fromkeys(HEADINGS, "Looked at with the school and the family")
    actions.weigh(contact_id=contact.id, headings=headings, by=by, at=at)
