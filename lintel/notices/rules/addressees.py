"""To whom in the hub an alert is addressed: an account, a team or everybody of a role."""

from lintel.access.viewers import Role, Viewer


def everybody_who_is(role: Role) -> str:
    """
    >>> everybody_who_is(Role.MANAGER)
    'role:manager'
    """
    return f"role:{role}"


def addresses_of(viewer: Viewer) -> frozenset[str]:
    """Every way in which an alert can be addressed to this viewer, within their own council."""
    return viewer.teams | {str(viewer.account_id), everybody_who_is(viewer.role)}


def everybody_in_the_front_door() -> str:
    """Whoever may tell referrers; the list of people to tell is theirs."""
    return "front_door"
