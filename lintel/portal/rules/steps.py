"""The way through the form: one table, read from top to bottom.

A page asks one thing. It is on somebody's way when its `when` says so of their other answers.
Every way ends at check your answers.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lintel.portal.rules.answers import Answers

WELFARE, ADVICE = "welfare", "signposting"
INFORMATION, EHC = "information_request", "ehc_request"
CHECK = "check"


def _always(answers: Answers) -> bool:
    return True


def _welfare(answers: Answers) -> bool:
    return answers.kind == WELFARE


def _named_public(answers: Answers) -> bool:
    return answers.is_public and not answers.is_anonymous


@dataclass(frozen=True, slots=True)
class Page:
    """Shape:
    key: the last part of its address.
    owns: fields of a telling it answers for, as refusals name them; N stands for a place.
    each: "child" or "adult" when it is asked of each, "" when it is asked once.
    listing: it shows what has been told of each, and offers another.
    """

    key: str
    owns: tuple[str, ...] = ()
    when: Callable[[Answers], bool] = _always
    each: str = ""
    listing: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """What the way depends on besides the answers."""

    councils: tuple[str, ...]


PAGES = (
    Page("danger", owns=("immediate_danger",)),
    Page("call-999", when=lambda a: a.in_danger),
    Page("council", owns=("council",)),
    Page("who"),
    Page("kind", owns=("kind",)),
    Page("workplace", owns=("source",), when=lambda a: a.is_professional),
    Page(
        "your-details",
        owns=("referrer",),
        when=lambda a: a.is_professional,
    ),
    Page("relationship", owns=("source", "referrer.relationship"), when=lambda a: a.is_public),
    Page("naming", when=lambda a: a.is_public and _welfare(a)),
    Page("your-contact", owns=("referrer",), when=_named_public),
    Page("safe-contact", owns=("referrer.safe_contact",), when=lambda a: not a.is_anonymous),
    Page(
        "name",
        owns=("children.N.given_name", "children.N.family_name", "children.N"),
        each="child",
    ),
    Page(
        "age",
        owns=("children.N.date_of_birth", "children.N.age_years", "children.N.expected_on"),
        each="child",
    ),
    Page(
        "about",
        owns=(
            "children.N.sex",
            "children.N.school",
            "children.N.nhs_number",
            "children.N.upn",
        ),
        each="child",
    ),
    Page("address", owns=("children.N.address",), each="child"),
    Page("children", owns=("children",), listing="child"),
    Page("person", owns=("adults.N",), when=_welfare, each="adult"),
    Page("others", owns=("adults",), when=_welfare, listing="adult"),
    Page("worries", owns=("concern",)),
    Page("categories", owns=("categories",), when=_welfare),
    Page("why-now", owns=("why_now", "occurred_at"), when=_welfare),
    Page(
        "family-told",
        owns=("family_told", "family_told_reason", "consent"),
        when=_welfare,
    ),
)

BY_KEY = {page.key: page for page in PAGES}


@dataclass(frozen=True, slots=True)
class Step:
    """A page on somebody's way. Shape: `number` is the child's or adult's; 0 when asked once."""

    page: Page
    number: int = 0

    @property
    def address(self) -> str:
        """
        >>> Step(BY_KEY["age"], 2).address
        'child/2/age'
        """
        if self.page.each:
            return f"{self.page.each}/{self.number}/{self.page.key}"
        return self.page.key


def way(answers: Answers, setting: Setting) -> tuple[Step, ...]:
    """Every step that these answers call for, in order, without check your answers."""
    return tuple(_steps(answers, setting))


def _steps(answers: Answers, setting: Setting) -> Iterator[Step]:
    groups_told: set[str] = set()
    for page in PAGES:
        if page.key == "council" and len(setting.councils) < 2:
            continue
        if not page.when(answers):
            continue
        if not page.each:
            yield Step(page)
        elif page.each not in groups_told:
            groups_told.add(page.each)
            # All the pages of one child, then all those of the next.
            pages = [p for p in PAGES if p.each == page.each and p.when(answers)]
            numbers = answers.children if page.each == "child" else answers.adults
            for number in numbers:
                yield from (Step(each, number) for each in pages)


def step_at(address: str, answers: Answers, setting: Setting) -> Step | None:
    """The step of an address, if it is on the way."""
    return next((step for step in way(answers, setting) if step.address == address), None)


def frontier(answers: Answers, setting: Setting) -> str:
    """The address of the first step not yet answered; check your answers when there is none."""
    for step in way(answers, setting):
        if step.address not in answers.done:
            return step.address
    return CHECK


def before(address: str, answers: Answers, setting: Setting) -> str:
    """Where Back leads from an address; "" from the first page."""
    addresses = [step.address for step in way(answers, setting)]
    if address == CHECK or address not in addresses:
        return addresses[-1] if address == CHECK else ""
    place = addresses.index(address)
    return addresses[place - 1] if place else ""


def owner_of(refused: str, answers: Answers, setting: Setting) -> str:
    """The address of the page where a refused field can be put right; "" when no page can.

    >>> said = Answers(children=(4, 7))
    >>> owner_of("children.1.date_of_birth", said, Setting(("northbeck",)))
    'child/7/age'
    """
    parts = refused.split(".")
    number = 0
    if len(parts) > 1 and parts[0] in {"children", "adults"} and parts[1].isdigit():
        numbers = answers.children if parts[0] == "children" else answers.adults
        if int(parts[1]) < len(numbers):
            number = numbers[int(parts[1])]
        parts[1] = "N"
    for length in range(len(parts), 0, -1):
        wanted = ".".join(parts[:length])
        for step in way(answers, setting):
            if wanted in step.page.owns and step.number == number:
                return step.address
    return ""
