"""The pages of one contact: who sees what, what can be done from them, what is never lost."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from lintel.access.viewers import Role
from lintel.audit import trail
from lintel.contacts import actions, queries
from lintel.contacts.models import RiskIndicator
from lintel.contacts.rules.facts import Rating, Stage
from lintel.contacts.rules.telling import AddressTold, AdultTold
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import signed_in_as
from lintel.people import actions as people

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]

SAFE = "Do not ring. Text only"


def shows(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def step(client, name: str, receipt, **sent):
    """Send a step's form as the page made it: with the version it carried."""
    address = reverse(name, args=[receipt.id])
    page = client.get(address).content.decode()
    carried = re.search(r'name="version" value="(\d+)"', page)
    seen_at = re.search(r'name="seen_at" value="([^"]+)"', page)
    return client.post(
        address, {"version": carried[1], "seen_at": seen_at[1].replace("&#43;", "+"), **sent}
    )


def test_a_screener_is_told_who_looks_first(client):
    receipt = given.received()
    signed_in_as(client, Role.SCREENER)

    page = shows(client.get(f"/contacts/{receipt.id}"))

    assert "a manager or senior practitioner looks first" in page
    assert f"/contacts/{receipt.id}/look" not in page
    assert "Tomas Ashgrove" in page
    assert "<title>" + receipt.reference in page


def test_a_manager_has_one_button_for_what_comes_next(client):
    receipt = given.received()
    signed_in_as(client, Role.MANAGER)

    page = shows(client.get(f"/contacts/{receipt.id}"))

    assert f'href="/contacts/{receipt.id}/look"' in page
    assert page.count('role="button"') == 1


def test_a_lapsed_social_worker_is_told_why_there_is_no_button(client):
    receipt = given.looked_at()
    signed_in_as(client, Role.SCREENER, registered_until=given.NOON.date())

    page = shows(client.get(f"/contacts/{receipt.id}"))

    assert "registration is not current" in page
    assert f"/contacts/{receipt.id}/rate" not in page
    assert client.get(f"/contacts/{receipt.id}/rate").status_code == 403


def test_an_administrator_sees_neither_the_concern_nor_who_told(client):
    receipt = given.received()
    signed_in_as(client, Role.ADMIN)

    page = shows(client.get(f"/contacts/{receipt.id}"))

    assert "Tomas Ashgrove" in page
    assert "tired" not in page
    assert "Ama Fletcher" not in page
    assert "What worries them" not in page
    assert "Family history" not in page


@pytest.mark.parametrize("role", [Role.SYSADMIN, Role.VIEWER])
def test_whoever_has_no_record_to_open_is_turned_away(client, role):
    receipt = given.received()
    signed_in_as(client, role)

    assert client.get(f"/contacts/{receipt.id}").status_code == 403


@pytest.mark.parametrize("role", [Role.EARLY_HELP, Role.SOCIAL_WORKER])
def test_a_contact_that_is_not_a_teams_looks_like_none(client, role):
    receipt = given.received()
    signed_in_as(client, role, teams=["early-help"])

    answer = client.get(f"/contacts/{receipt.id}")

    assert answer.status_code == 404
    assert receipt.reference not in answer.content.decode()


def test_opening_a_contact_leaves_one_entry_and_writes_nothing_else(client):
    receipt = given.received()
    signed_in_as(client, Role.MANAGER)
    before = given.now(receipt).version

    client.get(f"/contacts/{receipt.id}")

    did = [entry.did for entry in trail.entries_about("contact", str(receipt.id))]
    assert did == ["submit contact", "view contact"]
    assert given.now(receipt).version == before


def test_how_to_reach_somebody_safely_is_said_before_anything_else(client):
    receipt = given.received(
        adults=(AdultTold(given_name="Carla", relationship="mother", safe_contact=SAFE),)
    )
    signed_in_as(client, Role.SCREENER)

    page = shows(client.get(f"/contacts/{receipt.id}"))

    assert page.index(SAFE) < page.index("What worries them")


def test_the_words_that_fired_a_rule_are_marked_where_they_stand(client):
    receipt = given.received(concern="She has a bruise on her cheek. Dad hit her with a belt.")
    signed_in_as(client, Role.MANAGER)

    page = shows(client.get(f"/contacts/{receipt.id}"))

    assert re.search(r'<mark class="lx-said" title="[^"]+">', page)
    assert "Set aside" in page


