import django.db.models.deletion
from django.db import migrations, models

from lintel.people.rules.name_words import name_words
from lintel.people.rules.told import from_plain


def index_names(apps, schema_editor):
    """Records kept before this migration are found by name too."""
    records = apps.get_model("people", "SourceRecord")
    words = apps.get_model("people", "NameWord")
    rows = []
    for record_id, council, told in records.objects.values_list("id", "council", "told").iterator(
        2000
    ):
        rows += [
            words(council=council, word=word, record_id=record_id)
            for word in name_words(from_plain(told))
        ]
        if len(rows) > 5000:
            words.objects.bulk_create(rows)
            rows = []
    words.objects.bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [("people", "0004_people_merged_and_kept_apart")]

    operations = [
        migrations.AlterField(
            model_name="link",
            name="about",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="links_about",
                to="people.person",
            ),
        ),
        migrations.RunPython(index_names, migrations.RunPython.noop, elidable=True),
    ]
