"""What invented people are called, by the customs of their community."""

from datetime import date
from random import Random

from lintel.demo.household import Person
from lintel.demo.names import Community, Name
from lintel.demo.names.tables import SurnameRule


def pick(rng: Random, table, total: float):
    draw = rng.random() * total
    for value, weight in table:
        draw -= weight
        if draw < 0:
            return value
    return table[-1][0]


def _one_of(rng: Random, table):
    """Names near the top of a table are commoner than those near the end."""
    return table[int(rng.random() ** 1.35 * len(table))]


def _spelling(rng: Random, name: Name) -> str:
    return (
        name.usual
        if len(name.spellings) == 1 or rng.random() < 0.72
        else name.spellings[1 + int(rng.random() * (len(name.spellings) - 1))]
    )


def surname(rng: Random, community: Community) -> str:
    beginnings, endings = community.tail_parts
    if beginnings and rng.random() < community.tail_share:
        return (
            beginnings[int(rng.random() * len(beginnings))]
            + endings[int(rng.random() * len(endings))]
        )
    return _spelling(rng, _one_of(rng, community.family))


def womans_form(rng: Random, community: Community, family_name: str) -> str:
    """What a woman of that family is called by her community's custom."""
    if community.rule is SurnameRule.ENDING:
        for man, woman in (("ski", "ska"), ("cki", "cka"), ("sky", "ska")):
            if family_name.endswith(man):
                return family_name.removesuffix(man) + woman
    if community.rule is SurnameRule.OWN and rng.random() < 0.45:
        own = community.womens_names.split()
        return own[int(rng.random() * len(own))].split("/")[0]
    return family_name


def given_names(rng: Random, community: Community, sex: str, born_on: date) -> tuple[str, str, str]:
    """A first name, a middle name and the short form used at home."""
    table = community.female if sex == "F" else community.male
    name = _one_of(rng, table)
    given = _spelling(rng, name)
    short = (
        name.short[int(rng.random() * len(name.short))]
        if name.short and rng.random() < 0.45
        else ""
    )
    middle = ""
    if community.rule is SurnameRule.KAUR_SINGH:
        middle = "Kaur" if sex == "F" else "Singh"
    elif community.first_of_two and sex == "M" and rng.random() < 0.3:
        first = community.first_of_two.partition("~")[0].split("/")
        given, middle, short = first[int(rng.random() * len(first))], given, given
    elif (
        community.rule in (SurnameRule.SHARED, SurnameRule.ENDING, SurnameRule.TWO)
        and rng.random() < 0.55
    ):
        middle = _one_of(rng, table).usual
    return given, middle, short


def mans_name(rng: Random, community: Community, shared: str) -> str:
    if community.rule is SurnameRule.PATRONYMIC:
        return f"{_one_of(rng, community.male).usual} {_one_of(rng, community.male).usual}"
    return shared


def mothers_name(rng: Random, community: Community, shared: str, maiden: str, *, married: bool):
    if community.rule is SurnameRule.PATRONYMIC:
        return mans_name(rng, community, shared), ()
    own = womans_form(rng, community, maiden)
    if community.rule is SurnameRule.SHARED and married:
        return (
            (f"{maiden}-{shared}", (("", maiden),))
            if rng.random() < 0.07
            else (shared, (("", maiden),))
        )
    if community.rule in (SurnameRule.ENDING, SurnameRule.KAUR_SINGH) and married:
        return womans_form(rng, community, shared), (("", own),)
    return own, ((("", shared),) if married and rng.random() < 0.3 else ())


def childs_surname(
    rng: Random, community: Community, shared: str, sex: str, mother: Person, father: Person
) -> str:
    if community.rule is SurnameRule.PATRONYMIC:
        return f"{father.given_name} {father.family_name.split()[0]}"
    if community.rule is SurnameRule.TWO:
        return f"{mother.family_name.split()[-1]} {father.family_name.split()[-1]}"
    if community.rule is SurnameRule.OWN and sex == "F" and rng.random() < 0.35:
        return womans_form(rng, community, shared)
    if rng.random() < 0.12:
        return mother.family_name
    if (
        community.rule is SurnameRule.SHARED
        and rng.random() < 0.05
        and "-" not in mother.family_name + father.family_name
    ):
        return (
            f"{mother.family_name}-{father.family_name}"
            if mother.family_name != father.family_name
            else shared
        )
    return womans_form(rng, community, father.family_name) if sex == "F" else father.family_name


def near_name(given: str, community: Community, table) -> str:
    """A name one spelling or a letter or two away, for a twin; the same name never."""
    known = community.spellings_of.get(given)
    if known and len(known.spellings) > 1:
        return next(spelling for spelling in known.spellings if spelling != given)
    alike = [name.usual for name in table if name.usual[:2] == given[:2] and name.usual != given]
    return alike[0] if alike else f"{given}a"