def test_two_contacts_about_one_child_point_to_each_other(client):
    first, second = given.received(), given.received(concern="Again")
    signed_in_as(client, Role.SCREENER)

    assert second.reference in shows(client.get(f"/contacts/{first.id}"))
    assert first.reference in shows(client.get(f"/contacts/{second.id}"))


def test_looking_goes_straight_on_to_the_next(client):
    first = given.received()
    second = given.received(at=given.NOON + timedelta(minutes=1))
    signed_in_as(client, Role.MANAGER)

    answer = step(client, "look", first, immediate="no", then="next")

    assert answer.headers["Location"] == f"/contacts/{second.id}/look"
    assert given.now(first).stage is Stage.LOOKED_AT


def test_danger_told_is_not_passed_over_without_a_word(client):
    receipt = given.received(immediate_danger=True)
    signed_in_as(client, Role.MANAGER)

    answer = step(client, "look", receipt, immediate="no", then="stay")

    assert answer.status_code == 409
    assert "Enter why this does not need an immediate response" in answer.content.decode()
    assert given.now(receipt).stage is Stage.RECEIVED


def test_an_immediate_need_stands_out_until_it_is_acknowledged(client):
    receipt = given.looked_at(immediate=True)
    signed_in_as(client, Role.SCREENER)
    assert "Needs an immediate response" in shows(client.get(f"/contacts/{receipt.id}"))

    answer = step(client, "acknowledge", receipt, action="Police told; leaving now")

    assert answer.status_code == 302
    assert "Nobody has said what is being done" not in shows(client.get(f"/contacts/{receipt.id}"))


def test_only_a_senior_person_is_offered_less_than_red(client):
    receipt = given.rated(Rating.RED)
    signed_in_as(client, Role.SCREENER)

    page = shows(client.get(f"/contacts/{receipt.id}/rate"))

    assert "Ask a manager or senior practitioner to lower this rating" in page
    assert 'value="amber"' not in page
    assert "Hungry on three days" in page


def test_what_was_typed_survives_a_change_by_somebody_else(client):
    receipt = given.looked_at()
    signed_in_as(client, Role.SCREENER)
    address = reverse("rate", args=[receipt.id])
    page = client.get(address).content.decode()
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    somebody = given.a_manager(name="Noor Malik")
    actions.assign_contact(
        contact_id=receipt.id,
        version=int(version),
        to=str(somebody.account_id),
        by=somebody,
        at=given.NOON + timedelta(hours=1),
    )

    answer = client.post(
        address,
        {
            "version": version,
            "seen_at": (given.NOON + timedelta(minutes=30)).isoformat(),
            "rating": "amber",
            "reason": "Two agencies worried",
        },
    )

    page = answer.content.decode()
    assert answer.status_code == 412
    assert "this contact changed while you were writing" in page
    assert "Given to Noor Malik" in page
    assert "Two agencies worried" in page
    assert f'name="version" value="{int(version) + 1}"' in page
    assert given.now(receipt).rating is None


def test_a_form_without_a_version_writes_nothing(client):
    receipt = given.looked_at()
    signed_in_as(client, Role.SCREENER)

    answer = client.post(
        reverse("rate", args=[receipt.id]), {"rating": "amber", "reason": "Because"}
    )

    assert answer.status_code == 412
    assert given.now(receipt).rating is None


def test_a_draft_comes_back_and_goes_when_it_is_sent(client):
    receipt = given.looked_at()
    signed_in_as(client, Role.SCREENER)
    saved = client.post(f"/drafts/rate:{receipt.id}", {"rating": "amber", "reason": "Half a"})
    assert saved.status_code == 200

    page = shows(client.get(f"/contacts/{receipt.id}/rate"))
    assert "Your draft is here. Saved" in page
    assert "Half a" in page

    step(client, "rate", receipt, rating="amber", reason="Half a sentence, and the rest")
    assert "Your draft is here" not in shows(client.get(f"/contacts/{receipt.id}/rate"))


def test_a_draft_is_nobody_elses(client):
    receipt = given.looked_at()
    signed_in_as(client, Role.SCREENER)
    client.post(f"/drafts/rate:{receipt.id}", {"reason": "Mine alone"})
    client.logout()
    signed_in_as(client, Role.SCREENER)

    assert "Mine alone" not in shows(client.get(f"/contacts/{receipt.id}/rate"))


