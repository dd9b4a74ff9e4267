"""Who may break the glass of what, and who stands too near to a family: the thirty cases."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from lintel.access.tests.given import a_viewer
from lintel.access.viewers import THROUGH_GLASS, Permission, Role
from lintel.restrictions.rules.conflicts import (
    Conflicted,
    Detail,
    Lived,
    Named,
    Near,
    OwnDetails,
    family_marks,
    how_near,
    marks_of,
    own_marks,
)
from lintel.restrictions.rules.glass import (
    LASTS,
    GlassFacts,
    Sought,
    is_as_good_as_absent,
    reasons_not_open_already,
    reasons_not_to_review,
    reasons_not_yet,
    what_is_wrong,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ENOUGH = "She rang: he is at the door now"
MAY = {
    Role.SCREENER,
    Role.SENIOR_PRACTITIONER,
    Role.MANAGER,
    Role.EMERGENCY_DUTY,
    Role.SOCIAL_WORKER,
    Role.CHILD_PROTECTION,
}


@pytest.mark.parametrize("role", list(Role))
def test_only_those_who_act_for_a_child_may_break_the_glass(role):
    assert a_viewer(role).may(Permission.BREAK_GLASS) is (role in MAY)


@pytest.mark.parametrize("role", sorted(MAY))
def test_nobody_who_may_break_the_glass_reviews_it(role):
    assert not a_viewer(role).may(Permission.REVIEW_GLASS)


def test_whoever_reads_through_glass_may_do_nothing_but_read():
    from dataclasses import replace

    through = replace(a_viewer(Role.MANAGER), glass=uuid4())
    assert {each for each in Permission if through.may(each)} == THROUGH_GLASS
    assert through.why_not(Permission.RATE) == "glass"


SELF, DECLARED, INFERRED = Conflicted.SELF, Conflicted.DECLARED, Conflicted.INFERRED
OWN_FAMILY, HIGH_PROFILE = "own_family", "high_profile"
RECORDS = [
    # kinds, the worker's conflict, shut by policy, as good as absent
    ((), None, False, False),
    ((OWN_FAMILY,), None, False, False),
    ((HIGH_PROFILE,), None, False, False),
    (("adoption",), None, False, False),
    (("protected_location",), None, False, False),
    (("practice_review",), None, False, False),
    (("police_operation",), None, False, False),
    (("police_operation",), None, True, True),
    ((), SELF, False, True),
    ((OWN_FAMILY,), SELF, False, True),
    ((HIGH_PROFILE,), SELF, False, True),
    ((OWN_FAMILY,), DECLARED, False, True),
    ((OWN_FAMILY,), INFERRED, False, True),
    ((OWN_FAMILY, HIGH_PROFILE), DECLARED, False, True),
    ((), DECLARED, False, False),
    ((HIGH_PROFILE,), DECLARED, False, False),
    ((HIGH_PROFILE,), INFERRED, False, False),
]


@pytest.mark.parametrize(("kinds", "conflicted", "shut", "absent"), RECORDS)
def test_what_is_behind_the_glass_decides_whether_there_is_anything(
    kinds, conflicted, shut, absent
):
    sought = Sought(frozenset(kinds), shut=shut, conflicted=conflicted)
    assert is_as_good_as_absent(sought) is absent


def test_a_record_they_can_open_anyway_needs_no_glass():
    assert [r.code for r in reasons_not_open_already(Sought(is_open=True))] == ["already_open"]


SAID = [
    ("immediate_safety", ENOUGH, []),
    ("legal_requirement", ENOUGH, []),
    ("public_interest", ENOUGH, []),
    ("other", ENOUGH, []),
    ("", ENOUGH, ["category_missing"]),
    ("curiosity", ENOUGH, ["category_missing"]),
    ("other", "nineteen letters ab", ["reason_too_short"]),
    ("other", "a" + " " * 30 + "b", ["reason_too_short"]),
    ("other", "twenty letters abcde", []),
    ("other", "x" * 2001, ["reason_too_long"]),
    ("", "", ["category_missing", "reason_too_short"]),
]


@pytest.mark.parametrize(("category", "reason", "codes"), SAID)
def test_a_category_and_a_reason_of_twenty_characters_are_asked_for(category, reason, codes):
    assert [refusal.code for refusal in what_is_wrong(category, reason)] == codes


@pytest.mark.parametrize(("unreviewed", "stopped"), [(0, False), (2, False), (3, True), (9, True)])
def test_three_that_nobody_reviewed_stop_the_next(unreviewed, stopped):
    assert bool(reasons_not_yet(unreviewed)) is stopped


def a_use(**differences) -> GlassFacts:
    ordinary = {"by": "me", "at": NOON, "ends_at": NOON + LASTS}
    return GlassFacts(**(ordinary | differences))


@pytest.mark.parametrize(
    ("after", "ended", "is_open"),
    [
        (timedelta(0), None, True),
        (timedelta(minutes=59, seconds=59), None, True),
        (timedelta(minutes=60), None, False),
        (timedelta(minutes=1), NOON, False),
        (-timedelta(seconds=1), None, False),  # the clock was put back
    ],
)
def test_it_is_open_for_sixty_minutes_or_until_it_is_ended(after, ended, is_open):
    assert a_use(ended_at=ended).is_open(at=NOON + after) is is_open


@pytest.mark.parametrize(
    ("reviewer", "reviewed_at", "outcome", "words", "codes"),
    [
        ("another", None, "justified", "She was at the door", []),
        ("another", None, "not_justified", "No reason found", []),
        ("me", None, "justified", "Fine", ["own_use"]),
        ("another", NOON, "justified", "Fine", ["already_reviewed"]),
        ("another", None, "perhaps", "", ["outcome_missing", "words_missing"]),
    ],
)
def test_somebody_else_reviews_it_once(reviewer, reviewed_at, outcome, words, codes):
    facts = a_use(reviewed_at=reviewed_at)
    refused = reasons_not_to_review(facts, reviewer=reviewer, outcome=outcome, words=words)
    assert [refusal.code for refusal in refused] == codes


# --- Conflicts ---------------------------------------------------------------------------

KEY, COUNCIL = b"a key of this installation", "northbeck"
BORN = date(1984, 6, 1)
ME = OwnDetails(
    self_=Named("Erin", "Dunmore", BORN),
    family_names=("Vance",),
    address=Lived(("7 Tarn Close", "Northbeck"), "NB2 4QT"),
    former_addresses=(Lived(("Flat 3, 19 Mill Row",), "NB1 1AA"),),
    phones=("+44 7700 900123",),
    emails=("Erin@Home.example",),
    kin=(Named("Petra", "Dunmore", date(2015, 2, 3)),),
)
NEAR = [
    (Near(Named("ERIN Mary", "dunmore", BORN)), SELF, {Detail.SELF}),
    (Near(Named("Petra", "Dunmore", date(2015, 2, 3))), INFERRED, {Detail.KIN}),
    (Near(phone="07700 900 123"), INFERRED, {Detail.PHONE}),
    (Near(email="erin@home.example "), INFERRED, {Detail.EMAIL}),
    (
        Near(Named("Jo", "Dunmore"), Lived(("7, Tarn Cl.",), "nb24qt")),
        INFERRED,
        {Detail.ADDRESS},
    ),
    (
        Near(Named("Jo", "VANCE"), Lived(("flat 3", "19 Mill Row"), "NB1 1AA")),
        INFERRED,
        {Detail.FAMILY_NAME, Detail.FORMER_ADDRESS},
    ),
    (
        Near(Named("Jo", "VANCE"), Lived(("Flat 3, 19 Mill Row",), "NB1 1AA")),
        INFERRED,
        {Detail.FAMILY_NAME, Detail.FORMER_ADDRESS},
    ),
    (Near(Named("Jo", "Okafor"), Lived(("Flat 3, 19 Mill Row",), "NB1 1AA")), None, set()),
    (Near(Named("Jo", "Dunmore")), None, set()),
    (Near(Named("Erin", "Dunmore", date(1984, 6, 2))), None, set()),
    (Near(Named("Petra", "Dunmore")), None, set()),
    (Near(Named("Jo", "Okafor"), Lived(("9 Tarn Close",), "NB2 4QT")), None, set()),
    (Near(), None, set()),
]


@pytest.mark.parametrize(("near", "level", "details"), NEAR)
def test_a_family_near_to_a_worker_is_known_by_marks_alone(near, level, details):
    own = own_marks(ME, council=COUNCIL, key=KEY)
    found = how_near(own, [marks_of(near, council=COUNCIL, key=KEY)])
    assert (found is None) is (level is None)
    if found is not None:
        assert (found[0], set(found[1])) == (level, details)


def test_a_declared_family_told_of_again_is_declared():
    family = (Named("Petra", "Dunmore", date(2015, 2, 3)), Named("Nobody", "Known"))
    marks = family_marks(family, council=COUNCIL, key=KEY)
    near = marks_of(Near(family[0]), council=COUNCIL, key=KEY)
    assert how_near({Detail.DECLARED: marks}, [near]) == (DECLARED, (Detail.DECLARED,))
    assert len(marks) == 1  # a name without a birthday is too many people


def test_what_is_kept_cannot_be_compared_in_another_council_or_with_another_key():
    own = own_marks(ME, council=COUNCIL, key=KEY)
    near = Near(phone="07700900123")
    assert how_near(own, [marks_of(near, council="southmere", key=KEY)]) is None
    assert how_near(own, [marks_of(near, council=COUNCIL, key=b"another")]) is None
    kept = " ".join(mark for marks in own.values() for mark in marks).casefold()
    assert "dunmore" not in kept
    assert "900123" not in kept


def test_nothing_said_is_nothing_kept():
    assert own_marks(OwnDetails(), council=COUNCIL, key=KEY) == {}
