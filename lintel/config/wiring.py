"""Which event wakes which handler, and which job runs how often. The only such table.

Each line names things by their dotted path, so that reading the table costs nothing and a
context need not know who listens. `connect` is called once, when Django is ready.
"""

from django.utils.module_loading import import_string

from lintel.kernel.news import listen

# "context.events.SomethingHappened": ("context.handlers.do_something", ...)
NEWS: dict[str, tuple[str, ...]] = {
    "access.events.AccountTouched": ("audit.handlers.note_account",),
    "contacts.events.ContactReopened": ("pathways.handlers.withdraw",),
    "screening.events.DecisionRecorded": ("pathways.handlers.offer_to_team",),
}


def connect() -> None:
    """Give every handler its events.

    Errors: ImportError naming the line of the table that points at nothing.
    """
    for event, handlers in NEWS.items():
        for handler in handlers:
            listen(import_string(f"lintel.{event}"), import_string(f"lintel.{handler}"))
