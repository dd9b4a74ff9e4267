"""How alike two tellings are, in words: may they be one person?

`likeness` is the one scorer behind pages, API, imports and `lintel match`. It links nobody.
The weights are learned; what no sum of weights may say is written here as rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from lintel.people.rules.agreements import WORDS, Agreement, Compared, How
from lintel.people.rules.comparing import compare
from lintel.people.rules.facts import Facts
from lintel.people.rules.weighing import UNRELATED, Weighed, Weights, probability, weigh
from lintel.people.weights import shipped


class Band(StrEnum):
    """How sure, in a plain word, surest first."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"


class Relation(StrEnum):
    """What the two would be to each other."""

    SAME = "same"
    HOUSEHOLD = "household"


@dataclass(frozen=True, slots=True)
class Likeness:
    """Shape:
    weight: log2 odds that the two are one person: `prior` and the weights of `agreements`.
    probability: how often such a weight turned out to be one person.
    band: None when there is too little to offer one as the other.
    agreements: what was compared, agreeing and differing; what was missing is not in it.
    siblings: whether they look like two of one family, by another first name or number.
    near: log2 odds that they are of one household rather than strangers; far more where one home,
        one telephone or the name of a parent says so.
    """

    weight: float
    prior: float
    probability: float
    band: Band | None
    relation: Relation
    agreements: tuple[Agreement, ...]
    siblings: bool = False
    near: float = 0.0

    @property
    def reasons(self) -> tuple[str, ...]:
        """What agrees, in words, strongest first."""
        return tuple(one.words for one in self.agreements if one.how is not How.DIFFERS)

    @property
    def differs(self) -> tuple[str, ...]:
        return tuple(one.words for one in self.agreements if one.how is How.DIFFERS)


# From these probabilities on; below the last, nobody is offered as the same person.
CERTAIN, LIKELY, POSSIBLE = 0.99, 0.70, 0.05
# Two of one household, when that is so many bits likelier than two strangers.
_ONE_HOUSEHOLD = 1.0
_SAID = 100.0  # bits: what is said of two is before whatever a sum makes of them
# One home, one telephone, or the name of a parent: worth showing whoever else they may be.
BESIDE = frozenset(
    {Compared("address", "same"), Compared("phone", "same"), Compared("parent", "named")}
)
# Fields that a whole household shares, so that they never tell a child from a sibling,
# but that tell one Amina Khan from another.
_AROUND = ("address", "phone", "mother", "father")
_LEVEL: Mapping[How, int] = MappingProxyType({How.SAME: 3, How.NEAR: 2, How.DIFFERS: 0})
_LEVELS = {
    (field, level): _LEVEL[how]
    for field, levels in WORDS.items()
    for level, (how, _) in levels.items()
}
# 3 same, 2 near, 0 differs; None where one side does not say.
Levels = Mapping[str, int]


def likeness(a: Facts, b: Facts, weights: Weights | None = None) -> Likeness:
    """The same whichever way round it is asked."""
    weights = weights or shipped()
    compared = compare(a, b)
    weighed = weigh(compared, weights)
    how = {one.field: _LEVELS[one.field, one.level] for one in compared}
    siblings = _is_sibling(how)
    chance = probability(weighed.weight, weights, siblings=siblings)
    relation = Relation.HOUSEHOLD if siblings else _relation(compared, weighed, chance)
    return Likeness(
        weight=round(weighed.weight, 4),
        prior=round(weighed.prior, 4),
        probability=round(chance, 5),
        band=_band(how, relation, chance),
        relation=relation,
        agreements=_agreements(compared, weighed),
        siblings=siblings,
        near=round(weighed.household + (0.0 if BESIDE.isdisjoint(compared) else _SAID), 4),
    )


def _agreements(compared: tuple[Compared, ...], weighed: Weighed) -> tuple[Agreement, ...]:
    found = []
    for (field, level, _), weight in zip(compared, weighed.shown, strict=True):
        how, words = WORDS[field][level]
        weight = round(weight, 4)
        # No field is found twice, so that nothing further is ever compared.
        found.append((-weight, field, Agreement(field, level, how, weight, words)))
    found.sort()
    return tuple([one for _, _, one in found])


def _relation(compared: tuple[Compared, ...], weighed: Weighed, chance: float) -> Relation:
    if chance >= POSSIBLE:
        return Relation.SAME
    beside = weighed.against != UNRELATED and weighed.household > _ONE_HOUSEHOLD
    return Relation.HOUSEHOLD if beside or not BESIDE.isdisjoint(compared) else Relation.SAME


def _is_sibling(how: Levels) -> bool:
    """One family name with two first names and one home; or one family, two NHS numbers."""
    if not how.get("family_name"):
        return False
    around = any(how.get(field) for field in _AROUND)
    if how.get("given_name") == 0:
        return bool(how.get("date_of_birth") or around)
    return how.get("nhs_number") == 0 and around


_BANDS = tuple(Band)
# Something of the person's own; without it an address offers whoever lives there.
_OWN = frozenset(
    {"given_name", "family_name", "date_of_birth", "age", "nhs_number", "upn", "la_child_id"}
)


def _band(how: Levels, relation: Relation, chance: float) -> Band | None:
    if not _OWN & how.keys():
        return None
    if relation is Relation.HOUSEHOLD:
        return Band.POSSIBLE
    if chance < POSSIBLE:
        return None
    sure = Band.CERTAIN if chance >= CERTAIN else Band.LIKELY
    return max(sure if chance >= LIKELY else Band.POSSIBLE, _surest(how), key=_BANDS.index)


def _surest(how: Levels) -> Band:
    """What no sum of weights goes beyond."""
    given, family = how.get("given_name"), how.get("family_name")
    born = how.get("date_of_birth")
    if how.get("nhs_number") == 0 or given == 0 or how.get("sex") == 0:
        # A wrong digit or a slip of the pen, or a twin: somebody must look.
        return Band.POSSIBLE
    if how.get("age") == 0:
        return Band.POSSIBLE
    # A number that fails its own check says less, however alike two copies of it are.
    numbered = any(how.get(field) == 3 for field in ("nhs_number", "upn", "la_child_id"))
    if born == 0:
        return Band.LIKELY if numbered else Band.POSSIBLE
    if numbered and (born or (given and family)):
        return Band.CERTAIN
    exact = given == family == born == 3
    return Band.CERTAIN if exact and any(how.get(f) for f in _AROUND) else Band.LIKELY
