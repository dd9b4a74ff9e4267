"""Correcting what was recorded of a strategy discussion, and what follows from it."""

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from lintel.access.models import Account
from lintel.access.viewers import NotPermitted, Role
from lintel.audit.models import AuditEntry
from lintel.contacts import queries as contacts
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import become, sign_in
from lintel.kernel.refusals import Invalid, Refused, Stale
from lintel.notices.models import Notice
from lintel.protection import actions, queries
from lintel.protection.models import DiscussionOutcome, ProtectionStep
from lintel.protection.rules.outcomes import How, Medical, OutcomeSaid, Section47
from lintel.protection.tests.given import TWO, came, convened, held, partnership, seen
from lintel.protection.tests.given_corrected import (
    BECAUSE,
    EVERYBODY,
    FOUR,
    HOUR,
    NOT_MET,
    THREE,
    corrects,
    recorded,
)

pytestmark = pytest.mark.django_db


def steps(made):
    found = ProtectionStep.objects.filter(discussion=made).order_by("kind")
    return {step.kind: step.settled_as for step in found}


def test_what_was_recorded_stays_with_who_and_when_and_the_correction_holds():
    made, by = recorded()
    corrects(made, by, section47=Section47.SINGLE)

    shown = seen(made, by, at=THREE)
    assert shown.outcome.section47 == "single"
    assert shown.outcome.corrected_because == BECAUSE
    [former] = shown.earlier
    assert (former.section47, former.replaced, former.at) == ("joint", True, TWO + HOUR / 2)
    assert DiscussionOutcome.objects.get(corrects__isnull=False).corrects.section47 == "joint"
    entries = AuditEntry.objects.filter(object_id=made, at=THREE)
    assert [entry.did for entry in entries] == ["record strategy discussion"]
    assert entries.get().why.startswith("corrected ")
    told = Notice.objects.filter(kind="minutes_corrected")
    assert {notice.to for notice in told} == {"desk@infirmary.example", "desk@police.example"}
    assert not told.filter(state="failed").exists()


def test_a_section_47_that_is_taken_back_is_a_managers_and_ends_its_clocks_with_the_reason():
    made, by = recorded()
    with pytest.raises(Invalid) as refused:
        corrects(made, by, **NOT_MET)
    assert [one.code for one in refused.value.refusals] == ["section47_needs_manager"]
    assert set(steps(made).values()) == {""}

    corrects(made, given.a_manager(), **NOT_MET)
    assert set(steps(made).values()) == {"withdrawn"}
    step = ProtectionStep.objects.filter(discussion=made).first()
    assert step.endings.get().reason == BECAUSE
    assert AuditEntry.objects.filter(object_id=made, at=THREE).count() == 1
    assert ProtectionStep.objects.get(kind="paediatric").settled_as == ""


def test_what_was_done_before_it_was_taken_back_stays_done():
    made, _ = recorded()
    step = ProtectionStep.objects.get(discussion=made, kind="child_seen")
    step.settled_at, step.settled_as = THREE, "done"
    step.save(update_fields=["settled_at", "settled_as"])
    corrects(made, given.a_manager(), at=FOUR, **NOT_MET)
    assert steps(made) == {"child_seen": "done", "enquiry": "withdrawn", "conference": "withdrawn"}


def test_one_that_is_met_after_all_opens_its_clocks_from_the_time_of_the_discussion():
    made, by = recorded(**NOT_MET)
    assert steps(made) == {}
    corrects(made, by, at=FOUR)
    found = ProtectionStep.objects.filter(discussion=made)
    assert {step.kind for step in found} == {"child_seen", "enquiry", "conference"}
    assert {step.since for step in found} == {TWO}
    assert {step.due_at for step in found if step.kind == "child_seen"} == {TWO + 24 * HOUR}


def test_one_that_is_taken_back_and_met_after_all_has_the_clock_it_had():
    made, _ = recorded()
    manager = given.a_manager()
    due = {step.id: step.due_at for step in ProtectionStep.objects.filter(discussion=made)}
    corrects(made, manager, **NOT_MET)
    corrects(made, manager, at=FOUR)
    again = ProtectionStep.objects.filter(discussion=made)
    assert {step.id: step.due_at for step in again} == due
    assert set(steps(made).values()) == {""}


