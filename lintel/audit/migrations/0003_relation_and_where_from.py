"""An entry says what brought its actor near the record, and marks where they were."""

from django.db import migrations, models

from lintel.audit import triggers


def put_up(apps, schema_editor):
    """SQLite makes the table anew for a column, and its triggers are gone with the old one."""
    triggers.put_up(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]
    operations = [
        migrations.AddField(
            "auditentry",
            "relation",
            models.CharField(blank=True, default="", max_length=120),
            preserve_default=False,
        ),
        migrations.AddField(
            "auditentry",
            "where_from",
            models.CharField(blank=True, default="", max_length=16),
            preserve_default=False,
        ),
        migrations.RunPython(put_up, migrations.RunPython.noop),
    ]
