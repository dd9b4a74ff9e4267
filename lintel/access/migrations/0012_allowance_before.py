from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0011_provider_of_identity")]

    operations = [
        migrations.AddField(
            model_name="allowance", name="before", field=models.IntegerField(default=0)
        ),
    ]
