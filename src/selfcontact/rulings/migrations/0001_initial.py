"""What the DPO decides: the console writes it, whoever judges a campaign reads it."""

import uuid

from django.db import migrations, models

from selfcontact.database.partitioned import grant


class Migration(migrations.Migration):
    initial = True

    dependencies = [("database", "0001_roles")]

    operations = [
        migrations.CreateModel(
            name="Ruling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("rule", models.CharField(max_length=7)),
                ("grounds", models.TextField()),
                ("decided_at", models.DateTimeField()),
                ("taken_back_at", models.DateTimeField(null=True)),
                ("taken_back_for", models.TextField(blank=True, default="")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("taken_back_at__isnull", True)),
                        fields=("rule",),
                        name="ruling_in_force_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rule__in", ["EL-14", "SM-07", "CA-10"])), name="ruling_of_a_precaution"
                    ),
                ],
            },
        ),
        grant(
            {
                "rulings_ruling": {
                    "console": "SELECT, INSERT, UPDATE (taken_back_at, taken_back_for)",
                    "worker": "SELECT",
                    "sender": "SELECT",
                }
            }
        ),
    ]
