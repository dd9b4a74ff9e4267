"""A contact as it stood at a moment: only what had come by then, and nothing guessed."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from lintel.access.models import Account
from lintel.access.viewers import Role
from lintel.audit.models import AuditEntry
from lintel.contacts import actions as contacts, queries as contact_queries
from lintel.contacts.rules.facts import Rating, Stage
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import become, sign_in
from lintel.kernel.instants import when_in_words
from lintel.pathways import actions as pathways
from lintel.pathways.queries.stood import all_as_it_stood
from lintel.people import actions as people
from lintel.protection.models import Discussion
from lintel.protection.tests import given_corrected as discussions
from lintel.screening import actions as screening
from lintel.screening.tests.given_asked import agency, answered, asked
from lintel.sharing.rules.handling import Mark

pytestmark = pytest.mark.django_db

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
DECIDED = given.NOON + 30 * MINUTE
LATER = given.NOON + 3 * HOUR


def stood(contact_id, moment, by=None):
    by = by or given.a_manager()
    contact = contact_queries.the_contact(by, contact_id)
    return all_as_it_stood(by, contact, moment=moment, at=LATER)


def a_busy_contact():
    """Rated, asked about, decided; then noted, put right, reopened and rated anew."""
    given.teams()
    agency("police")
    manager = given.a_manager()
    receipt = given.rated()
    [request] = asked(receipt, "police", at=given.NOON + 10 * MINUTE)
    contacts.add_note(contact_id=receipt.id, text="Rang the school", by=manager, at=given.NOON)
    contacts.correct_contact(
        contact_id=receipt.id,
        version=None,
        changes={"why_now": "He fainted"},
        by=manager,
        at=given.NOON + 20 * MINUTE,
    )
    screening.decide_without(
        request_id=request, reason="Cannot wait", by=manager, at=DECIDED - MINUTE
    )
    screening.decide_contact(
        contact_id=receipt.id,
        version=None,
        outcome="no_further_action",
        rationale="Breakfast club",
        by=manager,
        at=DECIDED,
    )
    contacts.reopen_contact(
        contact_id=receipt.id, version=None, reason="More came", by=manager, at=DECIDED + HOUR
    )
    contacts.correct_contact(
        contact_id=receipt.id,
        version=None,
        changes={"why_now": "It was a faint after all", "consent": "given"},
        by=manager,
        at=DECIDED + HOUR + MINUTE,
    )
    contacts.add_note(
        contact_id=receipt.id, text="The nurse rang", by=manager, at=DECIDED + 2 * HOUR
    )
    contacts.rate_contact(
        contact_id=receipt.id,
        version=None,
        rating=Rating.RED,
        reason="Worse than we thought",
        by=manager,
        at=DECIDED + 2 * HOUR,
    )
    return receipt, manager


def notes_in(found):
    return [one.words for one in found.contact.view.concern.happenings if one.title == "Note"]


def test_what_came_later_is_left_out_and_what_was_put_right_later_reads_as_it_did():
    receipt, manager = a_busy_contact()
    then = stood(receipt.id, DECIDED, manager)
    assert then.contact.stage is Stage.DECIDED
    assert then.contact.rated.rating == "amber"
    assert then.contact.view.concern.why_now == "He fainted"
    assert set(then.contact.corrected_since) == {"why_now", "consent"}
    assert notes_in(then) == ["Rang the school"]
    assert [one.outcome for one in then.decisions] == ["no_further_action"]

    now = stood(receipt.id, LATER, manager)
    assert now.contact.stage is Stage.SCREENING
    assert now.contact.rated.rating == "red"
    assert now.contact.view.concern.why_now == "It was a faint after all"
    assert notes_in(now) == ["Rang the school", "The nurse rang"]


def test_before_it_was_decided_there_is_no_decision_and_its_clocks_run():
    receipt, manager = a_busy_contact()
    before = stood(receipt.id, DECIDED - 5 * MINUTE, manager)
    assert before.contact.stage is Stage.SCREENING
    assert list(before.decisions) == []
    assert "rag_amber" in {clock.name for clock in before.contact.clocks}
    [police] = before.asked
    assert police.request.settled_as == ""
    assert [one.request.settled_as for one in stood(receipt.id, DECIDED, manager).asked] == [
        "decided_without"
    ]


def test_an_agency_that_answered_later_had_not_answered():
    given.teams()
    agency("police")
    receipt = given.rated()
    [request] = asked(receipt, "police", at=given.NOON + 10 * MINUTE)
    who = given.a_viewer(
        Role.PARTNER, agency="police", employed_by_council=False, registered_until=None
    )
    answered(request, who, ("Three calls", Mark("H1")), at=given.NOON + HOUR)
    [before] = stood(receipt.id, given.NOON + 30 * MINUTE).asked
    assert (before.request.answers, before.request.contributions) == ((), ())
    [after] = stood(receipt.id, given.NOON + HOUR).asked
    assert [one.text for one in after.request.contributions] == ["Three calls"]


def test_an_item_that_may_not_be_read_now_is_not_read_as_it_stood():
    given.teams()
    agency("police")
    receipt = given.rated()
    [request] = asked(receipt, "police", at=given.NOON + 10 * MINUTE)
    who = given.a_viewer(
        Role.PARTNER, agency="police", employed_by_council=False, registered_until=None
    )
    answered(request, who, ("An informant said so", Mark("H4")), at=given.NOON + HOUR)
    [after] = stood(receipt.id, given.NOON + HOUR).asked
    assert not [one for one in after.request.contributions if one.text]


def test_a_sign_that_was_set_aside_later_still_stood():
    given.teams()
    receipt = given.rated(Rating.RED, categories=("physical_abuse",), concern="He has a bruise")
    manager = given.a_manager()
    [sign, *_] = contact_queries.standing_indicators(
        contact_queries.the_contact(manager, receipt.id)
    )
    contacts.dismiss_indicator(
        contact_id=receipt.id,
        version=None,
        indicator_id=sign.id,
        reason="A birthmark",
        by=manager,
        at=given.NOON + HOUR,
    )
    for moment, because in ((given.NOON + 30 * MINUTE, ""), (given.NOON + HOUR, "A birthmark")):
        signs = {one.id: one for one in stood(receipt.id, moment).contact.view.concern.indicators}
        assert signs[sign.id].dismissed_because == because


def test_steps_that_were_withdrawn_and_opened_again_are_what_they_were_at_each_moment():
    made, manager = discussions.recorded()
    contact_id = Discussion.objects.get(id=made).contact_id
    at = [discussions.THREE + number * HOUR for number in range(4)]
    for moment, differences in zip(
        at, (discussions.NOT_MET, {}, discussions.NOT_MET, {}), strict=True
    ):
        discussions.corrects(made, given.a_manager(), at=moment, **differences)

    def said(moment):
        steps = stood(contact_id, moment, manager).steps
        return {one.step.settled_as for one in steps if one.step.kind != "paediatric"}

    assert said(at[0] - MINUTE) == {""}
    assert [said(moment + MINUTE) for moment in at] == [{"withdrawn"}, {""}, {"withdrawn"}, {""}]


def test_a_step_is_there_from_when_it_was_opened_though_its_clock_began_before():
    made, manager = discussions.recorded()
    row = Discussion.objects.get(id=made)
    before = stood(row.contact_id, row.ended_at - MINUTE, manager).steps
    assert {one.step.kind for one in before} == {"paediatric"}
    after = stood(row.contact_id, row.ended_at, manager).steps
    assert len(after) == 4
    assert min(one.step.since for one in after) < row.ended_at - MINUTE


def test_when_a_medical_was_asked_for_again_is_not_kept_and_is_not_guessed():
    given.teams()
    receipt = given.received(concern="She has a bruise on her arm.", categories=("neglect",))
    senior = given.a_viewer(Role.SENIOR_PRACTITIONER)
    for sign in contact_queries.standing_indicators(
        contact_queries.the_contact(senior, receipt.id)
    ):
        contacts.dismiss_indicator(
            contact_id=receipt.id,
            version=None,
            indicator_id=sign.id,
            reason="From football",
            by=senior,
            at=given.NOON + HOUR,
        )
    [ended] = stood(receipt.id, given.NOON + HOUR, senior).steps
    assert (ended.step.settled_as, ended.unsure) == ("withdrawn", False)
    contacts.correct_contact(
        contact_id=receipt.id,
        version=None,
        changes={"categories": ["physical_abuse"]},
        by=senior,
        at=given.NOON + 2 * HOUR,
    )
    [then] = stood(receipt.id, given.NOON + HOUR, senior).steps
    assert then.unsure
    [now] = stood(receipt.id, LATER, senior).steps
    assert (now.step.settled_as, now.unsure) == ("", False)
    [before] = stood(receipt.id, given.NOON + HOUR / 2, senior).steps
    assert (before.step.settled_as, before.unsure) == ("", False)


def test_links_and_other_contacts_are_those_of_the_moment():
    given.teams()
    manager = given.a_manager()
    first, second = given.received(at=given.NOON - HOUR), given.received(at=given.NOON)
    records = [
        contact_queries.told_in(contact_queries.the_contact(manager, one.id))[0].record_id
        for one in (first, second)
    ]
    person = people.link(records[0], None, ["new"], by=manager, at=given.NOON - HOUR / 2)
    people.link(records[1], person, ["same"], by=manager, at=given.NOON + HOUR)
    before = stood(second.id, given.NOON + HOUR / 2).contact
    assert (before.links, before.earlier) == ([], [])
    after = stood(second.id, given.NOON + HOUR).contact
    assert [link.record_id for link in after.links] == [records[1]]
    assert [one.contact_id for one in after.earlier] == [first.id]


def test_a_hand_over_that_was_accepted_later_had_only_been_offered():
    given.teams()
    receipt = given.decided("early_help")
    helper = given.a_viewer(Role.EARLY_HELP, teams=["early-help"])
    pathways.accept_handover(contact_id=receipt.id, version=None, by=helper, at=DECIDED + HOUR)
    before, after = stood(receipt.id, DECIDED), stood(receipt.id, DECIDED + HOUR)
    assert [one.state for one in before.handovers] == ["offered"]
    assert "handover_acceptance" in {clock.name for clock in before.contact.clocks}
    assert [one.state for one in after.handovers] == ["accepted"]
    assert after.contact.stage is Stage.CLOSED


def test_an_offer_that_was_taken_back_says_so_once_it_was_and_not_before(client):
    given.teams()
    manager = given.a_manager()
    receipt = given.decided("early_help")
    contacts.reopen_contact(
        contact_id=receipt.id, version=None, reason="More came", by=manager, at=DECIDED + HOUR
    )
    sign_in(client, Account.objects.get(id=manager.account_id))
    here = f"/contacts/{receipt.id}/as-it-stood"
    after = client.get(here, {"at": when_in_words(DECIDED + 2 * HOUR)})
    assert after.status_code == 200
    assert ": Taken back by the hub" in after.content.decode()
    before = client.get(here, {"at": when_in_words(DECIDED + HOUR / 2)}).content.decode()
    assert "Taken back by the hub" not in before


def test_a_place_that_was_given_back_later_was_still_theirs(client):
    given.teams()
    manager = given.a_manager()
    receipt = given.decided("early_help")
    helper = given.a_viewer(Role.EARLY_HELP, teams=["early-help"])
    pathways.accept_handover(contact_id=receipt.id, version=None, by=helper, at=DECIDED + MINUTE)
    pathways.end_place(
        contact_id=receipt.id,
        version=None,
        how="helped",
        words="He sleeps again",
        by=helper,
        at=DECIDED + HOUR,
    )
    sign_in(client, Account.objects.get(id=manager.account_id))
    here = f"/contacts/{receipt.id}/as-it-stood"
    before = client.get(here, {"at": when_in_words(DECIDED + HOUR / 2)}).content.decode()
    after = client.get(here, {"at": when_in_words(DECIDED + HOUR)}).content.decode()
    assert "He sleeps again" not in before
    assert "He sleeps again" in after


# --- The page ------------------------------------------------------------------------------


def test_it_opens_at_the_decision_is_on_the_trail_and_the_trail_leads_to_it(client):
    receipt, manager = a_busy_contact()
    sign_in(client, Account.objects.get(id=manager.account_id))
    here = f"/contacts/{receipt.id}/as-it-stood"
    assert here in client.get(f"/contacts/{receipt.id}/trail").content.decode()
    page = client.get(here)
    words = page.content.decode()
    assert page.status_code == 200
    assert f"What was known on {when_in_words(DECIDED)}" in words
    assert "He fainted" in words
    assert "The nurse rang" not in words
    assert "Worse than we thought" not in words
    last = AuditEntry.objects.filter(object_id=receipt.id).order_by("-sequence").first()
    assert (last.did, last.why) == ("view contact", f"as it stood on {when_in_words(DECIDED)}")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Enter a day and a time"),
        ("last week", "must be a day and a time"),
        ("1 January 2020 at 9am", "Enter a time after"),
        ("1 January 2090 at 9am", "Enter a time that has passed"),
    ],
)
def test_a_moment_that_cannot_be_is_asked_for_again_and_nothing_is_opened(client, typed, says):
    receipt, manager = a_busy_contact()
    sign_in(client, Account.objects.get(id=manager.account_id))
    page = client.get(f"/contacts/{receipt.id}/as-it-stood", {"at": typed})
    assert page.status_code == 422
    assert says in page.content.decode()
    assert "He fainted" not in page.content.decode()
    said = AuditEntry.objects.filter(object_id=receipt.id, why__startswith="as it stood")
    assert not said.exists()


def test_the_minute_that_is_typed_is_the_whole_of_it(client):
    receipt, manager = a_busy_contact()
    sign_in(client, Account.objects.get(id=manager.account_id))
    page = client.get(
        f"/contacts/{receipt.id}/as-it-stood", {"at": when_in_words(DECIDED + 2 * HOUR)}
    )
    assert "The nurse rang" in page.content.decode()


def test_who_may_not_open_it_finds_nothing_and_who_sees_less_sees_less(client):
    receipt, _ = a_busy_contact()
    here = f"/contacts/{receipt.id}/as-it-stood"
    sign_in(client, given.an_account(Role.MANAGER, council="southmere"))
    assert client.get(here).status_code == 404
    sign_in(client, given.an_account(Role.ADMIN))
    page = client.get(here)
    assert page.status_code == 200
    for words in ("He fainted", "Breakfast club", "Hungry on three days", "Cannot wait"):
        assert words not in page.content.decode()


@pytest.mark.parametrize("width", [1280, 320])
def test_it_is_accessible_in_a_browser(page, live_server, page_is_accessible, width, tmp_path):
    pictures = Path(os.environ.get("LINTEL_PICTURES", tmp_path))
    receipt, manager = a_busy_contact()
    become(page, live_server, Account.objects.get(id=manager.account_id))
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/contacts/{receipt.id}/as-it-stood")
    page_is_accessible(page)
    page.screenshot(path=pictures / f"as-it-stood-{width}.png", full_page=True)
