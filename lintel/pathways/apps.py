from django.apps import AppConfig


class Pathways(AppConfig):
    name = "lintel.pathways"
    default_auto_field = "django.db.models.BigAutoField"
