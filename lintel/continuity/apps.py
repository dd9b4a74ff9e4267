from django.apps import AppConfig


class Continuity(AppConfig):
    name = "lintel.continuity"
    default_auto_field = "django.db.models.BigAutoField"
