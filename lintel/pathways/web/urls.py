"""Addresses of hand-overs, of places, and of what came back."""

from django.urls import URLPattern, path

from lintel.pathways.web import back, places, stood, views

urlpatterns: list[URLPattern] = [
    path("contacts/<uuid:contact_id>/hand-over", views.handover, name="handover"),
    path("contacts/<uuid:contact_id>/as-it-stood", stood.as_it_stood, name="as_it_stood"),
    path("contacts/<uuid:contact_id>/end-place", places.end_place, name="end_place"),
    path("hand-overs", views.handovers, name="handovers"),
    path("places", places.places, name="places"),
    path("came-back", back.came_back, name="came_back"),
]
