"""The API's addresses, and its own description for those who have signed in."""

import json
from functools import cache
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI

from lintel.access.guards import NotSignedIn, api_viewer, session_viewer
from lintel.api import (
    agencies,
    allegations,
    audit,
    challenges,
    conflicts,
    discussions,
    duty,
    files,
    glass,
    handed_in,
    hub,
    measures,
    people,
    places,
    restrictions,
    reviews,
    routes,
    steps,
    stood,
    tokens,
    verbs,
    weighing,
)
from lintel.api.asking import bearer
from lintel.api.problems import answer_problems, problem

api = NinjaAPI(
    title="Lintel",
    version="1.0",
    description="The open multi-agency safeguarding hub. Errors are application/problem+json.",
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
    auth=bearer,
)
api.add_router("", hub.router)
api.add_router("", routes.router)
api.add_router("", verbs.router)
api.add_router("", agencies.router)
api.add_router("", weighing.router)
api.add_router("", measures.router)
api.add_router("", handed_in.router)
api.add_router("", discussions.router)
api.add_router("", steps.router)
api.add_router("", stood.router)
api.add_router("", challenges.router)
api.add_router("", places.router)
api.add_router("", duty.router)
api.add_router("", allegations.router)
api.add_router("", restrictions.router)
api.add_router("", files.router)
api.add_router("", glass.router)
api.add_router("", conflicts.router)
api.add_router("", tokens.router)
api.add_router("", audit.router)
api.add_router("", reviews.router)  # before people/{id}
api.add_router("", people.router)
answer_problems(api)


def openapi(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1, for a session or a token."""
    at = timezone.now()
    try:
        viewer = session_viewer(request, at) or api_viewer(request, at)
    except NotSignedIn:
        return problem(request, 401, "Send a bearer token that is in force.")
    request.viewer = viewer  # type: ignore[attr-defined]
    return HttpResponse(_document(), content_type="application/json")


openapi.needs = None  # type: ignore[attr-defined]
openapi.object_type = ""  # type: ignore[attr-defined]
openapi.methods = ("GET",)  # type: ignore[attr-defined]


IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "description": "The version you saw, as the ETag gave it",
    "schema": {"type": "string", "pattern": '^"[0-9]{1,9}"$'},
}

# What adds to a contact and changes nothing of it needs no version.
ADDS_TO = (
    *("/discussions", "/promises", "/requests", "/pool", "/shares", "/weighings"),
    "/challenges",
    "/files",
    "/break-glass",
    "/possible-conflict",
)


# What is neither a contact nor a person, and is changed from the version somebody saw.
CHANGES = ("/discussions/{discussion_id}/correct", "/files/{file_id}/handling")


def described() -> dict[str, Any]:
    """The document: with refusals as the media type they really have, who may call, and the
    version every change must state. The caller's own copy."""
    return json.loads(_document())


@cache  # a second or more of work, and the same for everybody until the program changes
def _document() -> str:
    document = json.loads(
        json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), cls=DjangoJSONEncoder)
    )
    document["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    document["security"] = [{"token": []}]
    for address, operations in document["paths"].items():
        for method, operation in operations.items():
            asks_version = not address.endswith(ADDS_TO)
            of_one = "{contact_id}" in address or "{person_id}" in address
            if address.endswith(CHANGES) or (of_one and method != "get" and asks_version):
                operation["parameters"].append(IF_MATCH)
            for status, answer in operation["responses"].items():
                if int(status) >= 400 and "content" in answer:
                    content = answer["content"].pop("application/json")
                    answer["content"]["application/problem+json"] = content
    return json.dumps(document)


@csrf_exempt  # it changes nothing, and answers a program in a program's words
def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """An address of the API that does not exist: the same words as a record that is hidden."""
    return problem(request, 404)


nothing_here.public = True  # type: ignore[attr-defined]
nothing_here.needs = None  # type: ignore[attr-defined]
nothing_here.object_type = ""  # type: ignore[attr-defined]
nothing_here.methods = ("GET",)  # type: ignore[attr-defined]

urlpatterns = [
    path("api/v1/openapi.json", openapi, name="openapi"),
    path("api/v1/", api.urls),
    path("api/v1/<path:rest>", nothing_here, name="api_nothing_here"),
]
