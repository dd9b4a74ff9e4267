"""Tellings about invented families: who writes, what they say, and what they get wrong."""

from collections.abc import Sequence
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
    ReferrerTold,
    Telling,
)
from lintel.demo.identifiers import landline, mobile
from lintel.demo.names import COMMUNITIES
from lintel.demo.narratives import NARRATIVES, Narrative
from lintel.demo.narratives.requests import ADVICE, EHC, INFORMATION
from lintel.demo.narratives.shape import filled
from lintel.demo.places import Area
from lintel.demo.population import Household, Person
from lintel.demo.slips import birth_told, name_told, typed_wrong
from lintel.kernel.instants import age_in_words, day_in_words, london_day

# Parts in a hundred. Police 28 and schools 21 are national (domain reference, section 4); the rest is judgement.
SOURCES = (
    ("6", 28), ("2A", 21), ("3B", 5), ("3E", 4), ("3A", 3), ("3F", 3), ("3D", 2.5), ("3C", 1.5), ("1A", 6), ("1B", 3), ("9", 3),
    ("4", 3), ("5C", 3), ("5D", 3.5), ("5A", 2), ("7", 2.5), ("8", 4), ("2B", 2), ("5B", 1), ("1D", 1), ("1C", 1), ("10", 0.5),
)  # fmt: skip
KINDS = ((Kind.WELFARE, 85), (Kind.INFORMATION_REQUEST, 6), (Kind.SIGNPOSTING, 5.5), (Kind.EHC_REQUEST, 3.5))
PUBLIC = {"1A", "1B", "1C", "1D", "9", "10"}
_LEVEL_WEIGHT = {"red": 0.5, "amber": 0.75, "green": 1.6, "blue": 2.3, "": 1.0}

ROLES = {
    "2A": ("Designated safeguarding lead", "Deputy safeguarding lead", "Head of year", "Headteacher", "Pastoral manager"),
    "2B": ("Student support manager", "Safeguarding officer"),
    "3A": ("GP", "Practice nurse"), "3B": ("Health visitor", "Community nursery nurse"), "3C": ("School nurse",),
    "3D": ("Community midwife", "Dentist", "Specialist midwife"), "3E": ("Emergency department sister", "Paediatric registrar", "Safeguarding nurse"),
    "3F": ("Care coordinator", "CAMHS practitioner", "Paramedic", "Named nurse"), "4": ("Housing officer", "Tenancy sustainment officer"),
    "5A": ("Adult social worker", "Hospital social worker"), "5B": ("Attendance officer", "Youth justice worker"),
    "5C": ("Duty social worker", "Social worker, MASH"), "5D": ("Early help family worker", "Early help coordinator"),
    "6": ("Public protection notification desk", "Response officer", "Missing person coordinator"),
    "7": ("Probation practitioner", "Family court adviser"), "8": ("Family worker", "Nursery manager", "Safeguarding lead", "Youth worker"),
}  # fmt: skip
AGENCY_WORDS = {
    "3C": "School nursing service", "3F": "Ferrand Valley Mental Health NHS Trust", "4": "{council} Homes",
    "5A": "{council} Council adult services", "5B": "{council} Council", "5C": "Eastmarch County Council", "5D": "{council} early help",
    "7": "Probation Service", "8": "{town} Family Centre", "2B": "{council} College", "3B": "{council} health visiting", "3D": "{hospital}",
}  # fmt: skip
RELATIONSHIPS = {
    "1A": ("Grandmother", "Father", "Aunt", "Grandfather", "Mother", "Uncle"),
    "1B": ("Neighbour", "Family friend", "Child minder"),
    "1C": ("Myself",),
    "1D": ("Passer-by", "Shop worker"),
}


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


def pick(rng: Random, table: Sequence[tuple], total: float | None = None):
    draw = rng.random() * (total or sum(weight for _, weight in table))
    for value, weight in table:
        draw -= weight
        if draw < 0:
            return value
    return table[-1][0]


def age_of(child: Person, on: date) -> int:
    return on.year - child.born_on.year - ((on.month, on.day) < (child.born_on.month, child.born_on.day))


def fitting(household: Household, narrative: Narrative, on: date) -> list[Person]:
    """The children the narrative could be about; none when the family does not fit it."""
    youngest, oldest = narrative.ages
    if narrative.needs == "man" and _man(household) is None:
        return []
    if youngest < 0 or _mother(household) is None:
        return []
    return [
        child for child in household.children
        if youngest <= age_of(child, on) <= oldest and child.born_on < on and not (narrative.needs == "girl" and child.sex != "F")
    ]  # fmt: skip


def tell(
    rng: Random, household: Household, area: Area, *, at: datetime, source: str = "", kind: Kind = Kind.WELFARE,
    narrative: Narrative | None = None, noise: float = 0.45, channel: Channel | None = None, anonymous: bool | None = None,
) -> Told | None:  # fmt: skip
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
    return _telling(rng, household, area, narrative, subject, source, kind, at, noise, channel, anonymous)


