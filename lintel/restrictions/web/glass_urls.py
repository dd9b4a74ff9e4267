"""Addresses of broken glass."""

from django.urls import URLPattern, path

from lintel.restrictions.web import glass

urlpatterns: list[URLPattern] = [
    path("broken-glass", glass.broken_glass, name="broken_glass"),
    path("broken-glass/<uuid:glass_id>", glass.one_broken_glass, name="one_broken_glass"),
    path("broken-glass/<uuid:glass_id>/end", glass.end_glass, name="end_glass"),
]
