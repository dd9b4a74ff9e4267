"""What can be done to an account beside changing its terms, and how that is asked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from lintel.access import actions
from lintel.access.queries import AccountSeen
from lintel.access.viewers import Role


@dataclass(frozen=True, slots=True)
class AccountStep:
    """Shape: `words` are the button's; `done` is said afterwards, without a name."""

    title: str
    words: str
    paragraphs: Sequence[str]
    done: str
    do: Callable[..., object]
    warns: bool = False


STEPS: Mapping[str, AccountStep] = MappingProxyType(
    {
        "disable": AccountStep(
            "Disable this account?",
            "Disable account",
            (
                "They are refused at their next request, and so is every token of theirs.",
                "Contacts they own stay theirs until a manager gives them to somebody else.",
                "The account is kept, because the trail names it. Two people can enable it again.",
            ),
            "The account is disabled",
            actions.disable_account,
            warns=True,
        ),
        "enable": AccountStep(
            "Enable this account?",
            "Enable account",
            (
                "They can sign in again, with the password and one-time codes they had, once a "
                "second person confirms it on Roles to confirm.",
            ),
            "The account is enabled",
            actions.enable_account,
        ),
        "end-sessions": AccountStep(
            "End every session of this account?",
            "End sessions",
            (
                "Use this when a laptop or a telephone is lost. They can sign in again.",
                "What they were typing is kept as a draft up to the last time it was saved.",
            ),
            "Every session of the account has ended",
            actions.expire_sessions,
        ),
        "unbind": AccountStep(
            "Stop single sign-on for this account?",
            "Stop single sign-on",
            (
                "Their account elsewhere no longer stands in for their password here, and every "
                "session ends.",
                "They sign in with their password, or ask for a new one by email. Signing in by "
                "their own council's way binds it again, if their email address there is the same.",
            ),
            "Single sign-on no longer signs in to this account",
            actions.unbind_identities,
            warns=True,
        ),
        "reset-codes": AccountStep(
            "Reset the one-time codes of this account?",
            "Reset one-time codes",
            (
                "Be sure that you are speaking with the person: see them, or ring them on a number "
                "you already have. Somebody who knows their password could set up codes instead.",
                "Old codes, recovery codes and passkeys stop working, every session ends, "
                "and their next sign-in sets up new codes. Their password stays.",
            ),
            "The next sign-in sets up new one-time codes",
            actions.reset_second_factor,
            warns=True,
        ),
    }
)


def steps_for(seen: AccountSeen, *, mine: bool) -> Sequence[str]:
    """What is offered for this account, in the order of how often it is needed."""
    is_person = seen.appointed.role is not Role.AGENCY_SYSTEM
    offered = ["end-sessions"] if is_person else []
    if is_person and seen.has_codes and not mine:
        offered.append("reset-codes")
    if seen.bound and not mine:
        offered.append("unbind")
    if not mine:
        offered.append("disable" if seen.is_active else "enable")
    return offered
