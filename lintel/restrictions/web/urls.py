"""Addresses of the register of restricted records, and of broken glass."""

from django.urls import URLPattern, path

from lintel.restrictions.web import glass_urls, views

_ONE = "restrictions/<uuid:restriction_id>"

urlpatterns: list[URLPattern] = [
    path("restrictions", views.restrictions, name="restrictions"),
    path("restrictions/matches/<uuid:match_id>", views.match, name="restriction_match"),
    path(_ONE, views.restriction, name="restriction"),
    path(f"{_ONE}/lift", views.lift, name="lift_restriction"),
    path(f"{_ONE}/keep", views.keep, name="keep_restriction"),
    path(f"{_ONE}/readers/<uuid:reader_id>/end", views.end_reader, name="end_reader"),
    *glass_urls.urlpatterns,
]
