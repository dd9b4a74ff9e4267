"""What sources say happened to a child before Lintel knew: kinds, codes, and words for both."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "contact": "Contact",
        "early_help": "Early help",
        "referral": "Referral",
        "assessment": "Assessment",
        "section_47": "Section 47 enquiry",
        "initial_conference": "Initial child protection conference",
        "child_in_need_plan": "Child in need plan",
        "child_protection_plan": "Child protection plan",
        "looked_after": "Looked after",
        "missing": "Missing episode",
    }
)

CLOSURES: Mapping[str, str] = MappingProxyType(
    {
        "RC1": "adopted",
        "RC2": "died",
        "RC3": "child arrangements order",
        "RC4": "special guardianship order",
        "RC5": "moved to another council",
        "RC6": "moved to adult social care",
        "RC7": "services ceased for another reason",
        "RC8": "closed after assessment, no further action",
        "RC9": "closed after assessment, early help",
    }
)

NEEDS: Mapping[str, str] = MappingProxyType(
    {
        "N0": "not stated",
        "N1": "abuse or neglect",
        "N2": "child's disability",
        "N3": "parental illness or disability",
        "N4": "family in acute stress",
        "N5": "family dysfunction",
        "N6": "socially unacceptable behaviour",
        "N7": "low income",
        "N8": "absent parenting",
        "N9": "other than children in need",
    }
)

PLAN_CATEGORIES: Mapping[str, str] = MappingProxyType(
    {
        "NEG": "neglect",
        "PHY": "physical abuse",
        "SAB": "sexual abuse",
        "EMO": "emotional abuse",
        "MUL": "more than one category",
    }
)

REFERRAL_SOURCES = frozenset("1A 1B 1C 1D 2A 2B 3A 3B 3C 3D 3E 3F 4 5A 5B 5C 5D 6 7 8 9 10".split())

ETHNICITIES = frozenset(
    "WBRI WIRI WIRT WROM WOTH MWBC MWBA MWAS MOTH AIND APKN ABAN AOTH BCRB BAFR BOTH CHNE OOTH "
    "REFU NOBT".split()
)


@dataclass(frozen=True, slots=True)
class EpisodeIn:
    """Something that happened, as a source gave it. `ends_on` is None while it goes on.

    Shape:
        outcome: the source's code; `outcome_words` the same for people.
        ref: what the source calls the episode; "" when it has no name for it.
    """

    kind: str
    starts_on: date
    ends_on: date | None = None
    source_code: str = ""
    outcome: str = ""
    outcome_words: str = ""
    ref: str = ""
