"""On SQLite the table of keys is its own index; it would keep every key twice otherwise."""

from django.db import migrations

TABLE = "people_matchkey"


def into_its_own_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"DROP TABLE {TABLE}")
        schema_editor.execute(
            f"CREATE TABLE {TABLE} (key bigint NOT NULL, row bigint NOT NULL, "
            "PRIMARY KEY (key, row)) WITHOUT ROWID"
        )


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(into_its_own_index, migrations.RunPython.noop)]
