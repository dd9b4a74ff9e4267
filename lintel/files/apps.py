from django.apps import AppConfig


class Files(AppConfig):
    name = "lintel.files"
    default_auto_field = "django.db.models.BigAutoField"
