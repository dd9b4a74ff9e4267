"""The portal as a Django app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "lintel.portal"
    label = "portal"
