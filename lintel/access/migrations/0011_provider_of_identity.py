"""A bound identity names its provider. One bound before names none, and is bound again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0010_grants")]

    operations = [
        migrations.RemoveConstraint(model_name="identity", name="identity_of_one_account"),
        migrations.AddField(
            model_name="identity",
            name="provider",
            field=models.CharField(max_length=30, default=""),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="identity",
            constraint=models.UniqueConstraint(
                name="identity_of_one_account", fields=["provider", "issuer", "subject"]
            ),
        ),
    ]
