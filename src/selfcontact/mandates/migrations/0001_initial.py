"""Tables of the domain and what each process may do with them."""

import uuid

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

from selfcontact.database.partitioned import grant


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("database", "0001_roles"),
    ]

    operations = [
        migrations.CreateModel(
            name="Candidate",
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
                ("name", models.CharField(max_length=200)),
                (
                    "aliases",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), default=list, size=None
                    ),
                ),
                ("party", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Mandate",
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
                ("election", models.CharField(max_length=63)),
                (
                    "area",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=31), size=None),
                ),
                ("opens_on", models.DateField()),
                ("ends_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[("live", "Live"), ("ending", "Ending"), ("ended", "Ended")],
                        default="live",
                        max_length=15,
                    ),
                ),
                ("generation", models.PositiveSmallIntegerField(default=1)),
                ("closing", models.JSONField(default=dict)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mandates", to="mandates.candidate"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Instruction",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("processing", "Processing"),
                            ("campaigns", "Campaigns"),
                            ("opposition", "Opposition"),
                        ],
                        max_length=15,
                    ),
                ),
                ("document_sha256", models.CharField(max_length=64)),
                ("signatory", models.CharField(max_length=200)),
                ("signed_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="instructions", to="mandates.mandate"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        grant(
            {
                "mandates_candidate": {"console": "SELECT, INSERT, UPDATE", "worker": "SELECT", "sender": "SELECT"},
                "mandates_mandate": {
                    "console": "SELECT, INSERT, UPDATE",
                    "worker": "SELECT, UPDATE",
                    "sender": "SELECT",
                },
                "mandates_instruction": {"console": "SELECT, INSERT, UPDATE", "worker": "SELECT", "sender": "SELECT"},
            }
        ),
    ]
