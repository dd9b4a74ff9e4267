from django.apps import AppConfig


class Sharing(AppConfig):
    name = "lintel.sharing"
    default_auto_field = "django.db.models.BigAutoField"
