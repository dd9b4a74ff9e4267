"""What is wrong with a telling: shape and sense, the same for every way in.

Fields are named as the API names them, so that a form, a CSV line and another system can each
show the message beside what to put right. Nothing beyond what is needed is mandatory: a
neighbour may know only a first name.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from lintel.contacts.rules.telling import AddressTold, AdultTold, ChildTold, Telling
from lintel.kernel.instants import london_day
from lintel.kernel.refusals import Refusal
from lintel.policy.council import CouncilPolicy

LONGEST_CONCERN = 50_000
LONGEST_LINE = 200
MOST_CHILDREN = 20
MOST_ADULTS = 20
PAPER_LASTS = timedelta(days=14)  # longer than any outage; what is older was forgotten, not down
OLDEST = 25  # an education, health and care plan can run to 25
POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}", re.IGNORECASE)
CANNOT_BE_STORED = re.compile("[\x00\ud800-\udfff]")  # nothing, and half of a pair
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def what_is_wrong(telling: Telling, *, at: datetime, policy: CouncilPolicy) -> tuple[Refusal, ...]:
    """Every reason why `telling` cannot be taken in as it stands; empty if it can."""
    return tuple(_problems(telling, at=at, policy=policy))


def _on_paper(telling: Telling, *, at: datetime) -> Iterator[Refusal]:
    paper = telling.on_paper
    if paper is None:
        return
    if paper.received_at > at:
        words = "Enter when it was received: a time that has already passed"
        yield _wrong("paper_received_at", words, "in_the_future")
    if at - paper.received_at > PAPER_LASTS:
        words = f"Enter a time within the last {PAPER_LASTS.days} days, or leave it empty"
        yield _wrong("paper_received_at", words, "too_long_ago")
    if telling.occurred_at is not None and telling.occurred_at > paper.received_at:
        yield _wrong("occurred_at", "Enter a day before it was received", "in_the_future")
    if not paper.written_by.strip():
        yield _wrong("paper_by", "Enter who wrote it down, and where they work", "missing")
    yield from _text(paper.written_by, "paper_by", longest=LONGEST_LINE)


def _wrong(field: str, message: str, code: str = "invalid") -> Refusal:
    return Refusal(code=code, message=message, field=field)


def _problems(telling: Telling, *, at: datetime, policy: CouncilPolicy) -> Iterator[Refusal]:
    yield from _referrer(telling, policy)
    if not telling.concern.strip():
        yield _wrong("concern", "Enter what the worry or the request is", "missing")
    yield from _text(telling.concern, "concern", longest=LONGEST_CONCERN)
    yield from _text(telling.why_now, "why_now", longest=LONGEST_CONCERN)
    yield from _text(telling.family_told_reason, "family_told_reason", longest=5_000)
    known = {category.key for category in policy.categories(london_day(at))}
    for place, key in enumerate(telling.categories):
        if key not in known:
            yield _wrong(f"categories.{place}", "Select a kind of concern from the list", "unknown")
    if len(set(telling.categories)) != len(telling.categories):
        yield _wrong("categories", "Give each kind of concern once", "repeated")
    if telling.occurred_at is not None and telling.occurred_at > at:
        yield _wrong("occurred_at", "Enter a time that has already passed", "in_the_future")
    yield from _on_paper(telling, at=at)
    if not telling.children:
        yield _wrong("children", "Tell us about at least one child", "missing")
    if len(telling.children) > MOST_CHILDREN:
        yield _wrong(
            "children", f"Give no more than {MOST_CHILDREN} children at a time", "too_many"
        )
    if len(telling.adults) > MOST_ADULTS:
        yield _wrong("adults", f"Give no more than {MOST_ADULTS} adults at a time", "too_many")
    for place, child in enumerate(telling.children):
        yield from _child(child, f"children.{place}", today=london_day(at), policy=policy)
    for place, adult in enumerate(telling.adults):
        yield from _adult(adult, f"adults.{place}", today=london_day(at))


def _referrer(telling: Telling, policy: CouncilPolicy) -> Iterator[Refusal]:
    referrer = telling.referrer
    source = policy.sources.get(telling.source)
    if source is None:
        yield _wrong("source", "Select who is referring from the list", "unknown")
    for name in ("name", "role", "agency", "phone", "email", "relationship"):
        yield from _text(getattr(referrer, name), f"referrer.{name}", longest=LONGEST_LINE)
    yield from _text(referrer.safe_contact, "referrer.safe_contact", longest=1_000)
    if referrer.email and not EMAIL.fullmatch(referrer.email):
        yield _wrong(
            "referrer.email", "Enter an e-mail address in the correct format, like name@example.com"
        )
    if source is not None and source.professional:
        if referrer.anonymous or not referrer.name.strip():
            yield _wrong(
                "referrer.name",
                "Enter your name: professionals cannot refer anonymously",
                "professional_anonymous",
            )
        reachable = referrer.phone.strip() or referrer.email.strip() or referrer.agency.strip()
        if not reachable:
            yield _wrong(
                "referrer.email", "Enter a telephone number, e-mail address or agency", "missing"
            )


def _child(
    child: ChildTold, where: str, *, today: date, policy: CouncilPolicy
) -> Iterator[Refusal]:
    for name in ("given_name", "family_name", "school", "nhs_number", "upn"):
        yield from _text(getattr(child, name), f"{where}.{name}", longest=LONGEST_LINE)
    something = child.given_name.strip() or child.family_name.strip() or child.nhs_number
    if not something and not child.upn and child.expected_on is None:
        yield _wrong(
            f"{where}.given_name",
            "Enter a name, or how you would describe the child if you do not know it",
            "missing",
        )
    born = child.date_of_birth
    if born is not None and born > today:
        yield _wrong(f"{where}.date_of_birth", "Date of birth must be in the past", "in_the_future")
    if born is not None and born < date(today.year - OLDEST - 1, 1, 1):
        yield _wrong(
            f"{where}.date_of_birth",
            f"Enter a date of birth within the last {OLDEST} years",
            "too_old",
        )
    if child.expected_on is not None:
        if born is not None:
            yield _wrong(
                f"{where}.expected_on",
                "Enter a date of birth or an expected date, not both",
                "both_dates",
            )
        if not today - timedelta(days=60) <= child.expected_on <= today + timedelta(days=300):
            yield _wrong(
                f"{where}.expected_on", "Enter an expected date within the next nine months"
            )
    if child.age_years is not None and not 0 <= child.age_years <= OLDEST:
        yield _wrong(f"{where}.age_years", f"Enter an age between 0 and {OLDEST}")
    if child.sex not in {"", "M", "F", "U"}:
        yield _wrong(f"{where}.sex", "Select male, female or not known", "unknown")
    if child.ethnicity and child.ethnicity not in policy.ethnicities:
        yield _wrong(f"{where}.ethnicity", "Select an ethnicity from the list", "unknown")
    if child.nhs_number and not _is_nhs_number(child.nhs_number):
        yield _wrong(f"{where}.nhs_number", "Enter an NHS number of 10 digits, like 999 123 4560")
    if child.upn and not re.fullmatch(r"[A-Za-z][0-9]{11}[0-9A-Za-z]", child.upn.strip()):
        yield _wrong(f"{where}.upn", "Enter a unique pupil number of 13 characters")
    yield from _address(child.address, f"{where}.address")


def _adult(adult: AdultTold, where: str, *, today: date) -> Iterator[Refusal]:
    for name in ("given_name", "family_name", "relationship", "phone"):
        yield from _text(getattr(adult, name), f"{where}.{name}", longest=LONGEST_LINE)
    yield from _text(adult.safe_contact, f"{where}.safe_contact", longest=1_000)
    if not (adult.given_name.strip() or adult.family_name.strip() or adult.relationship.strip()):
        yield _wrong(f"{where}.given_name", "Enter a name or who this person is", "missing")
    if adult.date_of_birth is not None and adult.date_of_birth > today:
        yield _wrong(f"{where}.date_of_birth", "Date of birth must be in the past", "in_the_future")
    yield from _address(adult.address, f"{where}.address")


def _address(address: AddressTold | None, where: str) -> Iterator[Refusal]:
    if address is None:
        return
    for place, line in enumerate(address.lines):
        yield from _text(line, f"{where}.lines.{place}", longest=LONGEST_LINE)
    if address.postcode and not POSTCODE.fullmatch(address.postcode.strip()):
        yield _wrong(f"{where}.postcode", "Enter a full postcode, like ZN1 1AA")
    if address.uprn and not re.fullmatch(r"[0-9]{1,12}", address.uprn):
        yield _wrong(f"{where}.uprn", "Enter a UPRN of up to 12 digits")


def _text(words: str, field: str, *, longest: int) -> Iterator[Refusal]:
    if len(words) > longest:
        yield _wrong(field, f"Enter {longest:,} characters or fewer", "too_long")
    if CANNOT_BE_STORED.search(words):
        yield _wrong(
            field, "Remove the character that cannot be stored and try again", "bad_character"
        )


def _is_nhs_number(words: str) -> bool:
    digits = re.sub(r"[\s-]", "", words)
    if not re.fullmatch(r"[0-9]{10}", digits):
        return False
    total = sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9]))
    return (11 - total % 11) % 11 == int(digits[9])
