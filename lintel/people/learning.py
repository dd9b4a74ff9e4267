"""Weights learned from records alone: nobody says beforehand which of them are one person.

Pairs that share an NHS number, a UPN or a council's number stand for one person; pairs at one
address with two different numbers, or a generation apart, for one household; pairs drawn at random
for strangers. Where there are few of a kind, weights learned before stand beside them.
What a sample was chosen by it cannot measure, so numbers and addresses are set by hand (`BY_HAND`).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from random import Random
from types import MappingProxyType
from typing import Any

from lintel.people.rules.agreements import WORDS
from lintel.people.rules.comparing import compare
from lintel.people.rules.facts import Facts
from lintel.people.rules.weighing import HYPOTHESES

Progress = Callable[[str], None]
Fields = Mapping[str, Mapping[str, Mapping[str, float]]]

# same, twin, household, unrelated
BY_HAND: Mapping[str, Mapping[str, tuple[float, float, float, float]]] = MappingProxyType(
    {
        "nhs_number": {
            "same": (0.985, 2e-3, 1e-3, 2e-7),
            "differs": (0.015, 0.998, 0.999, 0.9999998),
        },
        "upn": {
            "same": (0.97, 2e-3, 1e-3, 1e-6),
            "unchecked": (0.02, 2e-4, 1e-4, 2e-7),
            "differs": (0.03, 0.998, 0.999, 0.999998),
        },
        "la_child_id": {
            "same": (0.96, 2e-3, 1e-3, 1e-7),
            "near": (0.015, 3e-3, 2e-3, 5e-6),
            "differs": (0.025, 0.995, 0.997, 0.999995),
        },
        "parent": {"named": (5e-4, 5e-4, 0.25, 2e-5)},
        "address": {
            "same": (0.55, 0.60, 0.55, 1e-5),
            "street": (0.04, 0.04, 0.04, 1e-5),
            "postcode": (0.06, 0.06, 0.06, 3e-4),
            "differs": (0.35, 0.30, 0.35, 0.9997),
        },
    }
)
NUMBERS = frozenset({"nhs_number", "upn", "la_child_id"})
# Levels too rare in any sample to be counted.
UNBORN: Mapping[str, tuple[float, float, float, float]] = MappingProxyType(
    {
        "expected_same": (0.50, 0.50, 0.01, 4e-3),
        "expected_near": (0.45, 0.45, 0.05, 0.12),
        "expected_far": (0.05, 0.05, 0.94, 0.876),
        "born_near": (0.90, 0.90, 0.02, 0.02),
        "born_far": (0.10, 0.10, 0.98, 0.98),
    }
)
# Names the other way round are one thing seen in two fields: counted with the first name.
TURNED = (0.999, 0.999, 0.999, 0.999)
# How many records of each kind stand beside one, in a council that holds so many records.
RECORDS = MappingProxyType({"same": 1.3, "twin": 0.05, "household": 4.0, "unrelated": 1e5})
# For a pair of one home known to be two people there are so many more, of whom it is not known.
FOR_ONE_KNOWN = MappingProxyType({"twin": 40.0, "household": 5.2})
FEWEST_BESIDE = MappingProxyType({"twin": 0.001, "household": 0.02})
# No level says more than this alone: other errors than those counted exist.
LEAST = MappingProxyType({"same": 1e-3, "twin": 2e-3, "household": 5e-4, "unrelated": 2e-6})
# Telephone numbers change more often than invented people change theirs.
CHANGES = MappingProxyType({("phone", "differs"): MappingProxyType({"same": 0.1, "twin": 0.1})})
AS_MANY_AS = 20.0  # pairs; what was learned before counts as if it had been seen in so many
NAMES_KEPT = 600
MOST_OF_ONE_GROUP = 12  # records that share one number or address; more is a placeholder


def learn(
    records: Sequence[Facts],
    *,
    version: str,
    made: str,
    seed: int = 1,
    tell: Progress = print,
    before: Fields | None = None,
) -> dict[str, Any]:
    """A file of weights, all but its calibration, as `weights_from` reads it.

    `made` says how, for whoever reads the file; `before` are the fields of an earlier file. The
    order of `records` does not matter but to which strangers are drawn.
    """
    tell(f"pairs of one person, of one household and of strangers among {len(records):,} records")
    kinds: dict[str, Iterable[tuple[Facts, Facts]]] = {
        "same": _sharing(records, _numbers),
        "unrelated": _strangers(records, Random(seed)),  # noqa: S311  a sample, no secret
    }
    counts = {name: _count(pairs) for name, pairs in kinds.items()}
    alike = _count(_sharing(records, _names_and_birth))
    at_home = list(_of_one_household(records))
    counts["twin"] = _count(pair for pair in at_home if _one_birth(pair))
    counts["household"] = _count(pair for pair in at_home if not _one_birth(pair))
    return {
        "version": version,
        "made": made,
        "pairs": {
            "same": sum(counts["same"]["sex"].values()),
            "twin": sum(counts["twin"]["sex"].values()),
            "household": sum(counts["household"]["sex"].values()),
            "unrelated": sum(counts["unrelated"]["sex"].values()),
        },
        "records": {**RECORDS, **_beside(len(records), counts)},
        "fields": {field: _levels(field, counts, alike, before) for field in WORDS},
        "names": {
            "given_name": _shares(name.given[:1] for f in records for name in f.names[:1]),
            "family_name": _shares(name.family for f in records for name in f.names[:1]),
        },
    }


FEWEST_OF_A_KNOT = 120


def calibrated(
    rows: Iterable[tuple[float, bool]], *, wide: float = 0.5, unsure: float = 0.02
) -> list[list[float]]:
    """(weight, was it right) to knots that rise: how often each weight was right.

    Shape: `unsure` is how many right and wrong ones are thought into each knot, so that a few who
        were all right are not stated as certain.

    Source: isotonic regression by pooling adjacent violators (Ayer and others, 1955), over bins.
    """
    bins: dict[int, list[bool]] = defaultdict(list)
    for weight, right in rows:
        bins[round(max(-12.0, min(40.0, weight)) / wide)].append(right)
    blocks: list[list[float]] = []  # weight summed, right, number
    for place in sorted(bins):
        rights = bins[place]
        blocks.append([place * wide * len(rights), sum(rights), len(rights)])
        # Whatever is below its neighbour to the left is one with it; so is a bin of a few.
        while len(blocks) > 1 and (
            blocks[-2][1] * blocks[-1][2] >= blocks[-1][1] * blocks[-2][2]
            or blocks[-2][2] < FEWEST_OF_A_KNOT
        ):
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    return [
        [round(w / n, 3), round((right + unsure) / (n + 2 * unsure), 6)] for w, right, n in blocks
    ]


def _beside(records: int, counts: Mapping[str, Mapping[str, Counter[str]]]) -> dict[str, float]:
    """How many stand beside one: more of a person whom many sources hold, fewer of a household
    where people are known one by one."""
    # Both of a pair have the other beside them.
    found = {
        "same": float(f"{max(RECORDS['same'], 2 * _pairs(counts['same']) / max(records, 1)):.3g}")
    }
    for kind, more in FOR_ONE_KNOWN.items():
        beside = min(RECORDS[kind], more * _pairs(counts[kind]) / max(records, 1))
        found[kind] = float(f"{max(FEWEST_BESIDE[kind], beside):.3g}")
    return found


def _pairs(counted: Mapping[str, Counter[str]]) -> int:
    return max(sum(levels.values()) for levels in counted.values())


def _numbers(facts: Facts) -> list[Hashable]:
    own = (("h", facts.nhs_number), ("l", facts.la_child_id))
    return [each for each in own if each[1]] + [("u", upn) for upn in sorted(facts.upns)]


def _names_and_birth(facts: Facts) -> list[Hashable]:
    if not (facts.names and facts.born_on and facts.street):
        return []
    return [("n", facts.names[0], facts.born_on, facts.street)]


def _homes(facts: Facts) -> list[Hashable]:
    return [("a", facts.postcode, facts.street)] if facts.postcode and facts.street else []


def _sharing(
    records: Sequence[Facts], groups: Callable[[Facts], list[Hashable]]
) -> Iterator[tuple[Facts, Facts]]:
    grouped: dict[Hashable, list[Facts]] = defaultdict(list)
    for facts in records:
        for group in groups(facts):
            grouped[group].append(facts)
    for own in grouped.values():
        if 1 < len(own) <= MOST_OF_ONE_GROUP:
            yield from combinations(own, 2)


def _of_one_household(records: Sequence[Facts]) -> Iterator[tuple[Facts, Facts]]:
    for a, b in _sharing(records, _homes):
        numbered = (
            (a.nhs_number, b.nhs_number),
            (min(a.upns, default=""), min(b.upns, default="")),
        )
        same_number = a.la_child_id and a.la_child_id == b.la_child_id
        if same_number or any(x and x == y for x, y in numbered):
            continue
        apart = any(x and y for x, y in numbered)
        if not apart and a.born_on and b.born_on:
            apart = abs((a.born_on - b.born_on).days) > 12 * 365
        if apart:
            yield a, b


def _one_birth(pair: tuple[Facts, Facts]) -> bool:
    return pair[0].born_on is not None and pair[0].born_on == pair[1].born_on


def _strangers(records: Sequence[Facts], rng: Random) -> Iterator[tuple[Facts, Facts]]:
    for _ in range(min(200_000, 3 * len(records))):
        a, b = rng.choice(records), rng.choice(records)
        if a is not b:
            yield a, b


def _count(pairs: Iterable[tuple[Facts, Facts]]) -> dict[str, Counter[str]]:
    counted: dict[str, Counter[str]] = {field: Counter() for field in WORDS}
    for a, b in pairs:
        for one in compare(a, b):
            counted[one.field][one.level] += 1
    return counted


def _levels(
    field: str,
    counts: Mapping[str, Mapping[str, Counter[str]]],
    alike: Mapping[str, Counter[str]],
    before: Fields | None,
) -> dict[str, Any]:
    if field in BY_HAND:
        by_hand = {
            level: dict(zip(HYPOTHESES, rates, strict=True))
            for level, rates in BY_HAND[field].items()
        }
        return _more_often_wrong(by_hand, alike[field]) if field in NUMBERS else by_hand
    found: dict[str, dict[str, float]] = {}
    for level in WORDS[field]:
        if level in UNBORN:
            found[level] = dict(zip(HYPOTHESES, UNBORN[level], strict=True))
            continue
        if (field, level) == ("family_name", "turned"):
            found[level] = dict(zip(HYPOTHESES, TURNED, strict=True))
            continue
        found[level] = {name: _rate(name, field, level, counts, before) for name in HYPOTHESES}
    return found


def _more_often_wrong(
    by_hand: dict[str, dict[str, float]], seen: Counter[str]
) -> dict[str, dict[str, float]]:
    """Where those of one name, birthday and home often have two numbers, a number says less."""
    number = sum(seen.values())
    wrong = (seen["differs"] + 1) / (number + 1 / by_hand["differs"]["same"])
    if number and wrong > by_hand["differs"]["same"]:
        by_hand["differs"]["same"] = float(f"{min(wrong, 0.5):.3g}")
        by_hand["same"]["same"] = float(f"{1 - min(wrong, 0.5):.3g}")
    return by_hand


def _rate(
    name: str,
    field: str,
    level: str,
    counts: Mapping[str, Mapping[str, Counter[str]]],
    before: Fields | None,
) -> float:
    if name == "twin" and field in ("date_of_birth", "age"):
        name = "same"  # twins were told apart by it: what is written of it slips as for one person
    counted = counts[name][field]
    least = CHANGES.get((field, level), LEAST).get(name, LEAST[name])
    each, all_levels = 0.5, 0.5 * len(WORDS[field])
    if before is not None:
        each, all_levels = AS_MANY_AS * before[field][level][name], AS_MANY_AS
    rate = (counted[level] + each) / (sum(counted.values()) + all_levels)
    return float(f"{min(max(rate, least), 0.999):.4g}")


def _shares(names: Iterable[Sequence[str]]) -> dict[str, Any]:
    counted = Counter("".join(name) for name in names if name)
    number = max(sum(counted.values()), 1)
    kept = counted.most_common(NAMES_KEPT)
    rest = number - sum(n for _, n in kept)
    others = max(len(counted) - len(kept), 1)
    rare = max(rest / others / number, 1 / number, 1e-6)
    shares = {name: float(f"{n / number:.3g}") for name, n in sorted(kept) if n > 2}
    return {"rare": float(f"{rare:.3g}"), "shares": shares}
