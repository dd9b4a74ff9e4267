"""From the front door to the end: what each act leaves behind, and what it refuses."""

from datetime import timedelta

import pytest

from lintel.access.viewers import NotPermitted, Role
from lintel.audit import trail
from lintel.contacts import actions, queries
from lintel.contacts.rules.facts import Rating, Stage
from lintel.contacts.tests import given
from lintel.kernel.refusals import Invalid, NotThere, Refused, Stale

pytestmark = pytest.mark.django_db

LATER = given.NOON + timedelta(minutes=15)


def codes(refused) -> set[str]:
    return {refusal.code for refusal in refused.value.refusals}


def trail_of(receipt) -> list[str]:
    return [str(entry.did) for entry in trail.entries_about("contact", str(receipt.id))]


def test_a_received_contact_waits_to_be_looked_at_with_an_owner_and_a_clock():
    receipt = given.received()

    contact = given.now(receipt)
    assert contact.stage is Stage.RECEIVED
    assert contact.owner_team == "front-door"
    assert receipt.due[0].name == "first_look"
    assert receipt.due[0].due_at == given.NOON + timedelta(minutes=30)
    assert trail_of(receipt) == ["submit contact"]


def test_a_wrong_telling_names_every_field_and_stores_nothing():
    manager = given.a_manager()

    with pytest.raises(Invalid) as wrong:
        given.received(concern=" ", categories=("no_such",), source="77")

    fields = {refusal.field for refusal in wrong.value.refusals}
    assert fields >= {"concern", "categories.0", "source"}
    assert queries.conservation(manager, at=LATER).received == 0


def test_the_same_key_is_taken_once_and_answered_the_same():
    by = given.a_viewer(Role.AGENCY_SYSTEM, employed_by_council=False)
    said = {"telling": given.a_telling(), "council": given.COUNCIL, "by": by}

    first = actions.receive_contact(**said, at=given.NOON, idempotency_key="k1", body_digest="a")
    again = actions.receive_contact(**said, at=LATER, idempotency_key="k1", body_digest="a")

    assert (again.id, again.received_at, again.due) == (first.id, first.received_at, first.due)
    assert again.replayed
    assert queries.conservation(given.a_manager(), at=LATER).received == 1


def test_a_key_with_another_body_is_refused():
    by = given.a_viewer(Role.AGENCY_SYSTEM, employed_by_council=False)
    said = {"telling": given.a_telling(), "council": given.COUNCIL, "by": by, "at": given.NOON}
    actions.receive_contact(**said, idempotency_key="k1", body_digest="a")

    with pytest.raises(Refused) as refused:
        actions.receive_contact(**said, idempotency_key="k1", body_digest="b")

    assert codes(refused) == {"idempotency_key_reused"}


@pytest.mark.parametrize("role", [Role.SCREENER, Role.ADMIN])
def test_only_a_senior_person_looks(role):
    receipt = given.received()

    with pytest.raises(NotPermitted):
        actions.look_at_contact(
            contact_id=receipt.id, version=1, immediate=False, by=given.a_viewer(role), at=LATER
        )


def test_a_lapsed_registration_ends_looking_that_day():
    receipt = given.received()
    lapsed = given.a_manager(registered_until=given.NOON.date() - timedelta(days=1))

    with pytest.raises(NotPermitted) as refused:
        actions.look_at_contact(
            contact_id=receipt.id, version=1, immediate=False, by=lapsed, at=LATER
        )

    assert refused.value.because == "registration"


def test_a_second_look_is_refused():
    receipt = given.looked_at()

    with pytest.raises(Refused) as refused:
        actions.look_at_contact(
            contact_id=receipt.id, version=2, immediate=False, by=given.a_manager(), at=LATER
        )

    assert codes(refused) == {"cannot_look"}


def test_the_referrers_danger_is_not_passed_over_without_a_word():
    receipt = given.received(immediate_danger=True)
    said = {"contact_id": receipt.id, "version": 1, "immediate": False, "at": LATER}

    with pytest.raises(Refused) as refused:
        actions.look_at_contact(**said, by=given.a_manager())

    assert codes(refused) == {"immediate_not_explained"}
    actions.look_at_contact(**said, note="Child is with her aunt now", by=given.a_manager())


def test_an_immediate_need_is_pinned_until_somebody_says_what_is_being_done():
    receipt = given.looked_at(immediate=True)
    manager = given.a_manager()

    first = queries.board(manager, wanted=queries.BoardFilter(), at=LATER).rows[0]
    assert (first.queue, first.is_immediate) == ("immediate", True)
    with pytest.raises(Refused):
        actions.acknowledge_immediate(
            contact_id=receipt.id, version=2, action=" ", by=manager, at=LATER
        )
    actions.acknowledge_immediate(
        contact_id=receipt.id, version=2, action="Police are on the way", by=manager, at=LATER
    )

    assert given.now(receipt).immediate_since is None


