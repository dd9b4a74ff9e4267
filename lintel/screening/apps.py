from django.apps import AppConfig


class Screening(AppConfig):
    name = "lintel.screening"
    default_auto_field = "django.db.models.BigAutoField"
