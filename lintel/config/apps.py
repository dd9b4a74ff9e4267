"""The house at start-up: when every context is ready, news is wired."""

from django.apps import AppConfig

from lintel.policy.in_force import check_every_file


class House(AppConfig):
    name = "lintel.config"
    label = "house"
    verbose_name = "Lintel"

    def ready(self) -> None:
        """Wire events to handlers; the last app, so that every model is loaded.

        Errors: PolicyFileWrong, so that a wrong policy file stops the start and not a contact.
        """
        from lintel.config.wiring import connect  # models are not ready when this module loads

        check_every_file()
        connect()