def test_a_red_is_lowered_only_by_a_second_senior_person():
    maker, other = given.a_manager(), given.a_manager()
    receipt = given.rated(Rating.RED, by=maker)
    said = {
        "contact_id": receipt.id,
        "version": 3,
        "rating": Rating.GREEN,
        "reason": "Injury explained by hospital",
        "at": LATER,
    }

    with pytest.raises(Refused) as by_maker:
        actions.rate_contact(**said, by=maker)
    with pytest.raises(Refused) as by_screener:
        actions.rate_contact(**said, by=given.a_screener())
    actions.rate_contact(**said, by=other)

    assert codes(by_maker) == {"lowering_red_needs_second_person"}
    assert codes(by_screener) == {"lowering_red_needs_senior"}
    assert given.now(receipt).rating is Rating.GREEN


def test_a_rating_needs_a_look_and_a_reason_and_says_both():
    receipt = given.received()

    with pytest.raises(Refused) as refused:
        actions.rate_contact(
            contact_id=receipt.id,
            version=1,
            rating=Rating.RED,
            reason="",
            by=given.a_screener(),
            at=LATER,
        )

    assert codes(refused) == {"not_looked_at", "no_reason"}
    assert trail_of(receipt) == ["submit contact"]


def test_a_write_from_an_older_version_is_refused():
    receipt = given.looked_at()

    with pytest.raises(Stale) as stale:
        actions.assign_contact(
            contact_id=receipt.id, version=1, to="front-door", by=given.a_manager(), at=LATER
        )

    assert stale.value.current == 2


def test_another_council_sees_nothing_there():
    receipt = given.received()
    stranger = given.a_manager(council="southmere")

    with pytest.raises(NotThere):
        actions.open_contact(contact_id=receipt.id, by=stranger, at=LATER)
    with pytest.raises(NotThere):
        actions.look_at_contact(
            contact_id=receipt.id, version=1, immediate=False, by=stranger, at=LATER
        )


def test_holding_keeps_the_clock_and_shows_owner_reason_and_review():
    receipt = given.rated()
    screener = given.a_screener()
    due_before = queries.the_contact(screener, receipt.id).due_at

    actions.hold_contact(
        contact_id=receipt.id,
        version=3,
        reason="Waiting for the health visitor to ring back",
        review_at=due_before + timedelta(hours=1),
        by=screener,
        at=LATER,
    )

    row = queries.board(screener, wanted=queries.BoardFilter(queue="held"), at=LATER).rows[0]
    assert row.held_because == "Waiting for the health visitor to ring back"
    assert row.clock.due_at == due_before
    assert row.owner


def test_opening_a_record_leaves_one_entry():
    receipt = given.received()

    actions.open_contact(contact_id=receipt.id, by=given.a_manager(), at=LATER)

    assert trail_of(receipt) == ["submit contact", "view contact"]


def test_a_sign_of_harm_is_not_lost_by_calling_it_another_kind_of_enquiry():
    receipt = given.looked_at(categories=("neglect",))

    with pytest.raises(Refused) as refused:
        actions.correct_contact(
            contact_id=receipt.id,
            version=2,
            changes={"kind": "signposting"},
            by=given.a_screener(),
            at=LATER,
        )

    assert [refusal.code for refusal in refused.value.refusals] == ["significant_harm"]


def test_a_correction_keeps_what_it_said_and_raises_what_it_brings():
    receipt = given.looked_at()
    manager = given.a_manager()

    actions.correct_contact(
        contact_id=receipt.id,
        version=2,
        changes={"categories": ["neglect", "physical_abuse"]},
        by=manager,
        at=LATER,
    )

    contact = queries.the_contact(manager, receipt.id)
    view = queries.contact_view(manager, contact)
    assert "It said: family stress" in view.concern.happenings[-1].words
    assert any(i.level == "strategy" for i in queries.standing_indicators(contact))


def test_the_concern_itself_cannot_be_corrected():
    receipt = given.looked_at()

    with pytest.raises(Invalid) as wrong:
        actions.correct_contact(
            contact_id=receipt.id,
            version=2,
            changes={"concern": "Nothing to see", "stage": "closed"},
            by=given.a_manager(),
            at=LATER,
        )

    assert {r.field for r in wrong.value.refusals} == {"concern", "stage"}


def test_a_draft_keeps_all_that_can_be_kept():
    screener = given.a_screener()

    actions.save_draft(
        form="decide",
        fields={"rationale": "Seen\x00 today", "ticked": ["a\x00"]},
        by=screener,
        at=LATER,
    )

    fields, saved_at = queries.draft(screener, "decide")
    assert fields == {"rationale": "Seen today", "ticked": ["a"]}
    assert saved_at == LATER
