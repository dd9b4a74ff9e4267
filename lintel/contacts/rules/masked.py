"""What may be asked before a masked part of a record is shown.

Source: access model, section 2: M, masked until a logged click with purpose.
"""

from collections.abc import Mapping
from types import MappingProxyType

from lintel.kernel.refusals import Refusal

LEAST_WORDS, MOST_WORDS = 10, 500

PURPOSES: Mapping[str, str] = MappingProxyType(
    {
        "right_record": "To be sure that this is the right family",
        "task": "To finish a task I was given",
        "reach": "To reach the family or whoever told us",
        "review": "To check the work in a sample",
        "safety": "To keep somebody safe today",
    }
)


def what_is_wrong_with(purpose: str, words: str) -> tuple[Refusal, ...]:
    """
    >>> [each.code for each in what_is_wrong_with("", "x")]
    ['purpose_missing', 'words_short']
    """
    wrong = []
    if purpose not in PURPOSES:
        wrong.append(Refusal("purpose_missing", "Select what you need it for", "purpose"))
    if not LEAST_WORDS <= len(words.strip()) <= MOST_WORDS:
        wrong.append(
            Refusal(
                "words_short",
                f"Say why in {LEAST_WORDS} to {MOST_WORDS} characters",
                "words",
            )
        )
    return tuple(wrong)