def test_a_medical_that_is_needed_after_all_is_asked_for():
    partnership()
    by = given.a_viewer(Role.SENIOR_PRACTITIONER)
    contact_id = given.looked_at(categories=("neglect",)).id
    _, made = convened(by, contact_id=contact_id)
    came(made, by, *EVERYBODY)
    none = {"medical": Medical.NOT_NEEDED, "medical_because": "Nothing to see"}
    actions.record_outcome(discussion_id=made, said=held(made, by, **none), by=by, at=TWO)
    assert not ProtectionStep.objects.filter(kind="paediatric").exists()
    corrects(made, by)
    assert ProtectionStep.objects.filter(kind="paediatric").exists()


def test_only_who_recorded_it_or_a_manager_corrects_and_a_name_lets_nobody_in():
    made, by = recorded()
    other = given.a_viewer(Role.SENIOR_PRACTITIONER)
    assert not seen(made, other, at=THREE).corrects
    with pytest.raises(Refused) as refused:
        corrects(made, other)
    assert refused.value.refusals[0].code == "not_recorder"
    with pytest.raises(NotPermitted):
        corrects(made, given.a_screener())
    namesake = given.a_viewer(Role.SENIOR_PRACTITIONER, name="The manager")
    assert seen(made, by, at=THREE).chair == namesake.name
    assert not seen(made, namesake, at=THREE).corrects
    for allowed in (by, given.a_manager()):
        assert seen(made, allowed, at=THREE).corrects
    corrects(made, by)


def test_a_correction_of_what_somebody_has_corrected_since_is_refused():
    made, by = recorded()
    version = seen(made, by).version
    corrects(made, by, version=version)
    with pytest.raises(Stale):
        corrects(made, given.a_manager(), version=version, at=FOUR)
    assert DiscussionOutcome.objects.count() == 2


def test_it_wants_a_reason_and_all_that_recording_wants_and_an_end():
    made, by = recorded()
    with pytest.raises(Invalid) as refused:
        corrects(made, by, because=" ", section47_because="")
    assert {one.field for one in refused.value.refusals} == {
        "corrected_because",
        "section47_because",
    }
    later = OutcomeSaid(How.ADJOURNED, reason="Later", adjourned_to=FOUR)
    with pytest.raises(Invalid):
        corrects(made, by, said=later)
    given_up = given.looked_at(categories=("physical_abuse",)).id
    _, open_one = convened(by, contact_id=given_up)
    with pytest.raises(Refused) as early:
        corrects(open_one, by)
    assert early.value.refusals[0].code == "not_ended"


def test_that_it_was_not_held_after_all_is_a_managers_and_the_family_history_says_it_once():
    made, by = recorded()
    said = OutcomeSaid(How.NOT_HELD, reason="Only two rang in")
    with pytest.raises(Invalid):
        corrects(made, by, said=said)
    manager = given.a_manager()
    corrects(made, manager, said=said)
    assert seen(made, manager, at=THREE).state == "not_held"
    assert set(steps(made).values()) == {"withdrawn"}
    contact = contacts.the_contact(manager, seen(made, manager).contact_id)
    assert not list(queries.what_stands(contact, manager))


def test_a_sign_raised_after_the_discussion_is_not_answered_by_correcting_it():
    made, by = recorded(**NOT_MET)
    contact = contacts.the_contact(by, seen(made, by).contact_id)
    assert queries.answered(contact)
    contact.indicators.create(
        rule="late_sign",
        level="strategy",
        title="A second bruise",
        words="bruise",
        version="1",
        fired_at=TWO + HOUR / 2 + timedelta(minutes=5),
    )
    assert not queries.answered(contact)
    corrects(made, by, at=FOUR, **NOT_MET)
    assert not queries.answered(contact)


# --- The page ------------------------------------------------------------------------------


def sent(made, by, **differences):
    """What the page sends, with what it begins with."""
    shown = seen(made, by)
    plain = {
        "how": "held",
        "version": shown.version,
        "section47": "single",
        "section47_because": "Two accounts of one fall",
        "siblings": "None",
        "parents_told": "",
        "parents_not_told_because": "Not yet",
        "criminal": "no",
        "criminal_because": "",
        "medical": "needed",
        "medical_because": "",
        "corrected_because": BECAUSE,
        "see_who_0": "The worker",
        "see_by_0": "2 March 2026 at 5pm",
    }
    return plain | differences


