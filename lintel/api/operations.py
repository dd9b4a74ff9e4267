"""Adding operations to the API in one line each: address, answer, what it asks for."""

from collections.abc import Callable
from typing import Any

from ninja import Router, Schema

from lintel.access.guards import asks_for
from lintel.access.viewers import Permission
from lintel.api.routes import REFUSALS

Operation = Callable[..., Any]


def operations(router: Router, object_type: str) -> Callable[..., Any]:
    """A decorator for operations on one type of object that all answer 200.

    Shape: `@on("POST", address, Answer, "Summary", Permission.X)`.
    """

    def on(
        method: str, address: str, answer: type[Schema], summary: str, permission: Permission
    ) -> Callable[[Operation], Operation]:
        add = router.get if method == "GET" else router.post

        def operation(view: Operation) -> Operation:
            answers = {200: answer, **REFUSALS}
            return add(address, response=answers, summary=summary)(
                asks_for(permission, object_type)(view)
            )

        return operation

    return on
