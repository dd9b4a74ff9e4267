"""Who is asking, about what, and which version they saw: the same for every route."""

import re
from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from lintel.access.guards import api_viewer
from lintel.access.through import as_they_read
from lintel.access.viewers import Permission, Viewer
from lintel.api.problems import NoVersion
from lintel.contacts import queries as contacts
from lintel.kernel.refusals import Stale


def bearer(request: HttpRequest) -> Viewer:
    """The account behind the token, for ninja's `auth`.

    Errors:
        NotSignedIn: no token, or one that is not in force.
    """
    now, found = timezone.now(), request.resolver_match
    viewer = api_viewer(request, now)
    request.viewer = as_they_read(viewer, found.kwargs if found else {}, now)  # type: ignore[attr-defined]
    return request.viewer  # type: ignore[attr-defined,no-any-return]


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
