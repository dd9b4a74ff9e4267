"""What may leave the building: no name, and no word of the concern.

An e-mail can be read by whoever shares the screen. It says that something was received or
decided, under a reference, and how to ring; who and what is said on the telephone.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from lintel.kernel.refusals import Refusal

# A run of this many words that also stands in the concern is a quotation.
QUOTED_WORDS = 4
_ADDRESS = re.compile(r"[A-Za-z0-9._%+'\-]+@[A-Za-z0-9\-]+(\.[A-Za-z0-9\-]+)+")
_DIGITS = re.compile(r"(?<!\w)\d{3}[ \-]?\d{3}[ \-]?\d{4}(?!\w)")
_BIRTH = re.compile(r"(?<!\w)(\d{1,2}[/.\-]\d{1,2}[/.\-](\d{4}|\d{2})|\d{4}-\d{2}-\d{2})(?!\w)")


def what_may_not_leave(
    *,
    subject: str,
    body: str,
    never_say: Iterable[str] = (),
    never_quote: str = "",
    fixed: str = "",
) -> tuple[Refusal, ...]:
    """Why these words may not be e-mailed; empty when they may.

    Shape:
        never_say: names of everybody the contact mentions, as they were told.
        never_quote: the concern as it was written.
        fixed: wording of our own, which may say "we will" although a child is called Will.

    >>> [r.code for r in what_may_not_leave(subject="About Tomas", body="", never_say=["Tomás"])]
    ['names_somebody']
    """
    said = words_of(f"{subject}\n{body}")
    refusals = []
    if _names_in(said, _names(never_say), words_of(fixed)):
        refusals.append(Refusal("names_somebody", "Take out the names before this can be sent"))
    if _quotes(said, words_of(never_quote)):
        refusals.append(Refusal("quotes_the_concern", "Take out what the concern says"))
    plain = unicodedata.normalize("NFKC", f"{subject}\n{body}")
    if _DIGITS.search(plain) or _BIRTH.search(plain):
        refusals.append(Refusal("holds_a_number", "Take out dates of birth and NHS numbers"))
    if any(c in subject for c in "\r\n\0"):
        refusals.append(Refusal("subject_of_many_lines", "Enter a subject of one line"))
    return tuple(refusals)


def is_plain_address(to: str) -> bool:
    """Whether this is one e-mail address and nothing more: no name, no list, no second line."""
    return len(to) <= 254 and _ADDRESS.fullmatch(to) is not None


def words_of(text: str) -> list[str]:
    """The words of a text without case, accents, marks or characters that do not show.

    >>> words_of("O'Brien-Núñez, JOSÉ")
    ['obrien', 'nunez', 'jose']
    """
    spread = unicodedata.normalize("NFKD", text).casefold()
    shown = [c for c in spread if unicodedata.category(c) not in {"Cf", "Mn", "Me"}]
    bare = unicodedata.normalize("NFKD", "".join(shown))
    kept = "".join(c for c in bare if not unicodedata.combining(c))
    return re.findall(r"[^\W_]+", re.sub(r"['\u2019\u02bc`]", "", kept))


def _names(never_say: Iterable[str]) -> set[str]:
    """Every word of every name, and the whole run together.

    Single letters are initials and say too little to look for.
    """
    told = [words_of(name) for name in never_say]
    forms = {word for words in told for word in [*words, "".join(words)]}
    return {form for form in forms if len(form) > 1}


def _names_in(said: list[str], names: set[str], fixed: list[str]) -> bool:
    if not names:
        return False
    # A name of two words may be run together, and one of one word taken apart by a hyphen.
    joined = Counter(said) + Counter(a + b for a, b in pairwise(said))
    ours = Counter(fixed) + Counter(a + b for a, b in pairwise(fixed))
    # The possessive's letter stays on the word: "Toms" is Tom's.
    return any(joined[form] > ours[form] for name in names for form in (name, f"{name}s"))


def _quotes(said: list[str], concern: list[str]) -> bool:
    def runs(words: list[str]) -> set[tuple[str, ...]]:
        last = len(words) - QUOTED_WORDS + 1
        return {tuple(words[i : i + QUOTED_WORDS]) for i in range(last)}

    return bool(runs(said) & runs(concern))
