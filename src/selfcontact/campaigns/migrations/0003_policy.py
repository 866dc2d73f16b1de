"""The version of the privacy policy in force when a block was claimed: of each message, what its reader was promised."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0002_live"),
        ("policies", "0002_weight"),
    ]

    operations = [
        migrations.AddField(
            model_name="block",
            name="policy",
            field=models.PositiveIntegerField(null=True),
        ),
    ]
