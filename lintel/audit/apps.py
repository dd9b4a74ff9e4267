"""The trail as a Django app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "lintel.audit"
    label = "audit"
