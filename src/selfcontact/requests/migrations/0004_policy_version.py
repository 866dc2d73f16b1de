"""The version of the privacy policy that a person had before them when they asked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("requests", "0003_release_day"),
    ]

    operations = [
        migrations.AddField(
            model_name="request",
            name="policy_version",
            field=models.PositiveIntegerField(null=True),
        ),
    ]
