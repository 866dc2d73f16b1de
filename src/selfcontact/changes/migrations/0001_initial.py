"""Who was told of a version of the policy; the console adds, nobody changes."""

import django.db.models.deletion
from django.db import migrations, models

from selfcontact.database.partitioned import grant


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("policies", "0002_weight"),
    ]

    operations = [
        migrations.CreateModel(
            name="Told",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("party", models.CharField(max_length=80)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("notice", "Notice"),
                            ("letter", "Letter"),
                            ("call", "Call"),
                            ("meeting", "Meeting"),
                        ],
                        max_length=7,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="told", to="policies.version"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("version", "party"), name="told_once")],
            },
        ),
        grant({"changes_told": {"console": "SELECT, INSERT"}}),
    ]
