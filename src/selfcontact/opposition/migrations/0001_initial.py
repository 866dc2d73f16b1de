"""Tables of the domain and what each process may do with them."""

import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models

from selfcontact.database.partitioned import grant


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("database", "0001_roles"),
        ("mandates", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tag", models.BinaryField(max_length=16)),
                ("key_version", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("opposition", "Opposition"), ("erasure", "Erasure"), ("hold", "Hold")], max_length=15
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("sms", "Sms"),
                            ("voice", "Voice"),
                            ("mail", "Mail"),
                            ("web", "Web"),
                            ("staff", "Staff"),
                            ("carrier", "Carrier"),
                        ],
                        max_length=15,
                    ),
                ),
                ("month", models.DateField()),
                ("expires_on", models.DateField()),
                (
                    "candidate",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="mandates.candidate"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("tag"),
                        django.db.models.functions.comparison.Coalesce("candidate", 0),
                        models.F("kind"),
                        name="opposition_once",
                    )
                ],
            },
        ),
        grant(
            {
                "opposition_entry": {
                    "console": "SELECT, INSERT, UPDATE, DELETE",
                    "worker": "SELECT, INSERT, UPDATE, DELETE",
                    "sender": "SELECT, INSERT, UPDATE",
                    "voice": "INSERT",
                    "public": "INSERT",
                },
            }
        ),
    ]
