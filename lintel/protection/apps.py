from django.apps import AppConfig


class Protection(AppConfig):
    name = "lintel.protection"
    default_auto_field = "django.db.models.BigAutoField"
