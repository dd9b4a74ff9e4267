"""Addresses of decisions."""

from django.urls import URLPattern, path

from lintel.screening.web import asking_urls, pooling, views, weighing, workspace_urls

urlpatterns: list[URLPattern] = [
    *asking_urls.urlpatterns,
    path("contacts/<uuid:contact_id>/decide", views.decide, name="decide"),
    path("contacts/<uuid:contact_id>/weigh", weighing.weigh, name="weigh"),
    path("contacts/<uuid:contact_id>/pool", pooling.pool, name="pool_answers"),
    path("overrides", views.overrides, name="overrides"),
    *workspace_urls.urlpatterns,
]
