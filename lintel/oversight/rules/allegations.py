"""Allegations against people who work with children: four tests of harm, a decision, an outcome.

A route of its own, beside what the hub does for the child: nothing here settles that a strategy
discussion is called for. A joint meeting does not replace it.
Source: domain reference 1.6, LADO; Working Together 2023, chapter 4, people in positions of trust.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from lintel.kernel.refusals import Refusal

LONGEST = 20_000
LINE = 200


class HarmTest(StrEnum):
    """What must be asked of whoever works with children. The stored value never changes."""

    HARMED = "harmed"
    OFFENCE = "offence"
    RISK = "risk"
    UNSUITABLE = "unsuitable"


TEST_WORDS: Mapping[HarmTest, str] = MappingProxyType(
    {
        HarmTest.HARMED: "Behaved in a way that has harmed a child, or may have",
        HarmTest.OFFENCE: "Possibly committed an offence against a child, or related to one",
        HarmTest.RISK: "Behaved in a way that shows they may pose a risk of harm to children",
        HarmTest.UNSUITABLE: "Behaved in a way that shows they may not be suitable to work with "
        "children",
    }
)


_ASKS = {
    HarmTest.HARMED: "Select whether they have harmed a child, or may have",
    HarmTest.OFFENCE: "Select whether they may have committed an offence",
    HarmTest.RISK: "Select whether they may pose a risk of harm",
    HarmTest.UNSUITABLE: "Select whether they may be unsuitable to work with children",
}


class Met(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"


MET_WORDS = MappingProxyType({Met.YES: "Yes", Met.NO: "No", Met.NOT_KNOWN: "Not known yet"})


class Course(StrEnum):
    """What the designated officer decides to do."""

    JOINT_MEETING = "joint_meeting"
    EMPLOYER = "employer"
    NO_THRESHOLD = "no_threshold"
    NOT_AN_ALLEGATION = "not_an_allegation"


COURSE_WORDS: Mapping[Course, tuple[str, str]] = MappingProxyType(
    {
        Course.JOINT_MEETING: (
            "Joint meeting",
            "Police, employer and children’s social care meet. It does not replace a strategy "
            "discussion about the child",
        ),
        Course.EMPLOYER: ("The employer looks into it", "With advice, and reports back"),
        Course.NO_THRESHOLD: ("None of the four tests is met", "Advice is given, and it ends here"),
        Course.NOT_AN_ALLEGATION: (
            "Not about somebody who works with children",
            "The contact is shown to the whole hub again",
        ),
    }
)


class Finding(StrEnum):
    """How an allegation ended, in the words of statutory guidance."""

    SUBSTANTIATED = "substantiated"
    MALICIOUS = "malicious"
    FALSE = "false"
    UNSUBSTANTIATED = "unsubstantiated"
    UNFOUNDED = "unfounded"
    NOT_APPLICABLE = "not_applicable"


FINDING_WORDS: Mapping[Finding, tuple[str, str]] = MappingProxyType(
    {
        Finding.SUBSTANTIATED: ("Substantiated", "There is enough evidence that it happened"),
        Finding.UNSUBSTANTIATED: (
            "Unsubstantiated",
            "Not enough evidence either way: it says nothing of guilt or innocence",
        ),
        Finding.UNFOUNDED: ("Unfounded", "There is no evidence or proper basis for it"),
        Finding.FALSE: ("False", "There is enough evidence that it did not happen"),
        Finding.MALICIOUS: ("Malicious", "It was made up, in order to deceive"),
        Finding.NOT_APPLICABLE: ("None", "It did not come to a finding"),
    }
)
ENDS_WITHOUT_FINDING = frozenset({Course.NO_THRESHOLD, Course.NOT_AN_ALLEGATION})


@dataclass(frozen=True, slots=True)
class ConsideredSaid:
    """Who it is against, and the four tests. Shape: `tests` maps a HarmTest to a Met."""

    person: str
    work: str
    tests: Mapping[str, str]
    reasons: str
    employer: str = ""


@dataclass(frozen=True, slots=True)
class AllegationFacts:
    """Shape: `tests` as last considered, empty before; `course` "" before a decision."""

    taken: bool = False
    tests: Mapping[str, str] = field(default_factory=dict)
    course: str = ""
    closed: bool = False


_CLOSED = Refusal("closed", "This allegation is closed")


def reasons_not_to_take(allegation: AllegationFacts) -> tuple[Refusal, ...]:
    if allegation.closed:
        return (_CLOSED,)
    if allegation.taken:
        return (Refusal("taken", "The designated officer has it already"),)
    return ()


def reasons_not_to_consider(
    said: ConsideredSaid, allegation: AllegationFacts
) -> tuple[Refusal, ...]:
    """What must be put right before the tests are recorded; they may be recorded again."""
    if allegation.closed:
        return (_CLOSED,)
    wrong = [
        *_line(said.person, "person", "Enter who it is against, or “not known”"),
        *_line(said.work, "work", "Enter what work they do with children"),
    ]
    if len(said.employer) > LINE:
        wrong.append(Refusal("too_long", f"Enter {LINE} characters or fewer", "employer"))
    for test in HarmTest:
        if said.tests.get(test) not in set(Met):
            wrong.append(Refusal("missing", _ASKS[test], f"tests.{test}"))
    return (*wrong, *_long(said.reasons, "reasons", "Enter the reasons for these answers"))


def reasons_not_to_decide(
    course: str, reasons: str, allegation: AllegationFacts
) -> tuple[Refusal, ...]:
    if allegation.closed:
        return (_CLOSED,)
    if not allegation.tests:
        words = "Record the four tests first"
        return (Refusal("not_considered", words),)
    wrong: list[Refusal] = []
    if course not in set(Course):
        wrong.append(Refusal("missing", "Select what happens", "course"))
    elif course == Course.NO_THRESHOLD and Met.YES in allegation.tests.values():
        words = "Select something else: one of the four tests is met"
        wrong.append(Refusal("threshold_met", words, "course"))
    return (*wrong, *_long(reasons, "reasons", "Enter why"))


def reasons_not_to_end(
    finding: str, words: str, allegation: AllegationFacts
) -> tuple[Refusal, ...]:
    if allegation.closed:
        return (_CLOSED,)
    if not allegation.course:
        return (Refusal("not_decided", "Decide what happens first"),)
    wrong: list[Refusal] = []
    none_expected = allegation.course in ENDS_WITHOUT_FINDING
    if finding not in set(Finding):
        wrong.append(Refusal("missing", "Select how it ended", "finding"))
    elif finding == Finding.NOT_APPLICABLE and not none_expected:
        said = "Select what was found: it was looked into"
        wrong.append(Refusal("finding_needed", said, "finding"))
    return (*wrong, *_long(words, "words", "Enter what was found, and what follows"))


def _line(given: str, field: str, words: str) -> list[Refusal]:
    if not given.strip():
        return [Refusal("missing", words, field)]
    if len(given) > LINE:
        return [Refusal("too_long", f"Enter {LINE} characters or fewer", field)]
    return []


def _long(given: str, field: str, words: str) -> tuple[Refusal, ...]:
    if not given.strip():
        return (Refusal("missing", words, field),)
    if len(given) > LONGEST:
        return (Refusal("too_long", f"Enter {LONGEST:,} characters or fewer", field),)
    return ()