def _a_narrative(rng: Random, household: Household, on: date, source: str, kind: Kind):
    for _ in range(4):
        wanted = source or (pick(rng, SOURCES) if kind is Kind.WELFARE else "")
        pool = {Kind.WELFARE: NARRATIVES, Kind.INFORMATION_REQUEST: INFORMATION, Kind.SIGNPOSTING: ADVICE, Kind.EHC_REQUEST: EHC}[kind]
        able = [
            (narrative, _LEVEL_WEIGHT[narrative.level])
            for narrative in pool
            if (not wanted or wanted in narrative.sources.split())
            and ((narrative.ages[0] < 0 and household.expecting and _mother(household) and (_man(household) or narrative.needs != "man")) or fitting(household, narrative, on))
        ]  # fmt: skip
        if able:
            narrative = pick(rng, able)
            return narrative, wanted or pick(rng, [(s, 1) for s in narrative.sources.split()])
        if source:
            return None
    return None


def _mother(household: Household) -> Person | None:
    return next((p for p in (*household.adults, *household.elsewhere) if p.relationship in ("mother", "grandmother")), None)


def _man(household: Household) -> Person | None:
    ordered = (*household.adults, *household.elsewhere)
    return next((p for p in ordered if p.relationship in ("stepfather", "mother's partner", "father")), None)


def _telling(rng, household, area, narrative, subject, source, kind, at, noise, channel, anonymous) -> Told:
    on = london_day(at)
    unborn = subject is None
    siblings = [child for child in household.children if child is not subject and child.born_on < on]
    mother, man = _mother(household), _man(household)
    with_siblings = siblings if kind is Kind.WELFARE and rng.random() < 0.62 else []
    public = source in PUBLIC
    words = _slots(rng, household, area, subject, with_siblings, mother, man, at, public)
    concern = filled(narrative.text, words, rng)
    why_now = filled(narrative.why_now[int(rng.random() * len(narrative.why_now))], words, rng) if narrative.why_now and rng.random() < 0.8 else ""
    home = household.home
    address = AddressTold(
        lines=(typed_wrong(rng, home.line) if rng.random() < 0.05 * noise else home.line, home.town),
        postcode=home.postcode if rng.random() < (0.55 if public else 0.93) else "",
        uprn=home.uprn if source in ("4", "5D") and rng.random() < 0.6 else "",
    )
    children, keys = [], []
    if unborn:
        children.append(ChildTold(family_name=mother.family_name, expected_on=household.expecting, sex="U", address=address))
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
            adults.append(AdultTold(
                given_name=given, family_name=family, relationship=person.relationship,
                date_of_birth=birth_told(rng, person.born_on, noise=noise, as_of=on) if source in ("6", "3D", "3E", "7") and rng.random() < 0.8 else None,
                address=address if here else None, phone=person.phone if rng.random() < 0.6 else "",
                safe_contact="Text only. Do not leave a message or say who is calling" if "domestic_abuse" in narrative.categories and person is mother and rng.random() < 0.5 else "",
            ))  # fmt: skip
            adult_keys.append(person.key)
    referrer = _referrer(rng, source, area, words, anonymous, household)
    family_told = None if referrer.anonymous else rng.random() < (0.25 if narrative.level == "red" else 0.35 if public else 0.68)
    telling = Telling(
        kind=kind, channel=channel or _channel(rng, source), source=source, referrer=referrer, children=tuple(children), concern=concern,
        adults=tuple(adults), categories=tuple(narrative.categories.split()), why_now=why_now,
        immediate_danger=narrative.level == "red" and rng.random() < narrative.immediate,
        family_told=family_told if kind is Kind.WELFARE else True,
        family_told_reason=_NOT_TOLD[int(rng.random() * len(_NOT_TOLD))] if family_told is False and kind is Kind.WELFARE else "",
        consent=Consent.GIVEN if family_told and "agree" in concern else (Consent.NOT_ASKED if rng.random() < 0.6 else Consent.NOT_KNOWN),
        occurred_at=at - timedelta(minutes=int(20 + rng.random() ** 3 * 4000)) if rng.random() < 0.4 else None,
        external_reference=f"{words['log']}" if source == "6" else "",
    )  # fmt: skip
    return Told(telling, narrative.key, narrative.level, household.key, tuple(keys), tuple(adult_keys))


_NOT_TOLD = (
    "Telling the family could put the child at more risk", "Advice from the hub first, please",
    "The parent could not be reached before the end of the school day", "Police enquiries are not complete",
    "The child asked us not to before somebody has made a plan",
)  # fmt: skip


