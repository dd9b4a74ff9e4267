from django.apps import AppConfig


class Duty(AppConfig):
    name = "lintel.duty"
    default_auto_field = "django.db.models.BigAutoField"
