"""Asking without telling: how well it finds, and how well it hides.

    python3 dev.py bench tokens

Thresholds are chosen on one invented population and everything is measured on another. Two
agencies hold records of the same children, each with its own mistakes: schools ask, health
answers. First precision and recall of the tokens beside our scorer, which sees the same five
things in clear. Then three attacks, by somebody who has a list of names and the stolen tokens:
with the secret, without it, and by asking question after question.
"""

import csv
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random
from time import perf_counter

import numpy as np

from lintel.demo.places import AREAS
from lintel.demo.records import write
from lintel.people.rules.described import person_from
from lintel.people.rules.facts import facts_of
from lintel.people.rules.likeness import Relation, likeness
from lintel.people.rules.told import PersonTold
from lintel.people.warm import WarmRecords
from lintel.people.weights import shipped
from lintel.policy.asking import AskingByToken
from lintel.scoping import linkage
from lintel.scoping.rules.said import Said, said_of

TODAY = date(2026, 11, 1)
PEOPLE = 60_000
CHOSEN_ON, MEASURED_ON = 5101, 7202
ASKS, ANSWERS = "schools", "health"
SECRET, GUESSED = b"held by the two agencies only...", b"a secret that somebody made up.."
STEPS = [step / 100 for step in range(70, 97, 2)]
ATTACKED = 1_000
Bits = np.ndarray


@dataclass(frozen=True)
class Held:
    """Shape: one telling of one child, `person` is the truth that no agency knows."""

    person: str
    told: PersonTold


