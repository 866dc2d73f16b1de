"""Tables of the domain and what each process may do with them."""

import uuid

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

from selfcontact.database.partitioned import CreatePartitioned, grant


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("database", "0001_roles"),
        ("mandates", "0001_initial"),
        ("providers", "0001_initial"),
    ]

    operations = [
        CreatePartitioned(
            name="Refusal",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "mandate_id",
                        "delivery_id",
                        "line",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("mandate_id", models.BigIntegerField()),
                ("delivery_id", models.BigIntegerField()),
                ("line", models.BigIntegerField()),
                ("code", models.CharField(max_length=31)),
            ],
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "reference",
                    models.CharField(
                        max_length=63,
                        unique=True,
                        validators=[django.core.validators.RegexValidator("^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$")],
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("loading", "Loading"),
                            ("held", "Held"),
                            ("published", "Published"),
                            ("cancelled", "Cancelled"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="loading",
                        max_length=15,
                    ),
                ),
                ("synthetic", models.BooleanField(default=False)),
                ("file_sha256", models.CharField(max_length=64)),
                ("file_bytes", models.BigIntegerField(default=0)),
                ("received_on", models.DateField()),
                ("shape", models.JSONField(default=dict)),
                ("dropped_columns", models.JSONField(default=list)),
                ("hold_reason", models.CharField(blank=True, max_length=63)),
                ("lines", models.BigIntegerField(default=0)),
                ("accepted", models.BigIntegerField(default=0)),
                ("repaired", models.BigIntegerField(default=0)),
                ("refused", models.JSONField(default=dict)),
                ("published_at", models.DateTimeField(null=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to="providers.agreement"
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to="mandates.mandate"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["loading", "held", "published"])),
                        fields=("mandate", "file_sha256"),
                        name="same_file_once_per_mandate",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Mapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=63)),
                ("columns", models.JSONField()),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mappings", to="providers.provider"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("provider", "name"), name="mapping_once_per_provider")],
            },
        ),
        grant(
            {
                "intake_mapping": {"console": "SELECT, INSERT, UPDATE, DELETE", "worker": "SELECT"},
                "intake_delivery": {
                    "console": "SELECT, INSERT, UPDATE",
                    "worker": "SELECT, INSERT, UPDATE",
                    "sender": "SELECT",
                },
                "intake_refusal": {"console": "SELECT", "worker": "SELECT, INSERT, UPDATE, DELETE"},
            }
        ),
    ]
