"""Phrases to look for, in a notation a practice lead can write.

Whole words, any case. `*` ends a word early, `~` stands for up to three words, `(a|b)` is either,
and `x?` is x or nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

# What may stand between the words of one phrase: never the end of a sentence.
GAP = r"[\s,'’\-]+"
SKIPPED = r"(?:[\w’'\-]+[\s,]+){0,3}?"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Shape: a text that holds the phrase holds one of each group of `stems`."""

    pattern: re.Pattern[str]
    stems: tuple[tuple[str, ...], ...]

    def spans(self, text: str, lowered: str) -> Iterator[tuple[int, int]]:
        """Where the phrase is in `text`; `lowered` is `plain(text)`, worked out once."""
        # Looking for stems first is ten times as quick as trying every pattern, and plain loops
        # are three times as quick as all() and any(): hundreds of phrases meet every contact.
        for choices in self.stems:
            for stem in choices:
                if stem in lowered:
                    break
            else:
                return
        for found in self.pattern.finditer(text):
            yield found.span()


def all_spans(words: tuple[str, ...], text: str, lowered: str) -> list[tuple[int, int]]:
    """Where any of these phrases is in `text`, in order, each place once."""
    hits: set[tuple[int, int]] = set()
    for one in _phrases(words):
        # The same test as in `spans`, before the cost of a call.
        for stem in one.stems[0] if one.stems else ("",):
            if stem in lowered:
                hits.update(one.spans(text, lowered))
                break
    return sorted(hits)


@lru_cache(maxsize=256)
def _phrases(words: tuple[str, ...]) -> tuple["Phrase", ...]:
    return tuple(phrase(each) for each in words)


def plain(text: str) -> str:
    """The text as stems are looked for in it."""
    return text.lower().replace("’", "'")


SIMPLE = re.compile(r"(\([\w '*|\-]+\)|[\w'*\-]+|~)(?:\s+|$)")


def _stems(words: str) -> tuple[tuple[str, ...], ...]:
    """For each word of the phrase that is easily told, its alternatives."""
    found, at = [], 0
    while simple := SIMPLE.match(words, at):
        at = simple.end()
        if simple[1] != "~":
            choices = simple[1].strip("()").split("|")
            found.append(tuple(re.split(r"[*\s]", choice.strip())[0].lower() for choice in choices))
    return tuple(found)


@lru_cache(maxsize=4096)
def phrase(words: str) -> Phrase:
    """
    >>> def spans(words, text): return list(phrase(words).spans(text, plain(text)))
    >>> spans("burn* (her|him)", "It Burned him.")
    [(3, 13)]
    >>> spans("left ~ alone", "left the two boys alone, left alone")
    [(0, 23), (25, 35)]
    >>> spans("bruis*", "unbruised")
    []
    """
    pattern = ""
    for letter in words.strip():
        match letter:
            case "*":
                pattern += r"\w*"
            case "~":
                # The space after is part of what is skipped.
                pattern += SKIPPED
            case "(":
                pattern += "(?:"
            case ")" | "|" | "?":
                pattern += letter
            case " ":
                pattern += GAP if not pattern.endswith(SKIPPED) else ""
            case "'":
                pattern += "['’]"
            case _:
                pattern += re.escape(letter)
    return Phrase(
        re.compile(rf"(?<![\w])(?:{pattern})(?![\w])", re.IGNORECASE), _stems(words.strip())
    )
