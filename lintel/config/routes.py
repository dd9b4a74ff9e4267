"""Every address of the house with its marks, read from the live resolver.

A page carries marks left by access.guards; an operation of the API carries the same ones on
its view function. What carries none is neither guarded nor knowingly public, and the
architecture tests refuse it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

READ = ("GET", "HEAD")


@dataclass(frozen=True, slots=True)
class Route:
    """Shape: as the contract's `lintel routes --json`; `marked` says whether a guard was met,
    `steps_up` whether the page asks for a second factor again.
    """

    pattern: str
    methods: tuple[str, ...]
    name: str
    object_type: str
    permission: str
    public: bool
    marked: bool
    steps_up: bool = False

    def as_row(self) -> dict[str, Any]:
        row = asdict(self)
        del row["marked"], row["steps_up"]
        return row | {"methods": list(self.methods)}


def routes() -> list[Route]:
    found = dict.fromkeys(_walk(get_resolver().url_patterns, "/"))
    return sorted(found, key=lambda route: (route.pattern, route.methods))


def _walk(patterns: Iterable[URLPattern | URLResolver], before: str) -> Iterator[Route]:
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, here)
            continue
        operations = operations_of(pattern.callback)
        if not operations:
            yield _route(here, pattern.name or "", pattern.callback, ())
        for operation in operations:
            # An operation without a check of the token counts as unmarked, whatever it says.
            view = operation.view_func if operation.auth_callbacks else object()
            yield _route(here, operation.view_func.__name__, view, tuple(operation.methods))


def operations_of(callback: Any) -> list[Any]:
    """What django-ninja answers at an address; it keeps them in the closure of the view."""
    for cell in getattr(callback, "__closure__", None) or ():
        found = getattr(cell.cell_contents, "operations", None)
        if isinstance(found, list):
            return found
    return []


def _route(pattern: str, name: str, view: Any, methods: tuple[str, ...]) -> Route:
    permission = getattr(view, "needs", None)
    # The API library's own first page, which answers everybody that there is nothing here.
    public = bool(getattr(view, "public", False)) or name == "api-root"
    return Route(
        pattern=pattern,
        methods=methods or getattr(view, "methods", ()) or READ,
        name=name,
        object_type=getattr(view, "object_type", ""),
        permission=str(permission) if permission else "",
        public=public,
        marked=public or hasattr(view, "needs"),
        steps_up=bool(getattr(view, "steps_up", False)),
    )
