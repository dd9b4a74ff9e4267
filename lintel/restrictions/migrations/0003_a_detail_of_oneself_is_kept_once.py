from django.conf import settings
from django.db import migrations, models


def end_twins(apps, _schema_editor):
    """Of what two requests at once kept twice, the first stays."""
    seen = set()
    marks = apps.get_model("restrictions", "OwnMark")
    for row in marks.objects.filter(ended_at=None, conflict=None).order_by("id"):
        if (row.account_id, row.detail, row.mark) in seen:
            row.ended_at = row.at
            row.save(update_fields=["ended_at"])
        seen.add((row.account_id, row.detail, row.mark))


class Migration(migrations.Migration):
    dependencies = [
        ("restrictions", "0002_broken_glass_and_conflicts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(end_twins, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="ownmark",
            constraint=models.UniqueConstraint(
                condition=models.Q(("conflict", None), ("ended_at", None)),
                fields=("account", "detail", "mark"),
                name="own_mark_once_of_oneself",
            ),
        ),
    ]
