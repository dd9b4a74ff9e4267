"""What we say to people outside: fixed words with few gaps, none of which a name fits.

An e-mail is made here and nowhere else. What is said on the telephone starts from the same words.
"""

from dataclasses import dataclass
from string import Formatter

from lintel.notices.rules.kinds import Kind


@dataclass(frozen=True, slots=True)
class Words:
    """Shape: `fixed` is the part that is our own wording, where a child's name is only a word:
    "we will" names nobody, although a child may be called Will.
    """

    subject: str
    body: str
    fixed: str = ""


_TEMPLATES = {
    Kind.RECEIPT_TO_REFERRER: Words(
        "We have received what you told us: {reference}",
        "Thank you for telling us. {council} has received it and somebody will look at it.\n\n"
        "Your reference is {reference}. Keep it: we will ask for it when you ring.\n\n"
        "This message does not say who or what it is about, to keep children safe. "
        "Do not reply to it. If you know more, or worry more, ring {phone}.\n\n"
        "If a child is in immediate danger, call 999.\n",
    ),
    Kind.OUTCOME_TO_REFERRER: Words(
        "What has been decided: {reference}",
        "{council} has decided what happens after what you told us, reference {reference}.\n\n"
        "{outcome}\n\n"
        "This message does not say who or what it is about, to keep children safe. "
        "Do not reply to it. To ask about the decision, or if you do not agree with it, "
        "ring {phone}.\n\n"
        "If a child is in immediate danger, call 999.\n",
    ),
}


def receipt(*, reference: str, council: str, phone: str) -> Words:
    """That something was received; `council` is its title."""
    return _filled(
        Kind.RECEIPT_TO_REFERRER, {"reference": reference, "council": council, "phone": phone}
    )


def outcome(*, reference: str, council: str, phone: str, outcome: str, pattern: str = "") -> Words:
    """What was decided.

    Shape: `outcome` is the policy's own sentence, never the rationale; `pattern` is the same
    sentence with its gaps not yet filled.
    """
    gaps = {"reference": reference, "council": council, "phone": phone, "outcome": outcome}
    return _filled(Kind.OUTCOME_TO_REFERRER, gaps, pattern)


def _filled(kind: Kind, gaps: dict[str, str], *patterns: str) -> Words:
    words = _TEMPLATES[kind]
    one_line = {name: " ".join(value.split()) for name, value in gaps.items()}
    fixed = " ".join(map(_without_gaps, (words.subject, words.body, *patterns)))
    return Words(words.subject.format(**one_line), words.body.format(**one_line), fixed)


def _without_gaps(pattern: str) -> str:
    return " ".join(literal for literal, *_ in Formatter().parse(pattern))