def test_the_page_begins_with_what_was_recorded_and_keeps_what_is_typed(client):
    made, by = recorded()
    sign_in(client, Account.objects.get(id=by.account_id))
    here = f"/discussions/{made}/correct"
    assert here in client.get(f"/discussions/{made}").content.decode()
    shown = client.get(here).content.decode()
    assert "Two injuries, two accounts of them" in shown
    wrong = client.post(here, sent(made, by, corrected_because=""))
    assert wrong.status_code == 422
    assert "Two accounts of one fall" in wrong.content.decode()
    done = client.post(here, sent(made, by))
    assert done.status_code == 302, done.content.decode()[-3000:]
    after = client.get(f"/discussions/{made}").content.decode()
    assert "What was recorded before it was corrected" in after
    assert BECAUSE in after


def test_the_page_says_when_somebody_was_there_first(client):
    made, by = recorded()
    sign_in(client, Account.objects.get(id=by.account_id))
    typed = sent(made, by)
    corrects(made, given.a_manager())
    late = client.post(f"/discussions/{made}/correct", typed)
    assert late.status_code == 412
    words = late.content.decode()
    assert "Somebody has corrected this while you were writing" in words
    assert "Two accounts of one fall" in words
    assert DiscussionOutcome.objects.count() == 2


def test_the_page_is_for_who_recorded_it_or_a_manager_and_only_of_one_that_is_over(client):
    made, by = recorded()
    sign_in(client, given.an_account(Role.SENIOR_PRACTITIONER))
    assert client.get(f"/discussions/{made}/correct").status_code == 403
    _, open_one = convened(by, contact_id=given.looked_at(categories=("physical_abuse",)).id)
    sign_in(client, given.an_account(Role.MANAGER))
    assert client.get(f"/discussions/{open_one}/correct").status_code == 404
    assert client.get(f"/discussions/{made}/correct?how=not_held").status_code == 200


def not_held():
    """One that was recorded as not held, at which nobody was; its id and by whom."""
    partnership()
    by = given.a_manager()
    _, made = convened(by)
    said = OutcomeSaid(how=How.NOT_HELD, reason="The line was dead")
    actions.record_outcome(discussion_id=made, said=said, by=by, at=TWO)
    return made, by


def test_one_that_was_held_after_all_has_who_was_there_and_its_clocks_from_then():
    made, by = not_held()
    with pytest.raises(Refused) as refused:
        corrects(made, by)
    assert [one.code for one in refused.value.refusals] == ["nobody_there"]
    other = given.a_viewer(Role.SENIOR_PRACTITIONER)
    with pytest.raises(Refused) as refused:
        came(made, other, *EVERYBODY)
    assert refused.value.refusals[0].code == "already_ended"
    came(made, by, *EVERYBODY, at=TWO - HOUR / 2)
    corrects(made, by)
    assert seen(made, by, at=THREE).outcome.started_at == TWO - HOUR / 2
    found = ProtectionStep.objects.filter(discussion=made)
    assert {one.since for one in found} == {TWO - HOUR / 2}
    with pytest.raises(Refused):
        came(made, by, *EVERYBODY, at=THREE)


def test_the_page_of_one_at_which_nobody_was_leads_to_saying_who(client):
    made, by = not_held()
    sign_in(client, Account.objects.get(id=by.account_id))
    here = f"/discussions/{made}/correct"
    for asked in ("", "?how=held"):
        words = client.get(f"{here}{asked}").content.decode()
        assert "Nobody was recorded as there: say first who was" in words
        assert f"/discussions/{made}/attendance" in words
        assert "?how=held" not in words
        assert 'name="how" value="not_held"' in words
    page = client.get(f"/discussions/{made}/attendance").content.decode()
    assert "Who was there?" in page
    assert "Tick who was there" in page
    assert "Somebody else was there" in page
    typed = {"other_name": "Dr Farrow", "other_title": "The infirmary", "other_part": "health"}
    typed |= on(TWO) | {"other_at": "13:30"}
    sent = client.post(f"/discussions/{made}/attendance", typed)
    assert sent.headers["Location"] == f"{here}?how=held"
    assert 'name="how" value="held"' in client.get(f"{here}?how=held").content.decode()
    [there] = seen(made, by, at=THREE).attendances
    assert there.arrived_at == TWO - HOUR / 2


