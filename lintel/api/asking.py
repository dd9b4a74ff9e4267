"""Who is asking, about what, and which version they saw: the same for every route."""

import re
from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from lintel.access import allowances
from lintel.access.guards import api_viewer
from lintel.access.scopes import may_be_used
from lintel.access.through import as_they_read
from lintel.access.viewers import NotPermitted, Permission, Viewer
from lintel.api.problems import NoVersion
from lintel.contacts import queries as contacts
from lintel.kernel.refusals import Stale


def bearer(request: HttpRequest) -> Viewer:
    """The account behind the token, for ninja's `auth`.

    The one place where the allowance of an account and the scopes of a token are asked for.

    Errors, in this order:
        NotSignedIn: no token, or one that is not in force.
        TooOften: the account has used up its minute.
        NotPermitted: because "scope", whatever it is about: the token is for other things.
    """
    now, found = timezone.now(), request.resolver_match
    viewer = api_viewer(request, now)
    allowances.use(viewer.account_id, at=now)
    request.viewer = as_they_read(viewer, found.kwargs if found else {}, now)  # type: ignore[attr-defined]
    needs, reads = _asked_for(request), request.method in ("GET", "HEAD")
    if needs and not may_be_used(request.token_scopes, needs, reads=reads):  # type: ignore[attr-defined]
        raise NotPermitted(needs, "scope")
    return request.viewer  # type: ignore[attr-defined,no-any-return]


def _asked_for(request: HttpRequest) -> Permission | None:
    """What the operation at this address is marked to need. ninja keeps its operations in the
    closure of the view, as `lintel routes` reads them; its own view of an address has no marks."""
    view = request.resolver_match.func if request.resolver_match else None
    for cell in getattr(view, "__closure__", None) or ():
        for operation in getattr(cell.cell_contents, "operations", ()):
            if request.method in operation.methods:
                return operation.view_func.needs  # type: ignore[no-any-return]
    return None


def version_seen(
    request: HttpRequest, contact_id: UUID, permission: Permission
) -> tuple[Viewer, int]:
    """The viewer and the version they say they saw.

    Errors, in this order, so that a hidden record looks like none whatever else is wrong:
        NotThere, NotPermitted; NoVersion when If-Match is missing; Stale when it is no version.
    """
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    contact = contacts.the_contact(viewer, contact_id)
    viewer.must(permission)
    return viewer, stated_version(request, lambda: contact.version)


def stated_version(request: HttpRequest, current: Callable[[], int]) -> int:
    """The version in If-Match.

    Errors:
        NoVersion: there is none. Stale: it is no version; says which is `current`.
    """
    said = request.headers.get("If-Match")
    if said is None:
        raise NoVersion
    found = re.fullmatch(r'\s*(?:W/)?"?([0-9]{1,9})"?\s*', said)
    if found is None:
        raise Stale(current())
    return int(found.group(1))
