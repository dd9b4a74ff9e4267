"""One narrative, and how its gaps are filled."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

_CHOICE = re.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True)
class Narrative:
    """Shape:

    sources: census source codes of who would write it.
    ages: youngest and oldest child it is about; (-1, -1) is an unborn baby.
    level: how serious it truly is: "red", "amber", "green" or "blue".
    why_now: what made them write today; one is taken.
    needs: "man", "woman", "sibling" when it makes no sense without one.
    """

    key: str
    sources: str
    categories: str
    ages: tuple[int, int]
    level: str
    text: str
    why_now: tuple[str, ...] = ()
    needs: str = ""
    immediate: float = 0.0


def filled(text: str, slots: Mapping[str, object], rng: Random) -> str:
    """`text` with each choice made and each gap filled; a sentence starts with a capital."""

    def choose(match: re.Match) -> str:
        options = match.group(1).split("|")
        return options[int(rng.random() * len(options))]

    words = " ".join(_CHOICE.sub(choose, text).split()).format_map(slots)
    return re.sub(r"(^|[.!?]\s+)([a-z])", lambda m: m.group(1) + m.group(2).upper(), words)
