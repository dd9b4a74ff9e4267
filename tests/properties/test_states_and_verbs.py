"""Every verb at every state: what the table below does not allow is refused, and changes nothing.

Written by hand from the workflow in docs/generated/contact-lifecycle.md, and asked through the API
with the newest version, so that nothing but the state can be in the way. Source: qualities H3.
"""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import timezone

from lintel.access.viewers import Role
from lintel.api.tests.given import Caller
from lintel.audit.models import AuditEntry
from lintel.contacts import actions
from lintel.contacts.models import Contact
from lintel.contacts.tests import given
from lintel.pathways import actions as pathways
from tests.properties.test_nothing_leaks import BODIES, path_of, writes

pytestmark = pytest.mark.django_db

EARLY_HELP = {"teams": ["early-help"]}
# The writes of one contact that state its version and are about how it stands.
VERBS = (
    *("look", "acknowledge", "rate", "assign", "hold", "release", "note", "correct", "decide"),
    *("senior_read", "close", "reopen", "handover", "end_place"),
)
# What adds words and moves nothing.
ALWAYS = {"note", "senior_read"}
# In which state: what may be done. A decision also wants a rating, and closing the team's answer.
MAY = {
    "received": {"look", "assign", "correct"},
    "immediate": {"acknowledge", "rate", "assign", "correct"},
    "looked at": {"rate", "assign", "hold", "correct"},
    "rated": {"rate", "assign", "hold", "decide", "correct"},
    "held": {"rate", "assign", "hold", "release", "decide", "correct"},
    "decided": {"assign", "hold", "close", "reopen", "correct"},
    "offered": {"assign", "hold", "reopen", "handover", "correct"},
    "with a team": {"reopen", "end_place"},
    "closed": {"reopen"},
}


def brought_to(state: str) -> UUID:
    by, now = given.a_manager(), timezone.now()
    common = {"version": None, "by": by, "at": now}
    match state:
        case "received":
            return given.received(at=now).id
        case "immediate" | "looked at":
            return given.looked_at(immediate=state == "immediate", at=now).id
        case "rated":
            return given.rated(at=now).id
        case "held":
            receipt = given.rated(at=now)
            until = now + timedelta(hours=2)
            actions.hold_contact(contact_id=receipt.id, reason="Away", review_at=until, **common)
            return receipt.id
        case "decided" | "closed":
            receipt = given.decided(at=now)
            if state == "closed":
                actions.close_contact(contact_id=receipt.id, reason="Done", **common)
            return receipt.id
    receipt = given.decided("early_help", override_reason="Seen", at=now)
    if state == "with a team":
        helper = given.a_viewer(Role.EARLY_HELP, at=now, **EARLY_HELP)
        pathways.accept_handover(contact_id=receipt.id, version=None, by=helper, at=now)
    return receipt.id


def kept(contact_id: UUID) -> tuple:
    return Contact.objects.filter(id=contact_id).values().get(), AuditEntry.objects.filter(
        object_id=str(contact_id)
    ).exclude(did="refused").count()


@pytest.mark.walk
@pytest.mark.parametrize("state", MAY)
def test_what_a_state_does_not_allow_is_refused_and_changes_nothing(state):
    given.teams()
    callers = {"": Caller(Role.MANAGER, teams=["assessment", "early-help"])}
    callers |= dict.fromkeys(("handover", "end_place"), Caller(Role.EARLY_HELP, **EARLY_HELP))
    contact_id, routes = brought_to(state), {route.name: route for route in writes()}
    version = Contact.objects.get(id=contact_id).version
    before, wrong = kept(contact_id), []
    for verb in VERBS:
        (method,), path = routes[verb].methods, path_of(routes[verb], contact_id)
        headers = {"If-Match": f'"{version}"'}
        with transaction.atomic():
            caller = callers.get(verb, callers[""])
            answer = caller(method, path, BODIES[verb], **headers)
            done = answer.status_code < 300
            if done != (verb in MAY[state] | ALWAYS):
                wrong.append(f"{verb}: {answer.status_code} {answer.content[-300:]!r}")
            if not done and kept(contact_id) != before:
                wrong.append(f"{verb} was refused and has changed something")
            if not done and answer.status_code not in {404, 409}:
                wrong.append(f"{verb}: {answer.status_code}")
            transaction.set_rollback(True)
    assert not wrong, "\n".join(wrong)
