"""Figures for people who see figures only: a small number may be somebody's family.

Numbers from 1 to 5 are hidden. A sum that would give them away is said as what the numbers shown
leave possible, and so tells nothing that they do not.

Source: access model section 2, zone 10; as the Department for Education publishes the children
in need census.
"""

from collections.abc import Sequence

SMALLEST_SHOWN = 6


def is_small(number: int) -> bool:
    return 0 < number < SMALLEST_SHOWN


def in_words(number: int) -> str:
    """
    >>> in_words(0), in_words(3), in_words(12)
    ('0', '1 to 5', '12')
    """
    return f"1 to {SMALLEST_SHOWN - 1}" if is_small(number) else f"{number:,}"


def span(numbers: Sequence[int]) -> tuple[int, int]:
    """The least and the most that the sum can be, knowing only what is shown.

    >>> span([10, 3, 0])
    (11, 15)
    """
    shown = sum(number for number in numbers if not is_small(number))
    hidden = sum(is_small(number) for number in numbers)
    return shown + hidden, shown + hidden * (SMALLEST_SHOWN - 1)


def sum_in_words(numbers: Sequence[int]) -> str:
    """
    >>> sum_in_words([10, 3, 0])
    'between 11 and 15'
    >>> sum_in_words([10, 20])
    '30'
    """
    least, most = span(numbers)
    return f"{least:,}" if least == most else f"between {least:,} and {most:,}"


def rest_in_words(whole: int, numbers: Sequence[int]) -> str:
    """What is left of `whole` without the sum of `numbers`, as far as may be known.

    >>> rest_in_words(100, [10, 3])
    'between 85 and 89'
    """
    least, most = span(numbers)
    if least == most:
        return f"{whole - least:,}"
    return f"between {max(whole - most, 0):,} and {max(whole - least, 0):,}"
