"""Addresses of duty."""

from django.urls import URLPattern, path

from lintel.duty.web import promise_views, views

_PROMISES = "contacts/<uuid:contact_id>/promises"

urlpatterns: list[URLPattern] = [
    path("duty", views.duty, name="duty"),
    path("duty/sheet", views.sheet, name="duty_sheet"),
    path("contacts/<uuid:contact_id>/duty", views.say, name="say_for_duty"),
    path(_PROMISES, promise_views.promises, name="promises"),
    path(f"{_PROMISES}/<uuid:promise_id>", promise_views.settle, name="settle_promise"),
]
