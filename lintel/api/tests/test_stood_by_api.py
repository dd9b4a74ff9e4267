"""A contact as it stood, by API: as the page has it, for the same people, with the same entry."""

from datetime import timedelta

import pytest

from lintel.access.viewers import Role
from lintel.api.tests.given import Caller
from lintel.audit.models import AuditEntry
from lintel.contacts.tests import given
from lintel.kernel.instants import when_in_words
from lintel.pathways.tests.test_as_it_stood import DECIDED, HOUR, MINUTE, a_busy_contact
from lintel.protection.models import Discussion
from lintel.protection.tests.given_corrected import NOT_MET, THREE, corrects, recorded

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]


def the_time(moment):
    return moment.isoformat().replace("+00:00", "Z")


def test_it_is_as_of_the_decision_or_of_the_moment_that_is_asked_for_and_on_the_trail():
    receipt, _ = a_busy_contact()
    manager, here = Caller(Role.MANAGER), f"/contacts/{receipt.id}/as-it-stood"
    then = manager("GET", here).json()
    assert then["at"] == the_time(DECIDED)
    assert (then["state"], then["rated"]["rating"]) == ("decided", "amber")
    assert then["why_now"] == "He fainted"
    assert set(then["corrected_since"]) == {"why_now", "consent"}
    assert "Rang the school" in [one["words"] for one in then["happened"]]
    assert [one["outcome"] for one in then["decisions"]] == ["no_further_action"]
    assert [one["state"] for one in then["asked"]] == ["decided_without"]
    assert then["cannot"]
    last = AuditEntry.objects.filter(object_id=receipt.id).order_by("-sequence").first()
    assert (last.did, last.why) == ("view contact", f"as it stood on {when_in_words(DECIDED)}")

    before = manager("GET", f"{here}?at={the_time(DECIDED - 5 * MINUTE)}").json()
    assert (before["decisions"], before["state"]) == ([], "screening")
    assert [one["state"] for one in before["asked"]] == ["open"]
    assert "rag_amber" in {one["clock"] for one in before["clocks"]}


def test_a_time_that_cannot_be_is_refused_and_nothing_is_opened():
    receipt, _ = a_busy_contact()
    manager, here = Caller(Role.MANAGER), f"/contacts/{receipt.id}/as-it-stood"
    for asked in ("2090-01-01T09:00:00Z", "2020-01-01T09:00:00Z", "yesterday", "2026-03-02"):
        told = manager("GET", f"{here}?at={asked}")
        assert told.status_code == 422, asked
        assert "at" in told.json()["errors"][0]["field"]
    assert not AuditEntry.objects.filter(why__startswith="as it stood").exists()


def test_who_may_not_open_it_finds_nothing_and_what_one_may_not_see_is_not_there():
    receipt, _ = a_busy_contact()
    here = f"/contacts/{receipt.id}/as-it-stood"
    assert Caller(Role.MANAGER, council="southmere")("GET", here).status_code == 404
    seen = Caller(Role.ADMIN)("GET", here)
    assert seen.status_code == 200
    hidden = {"concern", "why_now", "happened", "decisions", "asked", "known_as", "weighed"}
    assert not hidden & seen.json().keys()
    for words in ("He fainted", "Breakfast club", "Hungry on three days", "Cannot wait"):
        assert words not in seen.content.decode()


def test_a_discussion_that_was_corrected_has_the_outcome_and_the_steps_of_the_moment():
    made, _ = recorded()
    corrects(made, given.a_manager(), at=THREE, **NOT_MET)
    here = f"/contacts/{Discussion.objects.get(id=made).contact_id}/as-it-stood"
    manager = Caller(Role.MANAGER)
    for moment, section47, state in (
        (THREE - MINUTE, "joint", "open"),
        (THREE + HOUR, "no", "withdrawn"),
    ):
        then = manager("GET", f"{here}?at={the_time(moment)}").json()
        assert [one["outcome"]["section47"] for one in then["discussions"]] == [section47]
        of_section_47 = [one for one in then["steps"] if one["kind"] != "paediatric"]
        assert {one["state"] for one in of_section_47} == {state}
        assert not any(one["unsure"] for one in then["steps"])


def test_what_a_team_was_offered_is_there():
    given.teams()
    receipt = given.decided("early_help")
    here = f"/contacts/{receipt.id}/as-it-stood?at={the_time(DECIDED + timedelta(hours=1))}"
    [offer] = Caller(Role.MANAGER)("GET", here).json()["handovers"]
    assert (offer["state"], offer["answered_at"]) == ("offered", None)
