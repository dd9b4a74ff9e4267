"""Bringing the viewer to a page, and keeping other people out of it.

Nothing behind a guard is kept by a browser or a proxy. Each page carries marks that
`lintel routes` and tests/architecture read: `.needs` (the permission), or `.public`.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from lintel.access import queries, sessions
from lintel.access.models import Account
from lintel.access.through import as_they_read
from lintel.access.viewers import Permission, Role, Viewer
from lintel.kernel.instants import london_day

View = Callable[..., HttpResponse]


class NotSignedIn(Exception):
    """No token, or one that is unknown, has lapsed or belongs to somebody who has left."""


def viewer_of(account: Account, at: datetime) -> Viewer:
    """The account as the rest of the code needs to know it, on the London day of `at`."""
    return Viewer(
        account_id=account.id,
        name=account.name,
        role=Role(account.role),
        council=account.council,
        agency=account.agency,
        employed_by_council=account.employed_by_council,
        registered_until=account.registered_until,
        teams=frozenset(account.teams),
        today=london_day(at),
        glass_until=account.glass_until,
    )


def viewer_by_id(account_id: UUID, at: datetime) -> Viewer | None:
    """The account with this id, signed in or not; None when it could not sign in now."""
    account = queries.account_by_id(account_id, at)
    return None if account is None else viewer_of(account, at)


def session_viewer(request: HttpRequest, at: datetime) -> Viewer | None:
    """Who is signed in with both factors and within the session's time; None for anybody else."""
    account = sessions.account_of(request, at)
    return None if account is None else viewer_of(account, at)


def api_viewer(request: HttpRequest, at: datetime | None = None) -> Viewer:
    """Who holds the bearer token of an API request.

    request.token_scopes is then what the token may be used for.

    Errors:
        NotSignedIn: whatever is wrong with the token; the answer never says which.
    """
    at = at or timezone.now()
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    held = None
    if kind.lower() == "bearer" and token:
        held = queries.token_held(token.strip(), at)
    if held is None:
        raise NotSignedIn
    request.token_scopes = held.scopes
    return viewer_of(held.account, at)


def to_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    """The way to the sign-in page and back; only a page that can be read again is returned to."""
    about = {"why": "timed_out"} if getattr(request, "session_ran_out", False) else {}
    if request.method in ("GET", "HEAD"):
        about["next"] = request.get_full_path()
    words = f"?{urlencode(about)}" if about else ""
    return HttpResponseRedirect(f"{reverse('login')}{words}")


def guarded(
    permission: Permission | None,
    *,
    object_type: str = "",
    methods: tuple[str, ...] = (),
    rescue: Callable[..., HttpResponse | None] | None = None,
) -> Callable[[View], View]:
    """Let only viewers with `permission` reach the page, and set request.viewer.

    None asks for nothing but being signed in. `object_type` and `methods` are marks for
    `lintel routes`. `rescue` is called as the page would be when nobody is signed in any more, to
    keep what was typed; it reads nothing out, and what it answers goes before the sign-in page.

    Errors:
        NotPermitted: the role lacks it; the house's middleware makes the 403 page, as it makes
            the 404 page of a NotThere that the view meets.
    """

    def guard(view: View) -> View:
        if isinstance(view, type):
            view = view.as_view()

        @wraps(view)
        def guarded_view(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            now = timezone.now()
            viewer = session_viewer(request, now)
            if viewer is None:
                kept = rescue(request, *args, **kwargs) if rescue else None
                return kept or to_sign_in(request)
            request.viewer, request.asked_at = viewer, now
            request.viewer = viewer = as_they_read(viewer, kwargs, now)
            if permission is not None:
                viewer.must(permission)
            return view(request, *args, **kwargs)

        return _marked(never_cache(guarded_view), view, permission, object_type, methods)

    return guard


def knowingly_public(view: View) -> View:
    """A page for people who have not signed in; the list of them is in tests/architecture."""

    @wraps(view)
    def public_view(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return view(request, *args, **kwargs)

    public_view.public = True
    return _marked(public_view, view, None, "", ())


def asks_for(permission: Permission | None, object_type: str = "") -> Callable[[View], View]:
    """The marks of an operation of the API, which asks for a token before it is reached.

    It only says what the operation needs; the operation and its action refuse for themselves.
    """

    def mark(operation: View) -> View:
        operation.needs = permission
        operation.object_type = object_type
        return operation

    return mark


def _marked(
    page: View,
    view: View,
    permission: Permission | None,
    object_type: str,
    methods: tuple[str, ...],
) -> View:
    page.needs = permission
    page.object_type = object_type or getattr(view, "object_type", "")
    page.methods = methods or _methods_of(view)
    return page


def _methods_of(view: View) -> tuple[str, ...]:
    """What a view says it answers: by its own mark, or by the methods of its class."""
    marked = getattr(view, "methods", ())
    if marked:
        return tuple(marked)
    made_from = getattr(view, "view_class", None)
    if made_from is None:
        return ()
    names = (name for name in made_from.http_method_names if hasattr(made_from, name))
    return tuple(sorted(name.upper() for name in names if name != "options"))
