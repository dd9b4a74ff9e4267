"""Words for the codes and flags of the Standard Safeguarding Dataset."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

LONGEST = 300

# In the order they are said.
FLAGS: Mapping[str, str] = MappingProxyType(
    {
        "NFA_FLAG": "no further action",
        "NFA_CONTINUE_SINGLE_FLAG": "no further action, the assessment goes on",
        "NFA_S47_END_FLAG": "section 47 enquiry ended, no further action",
        "ADVICE_FLAG": "information and advice",
        "NEW_REFERRAL_FLAG": "new referral",
        "EXISTING_REFERRAL_FLAG": "joined to an open referral",
        "SINGLE_ASSESSMENT_FLAG": "assessment",
        "SPECIALIST_ASSESSMENT_FLAG": "specialist assessment",
        "STRATEGY_DISCUSSION_FLAG": "strategy discussion",
        "CP_ENQUIRY_FLAG": "child protection enquiry",
        "CP_CONFERENCE_FLAG": "child protection conference",
        "CP_TRANSFER_IN_FLAG": "child protection plan moved in from another council",
        "CP_FLAG": "child protection plan",
        "OLA_CP_FLAG": "on another council's child protection plan",
        "CLA_REQUEST_FLAG": "asked to be looked after",
        "LEGAL_ACTION_FLAG": "legal action",
        "PROV_OF_SERVICES_FLAG": "services provided",
        "PROV_OF_SB_CARE_FLAG": "short breaks",
        "MONITOR_FLAG": "another agency watches",
        "REFERRAL_TO_OTHER_AGENCY_FLAG": "passed to another agency",
        "NON_AGENCY_ADOPTION_FLAG": "non-agency adoption",
        "PRIVATE_FOSTERING_FLAG": "private fostering",
        "MISSING_FLAG": "missing",
        "CARE_LEAVER_FLAG": "care leaver",
        "OTHER_ACTIONS_FLAG": "other action",
        "OTHER_OUTCOMES_EXIST_FLAG": "another outcome",
    }
)

LEFT_CARE: Mapping[str, str] = MappingProxyType(
    {
        "E11": "left care: adopted",
        "E12": "left care: adopted",
        "E2": "died",
        "E3": "left care: another council took over",
        "E4A": "left care: home, as planned",
        "E4B": "left care: home, not planned",
        "E13": "left care: to people without parental responsibility",
        "E41": "left care: child arrangements order",
        "E45": "left care: special guardianship order",
        "E46": "left care: special guardianship order",
        "E47": "left care: special guardianship order",
        "E48": "left care: special guardianship order",
        "E5": "left care: independent living with support",
        "E6": "left care: independent living",
        "E7": "left care: adult social care",
        "E8": "left care: another reason",
        "E9": "left care: custody",
        "E14": "left care: remand ended",
        "E15": "left care: found to be an adult",
        "E16": "left care: moved abroad",
        "E17": "left care: stayed put at 18",
    }
)

MISSING: Mapping[str, str] = MappingProxyType(
    {"M": "missing from care", "A": "away without authorisation"}
)

_CATEGORIES = (
    ("multiple", "MUL", "more than one category"),
    ("neglect", "NEG", "neglect"),
    ("physical", "PHY", "physical abuse"),
    ("sexual", "SAB", "sexual abuse"),
    ("emotional", "EMO", "emotional abuse"),
)
_CODE = re.compile(r"[A-Z][0-9]{1,2}[A-Z]?")


def of(flags: Iterable[str]) -> list[str]:
    """Words for flags that are set, known ones first in the order of `FLAGS`."""
    flags = set(flags)
    known = [words for flag, words in FLAGS.items() if flag in flags]
    others = sorted(flags - FLAGS.keys())
    return known + [flag.removesuffix("_FLAG").replace("_", " ").lower()[:60] for flag in others]


def joined(said: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(filter(None, said)))[:LONGEST]


def category(words: str) -> tuple[str, str]:
    """The census code of a category of abuse, and words for it; as told where it has none.

    >>> category("Multiple: Neglect, Physical abuse")
    ('MUL', 'more than one category')
    """
    told = words.casefold()
    found = [
        (code, said)
        for start, code, said in _CATEGORIES
        if start in told or told == code.casefold()
    ]
    if len(found) > 1:
        return "MUL", "more than one category"
    return found[0] if found else ("", words[:100])


def leading_code(words: str) -> str:
    """The code in front of words such as "E4A - Returned home"; "" where there is none."""
    found = _CODE.match(words.upper())
    return found.group() if found else ""
