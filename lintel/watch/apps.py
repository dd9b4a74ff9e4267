from django.apps import AppConfig


class Watch(AppConfig):
    name = "lintel.watch"
    default_auto_field = "django.db.models.BigAutoField"
