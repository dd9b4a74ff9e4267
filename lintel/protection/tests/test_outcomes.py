"""What must be said with the outcome of a strategy discussion, all of it at once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from lintel.protection.rules.outcomes import (
    ActionAgreed,
    How,
    Medical,
    OutcomeSaid,
    Section47,
    Seeing,
    Sitting,
    State,
    View,
    reasons_not_to_record,
)
from lintel.protection.rules.quorum import Part, Quorum

AT = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
TOMAS, EVA = UUID(int=1), UUID(int=2)
WHOLE = Quorum(True, (), AT - timedelta(hours=1))
NO_POLICE = Quorum(False, (Part.POLICE,))


def a_sitting(**differences) -> Sitting:
    ordinary = {
        "state": State.CONVENED,
        "quorum": WHOLE,
        "children": {TOMAS: "Tomas"},
        "parties": ("The council", "The police", "The infirmary"),
        "seen_within": AT + timedelta(hours=24),
        "assume_medical": False,
        "declines": False,
    }
    return Sitting(**(ordinary | differences))


def held(**differences) -> OutcomeSaid:
    ordinary = {
        "how": How.HELD,
        "section47": Section47.JOINT,
        "section47_because": "Two injuries that nobody can explain",
        "seeing": (Seeing(TOMAS, "The social worker", AT + timedelta(hours=3)),),
        "siblings": "None in the home",
        "parents_told": "By the social worker after the child is seen",
        "criminal": True,
        "medical": Medical.NEEDED,
    }
    return OutcomeSaid(**(ordinary | differences))


def codes(said: OutcomeSaid, sitting: Sitting | None = None) -> set[tuple[str, str]]:
    found = reasons_not_to_record(said, sitting or a_sitting(), at=AT)
    return {(refusal.code, refusal.field) for refusal in found}


def test_a_whole_outcome_is_recorded():
    assert codes(held()) == set()


def test_everything_that_is_missing_is_told_at_once():
    assert codes(OutcomeSaid(How.HELD)) == {
        ("missing", "section47"),
        ("missing", "section47_because"),
        ("missing", "seeing.0.who"),
        ("missing", "seeing.0.by"),
        ("missing", "siblings"),
        ("missing", "parents_told"),
        ("missing", "criminal"),
        ("missing", "medical"),
    }


def test_a_discussion_where_nobody_came_was_not_held():
    assert ("nobody_there", "") in codes(held(), a_sitting(parties=(), quorum=NO_POLICE))


def test_going_on_while_not_quorate_wants_a_reason():
    assert codes(held(), a_sitting(quorum=NO_POLICE)) == {("not_quorate", "not_quorate_because")}
    said = held(not_quorate_because="The officer was called away; the child cannot wait")
    assert codes(said, a_sitting(quorum=NO_POLICE)) == set()


def test_each_child_is_seen_by_somebody_at_a_time():
    both = a_sitting(children={TOMAS: "Tomas", EVA: "Eva"})
    assert codes(held(), both) == {("missing", "seeing.1.who"), ("missing", "seeing.1.by")}


def test_under_section_47_no_child_waits_longer_than_the_clock():
    late = (Seeing(TOMAS, "The social worker", AT + timedelta(hours=25)),)
    assert codes(held(seeing=late)) == {("too_late", "seeing.0.by")}
    assert codes(held(seeing=late, section47=Section47.NO)) == set()


def test_why_the_parents_are_not_told_is_an_answer():
    said = held(parents_told="", parents_not_told_because="They may leave with the child tonight")
    assert codes(said) == set()


def test_no_medical_wants_a_reason():
    assert codes(held(medical=Medical.NOT_NEEDED)) == {("missing", "medical_because")}


def test_no_medical_after_an_injury_wants_what_each_party_thinks():
    said = held(
        medical=Medical.NOT_NEEDED,
        medical_because="The mark is a birthmark, seen by the consultant",
        medical_views=(View("The police", "We agree"),),
    )
    assert codes(said, a_sitting(assume_medical=True)) == {
        ("missing", "medical_views.0.view"),
        ("missing", "medical_views.2.view"),
    }
    assert codes(said) == set()


def test_an_action_has_an_owner_and_a_time():
    said = held(actions=(ActionAgreed("Ring the school", "", None),))
    assert codes(said) == {("missing", "actions.0.owner"), ("missing", "actions.0.due")}


def test_only_a_manager_says_that_it_is_not_held_and_why():
    said = OutcomeSaid(How.NOT_HELD)
    assert codes(said) == {("no_reason", "reason"), ("needs_manager", "how")}
    said = replace(said, reason="The medical view is that it is a birthmark")
    assert codes(said, a_sitting(declines=True)) == set()


def test_it_is_adjourned_to_a_time_to_come_and_why():
    said = OutcomeSaid(How.ADJOURNED, adjourned_to=AT)
    assert codes(said) == {("no_reason", "reason"), ("missing", "adjourned_to")}
    said = replace(said, reason="No police", adjourned_to=AT + timedelta(hours=2))
    assert codes(said) == set()


@pytest.mark.parametrize("state", [State.HELD, State.NOT_HELD])
def test_what_came_of_it_is_recorded_once(state):
    assert codes(held(), a_sitting(state=state)) == {("already_ended", "")}