def on(moment):
    return {"day_day": moment.day, "day_month": moment.month, "day_year": moment.year}


def first_day(page):
    found = [re.search(rf'<input[^>]*name="day_{part}"[^>]*>', page) for part in ("day", "month")]
    said = [re.search(r'value="(\d*)"', one[0]) for one in found]
    return [one[1] if one else "" for one in said]


def test_the_day_that_it_was_held_is_asked_for_and_need_not_be_the_planned_one(client):
    partnership()
    by = given.a_manager()
    now = timezone.now()
    _, made = convened(by, planned_for=now + 24 * HOUR)
    said = OutcomeSaid(how=How.NOT_HELD, reason="Recorded by mistake")
    actions.record_outcome(discussion_id=made, said=said, by=by, at=now)
    sign_in(client, Account.objects.get(id=by.account_id))
    here = f"/discussions/{made}/attendance"
    assert first_day(client.get(here).content.decode()) == ["", ""]

    client.post(f"/discussions/{made}/drafts/discussion_attendance", {"day_day": "3"})
    assert first_day(client.get(here).content.decode()) == ["3", ""]

    typed = {"other_name": "Dr Farrow", "other_title": "The infirmary", "other_part": "health"}
    typed |= {"other_at": "00:00"}
    assert "Enter the day it was held" in client.post(here, typed).content.decode()
    tomorrow = client.post(here, typed | on(now + 24 * HOUR))
    assert tomorrow.status_code == 422
    assert "The day it was held must be today or in the past" in tomorrow.content.decode()
    assert client.post(here, typed | on(timezone.localtime(now))).status_code == 302
    [there] = seen(made, by, at=now).attendances
    assert timezone.localtime(there.arrived_at) == timezone.localtime(now).replace(
        hour=0, minute=0, second=0, microsecond=0
    )


def test_the_first_day_is_the_planned_one_once_that_is_past_and_it_is_for_who_corrects(client):
    made, by = not_held()
    here = f"/discussions/{made}/attendance"
    sign_in(client, Account.objects.get(id=by.account_id))
    planned = timezone.localtime(TWO)
    assert first_day(client.get(here).content.decode()) == [str(planned.day), str(planned.month)]
    sign_in(client, given.an_account(Role.SENIOR_PRACTITIONER))
    assert client.get(here).status_code == 403


def test_who_was_at_one_that_was_held_is_not_asked_again(client):
    made, by = recorded()
    sign_in(client, Account.objects.get(id=by.account_id))
    gone = client.get(f"/discussions/{made}/attendance")
    assert gone.headers["Location"] == f"/discussions/{made}"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_pages_are_accessible_wide_and_narrow(page, live_server, page_is_accessible, tmp_path):
    pictures = Path(os.environ.get("LINTEL_PICTURES", tmp_path))
    made, _ = recorded()
    manager = given.a_manager()

    def look(name):
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            page_is_accessible(page)
            page.screenshot(path=pictures / f"correct-{name}-{width}.png", full_page=True)

    become(page, live_server, Account.objects.get(id=manager.account_id))
    page.goto(f"/discussions/{made}")
    page.get_by_role("link", name="Correct what was recorded").click()
    look("begins")
    page.get_by_label("Section 47 is not met").check()
    page.get_by_label("Who sees Tomas Ashgrove?").fill("")
    page.get_by_role("button", name="Correct what was recorded").click()
    look("wrong")
    page.get_by_label("Who sees Tomas Ashgrove?").fill("The health visitor")
    page.get_by_label("Why is it corrected?").fill(BECAUSE)
    page.get_by_role("button", name="Correct what was recorded").click()
    page.get_by_text("What was recorded before it was corrected").click()
    look("done")
    assert set(steps(made).values()) == {"withdrawn"}
