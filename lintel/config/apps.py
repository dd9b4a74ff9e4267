"""The house at start-up: when every context is ready, news is wired."""

from django.apps import AppConfig


class House(AppConfig):
    name = "lintel.config"
    label = "house"
    verbose_name = "Lintel"

    def ready(self) -> None:
        """Wire events to handlers; the last app, so that every model is loaded."""
        from lintel.config.wiring import connect  # models are not ready when this module loads

        connect()
