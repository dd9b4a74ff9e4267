"""The headings of an analysis, as the findings name them. Pure.

Source: obligations 002-21 (family history), 002-22 (evidence for change, and past attempts that
failed); domain reference, section 6.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Heading:
    title: str
    hint: str


HEADINGS: Mapping[str, Heading] = MappingProxyType(
    {
        "history_says": Heading(
            "What the family history says",
            "The pattern, not the list: what came before, and what it led to",
        ),
        "change_evidence": Heading(
            "What shows that things have changed",
            "What somebody has seen, not what was promised",
        ),
        "past_attempts": Heading(
            "What was tried before, and did not hold",
            "Earlier help and plans: why they ended, and why this would be different",
        ),
        "child_account": Heading(
            "What the child says",
            "In their own words, who heard it, and whether they were alone",
        ),
        "daily_life": Heading(
            "What daily life is like for the child",
            "A day from waking to sleep: food, school, who is there",
        ),
        "disputed": Heading(
            "What is disputed",
            "Where accounts differ, and which you rely on and why",
        ),
    }
)
