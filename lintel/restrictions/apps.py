from django.apps import AppConfig


class Restrictions(AppConfig):
    name = "lintel.restrictions"
    default_auto_field = "django.db.models.BigAutoField"
