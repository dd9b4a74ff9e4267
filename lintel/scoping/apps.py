from django.apps import AppConfig


class Scoping(AppConfig):
    name = "lintel.scoping"
    default_auto_field = "django.db.models.BigAutoField"
