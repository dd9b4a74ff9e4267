"""Addresses of hand-overs."""

from django.urls import URLPattern, path

from lintel.pathways.web import views

urlpatterns: list[URLPattern] = [
    path("contacts/<uuid:contact_id>/hand-over", views.handover, name="handover"),
    path("hand-overs", views.handovers, name="handovers"),
]
