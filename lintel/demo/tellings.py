"""Tellings about invented families: who writes, what they say, and what they get wrong."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from lintel.contacts.rules.telling import (
    AddressTold,
    AdultTold,
    Channel,
    ChildTold,
    Consent,
    Kind,
    Telling,
)
from lintel.demo.household import Household, Person
from lintel.demo.narratives import NARRATIVES, Narrative
from lintel.demo.narratives.requests import ADVICE, EHC, INFORMATION
from lintel.demo.narratives.shape import filled
from lintel.demo.places import Area
from lintel.demo.referrers import PUBLIC, SOURCES, invented_name, pick, referrer
from lintel.demo.slips import birth_told, name_told, typed_wrong
from lintel.kernel.instants import age_in_words, day_in_words, london_day

KINDS = (
    (Kind.WELFARE, 85),
    (Kind.INFORMATION_REQUEST, 6),
    (Kind.SIGNPOSTING, 5.5),
    (Kind.EHC_REQUEST, 3.5),
)
_LEVEL_WEIGHT = {"red": 0.5, "amber": 0.75, "green": 1.6, "blue": 2.3, "": 1.0}


@dataclass(frozen=True)
class Told:
    """A telling and what is true about it.

    Shape: level is how serious it truly is; children and adults are keys of the invented
    people in the order told; hidden are details that only the invention knows.
    """

    telling: Telling
    narrative: str
    level: str
    household: str
    children: tuple[str, ...]
    adults: tuple[str, ...]


def age_of(child: Person, on: date) -> int:
    return (
        on.year
        - child.born_on.year
        - ((on.month, on.day) < (child.born_on.month, child.born_on.day))
    )


def fitting(household: Household, narrative: Narrative, on: date) -> list[Person]:
    """The children the narrative could be about; none when the family does not fit it."""
    youngest, oldest = narrative.ages
    if narrative.needs == "man" and _man(household) is None:
        return []
    if youngest < 0 or _mother(household) is None:
        return []
    return [
        child
        for child in household.children
        if youngest <= age_of(child, on) <= oldest
        and child.born_on < on
        and not (narrative.needs == "girl" and child.sex != "F")
    ]


def tell(
    rng: Random,
    household: Household,
    area: Area,
    *,
    at: datetime,
    source: str = "",
    kind: Kind = Kind.WELFARE,
    narrative: Narrative | None = None,
    noise: float = 0.45,
    channel: Channel | None = None,
    anonymous: bool | None = None,
) -> Told | None:
    """Something somebody might tell the hub about `household`; None when nothing fits."""
    on = london_day(at)
    if narrative is None:
        found = _a_narrative(rng, household, on, source, kind)
        if found is None:
            return None
        narrative, source = found
    source = source or narrative.sources.split()[0]
    unborn = narrative.ages[0] < 0
    subject = None
    if not unborn:
        subjects = fitting(household, narrative, on)
        if not subjects:
            return None
        subject = subjects[int(rng.random() * len(subjects))]
    return _telling(
        rng, household, area, narrative, subject, source, kind, at, noise, channel, anonymous
    )


def _a_narrative(rng: Random, household: Household, on: date, source: str, kind: Kind):
    for _ in range(4):
        wanted = source or (pick(rng, SOURCES) if kind is Kind.WELFARE else "")
        pool = {
            Kind.WELFARE: NARRATIVES,
            Kind.INFORMATION_REQUEST: INFORMATION,
            Kind.SIGNPOSTING: ADVICE,
            Kind.EHC_REQUEST: EHC,
        }[kind]
        able = [
            (narrative, _LEVEL_WEIGHT[narrative.level])
            for narrative in pool
            if (not wanted or wanted in narrative.sources.split())
            and (
                (
                    narrative.ages[0] < 0
                    and household.expecting
                    and _mother(household)
                    and (_man(household) or narrative.needs != "man")
                )
                or fitting(household, narrative, on)
            )
        ]
        if able:
            narrative = pick(rng, able)
            return narrative, wanted or pick(rng, [(s, 1) for s in narrative.sources.split()])
        if source:
            return None
    return None


def _mother(household: Household) -> Person | None:
    return next(
        (
            p
            for p in (*household.adults, *household.elsewhere)
            if p.relationship in ("mother", "grandmother")
        ),
        None,
    )


def _man(household: Household) -> Person | None:
    ordered = (*household.adults, *household.elsewhere)
    return next(
        (p for p in ordered if p.relationship in ("stepfather", "mother's partner", "father")), None
    )


def _telling(
    rng, household, area, narrative, subject, source, kind, at, noise, channel, anonymous
) -> Told:
    on = london_day(at)
    unborn = subject is None
    siblings = [
        child for child in household.children if child is not subject and child.born_on < on
    ]
    mother, man = _mother(household), _man(household)
    with_siblings = siblings if kind is Kind.WELFARE and rng.random() < 0.62 else []
    public = source in PUBLIC
    words = _slots(rng, household, area, subject, with_siblings, mother, man, at, public)
    concern = filled(narrative.text, words, rng)
    why_now = (
        filled(narrative.why_now[int(rng.random() * len(narrative.why_now))], words, rng)
        if narrative.why_now and rng.random() < 0.8
        else ""
    )
    home = household.home
    address = AddressTold(
        lines=(
            typed_wrong(rng, home.line) if rng.random() < 0.05 * noise else home.line,
            home.town,
        ),
        postcode=home.postcode if rng.random() < (0.55 if public else 0.93) else "",
        uprn=home.uprn if source in ("4", "5D") and rng.random() < 0.6 else "",
    )
    children, keys = [], []
    if unborn:
        children.append(
            ChildTold(
                family_name=mother.family_name,
                expected_on=household.expecting,
                sex="U",
                address=address,
            )
        )
        keys.append("unborn")
        with_siblings = siblings
    for child in ([subject] if subject else []) + with_siblings:
        children.append(_child(rng, child, source, noise, on, address, first=child is subject))
        keys.append(child.key)
    adults, adult_keys = [], []
    for person in (mother, man):
        if person is not None and rng.random() < (0.9 if person is mother else 0.7):
            given, family = name_told(rng, person, noise=noise * 0.7)
            here = person in household.adults
            adults.append(
                AdultTold(
                    given_name=given,
                    family_name=family,
                    relationship=person.relationship,
                    date_of_birth=birth_told(rng, person.born_on, noise=noise, as_of=on)
                    if source in ("6", "3D", "3E", "7") and rng.random() < 0.8
                    else None,
                    address=address if here else None,
                    phone=person.phone if rng.random() < 0.6 else "",
                    safe_contact="Text only. Do not leave a message or say who is calling"
                    if "domestic_abuse" in narrative.categories
                    and person is mother
                    and rng.random() < 0.5
                    else "",
                )
            )
            adult_keys.append(person.key)
    who = referrer(rng, source, area, words, anonymous)
    family_told = (
        None
        if who.anonymous
        else rng.random() < (0.25 if narrative.level == "red" else 0.35 if public else 0.68)
    )
    telling = Telling(
        kind=kind,
        channel=channel or _channel(rng, source),
        source=source,
        referrer=who,
        children=tuple(children),
        concern=concern,
        adults=tuple(adults),
        categories=tuple(narrative.categories.split()),
        why_now=why_now,
        immediate_danger=narrative.level == "red" and rng.random() < narrative.immediate,
        family_told=family_told if kind is Kind.WELFARE else True,
        family_told_reason=_NOT_TOLD[int(rng.random() * len(_NOT_TOLD))]
        if family_told is False and kind is Kind.WELFARE
        else "",
        consent=Consent.GIVEN
        if family_told and "agree" in concern
        else (Consent.NOT_ASKED if rng.random() < 0.6 else Consent.NOT_KNOWN),
        occurred_at=at - timedelta(minutes=int(20 + rng.random() ** 3 * 4000))
        if rng.random() < 0.4
        else None,
        external_reference=f"{words['log']}" if source == "6" else "",
    )
    return Told(
        telling, narrative.key, narrative.level, household.key, tuple(keys), tuple(adult_keys)
    )


_NOT_TOLD = (
    "Telling the family could put the child at more risk",
    "Advice from the hub first, please",
    "The parent could not be reached before the end of the school day",
    "Police enquiries are not complete",
    "The child asked us not to before somebody has made a plan",
)


def _child(
    rng: Random,
    child: Person,
    source: str,
    noise: float,
    on: date,
    address: AddressTold,
    *,
    first: bool,
) -> ChildTold:
    given, family = name_told(rng, child, noise=noise)
    public = source in PUBLIC
    knows_birthday = rng.random() < (0.25 if public else 0.94 if first else 0.8)
    health = source.startswith("3")
    if public and not first and rng.random() < 0.2:
        given = (
            "the baby"
            if age_of(child, on) < 2
            else "a little girl"
            if child.sex == "F"
            else "a little boy"
        )
    return ChildTold(
        given_name=given,
        family_name=family if not public or rng.random() < 0.75 else "",
        date_of_birth=birth_told(rng, child.born_on, noise=noise * 0.7, as_of=on)
        if knows_birthday
        else None,
        age_years=max(0, age_of(child, on) + (0 if rng.random() < 0.85 else 1))
        if not knows_birthday
        else None,
        sex=child.sex if rng.random() < 0.96 else "",
        nhs_number=child.nhs_number if rng.random() < (0.72 if health else 0.04) else "",
        upn=child.upn if source in ("2A", "2B") and rng.random() < 0.7 else "",
        ethnicity=child.ethnicity if not public and rng.random() < 0.7 else "",
        address=address,
        school=child.school if rng.random() < 0.7 else "",
    )


def _channel(rng: Random, source: str) -> Channel:
    if source == "6":
        return Channel.API if rng.random() < 0.88 else Channel.TELEPHONE
    if source in PUBLIC:
        return pick(
            rng,
            (
                (Channel.PUBLIC_FORM, 52),
                (Channel.TELEPHONE, 40),
                (Channel.WALK_IN, 5),
                (Channel.EMAIL, 3),
            ),
        )
    if source == "2A":
        return pick(
            rng,
            (
                (Channel.PROFESSIONAL_FORM, 62),
                (Channel.API, 14),
                (Channel.TELEPHONE, 22),
                (Channel.EMAIL, 2),
            ),
        )
    return pick(
        rng, ((Channel.PROFESSIONAL_FORM, 66), (Channel.TELEPHONE, 24), (Channel.EMAIL, 10))
    )


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WORDS_FOR = {
    "M": ("he", "him", "his", "himself", "boy"),
    "F": ("she", "her", "her", "herself", "girl"),
}
_SAYS = {
    "father": ("dad", "daddy"),
    "stepfather": ("stepdad", "Dad"),
    "mother's partner": ("mum's boyfriend", "him at home"),
}


def _slots(rng, household, area, subject, siblings, mother, man, at, public) -> dict:
    on = london_day(at)
    he, him, his, himself, boy = _WORDS_FOR[subject.sex if subject else "F"]
    names = [
        f"{s.given_name} ({age_in_words(s.born_on, expected_on=None, age_years=None, on=on)})"
        for s in siblings[:4]
    ]
    listed = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    home = household.home
    teacher = invented_name(rng).split()[-1]
    title = "Mr" if rng.random() < 0.3 else "Miss" if rng.random() < 0.5 else "Mrs"
    whole = (lambda p: p.given_name) if public else (lambda p: f"{p.given_name} {p.family_name}")
    age = age_in_words(subject.born_on, expected_on=None, age_years=None, on=on) if subject else ""
    return {
        "child": subject.given_name if subject else "the baby",
        "age": age,
        "age_word": "six week" if rng.random() < 0.5 else "one year",
        "he": he,
        "him": him,
        "his": his,
        "himself": himself,
        "boy": boy,
        "He": he.title(),
        "His": his.title(),
        "mum": whole(mother) if mother else "the mother",
        "man": whole(man) if man else "the father",
        "man_word": _SAYS[man.relationship][0] if man else "dad",
        "and_sibs": f", {listed}," if names else "",
        "sibs_sentence": _siblings_told(names, listed),
        "school": (subject.school if subject else "") or "the nursery",
        "teacher": f"{title} {teacher}",
        "street": f"{home.line}, {home.town}" if not public else home.line,
        "town": home.town,
        "hospital": area.hospital,
        "day": _DAYS[int(rng.random() * 5)],
        "time": f"{int(rng.random() * 24):02d}:{int(rng.random() * 60):02d}",
        "log": f"FV-{on:%d%m}-{int(1000 + rng.random() * 8999)}",
        "pct": 48 + int(rng.random() * 38),
        "count": ("two", "three", "four")[int(rng.random() * 3)],
        "due_words": day_in_words(household.expecting) if household.expecting else "in the spring",
    }


def _siblings_told(names: list[str], listed: str) -> str:
    if not names:
        return "We know of no other children at home."
    return f"There {'are siblings' if len(names) > 1 else 'is a sibling'} at home: {listed}."
