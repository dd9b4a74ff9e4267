"""To whom in the hub an alert is addressed: an account, a team or everybody of a role."""

from lintel.access.viewers import Permission, Role, Viewer

# The key of the hub's own team in every council's directory.
FRONT_DOOR = "front-door"


def everybody_who_is(role: Role) -> str:
    """
    >>> everybody_who_is(Role.MANAGER)
    'role:manager'
    """
    return f"role:{role}"


def addresses_of(viewer: Viewer) -> frozenset[str]:
    """Every way in which an alert can be addressed to this viewer, within their own council.

    Whoever tells referrers is of the front door, whatever teams their account lists: an alert
    for the hub must not wait because a list of teams was left empty.
    """
    hub = {FRONT_DOOR} if viewer.may(Permission.TELL_REFERRER) else set()
    return viewer.teams | hub | {str(viewer.account_id), everybody_who_is(viewer.role)}