def two_agencies(seed: int, people: int) -> tuple[list[Held], list[Held]]:
    """What the asking and the answering agency hold of children, of these five things only."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        write(place, seed=seed, as_of=TODAY, area=AREAS["northbeck"], people=people)
        rows = list(csv.DictReader((place / "people.csv").open(encoding="utf-8")))
        truth = list(csv.DictReader((place / "truth.csv").open(encoding="utf-8")))
    held: dict[str, list[Held]] = {ASKS: [], ANSWERS: []}
    for row, true in zip(rows, truth, strict=True):
        if row["source"] in held and true["relationship"] == "child":
            told, _ = person_from(row, today=TODAY)
            held[row["source"]].append(Held(true["person"], _five_things(told)))
    return held[ASKS], held[ANSWERS]


def _five_things(told: PersonTold) -> PersonTold:
    """What goes into a token, and nothing else: so that the scorer sees no more than it does."""
    return PersonTold(
        given_name=told.given_name,
        family_name=told.family_name,
        alias_given_name=told.alias_given_name,
        alias_family_name=told.alias_family_name,
        date_of_birth=told.date_of_birth,
        sex=told.sex,
        postcode=told.postcode,
    )


Best = list[tuple[float, str]]  # for each asked about: how sure, and who it truly is


def by_token(asked: Sequence[Held], known: Sequence[Held]) -> Best:
    """The likest token for each, as the product asks: one token a child, any name answers."""
    questions = [(place, said_of(one.told)[:1]) for place, one in enumerate(asked)]
    questions = [(place, said[0]) for place, said in questions if said]
    kept = [(one.person, said) for one in known for said in said_of(one.told)]
    mine = _matrix(linkage.tokens([said for _, said in questions], SECRET))
    theirs = _matrix(linkage.tokens([said for _, said in kept], SECRET))
    best: Best = [(0.0, "")] * len(asked)
    for start in range(0, len(questions), 500):
        likeness_of = dice(mine[start : start + 500], theirs)
        for row, place in enumerate(likeness_of.argmax(axis=1)):
            value = float(likeness_of[row, place])
            best[questions[start + row][0]] = (value, kept[place][0])
    return best


def in_clear(asked: Sequence[Held], known: Sequence[Held]) -> Best:
    """The surest record for each by our scorer, on the same five things."""
    warm = WarmRecords(((one.person, place), facts_of(one.told)) for place, one in enumerate(known))
    best: Best = []
    for one in asked:
        facts = facts_of(one.told)
        found = [
            (made.weight, person)
            for (person, _), other in warm.find(facts)
            for made in [likeness(facts, other, shipped())]
            if made.band is not None and made.relation is Relation.SAME
        ]
        best.append(max(found, default=(-99.0, "")))
    return best


def _matrix(tokens: Sequence[bytes]) -> Bits:
    packed = np.frombuffer(b"".join(tokens), dtype=np.uint8).reshape(len(tokens), -1)
    return np.unpackbits(packed, axis=1).astype(np.float32)


def dice(one: Bits, other: Bits) -> Bits:
    """What anonlink computes, for every pair at once."""
    return 2 * (one @ other.T) / (one.sum(1)[:, None] + other.sum(1)[None, :])


@dataclass(frozen=True)
class Found:
    threshold: float
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def found_at(best: Best, asked: Sequence[Held], known: Sequence[Held], threshold: float) -> Found:
    """Of those said to be known how many are, rightly; of those known how many are found."""
    there = {one.person for one in known}
    said = [(who, one.person) for (value, who), one in zip(best, asked, strict=True)
            if value >= threshold]  # fmt: skip
    right = sum(who == person for who, person in said)
    known_asked = sum(one.person in there for one in asked)
    return Found(threshold, right / max(1, len(said)), right / max(1, known_asked))


def yes_is_right(
    best: Best, asked: Sequence[Held], known: Sequence[Held], threshold: float
) -> float:
    """Of those answered from `threshold` up, how many the answering agency does know."""
    there = {one.person for one in known}
    said = [one.person in there for (value, _), one in zip(best, asked, strict=True)
            if value >= threshold]  # fmt: skip
    return sum(said) / max(1, len(said))


def choose(best: Best, asked: Sequence[Held], known: Sequence[Held]) -> tuple[float, float]:
    """(yes, perhaps): the lowest likeness at which 99.5 %, and of the next band half, are right."""
    fine = [step / 100 for step in range(70, 97)]
    yes = next(t for t in fine if yes_is_right(best, asked, known, t) >= 0.995)

    def half_right(perhaps: float) -> bool:
        there = {one.person for one in known}
        band = [one.person in there for (value, _), one in zip(best, asked, strict=True)
                if perhaps <= value < perhaps + 0.02]  # fmt: skip
        return bool(band) and sum(band) / len(band) >= 0.5

    return yes, next((t for t in fine if t < yes and half_right(t)), yes)


# --- Attacks ------------------------------------------------------------------------------


def with_the_secret(stolen: Sequence[Held], names: Sequence[Held], secret: bytes) -> int:
    """A dictionary attack: make a token of every line of a name list, take the likest.

    How many of the stolen tokens are given their right name.
    """
    tokens = _matrix(linkage.tokens([said_of(one.told)[0] for one in stolen], SECRET))
    listed = _matrix(linkage.tokens([said_of(one.told)[0] for one in names], secret))
    right = 0
    for start in range(0, len(tokens), 500):
        best = dice(tokens[start : start + 500], listed).argmax(axis=1)
        right += sum(
            names[place].person == stolen[start + row].person for row, place in enumerate(best)
        )
    return right


def _grams(said: Said) -> set[str]:
    """The parts a token is made of, as an attacker who has read our schema would make them."""
    found: set[str] = set()
    for name, words in (("g", said.given), ("f", said.family)):
        padded = f" {words} "
        found |= {f"{name}{padded[i : i + 2]}" for i in range(len(padded) - 1)}
    found |= {f"d{i}{digit}" for i, digit in enumerate(said.born_on)}
    padded = f" {said.postcode} "
    found |= {f"p{i}{padded[i : i + 2]}" for i in range(len(padded) - 1)}
    return found | {f"s{said.sex}"}


def without_the_secret(
    stolen: Sequence[Held], names: Sequence[Held], already: int = 0, rounds: int = 8
) -> int:
    """A pattern attack: who is like whom shows in tokens as it does in names, without any key.

    The attacker knows whom `already` of the tokens are about. Every other token is described by
    how like it is to those, every line of the list likewise; the likest descriptions are paired,
    the surest pairs are taken as known, and so on. With nobody known, the first description is
    how like each is to all others. How many get their right name in the end (graph matching, after
    Culnane and others 2017 and Vidanage and others 2020).
    """
    tokens = _matrix(linkage.tokens([said_of(one.told)[0] for one in stolen], SECRET))
    among_tokens, among_names = dice(tokens, tokens), _alike_in_clear(names)
    line_of = {one.person: line for line, one in enumerate(names)}
    sure = [(row, line_of[one.person]) for row, one in enumerate(stolen) if one.person in line_of]
    sure = sure[:already]
    taken = {row for row, _ in sure}
    if sure:
        known = list(sure)
    else:
        known = _paired(_described(among_tokens) @ _described(among_names).T)[:20]
    pairs = known
    for turn in range(rounds):
        rows, lines = [row for row, _ in known], [line for _, line in known]
        pairs = _paired(_even(among_tokens[:, rows]) @ _even(among_names[:, lines]).T)
        grown = max(already, 10) * 2 ** (turn + 1)
        known = sure + [pair for pair in pairs if pair[0] not in taken][:grown]
    return sum(stolen[row].person == names[line].person for row, line in pairs)


def _alike_in_clear(names: Sequence[Held]) -> Bits:
    """Dice between the lines of a list, each part weighing as much as the schema gives it."""
    weight = {"g": 1.0, "f": 1.0, "d": 1.8, "p": 0.7, "s": 1.2}
    made = [_grams(said_of(one.told)[0]) for one in names]
    places = {gram: place for place, gram in enumerate(sorted(set().union(*made)))}
    table = np.zeros((len(made), len(places)), dtype=np.float32)
    for row, grams in enumerate(made):
        for gram in grams:
            table[row, places[gram]] = weight[gram[0]]
    return dice(table, table)


def _described(likeness_of: Bits) -> Bits:
    """Each by the spread of its likeness to all others: the likest first, coarser further down."""
    ordered = -np.sort(-likeness_of, axis=1)[:, 1:]
    picked = np.unique(np.geomspace(1, ordered.shape[1], 60).astype(int)) - 1
    return _even(_columns(ordered[:, picked]))


def _columns(values: Bits) -> Bits:
    return (values - values.mean(0)) / (values.std(0) + 1e-9)


def _even(values: Bits) -> Bits:
    """Columns, then rows, brought to one scale, so that a product is a correlation."""
    values = _columns(values)
    values = values - values.mean(1, keepdims=True)
    return values / (np.linalg.norm(values, axis=1, keepdims=True) + 1e-9)


def _paired(alike: Bits) -> list[tuple[int, int]]:
    """Each token with one line, the most outstanding first: best choice of both sides first."""
    best_of_row, best_of_column = alike.argmax(1), alike.argmax(0)
    rows = np.arange(len(alike))
    top2 = np.partition(alike, -2, axis=1)[:, -2:]
    margin = top2[:, 1] - top2[:, 0]
    mutual = best_of_column[best_of_row] == rows
    order = np.lexsort((-margin, ~mutual))
    return [(int(i), int(best_of_row[i])) for i in order]


def by_asking(known: Sequence[Held], names: Sequence[Held], asking: AskingByToken) -> int:
    """Trawling: how many of a name list a partner learns to be known in one day, as limited."""
    asked = names[: asking.in_a_day * max(1, len(asking.purposes))]
    best = by_token(asked, known)
    there = {one.person for one in known}
    return sum(value >= asking.yes_from / 100 and one.person in there
               for (value, _), one in zip(best, asked, strict=True))  # fmt: skip


def askable(held: Sequence[Held]) -> list[Held]:
    """The first telling of each child of whom enough is told."""
    first: dict[str, Held] = {}
    for one in held:
        if said_of(one.told):
            first.setdefault(one.person, one)
    return list(first.values())


def attacks(asked: Sequence[Held], known: Sequence[Held], asking: AskingByToken) -> dict:
    """What an attacker with a list of names makes of 1,000 stolen tokens."""
    rng = Random(17)
    health = askable(known)
    schools = askable(asked)
    at_school = {one.person: one for one in schools}
    both = [one for one in health if one.person in at_school]
    stolen = rng.sample(both, min(ATTACKED, len(both)))
    same_lines = rng.sample(stolen, len(stolen))
    own_list = [at_school[one.person] for one in same_lines]
    taken = {one.person for one in stolen}
    others = [one for one in schools if one.person not in taken]
    wide = own_list + others[: 4 * ATTACKED - len(own_list)]
    guessed = with_the_secret(stolen, schools, GUESSED)
    blanked = [replace(one, told=replace(one.told, postcode="")) for one in schools]
    return {
        "stolen tokens": len(stolen),
        "names on the attacker's list": len(schools),
        "with the secret, a school list of everybody": with_the_secret(stolen, schools, SECRET),
        "with the secret, the same list without postcodes": with_the_secret(
            stolen, blanked, SECRET
        ),
        "with a guessed secret, the same list": guessed,
        "without the secret, knowing nobody, a list of exactly these": without_the_secret(
            stolen, own_list
        ),
        "without the secret, knowing 10 of them, a list of exactly these": without_the_secret(
            stolen, own_list, already=10
        ),
        "without the secret, knowing 10 of them, a list of 4,000": without_the_secret(
            stolen, wide, already=10
        ),
        "without the secret, knowing 100 of them, a list of 4,000": without_the_secret(
            stolen, wide, already=100
        ),
        "by asking for a day, known children learnt": by_asking(known, schools, asking),
    }


def measure(people: int = PEOPLE) -> dict:
    asked, known = two_agencies(CHOSEN_ON, people)
    yes, perhaps = choose(by_token(asked, known), asked, known)
    asked, known = two_agencies(MEASURED_ON, people)
    began = perf_counter()
    tokens = by_token(asked, known)
    took = perf_counter() - began
    clear = in_clear(asked, known)
    sure = next(
        w
        for w in sorted({round(value) for value, _ in clear if value > -50})
        if found_at(clear, asked, known, w).precision
        >= found_at(tokens, asked, known, yes).precision
    )
    there = {one.person for one in known}
    asking = AskingByToken(yes_from=round(yes * 100), perhaps_from=round(perhaps * 100))
    perhaps_only = [
        one.person in there
        for (value, _), one in zip(tokens, asked, strict=True)
        if perhaps <= value < yes
    ]
    return {
        "children asked about": len(asked),
        "of whom the other knows": sum(one.person in there for one in asked),
        "of whom too little is told to ask": sum(not said_of(one.told) for one in asked),
        "children the other knows of": len(there),
        "chosen": {"yes from": yes, "perhaps from": perhaps},
        "tokens": [
            {"from": f.threshold, "precision": f.precision, "recall": f.recall, "f1": f.f1}
            for f in (found_at(tokens, asked, known, step) for step in STEPS)
        ],
        "answered yes or perhaps": _both(tokens, asked, known, perhaps),
        "answered yes": _both(tokens, asked, known, yes),
        "answered perhaps, known after all": sum(perhaps_only) / max(1, len(perhaps_only)),
        "in clear, as precise as yes": _both(clear, asked, known, sure),
        "in clear, best F1": max(
            (_both(clear, asked, known, weight) for weight in range(-4, 24)),
            key=lambda row: row["f1"],
        ),
        "seconds by token, all pairs": took,
        "attacks": attacks(asked, known, replace(asking, purposes=dict.fromkeys("abc"))),
    }


def _both(best: Best, asked: Sequence[Held], known: Sequence[Held], threshold: float) -> dict:
    found = found_at(best, asked, known, threshold)
    return {
        "from": threshold,
        "precision": found.precision,
        "recall": found.recall,
        "f1": found.f1,
        "the other does know": yes_is_right(best, asked, known, threshold),
    }


def main() -> int:
    if not linkage.is_installed():
        print("The packages of requirements/linkage.txt are not installed", file=sys.stderr)
        return 3
    print(json.dumps(measure(), indent=1, default=lambda value: round(float(value), 4)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
