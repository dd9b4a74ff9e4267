"""Accounts as a Django app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "lintel.access"
    label = "access"
