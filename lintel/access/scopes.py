"""What a token may be used for, narrower than its account: so that a school's system that sends
contacts cannot read them. Pure.

A token without scopes may do what its account may. One with scopes may read only with `read`,
and do anything else only with the scope of what it asks for.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from lintel.access.viewers import Permission

P = Permission


class Scope(StrEnum):
    SUBMIT = "submit"
    READ = "read"
    ANSWER = "answer"
    ASK = "ask"
    WORK = "work"


SCOPE_WORDS: Mapping[Scope, tuple[str, str]] = MappingProxyType(
    {
        Scope.SUBMIT: (
            "Send contacts",
            "And files with them or with answers, be told reference and due times, and count what "
            "was sent.",
        ),
        Scope.READ: ("Read", "What the account may see, and search."),
        Scope.ANSWER: ("Answer requests", "And invitations to discussions."),
        Scope.ASK: ("Ask by token", "Whether a child is known, without saying who."),
        Scope.WORK: ("Everything else", "Rate, decide, link, challenge and the like."),
    }
)
# Acts that are not work; whatever is not named here is.
_ACTS: Mapping[P, Scope] = MappingProxyType(
    {
        P.SUBMIT_CONTACT: Scope.SUBMIT,
        P.TAKE_CALL: Scope.SUBMIT,
        P.ATTACH_FILE: Scope.SUBMIT,
        P.SEARCH: Scope.READ,
        P.ANSWER_REQUEST: Scope.ANSWER,
        P.ANSWER_INVITATION: Scope.ANSWER,
        P.PUT_TOKEN_QUESTION: Scope.ASK,
    }
)


def scope_of(permission: P | None, *, reads: bool) -> Scope | None:
    """Which scope an operation needs; None for one that says only who is asking."""
    if permission is None:
        return None
    if reads and permission is not P.SUBMIT_CONTACT:  # whoever sends may count what they sent
        return Scope.READ
    return _ACTS.get(permission, Scope.WORK)


def may_be_used(scopes: Iterable[str], permission: P | None, *, reads: bool) -> bool:
    """
    >>> may_be_used(["submit"], P.SUBMIT_CONTACT, reads=False)
    True
    >>> may_be_used(["submit"], P.VIEW_CONTACT, reads=True)
    False
    >>> may_be_used([], P.VIEW_CONTACT, reads=True)
    True
    """
    kept, needed = frozenset(scopes), scope_of(permission, reads=reads)
    return not kept or needed is None or needed in kept