def _child(rng: Random, child: Person, source: str, noise: float, on: date, address: AddressTold, *, first: bool) -> ChildTold:
    given, family = name_told(rng, child, noise=noise)
    public = source in PUBLIC
    knows_birthday = rng.random() < (0.25 if public else 0.94 if first else 0.8)
    health = source.startswith("3")
    if public and not first and rng.random() < 0.2:
        given = "the baby" if age_of(child, on) < 2 else "a little girl" if child.sex == "F" else "a little boy"
    return ChildTold(
        given_name=given,
        family_name=family if not public or rng.random() < 0.75 else "",
        date_of_birth=birth_told(rng, child.born_on, noise=noise * 0.7, as_of=on) if knows_birthday else None,
        age_years=max(0, age_of(child, on) + (0 if rng.random() < 0.85 else 1)) if not knows_birthday else None,
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
        return pick(rng, ((Channel.PUBLIC_FORM, 52), (Channel.TELEPHONE, 40), (Channel.WALK_IN, 5), (Channel.EMAIL, 3)))
    if source == "2A":
        return pick(rng, ((Channel.PROFESSIONAL_FORM, 62), (Channel.API, 14), (Channel.TELEPHONE, 22), (Channel.EMAIL, 2)))
    return pick(rng, ((Channel.PROFESSIONAL_FORM, 66), (Channel.TELEPHONE, 24), (Channel.EMAIL, 10)))


def invented_name(rng: Random) -> str:
    """A name for somebody who writes or works here; drawn as the town's own names are."""
    community = pick(rng, [(c, c.share) for c in COMMUNITIES])
    table = community.female if rng.random() < 0.72 else community.male
    return f"{table[int(rng.random() * len(table))].usual} {community.family[int(rng.random() * len(community.family))].usual}"


def _referrer(rng: Random, source: str, area: Area, words: dict, anonymous: bool | None, household: Household) -> ReferrerTold:
    if source in PUBLIC:
        if anonymous or source in ("9", "10") or (anonymous is None and source != "1C" and rng.random() < 0.18):
            return ReferrerTold(anonymous=True)
        relationship = RELATIONSHIPS.get(source, ("Member of the public",))
        return ReferrerTold(
            name=words["child"] if source == "1C" else invented_name(rng), phone=mobile(rng.random()),
            relationship=relationship[int(rng.random() * len(relationship))],
            safe_contact=pick(rng, (("", 70), ("Ring after 6pm", 12), ("Text first, please. He checks my phone", 9), ("Please do not say that I called", 9))),
        )  # fmt: skip
    council = area.council.title()
    agency = {
        "2A": words["school"] or f"{council} schools", "3A": area.surgeries[int(rng.random() * len(area.surgeries))],
        "3E": area.hospital, "6": area.police,
    }.get(source) or AGENCY_WORDS.get(source, "").format(council=council, town=words["town"], hospital=area.hospital)  # fmt: skip
    name, roles = invented_name(rng), ROLES.get(source, ("Practitioner",))
    address = "".join(c if c.isascii() and c.isalnum() else "." for c in name.lower().split()[0] + "." + name.lower().split()[-1])
    domain = "".join(c for c in agency.lower() if c.isascii() and c.isalnum())[:24]
    return ReferrerTold(
        name=name, role=roles[int(rng.random() * len(roles))], agency=agency,
        phone=landline(rng.random()) if rng.random() < 0.7 else mobile(rng.random()), email=f"{address}@{domain}.example",
    )  # fmt: skip


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WORDS_FOR = {"M": ("he", "him", "his", "himself", "boy"), "F": ("she", "her", "her", "herself", "girl")}
_SAYS = {"father": ("dad", "daddy"), "stepfather": ("stepdad", "Dad"), "mother's partner": ("mum's boyfriend", "him at home")}


def _slots(rng, household, area, subject, siblings, mother, man, at, public) -> dict:
    on = london_day(at)
    he, him, his, himself, boy = _WORDS_FOR[subject.sex if subject else "F"]
    names = [f"{s.given_name} ({age_in_words(s.born_on, expected_on=None, age_years=None, on=on)})" for s in siblings[:4]]
    listed = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    home = household.home
    teacher = invented_name(rng).split()[-1]
    title = "Mr" if rng.random() < 0.3 else "Miss" if rng.random() < 0.5 else "Mrs"
    whole = (lambda p: p.given_name) if public else (lambda p: f"{p.given_name} {p.family_name}")
    age = age_in_words(subject.born_on, expected_on=None, age_years=None, on=on) if subject else ""
    return {
        "child": subject.given_name if subject else "the baby",
        "age": age, "age_word": "six week" if rng.random() < 0.5 else "one year",
        "he": he, "him": him, "his": his, "himself": himself, "boy": boy, "He": he.title(), "His": his.title(),
        "mum": whole(mother) if mother else "the mother", "man": whole(man) if man else "the father",
        "man_word": _SAYS[man.relationship][0] if man else "dad",
        "and_sibs": f", {listed}," if names else "",
        "sibs_sentence": f"There {'are siblings' if len(names) > 1 else 'is a sibling'} at home: {listed}." if names else "We know of no other children at home.",
        "school": (subject.school if subject else "") or "the nursery", "teacher": f"{title} {teacher}",
        "street": f"{home.line}, {home.town}" if not public else home.line, "town": home.town, "hospital": area.hospital,
        "day": _DAYS[int(rng.random() * 5)], "time": f"{int(rng.random() * 24):02d}:{int(rng.random() * 60):02d}",
        "log": f"FV-{on:%d%m}-{int(1000 + rng.random() * 8999)}", "pct": 48 + int(rng.random() * 38), "count": ("two", "three", "four")[int(rng.random() * 3)],
        "due_words": day_in_words(household.expecting) if household.expecting else "in the spring",
    }  # fmt: skip
