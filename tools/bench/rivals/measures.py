"""One yardstick for every engine: what it answered, held against the truth."""

import json
import statistics
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from lintel.demo.asked import About, Asked
from tools.bench.rivals.ground import Ground

BANDS = (0.05, 0.2, 0.5, 0.8, 0.95, 0.99, 0.999, 1.01)
IDENTIFIED = 0.99
Row = tuple[float, float, int, str]  # weight, probability, place of the record, relation


@dataclass(frozen=True, slots=True)
class Answer:
    """Shape: rows best first; `ms` None where the contact was one of many in one call."""

    asked: Asked
    rows: list[Row]
    ms: float | None


def answers(path: Path, ground: Ground) -> list[Answer]:
    """As an engine wrote them: {"n": which contact, "ms": ..., "rows": [[...], ...]} a line."""
    with path.open(encoding="utf-8") as lines:
        found = [json.loads(line) for line in lines]
    return [
        Answer(ground.asked[one["n"]], [tuple(row) for row in one["rows"]], one.get("ms"))
        for one in found
    ]


def times(given: Sequence[Answer]) -> dict[str, float]:
    """The first three do not count: a program is still loading itself then."""
    ms = sorted(one.ms for one in given[3:] if one.ms is not None)
    if not ms:
        return {}
    return {
        "p50": round(statistics.median(ms), 2),
        "p95": round(ms[int(len(ms) * 0.95)], 2),
        "timed": len(ms),
    }


def measures(given: Sequence[Answer], ground: Ground, *, stated: bool) -> dict[str, object]:
    """`stated`: whether the engine says a probability, and not only an order."""
    who = [(t["person"], t["household"]) for t in ground.truth]
    held = Counter(household for _, household in set(who) for household in [household])
    people = {person for person, _ in who}
    known = [a for a in given if a.asked.about is About.KNOWN]
    twins = [a for a in given if a.asked.about is About.TWIN]
    families = [a for a in given if held[a.asked.household] > (a.asked.person in people)]

    def right(row: Row, a: Answer) -> bool:
        return who[row[2]][0] == a.asked.person

    def first(a: Answer) -> Row | None:
        return next((row for row in a.rows if row[3] != "household"), None)

    def level(share: float) -> float:
        wrong = sorted(
            (row[0] for a in given if (row := first(a)) and not right(row, a)), reverse=True
        )
        allowed = int(len(given) * share)
        return wrong[allowed] if len(wrong) > allowed else float("-inf")

    def above(weight: float) -> Callable[[Answer], bool]:
        return lambda a: any(
            right(row, a) and row[0] > weight and row[3] != "household" for row in a.rows
        )

    def found(a: Answer) -> bool:
        return any(right(row, a) for row in a.rows)

    one, two = level(0.01), level(0.02)
    result: dict[str, object] = {
        "contacts": len(given),
        "found": share(known, found),
        "top-1": share(known, lambda a: bool(row := first(a)) and right(row, a)),
        "R@1%": share(known, above(one)),
        "R@2%": share(known, above(two)),
        "family": share(
            families,
            lambda a: any(
                who[r[2]][1] == a.asked.household and who[r[2]][0] != a.asked.person for r in a.rows
            ),
        ),
        "twins above the 2 % level": share(twins, lambda a: bool(row := first(a)) and row[0] > two),
        "unknown twins": len(twins),
        "communities": {
            key: {"n": len(own), "found": share(own, found), "R@2%": share(own, above(two))}
            for key in sorted({a.asked.community for a in known})
            if len(own := [a for a in known if a.asked.community == key]) >= 80
        },
    }
    if stated:
        tops = [(row, right(row, a)) for a in given if (row := first(a))]
        result["twins stated 99 % or more"] = share(
            twins, lambda a: bool(row := first(a)) and row[1] >= IDENTIFIED
        )
        result["stated"] = dict(_stated(tops))
    return result


def _stated(tops: Sequence[tuple[Row, bool]]) -> Iterator[tuple[str, dict[str, float]]]:
    for low, high in pairwise(BANDS):
        own = [(row, right) for row, right in tops if low <= row[1] < high]
        if own:
            yield (
                f"{low:g} to {min(high, 1):g}",
                {
                    "n": len(own),
                    "stated": round(sum(row[1] for row, _ in own) / len(own), 4),
                    "true": round(sum(right for _, right in own) / len(own), 4),
                },
            )


def share(given: Sequence[Answer], holds: Callable[[Answer], bool]) -> float:
    return round(sum(map(bool, map(holds, given))) / max(len(given), 1), 4)
