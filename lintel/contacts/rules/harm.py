"""Where a child may not go while a sign of significant harm stands. Pure.

Source: Ofsted, domain reference 002-19: children at risk of significant harm passed to area teams
where a strategy discussion was due.
"""

from collections.abc import Sequence

from lintel.access.viewers import Role
from lintel.kernel.refusals import Refusal

# Signs of these levels call for a strategy discussion.
LEVELS = frozenset({"immediate", "strategy"})
# The hub, the emergency duty team, and the team that holds the discussion; no other kind.
MAY_HOLD_TEAMS = frozenset({"front_door", "duty", "child_protection"})
MAY_NOT_OWN = frozenset({Role.SOCIAL_WORKER, Role.EARLY_HELP})
# The code of the guard that a discussion answers.
INDICATED = "strategy_indicated"


def reasons_not_to_pass_on(signs: Sequence[str], field: str = "") -> tuple[Refusal, ...]:
    """Shape: `signs` are the titles of those that stand and that no discussion has answered."""
    return tuple(
        Refusal(
            "strategy_not_held",
            f"{sign}: hold the strategy discussion before an area team or early help takes this "
            "on, or pass it to the child protection team to hold it",
            field=field,
            cause="discussion",
            overridable=True,
        )
        for sign in signs
    )


def reasons_not_another_kind(signs: Sequence[str]) -> tuple[Refusal, ...]:
    """Nor is it made into an enquiry that asks for less."""
    return tuple(
        Refusal(
            "significant_harm",
            f"{sign}: keep this a worry about a child, or ask a manager or senior practitioner "
            "to set the sign aside with a reason",
            field="kind",
        )
        for sign in signs
    )
