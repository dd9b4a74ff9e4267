from django.apps import AppConfig


class Contacts(AppConfig):
    name = "lintel.contacts"
    default_auto_field = "django.db.models.BigAutoField"
