"""Cases of what adds up, each with the answer it must have: tested, and published as they are.

Every case is one contact and the events before it. `rule` is the one the case is about.
"""

from dataclasses import dataclass
from datetime import date

from lintel.contacts.rules.adding_up import FamilyEvent

MIA, TOMAS = "mia", "tomas"


@dataclass(frozen=True, slots=True)
class Case:
    rule: str
    words: str
    contact: FamilyEvent
    events: tuple[FamilyEvent, ...]
    raised: bool


def came(on: date, key: str = "", **more) -> FamilyEvent:
    about = frozenset(more.pop("about", {MIA}))
    categories = frozenset(more.pop("categories", ()))
    key = key or f"contact:{on.isoformat()}"
    return FamilyEvent(key, "contact", on, about=about, categories=categories, **more)


def plan(kind: str, on: date, *, of: str, ended_on: date | None = None) -> FamilyEvent:
    key = f"episode:{kind}:{of}:{on.isoformat()}"
    return FamilyEvent(key, kind, on, ended_on=ended_on, about=frozenset({of}))


NOW = came(date(2026, 3, 2), "now")
LEAP = came(date(2028, 2, 29), "now")
DA = came(date(2026, 3, 2), "now", categories={"domestic_abuse"})
NEGLECT = came(date(2026, 3, 2), "now", categories={"neglect"})
DA_BEFORE = came(date(2025, 11, 5), categories={"domestic_abuse"})


def ended(outcome: str, on: date, *, came_on: date | None = None, **more) -> FamilyEvent:
    return came(came_on or on, decided_on=on, outcome=outcome, **more)


CASES = (
    Case(
        "third_contact",
        "two contacts in the months before",
        NOW,
        (came(date(2025, 9, 1)), came(date(2026, 1, 5))),
        True,
    ),
    Case("third_contact", "one contact before", NOW, (came(date(2026, 1, 5)),), False),
    Case(
        "third_contact",
        "the oldest on the same day of the year before: exactly 12 months",
        NOW,
        (came(date(2025, 3, 2)), came(date(2026, 1, 5))),
        True,
    ),
    Case(
        "third_contact",
        "the oldest a day earlier than that",
        NOW,
        (came(date(2025, 3, 1)), came(date(2026, 1, 5))),
        False,
    ),
    Case(
        "third_contact",
        "on a leap day: 12 months back is 28 February",
        LEAP,
        (came(date(2027, 2, 28)), came(date(2027, 6, 1))),
        True,
    ),
    Case(
        "third_contact",
        "on a leap day, the oldest on 27 February",
        LEAP,
        (came(date(2027, 2, 27)), came(date(2027, 6, 1))),
        False,
    ),
    Case(
        "third_contact",
        "28 February 2029: the leap day before it counts",
        came(date(2029, 2, 28), "now"),
        (came(date(2028, 2, 29)), came(date(2028, 6, 1))),
        True,
    ),
    Case(
        "third_contact",
        "one of the two came by way of a brother",
        NOW,
        (came(date(2025, 9, 1), about={TOMAS}), came(date(2026, 1, 5))),
        True,
    ),
    Case(
        "third_contact",
        "one of the two only asked for information",
        NOW,
        (came(date(2025, 9, 1), enquiry="information_request"), came(date(2026, 1, 5))),
        False,
    ),
    Case(
        "third_contact",
        "one of the two came after it",
        NOW,
        (came(date(2026, 1, 5)), came(date(2026, 3, 3))),
        False,
    ),
    Case("second_domestic_abuse", "one notice before", DA, (DA_BEFORE,), True),
    Case(
        "second_domestic_abuse",
        "a contact about neglect before",
        DA,
        (came(date(2025, 11, 5), categories={"neglect"}),),
        False,
    ),
    Case(
        "second_domestic_abuse",
        "a notice before, and this one about neglect",
        NEGLECT,
        (DA_BEFORE,),
        False,
    ),
    Case(
        "second_domestic_abuse",
        "the notice before is 12 months and a day old",
        DA,
        (came(date(2025, 3, 1), categories={"domestic_abuse"}),),
        False,
    ),
    Case(
        "step_down_came_back",
        "early help decided on in November",
        NOW,
        (ended("early_help", date(2025, 11, 5)),),
        True,
    ),
    Case(
        "step_down_came_back",
        "came 13 months ago, stepped down 12 months ago to the day",
        NOW,
        (ended("early_help", date(2025, 3, 2), came_on=date(2025, 2, 1)),),
        True,
    ),
    Case(
        "step_down_came_back",
        "stepped down 12 months and a day ago",
        NOW,
        (ended("early_help", date(2025, 3, 1)),),
        False,
    ),
    Case(
        "step_down_came_back",
        "assessed in November",
        NOW,
        (ended("assessment", date(2025, 11, 5)),),
        False,
    ),
    Case(
        "step_down_came_back",
        "stepped down after this contact came",
        NOW,
        (ended("early_help", date(2026, 3, 4), came_on=date(2026, 3, 1)),),
        False,
    ),
    Case(
        "sibling_on_plan",
        "a brother's child protection plan stands",
        NOW,
        (plan("child_protection_plan", date(2025, 1, 5), of=TOMAS),),
        True,
    ),
    Case(
        "sibling_on_plan",
        "a brother's plan ends that very day",
        NOW,
        (plan("child_in_need_plan", date(2025, 1, 5), of=TOMAS, ended_on=date(2026, 3, 2)),),
        True,
    ),
    Case(
        "sibling_on_plan",
        "a brother's plan ended the day before",
        NOW,
        (plan("child_protection_plan", date(2025, 1, 5), of=TOMAS, ended_on=date(2026, 3, 1)),),
        False,
    ),
    Case(
        "sibling_on_plan",
        "only the child's own plan stands",
        NOW,
        (plan("child_protection_plan", date(2025, 1, 5), of=MIA),),
        False,
    ),
    Case(
        "sibling_on_plan",
        "both are told of, and one has a plan",
        came(date(2026, 3, 2), "now", about={MIA, TOMAS}),
        (plan("child_protection_plan", date(2025, 1, 5), of=MIA),),
        True,
    ),
    Case(
        "sibling_on_plan",
        "a brother is only being assessed",
        NOW,
        (plan("assessment", date(2026, 1, 5), of=TOMAS),),
        False,
    ),
    Case(
        "repeat_nfa_neglect",
        "neglect ended in no further action in November",
        NEGLECT,
        (ended("no_further_action", date(2025, 11, 5), categories={"neglect"}),),
        True,
    ),
    Case(
        "repeat_nfa_neglect",
        "neglect ended in an assessment in November",
        NEGLECT,
        (ended("assessment", date(2025, 11, 5), categories={"neglect"}),),
        False,
    ),
    Case(
        "repeat_nfa_neglect",
        "something else ended in no further action",
        NEGLECT,
        (ended("no_further_action", date(2025, 11, 5), categories={"behaviour"}),),
        False,
    ),
    Case(
        "repeat_nfa_neglect",
        "this contact is not about neglect",
        NOW,
        (ended("no_further_action", date(2025, 11, 5), categories={"neglect"}),),
        False,
    ),
    Case(
        "repeat_nfa_neglect",
        "no further action 12 months and a day ago",
        NEGLECT,
        (ended("no_further_action", date(2025, 3, 1), categories={"neglect"}),),
        False,
    ),
)
