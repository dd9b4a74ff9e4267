"""Whom a contact names, in plain words: children, adults, and who told us."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lintel.contacts.queries.record import AdultSeen, ChildSeen, ContactView
from lintel.kernel.instants import age_in_words, day_in_words, london_day
from lintel.policy.council import CouncilPolicy
from lintel.policy.in_force import policy_for

SEX_WORDS = {"M": "boy", "F": "girl"}


@dataclass(frozen=True, slots=True)
class PersonShown:
    """Shape: `age` reads after a name: "aged 8"; `facts` are (what, value) pairs that are known."""

    row_id: UUID
    record_id: UUID
    person_id: UUID | None
    name: str
    age: str
    facts: tuple[tuple[str, str], ...]
    warning: str = ""


def people_shown(
    children: Iterable[ChildSeen], adults: Iterable[AdultSeen], *, council: str, at: datetime
) -> list[PersonShown]:
    """Who a contact names, the children first."""
    policy, day = policy_for(council), london_day(at)
    return [child_shown(one, policy=policy, day=day) for one in children] + [
        adult_shown(one) for one in adults
    ]


def aged(child: ChildSeen, *, day) -> str:
    """
    An age as it reads after a name: "aged 8", "5 months", "unborn", "age not known".
    """
    age = age_in_words(
        child.date_of_birth, expected_on=child.expected_on, age_years=child.age_years, on=day
    )
    return f"aged {age}" if age.isdigit() else age


def _name(given: str, family: str) -> str:
    return f"{given} {family}".strip() or "Name not known"


def said(pairs: Iterable[tuple[str, str | None]]) -> tuple[tuple[str, str], ...]:
    """Only what somebody said: a blank teaches nothing."""
    return tuple((what, value) for what, value in pairs if value)


def child_shown(child: ChildSeen, *, policy: CouncilPolicy, day) -> PersonShown:
    born = day_in_words(child.date_of_birth) if child.date_of_birth else ""
    expected = day_in_words(child.expected_on) if child.expected_on else ""
    return PersonShown(
        row_id=child.id,
        record_id=child.record_id,
        person_id=child.person_id,
        name=_name(child.given_name, child.family_name),
        age=aged(child, day=day),
        facts=said(
            (
                ("Born", born),
                ("Expected", expected),
                ("Sex", SEX_WORDS.get(child.sex, "")),
                ("School", child.school),
                ("NHS number", child.nhs_number),
                ("Pupil number", child.upn),
                ("Ethnicity", policy.ethnicities.get(child.ethnicity, "")),
                ("Address", child.address),
            )
        ),
    )


def adult_shown(adult: AdultSeen) -> PersonShown:
    return PersonShown(
        row_id=adult.id,
        record_id=adult.record_id,
        person_id=adult.person_id,
        name=_name(adult.given_name, adult.family_name),
        age=adult.relationship,
        facts=said(
            (
                ("Born", day_in_words(adult.date_of_birth) if adult.date_of_birth else ""),
                ("Telephone", adult.phone),
                ("Address", adult.address),
            )
        ),
        warning=adult.safe_contact,
    )


def referrer_shown(view: ContactView) -> tuple[tuple[str, str], ...] | None:
    if view.referrer is None:
        return None
    who = view.referrer
    return said(
        (
            ("Name", "Did not give a name" if who.anonymous else who.name),
            ("Role", who.role),
            ("Agency", who.agency),
            ("To the child", who.relationship),
            ("Telephone", who.phone),
            ("Email", who.email),
            ("Their reference", view.external_reference),
        )
    )


def warnings(view: ContactView) -> Iterable[str]:
    if view.referrer is not None and view.referrer.safe_contact:
        yield f"Reaching the referrer: {view.referrer.safe_contact}"
    for adult in view.adults or ():
        if adult.safe_contact:
            name = _name(adult.given_name, adult.family_name)
            yield f"Reaching {name}: {adult.safe_contact}"
