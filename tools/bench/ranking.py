"""How well the scorer ranks: pure, from records held in memory, against an invented truth."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from time import perf_counter

from lintel.demo.asked import About, Asked, Row, Trial
from lintel.people.rules.described import person_from
from lintel.people.rules.facts import Facts, facts_of
from lintel.people.rules.likeness import Band, Likeness, Relation, likeness
from lintel.people.rules.weighing import Weights
from lintel.people.warm import WarmRecords

IDENTIFIED = 0.99


def facts_from(row: Row, today: date) -> Facts:
    told, as_of = person_from(row, today=today)
    return facts_of(told, as_of=as_of or today)


def warm(records: Sequence[tuple[Row, Row]], today: date) -> WarmRecords:
    return WarmRecords(
        ((truth["person"], truth["household"], place), facts_from(row, today))
        for place, (row, truth) in enumerate(records)
    )


@dataclass(frozen=True, slots=True)
class Answered:
    """Shape: best first; each row is (likeness, person, household) of one record."""

    asked: Asked
    rows: list[tuple[Likeness, str, str]]
    seconds: float


def answer(
    held: WarmRecords, trial: Trial, today: date, weights: Weights | None
) -> Iterator[Answered]:
    for asked in trial.asked:
        began = perf_counter()
        facts = facts_from(asked.columns, today)
        rows = [
            (likeness(facts, other, weights), person, household)
            for (person, household, _), other in held.find(facts)
        ]
        rows.sort(key=lambda row: -row[0].weight)
        yield Answered(asked, rows, perf_counter() - began)


def measures(answers: Sequence[Answered], trial: Trial) -> dict[str, object]:
    """The measures of the issue's table that need no database."""
    known = [a for a in answers if a.asked.about is About.KNOWN]
    wrong = sorted(
        (a.rows[0][0].weight for a in answers if a.rows and a.rows[0][1] != a.asked.person),
        reverse=True,
    )
    allowed = len(answers) // 100
    level = wrong[allowed] if len(wrong) > allowed else -99.0
    held = {(t["household"], t["person"]) for _, t in trial.records}
    homes = Counter(home for home, _ in held)
    families = [
        a
        for a in answers
        if homes[a.asked.household] > ((a.asked.household, a.asked.person) in held)
    ]
    twins = [a for a in answers if a.asked.about is About.TWIN]
    sure = [a for a in answers if a.rows and a.rows[0][0].probability > 0.999]
    return {
        "contacts": len(answers),
        "found": _share(known, _found),
        "found with a band": _share(known, _offered),
        "top-1": _share(known, lambda a: bool(a.rows) and a.rows[0][1] == a.asked.person),
        "recall at 1 % wrong": _share(known, lambda a: _above(a, level)),
        "family": _share(families, _family_offered),
        "stated > 99.9 %: right": _share(sure, lambda a: a.rows[0][1] == a.asked.person),
        "stated > 99.9 %: number": len(sure),
        "unknown twins shown as identified": _share(twins, _identified),
        "unknown twins": len(twins),
        "bands": _bands(answers),
        "stated": _stated(answers),
        "communities": {
            key: {
                "n": len(own),
                "found": _share(own, _found),
                "recall": _share(own, lambda a: _above(a, level)),
            }
            for key in sorted({a.asked.community for a in known})
            if len(own := [a for a in known if a.asked.community == key]) >= 80
        },
    }


def _share(answers: Sequence[Answered], holds) -> float:
    return round(sum(map(bool, map(holds, answers))) / max(len(answers), 1), 4)


def _found(a: Answered) -> bool:
    return any(person == a.asked.person for _, person, _ in a.rows)


def _offered(a: Answered) -> bool:
    return any(p == a.asked.person and one.band is not None for one, p, _ in a.rows)


def _above(a: Answered, level: float) -> bool:
    return any(p == a.asked.person and one.weight > level for one, p, _ in a.rows)


def _family_offered(a: Answered) -> bool:
    return any(
        home == a.asked.household and p != a.asked.person and one.band is not None
        for one, p, home in a.rows
    )


def _identified(a: Answered) -> bool:
    """The known twin shown as the one who was asked about."""
    return any(
        one.probability >= IDENTIFIED and one.relation is Relation.SAME for one, _, _ in a.rows[:1]
    )


def _bands(answers: Sequence[Answered]) -> dict[str, dict[str, float]]:
    found = {}
    for band in Band:
        own = [
            a
            for a in answers
            if a.rows and a.rows[0][0].band is band and a.rows[0][0].relation is Relation.SAME
        ]
        found[band.value] = {
            "n": len(own),
            "stated": round(sum(a.rows[0][0].probability for a in own) / max(len(own), 1), 4),
            "true": _share(own, lambda a: a.rows[0][1] == a.asked.person),
        }
    return found


def _stated(answers: Sequence[Answered]) -> dict[str, dict[str, float]]:
    found = {}
    edges = (0.0, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99, 0.999, 1.01)
    for low, high in pairwise(edges):
        own = [a for a in answers if a.rows and low <= a.rows[0][0].probability < high]
        found[f"{low:.3f} to {min(high, 1):.3f}"] = {
            "n": len(own),
            "stated": round(sum(a.rows[0][0].probability for a in own) / max(len(own), 1), 4),
            "true": _share(own, lambda a: a.rows[0][1] == a.asked.person),
        }
    return found
