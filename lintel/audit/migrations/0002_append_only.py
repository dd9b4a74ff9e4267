"""The databases themselves refuse to change the trail."""

from django.db import migrations

from lintel.audit import triggers


def put_up(apps, schema_editor):
    triggers.put_up(schema_editor.connection)


def take_down(apps, schema_editor):
    triggers.take_down(schema_editor.connection)


def begin(apps, schema_editor):
    apps.get_model("audit", "TrailHead").objects.get_or_create(
        pk=1, defaults={"sequence": 0, "seal": "0" * 64, "mark": ""}
    )


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.RunPython(begin, migrations.RunPython.noop),
        migrations.RunPython(put_up, take_down),
    ]
