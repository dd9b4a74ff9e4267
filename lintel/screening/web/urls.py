"""Addresses of decisions."""

from django.urls import URLPattern, path

from lintel.screening.web import views

urlpatterns: list[URLPattern] = [
    path("contacts/<uuid:contact_id>/decide", views.decide, name="decide"),
    path("overrides", views.overrides, name="overrides"),
]