@pytest.mark.parametrize("form", ["rate:not-an-id", "anything", "shopping:" + "0" * 32])
def test_nothing_but_a_known_form_is_kept(client, form):
    signed_in_as(client, Role.SCREENER)

    assert client.post(f"/drafts/{form}", {"reason": "x"}).status_code == 400


def test_a_hold_is_undone_from_its_banner(client):
    receipt = given.looked_at()
    signed_in_as(client, Role.SCREENER)
    step(client, "hold", receipt, reason="The ward rings back", day="9 March 2099", hour="2:30pm")

    page = shows(client.get(f"/contacts/{receipt.id}"))
    assert "Held, to look again 9 March 2099 at 2:30pm" in page
    version = re.search(r'action="[^"]+/release".*?name="version" value="(\d+)"', page, re.DOTALL)

    client.post(f"/contacts/{receipt.id}/release", {"version": version[1]})
    assert given.now(receipt).held_until is None


def test_a_review_time_gone_by_is_refused_beside_its_question(client):
    receipt = given.looked_at()
    signed_in_as(client, Role.SCREENER)

    answer = step(client, "hold", receipt, reason="Waiting", day="1 March 2026", hour="9am")

    assert answer.status_code == 409
    assert "Enter a review time that is still to come" in answer.content.decode()


def test_a_child_is_linked_and_the_link_undone_with_a_reason(client):
    earlier = given.decided()
    receipt = given.received()
    signed_in_as(client, Role.SCREENER)
    told = queries.family_facts(queries.the_contact(given.a_manager(), receipt.id)).told[0]
    page = shows(client.get(f"/contacts/{receipt.id}/people"))
    person = re.search(r'name="who"[^>]+value="([0-9a-f-]{36})"', page)[1]
    assert "the same person" in page
    assert not re.search(r'name="who"[^>]+ checked', page)

    client.post(f"/contacts/{receipt.id}/people", {"record": told.record_id, "who": person})
    assert "Known: Tomas Ashgrove" in shows(client.get(f"/contacts/{receipt.id}/people"))
    assert earlier.reference in shows(client.get(f"/contacts/{receipt.id}/history"))

    sent = {"record": told.record_id, "do": "unlink"}
    assert client.post(f"/contacts/{receipt.id}/people", sent).status_code == 422
    client.post(f"/contacts/{receipt.id}/people", {**sent, "reason": "A cousin"})
    assert "Known: Tomas" not in shows(client.get(f"/contacts/{receipt.id}/people"))


@pytest.mark.parametrize(
    ("born", "words"),
    [(None, "Looks like a twin instead"), (date(2021, 1, 5), "Looks like a brother or sister")],
)
def test_one_of_the_household_is_called_what_they_look_like(client, born, words):
    home = AddressTold(("4 Beck Lane",), "NB1 2QF")
    mine = given.a_child(address=home)
    first = given.received(children=(mine,))
    [told] = queries.family_facts(queries.the_contact(given.a_manager(), first.id)).told
    people.link(told.record_id, None, ["new"], by=given.a_manager(), at=given.NOON)
    other = given.a_child(
        given_name="Leonora", date_of_birth=born or mine.date_of_birth, address=home, sex="F"
    )
    receipt = given.received(children=(other,))
    signed_in_as(client, Role.SCREENER)
    assert words in shows(client.get(f"/contacts/{receipt.id}/people"))


def test_somebody_said_not_to_be_the_same_is_offered_no_more(client):
    given.decided()
    receipt = given.received()
    signed_in_as(client, Role.SCREENER)
    told = queries.family_facts(queries.the_contact(given.a_manager(), receipt.id)).told[0]
    page = shows(client.get(f"/contacts/{receipt.id}/people"))
    person = re.search(r'name="who"[^>]+value="([0-9a-f-]{36})"', page)[1]

    client.post(f"/contacts/{receipt.id}/people", {"record": told.record_id, "not_same": person})

    page = shows(client.get(f"/contacts/{receipt.id}/people"))
    assert not re.search(rf'name="who"[^>]+value="{person}"', page)
    assert "Take back" in page


