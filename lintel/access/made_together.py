"""Making the tables of a context at once, for the first migration of each."""

from typing import Any

from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation


class MadeTogether(Operation):
    """Creates each table as CreateModel does, with every model of the house rendered once.

    Django renders whatever is joined to a table anew for each one that is created. Here nearly
    everything is joined to Account, and an empty instance would take most of a minute to make.
    """

    reduces_to_sql = True

    def __init__(self, *tables: CreateModel) -> None:
        self.tables = tables

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (type(self).__name__, list(self.tables), {})

    def describe(self) -> str:
        return f"Create {', '.join(table.name for table in self.tables)}"

    def state_forwards(self, app_label: str, state: Any) -> None:
        state.__dict__.pop("apps", None)  # rendered again when it is next asked for
        for table in self.tables:
            table.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for table in self.tables:
            table.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for table in reversed(self.tables):
            table.database_backwards(app_label, schema_editor, from_state, to_state)
