"""How it is safe to tell the person who referred.

Their own words come first. What is not understood is never guessed at: a person reads it.
"""

import re
from dataclasses import dataclass

from lintel.notices.rules.kinds import Channel
from lintel.notices.rules.letterbox import is_plain_address

_NOT = r"(?:do not|don'?t|dont|never|not to|no|please not|not|stop)"
_WAYS = {
    Channel.TELEPHONE: r"(?:ring(?:ing)?|call(?:s|ing)?|phone|phoning|telephone|telephoning)",
    Channel.EMAIL: r"(?:e-?mail(?:s|ing)?)",
    Channel.LETTER: r"(?:letters?|post|write|writing|mail)",
}
_BY = r"(?:\s+(?:me|us|by|any|send|use|contact|to|the|my))*\s+"
_ANY_WAY = "|".join(_WAYS.values())
_FORBIDDING = re.compile(
    rf"\b{_NOT}{_BY}(?P<ways>(?:{_ANY_WAY})(?:(?:\s*,\s*|\s+(?:or|and|nor)\s+)(?:{_ANY_WAY}))*)"
    r"(?:\s+(?:me|us|please))*\b"
)
_ONLY = re.compile(
    rf"(?:\bonly\s+(?:by\s+|use\s+)?(?P<before>{_ANY_WAY})|\b(?P<after>{_ANY_WAY})"
    r"(?:\s+(?:me|us))?\s+only)\b"
)
_ANYTHING_GOES = re.compile(r"(?:any(?:thing| way| time)?|yes|ok|fine|safe|none|n/?a|no)")


@dataclass(frozen=True, slots=True)
class ReferrerFacts:
    """Shape:
    email_is_known: the directory knows the address or its agency; e-mail goes nowhere else,
        because a family's mailbox may be read by the person the child is afraid of.
    safe_contact: in their words; "" when they asked for nothing.
    """

    anonymous: bool = False
    email: str = ""
    email_is_known: bool = False
    phone: str = ""
    address: str = ""
    safe_contact: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Shape: `because` is a stable code: "safe", "read_their_words" (a person must read how they
    may be reached before doing so), "no_safe_way", "no_address", "anonymous". Without a channel
    `to` is empty.
    """

    channel: Channel | None
    to: str
    because: str


def choose_channel(referrer: ReferrerFacts) -> Chosen:
    """The first safe way of e-mail, telephone and letter; none, with the reason, otherwise.

    >>> choose_channel(ReferrerFacts(phone="01632 960001", safe_contact="Do not ring")).because
    'no_safe_way'
    """
    if referrer.anonymous:
        return Chosen(None, "", "anonymous")
    ways = _ways_given(referrer)
    if not ways:
        return Chosen(None, "", "no_address")
    forbidden, understood = what_they_forbid(referrer.safe_contact)
    safe = [way for way in ways if way not in forbidden]
    if not understood:
        # A machine does not act on words it cannot read; somebody reads them, then acts.
        by_hand = [way for way in safe if way is not Channel.EMAIL]
        if by_hand:
            return Chosen(by_hand[0], ways[by_hand[0]], "read_their_words")
        return Chosen(None, "", "read_their_words")
    if not safe:
        return Chosen(None, "", "no_safe_way")
    return Chosen(safe[0], ways[safe[0]], "safe")


def what_they_forbid(safe_contact: str) -> tuple[frozenset[Channel], bool]:
    """Ways that must not be used, and whether every word of the wish was understood.

    >>> forbidden, understood = what_they_forbid("Please don't ring or e-mail me")
    >>> sorted(forbidden), understood
    ([<Channel.EMAIL: 'email'>, <Channel.TELEPHONE: 'telephone'>], True)
    """
    wish = " ".join(safe_contact.lower().replace("\u2019", "'").split()).strip(" .!;")
    if not wish or _ANYTHING_GOES.fullmatch(wish):
        return frozenset(), True
    forbidden: set[Channel] = set()
    for found in _FORBIDDING.finditer(wish):
        forbidden |= _named_in(found["ways"])
    for found in _ONLY.finditer(wish):
        forbidden |= set(_WAYS) - _named_in(found["before"] or found["after"])
    rest = _ONLY.sub(" ", _FORBIDDING.sub(" ", wish))
    return frozenset(forbidden), not re.sub(r"\b(?:please|thank you|thanks|and)\b|[\W_]", "", rest)


def _named_in(words: str) -> set[Channel]:
    # "e-mail" holds "mail", so what e-mail matched is taken out before letters are looked for.
    named = {Channel.EMAIL} if re.search(_WAYS[Channel.EMAIL], words) else set()
    words = re.sub(_WAYS[Channel.EMAIL], " ", words)
    others = (Channel.TELEPHONE, Channel.LETTER)
    return named | {way for way in others if re.search(rf"\b{_WAYS[way]}\b", words)}


def _ways_given(referrer: ReferrerFacts) -> dict[Channel, str]:
    ways = {}
    if referrer.email_is_known and is_plain_address(referrer.email):
        ways[Channel.EMAIL] = referrer.email
    if referrer.phone.strip():
        ways[Channel.TELEPHONE] = referrer.phone.strip()
    if referrer.address.strip():
        ways[Channel.LETTER] = referrer.address.strip()
    return ways
