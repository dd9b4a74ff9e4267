"""Addresses of contacts."""

from django.urls import URLPattern

from lintel.contacts.web import record_urls

urlpatterns: list[URLPattern] = [*record_urls.urlpatterns]