def test_saying_who_somebody_is_needs_an_answer(client):
    receipt = given.received()
    signed_in_as(client, Role.SCREENER)
    told = queries.family_facts(queries.the_contact(given.a_manager(), receipt.id)).told[0]

    answer = client.post(f"/contacts/{receipt.id}/people", {"record": told.record_id})

    assert answer.status_code == 422
    assert "Select who Tomas Ashgrove is" in answer.content.decode()


def test_history_is_on_its_own_page_and_reading_it_is_kept(client):
    given.decided(concern="An earlier worry nobody should see by the way")
    receipt = given.received()
    viewer = signed_in_as(client, Role.SCREENER)
    told = queries.family_facts(queries.the_contact(viewer, receipt.id)).told[0]
    found = people_candidates(viewer, told.record_id)
    people.link(told.record_id, found, ["same"], by=viewer, at=given.NOON)

    page = shows(client.get(f"/contacts/{receipt.id}"))
    assert "You have not read it yet" in page
    assert "nobody should see by the way" not in page

    assert "nobody should see by the way" in shows(client.get(f"/contacts/{receipt.id}/history"))
    assert "You have read it" in shows(client.get(f"/contacts/{receipt.id}"))
    did = [entry.did for entry in trail.entries_about("contact", str(receipt.id))]
    assert did.count("open history") == 1


def people_candidates(viewer, record_id):
    from lintel.people import queries as people_queries

    return people_queries.candidates(viewer, record_id)[0].person_id


def test_a_sign_is_set_aside_with_a_reason_and_stays_in_sight(client):
    receipt = given.received(concern="She has a bruise on her cheek. Dad hit her with a belt.")
    signed_in_as(client, Role.MANAGER)
    sign = RiskIndicator.objects.filter(contact=receipt.id).first()
    address = reverse("indicator", args=[receipt.id, sign.id])
    assert client.post(address, {"version": 1, "reason": " "}).status_code == 409

    client.post(address, {"version": 1, "reason": "Seen by the ward: a birthmark"})

    assert "Seen by the ward: a birthmark" in shows(client.get(f"/contacts/{receipt.id}"))


def test_what_was_taken_down_wrong_is_put_right_and_kept(client):
    receipt = given.received()
    signed_in_as(client, Role.SCREENER)

    step(
        client,
        "correct",
        receipt,
        kind="signposting",
        source="2A",
        categories=["family_stress"],
        family_told="yes",
        consent="given",
        reason="They only asked for a number",
    )

    assert str(given.now(receipt).kind) == "signposting"
    page = shows(client.get(f"/contacts/{receipt.id}"))
    assert "Corrected kind" in page


def test_a_note_loses_no_race_and_is_kept_in_the_timeline(client):
    receipt = given.looked_at()
    signed_in_as(client, Role.SCREENER)

    client.post(f"/contacts/{receipt.id}/note", {"version": "1", "text": "Spoke to the school"})

    assert "Spoke to the school" in shows(client.get(f"/contacts/{receipt.id}"))


def test_a_contact_is_taken_closed_and_reopened(client):
    receipt = given.decided()
    signed_in_as(client, Role.MANAGER)

    page = shows(client.get(f"/contacts/{receipt.id}"))
    assert f'href="/contacts/{receipt.id}/close"' in page
    assert step(client, "close", receipt, reason="Advice given").status_code == 302
    assert given.now(receipt).stage is Stage.CLOSED
    assert step(client, "reopen", receipt, reason="The school rang").status_code == 302
    assert given.now(receipt).stage is Stage.SCREENING


def test_the_trail_says_who_opened_it_and_that_it_was_asked(client):
    receipt = given.received()
    signed_in_as(client, Role.MANAGER, name="Noor Malik")
    client.get(f"/contacts/{receipt.id}")

    page = shows(client.get(f"/contacts/{receipt.id}/trail"))

    assert "Noor Malik" in page
    assert "View contact" in page
    did = [entry.did for entry in trail.entries_about("contact", str(receipt.id))]
    assert did[-1] == "view audit"


def test_a_screener_does_not_read_the_trail(client):
    receipt = given.received()
    signed_in_as(client, Role.SCREENER)

    assert client.get(f"/contacts/{receipt.id}/trail").status_code == 403
    assert "Who has opened it" not in shows(client.get(f"/contacts/{receipt.id}"))
