"""Every address. A context's pages are in its own web/urls.py; here they are only gathered."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from lintel.config import views, your_role
from lintel.config.settings import CONTEXTS

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("your-role", your_role.your_role, name="your_role"),
]

# The API's routes all start with api/v1/: first, so that they are found before every page is tried.
if find_spec("lintel.api.urls"):
    urlpatterns += import_module("lintel.api.urls").urlpatterns

for context in CONTEXTS:
    if find_spec(f"lintel.{context}.web") and find_spec(f"lintel.{context}.web.urls"):
        urlpatterns.append(path("", include(f"lintel.{context}.web.urls")))

urlpatterns.append(path("", views.front_door, name="front_door"))

handler400 = "lintel.config.errors.bad_request"
handler403 = "lintel.config.errors.not_permitted"
handler404 = "lintel.config.errors.not_found"
handler500 = "lintel.config.errors.went_wrong"
