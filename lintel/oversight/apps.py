from django.apps import AppConfig


class Oversight(AppConfig):
    name = "lintel.oversight"
    default_auto_field = "django.db.models.BigAutoField"
