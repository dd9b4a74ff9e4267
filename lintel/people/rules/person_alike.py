"""How alike a telling is to somebody known by several records, which need not agree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from lintel.people.rules.agreements import Agreement, How
from lintel.people.rules.choosing import how_likely
from lintel.people.rules.facts import Facts
from lintel.people.rules.likeness import Band, Likeness, likeness
from lintel.people.rules.weighing import Weights


@dataclass(frozen=True, slots=True)
class Held:
    """One record linked to somebody."""

    source: str
    source_ref: str
    as_of: date
    facts: Facts


_BANDS = tuple(Band)
_NUMBERS = frozenset({"nhs_number", "upn", "la_child_id"})
# What another record may say against the one most alike.
_AGAINST: Mapping[str, str] = MappingProxyType(
    {
        "nhs_number": "different NHS number",
        "date_of_birth": "different date of birth",
        "given_name": "different first name",
        "sex": "sex differs",
    }
)


def person_alike(
    facts: Facts, held: Sequence[Held], weights: Weights | None = None
) -> Likeness | None:
    """The likeness to the record most alike, held back where another record speaks against it.

    None when no record has a band. The order of `held` does not matter.
    """
    alike = [(likeness(facts, one.facts, weights), one) for one in held]
    banded = [pair for pair in alike if pair[0].band is not None]
    if not banded:
        return None
    best, _ = min(banded, key=_surest_first)
    best = _held_back(best, [one for one, _ in alike])
    return _where_they_lived(best, facts, held)


def _surest_first(pair: tuple[Likeness, Held]) -> tuple[int, int, float, str, str]:
    one, held = pair
    return *how_likely(one), held.source, held.source_ref


def _held_back(best: Likeness, others: Sequence[Likeness]) -> Likeness:
    """A step less sure for what another record contradicts; never more than possible for a number.

    The weight is that of the record most alike, and stays.
    """
    differs = {
        one.field for other in others for one in other.agreements if one.how is How.DIFFERS
    } & _AGAINST.keys()
    against = differs - {one.field for one in best.agreements if one.how is How.DIFFERS}
    if not against:
        return best
    numbered = any(one.field in _NUMBERS and one.how is How.SAME for one in best.agreements)
    whose = "another record of theirs"
    words = tuple(
        Agreement(field, "elsewhere", How.DIFFERS, 0.0, f"{whose}: {_AGAINST[field]}")
        for field in sorted(against)
    )
    best = replace(best, agreements=best.agreements + words)
    place = _BANDS.index(best.band or Band.POSSIBLE)
    if "nhs_number" in against:
        place = len(_BANDS) - 1
    elif not numbered:
        place = min(place + 1, len(_BANDS) - 1)
    return replace(best, band=_BANDS[place])


def _where_they_lived(best: Likeness, facts: Facts, held: Sequence[Held]) -> Likeness:
    """Says until when, where later records give another address."""
    if not facts.postcode:
        return best
    here = [one.as_of for one in held if _one_home(one.facts, facts)]
    moved = [
        one.as_of
        for one in held
        if here and one.facts.postcode not in ("", facts.postcode) and one.as_of > max(here)
    ]
    if not moved:
        return best
    words = f"lived at this address until about {min(moved):%B %Y}"
    return replace(
        best,
        agreements=tuple(
            one._replace(how=How.NEAR, words=words) if one.field == "address" else one
            for one in best.agreements
        ),
    )


def _one_home(one: Facts, other: Facts) -> bool:
    same_door = bool(one.street) and one.street == other.street
    return one.postcode == other.postcode and same_door
