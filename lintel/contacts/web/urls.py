"""Addresses of contacts."""

from django.urls import URLPattern

from lintel.contacts.web import board_urls, record_urls

urlpatterns: list[URLPattern] = [*board_urls.urlpatterns, *record_urls.urlpatterns]
