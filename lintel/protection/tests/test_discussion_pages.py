"""The pages of a strategy discussion, without scripts: asked, answered, recorded, read."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from lintel.access.viewers import Role
from lintel.contacts.tests import given as contact_given
from lintel.contacts.tests.signing_in import sign_in
from lintel.kernel.instants import when_in_words
from lintel.protection import actions
from lintel.protection.models import Attendance, Discussion, DiscussionOutcome
from lintel.protection.rules.convening import ItemSaid
from lintel.protection.rules.quorum import ALWAYS, Part
from lintel.protection.tests import given
from lintel.sharing.rules.handling import Mark

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]


@pytest.fixture(autouse=True)
def partnership():
    given.partnership()


def signed_in(role: Role, **differences):
    client, account = Client(), contact_given.an_account(role, **differences)
    sign_in(client, account)
    return client, account


def partner(agency: str):
    return signed_in(Role.PARTNER, agency=agency, employed_by_council=False, registered_until=None)[
        0
    ]


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def shown(answer):
    """The inputs of a page, by name."""
    return {one.get("name"): one for one in html.fromstring(answer.content).iter("input")}


@pytest.fixture
def contact_id():
    return contact_given.looked_at(categories=("physical_abuse",)).id


@pytest.fixture
def discussion(contact_id):
    """Convened now, so that a page may say who has come."""
    by, now = contact_given.a_manager(), timezone.now()
    call = given.the_call(contact_id, by, planned_for=now)
    return actions.convene_discussion(contact_id=contact_id, call=call, by=by, at=now)


def what_is_convened(contact_id) -> dict:
    by = contact_given.a_manager()
    [child] = given.the_call(contact_id, by).about
    return {
        "about": [str(child)],
        "because": "Two bruises that nobody can explain",
        "planned_for": when_in_words(timezone.now() + timedelta(hours=2)),
        "how": "video",
        "chair": "The manager",
        "invite_social_worker": ["team:protection"],
        "invite_health": ["agency:infirmary"],
        "invite_police": ["agency:police"],
    }


def test_the_contact_says_that_one_is_due_and_how_to_convene_it(contact_id):
    client, _ = signed_in(Role.MANAGER)
    page = words(client.get(f"/contacts/{contact_id}"))
    assert "A strategy discussion is called for" in page
    assert f"/contacts/{contact_id}/convene" in page


def test_nobody_is_chosen_beforehand(contact_id):
    client, _ = signed_in(Role.MANAGER)
    page = words(client.get(f"/contacts/{contact_id}/convene"))
    assert "The police" in page
    assert "needed at every strategy discussion" in page.lower()
    assert " checked" not in page


def test_what_is_missing_is_said_beside_its_question_and_nothing_typed_is_lost(contact_id):
    client, _ = signed_in(Role.MANAGER)
    sent = what_is_convened(contact_id) | {"invite_police": [], "planned_for": "soonish"}
    answer = client.post(f"/contacts/{contact_id}/convene", sent)
    page = words(answer)
    assert answer.status_code == 422
    assert "must be a day and a time" in page
    assert "Two bruises that nobody can explain" in page
    answer = client.post(
        f"/contacts/{contact_id}/convene", what_is_convened(contact_id) | {"invite_police": []}
    )
    assert "Select who to ask as police" in words(answer)
    assert not Discussion.objects.exists()


def test_it_is_convened_and_its_page_says_who_was_asked(contact_id):
    client, _ = signed_in(Role.MANAGER)
    answer = client.post(f"/contacts/{contact_id}/convene", what_is_convened(contact_id))
    made = Discussion.objects.get()
    assert answer.url == f"/discussions/{made.id}"
    page = words(client.get(answer.url))
    assert "The infirmary" in page
    assert "No answer yet" in page
    assert "NOT QUORATE: no social worker of the council, no health practitioner" in page


def test_an_agency_answers_in_one_page_and_others_find_nothing(discussion):
    client = partner("police")
    assert f"/discussions/{discussion}/answer" in words(client.get("/discussions"))
    assert client.get(f"/discussions/{discussion}/answer").status_code == 200
    answer = client.post(
        f"/discussions/{discussion}/answer", {"says": "deputy", "who": "Sergeant Ode"}
    )
    assert answer.status_code == 302
    assert "Sending somebody else: Sergeant Ode" in words(client.get(answer.url))
    stranger = partner("homes")
    for path in ("", "/answer", "/minutes", "/share"):
        assert stranger.get(f"/discussions/{discussion}{path}").status_code == 404


def test_what_an_agency_knows_wants_a_mark(discussion):
    client = partner("police")
    sent = {"says": "information", "text": "Three calls"}
    answer = client.post(f"/discussions/{discussion}/answer", sent)
    assert "Select who may read what you know" in words(answer)
    assert "Three calls" in words(answer)


def test_quorum_follows_from_who_is_ticked_and_cannot_be_typed(discussion):
    client, account = signed_in(Role.MANAGER)
    asked = {
        one.part: one.id
        for one in given.seen(discussion, contact_given.a_manager(), at=timezone.now()).invitations
    }
    now = f"{timezone.localtime():%H:%M}"
    page = words(client.get(f"/discussions/{discussion}/attendance"))
    assert 'name="quorate"' not in page
    sent = {
        f"came_{asked[Part.SOCIAL_WORKER]}": "on",
        f"account_{asked[Part.SOCIAL_WORKER]}": str(account.id),
        f"at_{asked[Part.SOCIAL_WORKER]}": now,
        f"came_{asked[Part.HEALTH]}": "on",
        f"at_{asked[Part.HEALTH]}": now,
    }
    answer = client.post(f"/discussions/{discussion}/attendance", sent)
    assert "Enter who came" in words(answer)
    assert not Attendance.objects.exists()
    sent[f"name_{asked[Part.HEALTH]}"] = "Dr Lowe"
    assert client.post(f"/discussions/{discussion}/attendance", sent).status_code == 302
    page = words(client.get(f"/discussions/{discussion}"))
    assert "NOT QUORATE: no police" in page
    sent = {
        f"came_{asked[Part.POLICE]}": "on",
        f"name_{asked[Part.POLICE]}": "Sergeant Ode",
        f"at_{asked[Part.POLICE]}": now,
    }
    assert client.post(f"/discussions/{discussion}/attendance", sent).status_code == 302
    assert "Quorate: everybody" in words(client.get(f"/discussions/{discussion}"))


def test_who_was_being_ticked_is_there_again_and_a_time_nobody_is_ticked_for_is_now(discussion):
    client, _ = signed_in(Role.MANAGER)
    seen = given.seen(discussion, contact_given.a_manager(), at=timezone.now())
    asked = {one.part: one.id for one in seen.invitations}
    kept = {
        f"came_{asked[Part.HEALTH]}": "on",
        f"name_{asked[Part.HEALTH]}": "Dr Lowe",
        f"at_{asked[Part.HEALTH]}": "4:07am",
        f"at_{asked[Part.POLICE]}": "4:07am",
        "other_at": "4:07am",
    }
    client.post(f"/discussions/{discussion}/drafts/discussion_attendance", kept)
    fields = shown(client.get(f"/discussions/{discussion}/attendance"))
    assert fields[f"came_{asked[Part.HEALTH]}"].get("checked") is not None
    assert fields[f"name_{asked[Part.HEALTH]}"].get("value") == "Dr Lowe"
    assert fields[f"at_{asked[Part.HEALTH]}"].get("value") == "4:07am"
    assert fields[f"came_{asked[Part.POLICE]}"].get("checked") is None
    assert fields[f"at_{asked[Part.POLICE]}"].get("value") != "4:07am"
    assert fields["other_at"].get("value") != "4:07am"


def test_the_outcome_asks_everything_at_once_and_is_recorded(discussion, contact_id):
    manager, now = contact_given.a_manager(), timezone.now()
    given.came(discussion, manager, *ALWAYS, at=now)
    client, _ = signed_in(Role.MANAGER)
    page = words(client.get(f"/discussions/{discussion}/outcome?how=held"))
    assert "assume that a medical is needed" in page
    assert " checked" not in page
    answer = client.post(f"/discussions/{discussion}/outcome", {"how": "held"})
    page = words(answer)
    assert answer.status_code == 422
    for asked in ("Select whether section 47 is met", "Enter who sees", "Enter when", "medical"):
        assert asked in page
    sent = {
        "how": "held",
        "section47": "joint",
        "section47_because": "Two injuries, two accounts of them",
        "see_who_0": "The social worker",
        "see_by_0": when_in_words(now + timedelta(hours=3)),
        "siblings": "None",
        "parents_not_told_because": "Not before he has been seen",
        "criminal": "yes",
        "medical": "not_needed",
        "medical_because": "A birthmark",
        "what_1": "Look for earlier calls",
        "agency_1": "agency:police",
        "due_1": "tomorrow 9am",
    }
    answer = client.post(f"/discussions/{discussion}/outcome", sent)
    assert "The police thinks about there being no medical" in words(answer)
    sent |= {"view_0": "We agree", "view_1": "We agree", "view_2": "We agree"}
    answer = client.post(f"/discussions/{discussion}/outcome", sent)
    assert answer.status_code == 302, words(answer)
    found = DiscussionOutcome.objects.get()
    assert (found.quorate, found.section47) == (True, "joint")
    page = words(client.get(answer.url))
    assert "Section 47, together with the police" in page
    assert "Look for earlier calls" in page
    assert "Held" in words(client.get(f"/contacts/{contact_id}"))
    police = partner("police")
    [action] = given.seen(discussion, manager, at=now).actions
    done = police.post(f"/discussions/{discussion}/actions/{action.id}/done", {"note": "Four"})
    assert done.status_code == 302
    assert "Four" in words(police.get(f"/discussions/{discussion}"))


def test_minutes_say_not_quorate_and_only_what_the_reader_may_know(discussion):
    manager, now = contact_given.a_manager(), timezone.now()
    given.came(discussion, manager, Part.SOCIAL_WORKER, Part.HEALTH, at=now)
    for mark, said in ((Mark.HUB_ONLY, "Three calls"), (Mark.DECISION_MAKER, "He is armed")):
        actions.share_at_discussion(
            discussion_id=discussion,
            item=ItemSaid(said, mark),
            by=given.a_partner("police"),
            at=now,
        )
    said = given.held(discussion, manager, at=now, not_quorate_because="Called away")
    actions.record_outcome(discussion_id=discussion, said=said, by=manager, at=now)
    page = words(partner("infirmary").get(f"/discussions/{discussion}/minutes"))
    assert "NOT QUORATE" in page
    assert "Three calls" in page
    assert "He is armed" not in page
    assert "Shared something that you may not read" in page
    assert "He is armed" in words(
        signed_in(Role.MANAGER)[0].get(f"/discussions/{discussion}/minutes")
    )


def test_it_is_adjourned_and_its_new_time_shown(discussion):
    client, _ = signed_in(Role.MANAGER)
    sent = {"how": "adjourned", "reason": "No police", "adjourned_to": "tomorrow 9am"}
    answer = client.post(f"/discussions/{discussion}/outcome", sent)
    assert answer.status_code == 302, words(answer)
    assert "Adjourned" in words(client.get(f"/discussions/{discussion}"))


def test_a_senior_practitioner_is_told_that_only_a_manager_says_it_is_not_held(discussion):
    client, _ = signed_in(Role.SENIOR_PRACTITIONER)
    sent = {"how": "not_held", "reason": "A birthmark"}
    answer = client.post(f"/discussions/{discussion}/outcome", sent)
    assert answer.status_code == 409
    assert "only a manager can say that a discussion is not held" in words(answer)


def test_what_somebody_types_is_kept_for_whoever_comes_near_it(discussion):
    police = partner("police")
    kept = police.post(
        f"/discussions/{discussion}/drafts/answer_discussion", {"text": "Three calls"}
    )
    assert kept.status_code == 200
    assert "Three calls" in words(police.get(f"/discussions/{discussion}/answer"))
    path = f"/discussions/{discussion}/drafts"
    assert police.post(f"{path}/another_form", {"text": "Three"}).status_code == 400
    assert partner("homes").post(f"{path}/answer_discussion", {}).status_code == 404
