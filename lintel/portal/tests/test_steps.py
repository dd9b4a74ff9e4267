"""The way through the form: whoever asks, it ends, and asks each thing once."""

from hypothesis import given, settings, strategies as st

from lintel.portal.rules.answers import Answers
from lintel.portal.rules.steps import (
    CHECK,
    PAGES,
    Setting,
    before,
    frontier,
    owner_of,
    step_at,
    way,
)

TWO = Setting(("northbeck", "southmere"))
ONE = Setting(("northbeck",))


@st.composite
def anybody(draw) -> Answers:
    """Whoever may come to the form, however far, with children and others added and removed."""
    said = {
        "danger": {"danger": (draw(st.sampled_from(["yes", "no"])),)},
        "who": {"who": (draw(st.sampled_from(["public", "professional"])),)},
        "kind": {
            "kind": (
                draw(
                    st.sampled_from(
                        ["welfare", "signposting", "ehc_request", "information_request"]
                    )
                ),
            )
        },
        "naming": {"naming": (draw(st.sampled_from(["named", "anonymous"])),)},
    }
    kept = draw(st.sets(st.sampled_from(sorted(said))))
    answers = Answers(typed={name: said[name] for name in kept})
    for move in draw(st.lists(st.sampled_from(["child", "adult", "-child", "-adult"]), max_size=8)):
        if move.startswith("-"):
            numbers = answers.children if move == "-child" else answers.adults
            if numbers:
                answers = answers.without(move[1:], draw(st.sampled_from(numbers)))
        else:
            answers = answers.with_one_more(move)
    return answers


@settings(deadline=None)
@given(anybody(), st.sampled_from([ONE, TWO]))
def test_every_way_reaches_check_your_answers_and_asks_each_thing_once(answers, setting):
    asked = []
    while (address := frontier(answers, setting)) != CHECK:
        asked.append(address)
        assert len(asked) < 200
        typed = answers.typed.get(address, {})
        answers = answers.with_page(address, typed, done=True)
    assert len(asked) == len(set(asked))
    assert set(asked) == {step.address for step in way(answers, setting)}


@settings(deadline=None)
@given(anybody())
def test_back_leads_over_every_page_to_the_first(answers):
    address, passed = before(CHECK, answers, TWO), 0
    while address:
        passed += 1
        assert step_at(address, answers, TWO)
        address = before(address, answers, TWO)
    assert passed == len(way(answers, TWO))


@settings(deadline=None)
@given(anybody())
def test_a_draft_is_the_same_after_it_is_kept(answers):
    assert Answers.of_plain(answers.as_plain()) == answers


@settings(deadline=None)
@given(anybody())
def test_there_is_always_a_child_to_tell_about(answers):
    assert answers.children


def test_council_is_asked_only_where_there_are_several():
    assert "council" not in [step.page.key for step in way(Answers(), ONE)]
    assert "council" in [step.page.key for step in way(Answers(), TWO)]


def test_a_professional_is_never_asked_whether_to_stay_anonymous():
    said = Answers(
        typed={
            "who": {"who": ("professional",)},
            "kind": {"kind": ("welfare",)},
            "naming": {"naming": ("anonymous",)},
        }
    )
    assert "naming" not in [step.page.key for step in way(said, ONE)]
    assert not said.is_anonymous


def test_who_asks_for_an_answer_cannot_be_anonymous():
    said = Answers(
        typed={
            "who": {"who": ("public",)},
            "kind": {"kind": ("ehc_request",)},
            "naming": {"naming": ("anonymous",)},
        }
    )
    assert not said.is_anonymous
    assert "your-contact" in [step.page.key for step in way(said, ONE)]


def test_each_page_is_in_the_table_once():
    assert len({page.key for page in PAGES}) == len(PAGES)


def test_a_refused_field_leads_to_the_page_that_asks_it():
    said = Answers(
        typed={"who": {"who": ("professional",)}, "kind": {"kind": ("welfare",)}},
        children=(2, 5),
        adults=(3,),
    )
    leads = {
        "referrer.email": "your-details",
        "source": "workplace",
        "children": "children",
        "children.0.given_name": "child/2/name",
        "children.1.address.postcode": "child/5/address",
        "adults.0.phone": "adult/3/person",
        "concern": "worries",
        "categories.2": "categories",
        "occurred_at": "why-now",
        "family_told_reason": "family-told",
        "external_reference": "",
    }
    assert {field: owner_of(field, said, ONE) for field in leads} == leads
