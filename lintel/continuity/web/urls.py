"""Addresses of what is kept ready for when Lintel is down."""

from django.urls import URLPattern, path

from lintel.continuity.web import views

urlpatterns: list[URLPattern] = [path("paper-form", views.paper_form, name="paper_form")]
