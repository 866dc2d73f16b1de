"""The table of uploads: how far each is, never what is in it."""

import uuid

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

from selfcontact.database.partitioned import grant


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("database", "0001_roles"),
        ("mandates", "0001_initial"),
        ("providers", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Upload",
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
                ("synthetic", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("receiving", "Receiving"),
                            ("received", "Received"),
                            ("queued", "Queued"),
                            ("loading", "Loading"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                            ("expired", "Expired"),
                        ],
                        default="receiving",
                        max_length=15,
                    ),
                ),
                ("length", models.BigIntegerField()),
                ("offset", models.BigIntegerField(default=0)),
                ("records", models.BigIntegerField(default=0)),
                ("stored", models.BigIntegerField(default=0)),
                ("generation", models.PositiveSmallIntegerField()),
                ("sealed_key", models.BinaryField(default=b"")),
                ("touched_at", models.DateTimeField()),
                ("choices", models.JSONField(default=dict)),
                ("confirmed_by", models.UUIDField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("done", models.BigIntegerField(default=0)),
                ("lines", models.BigIntegerField(default=0)),
                ("reading_since", models.DateTimeField(null=True)),
                ("progressed_at", models.DateTimeField(null=True)),
                ("failure", models.JSONField(default=dict)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="uploads", to="providers.agreement"
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="uploads", to="mandates.mandate"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state", "touched_at"], name="upload_by_state")],
            },
        ),
        grant({"uploads_upload": {"console": "SELECT, INSERT, UPDATE", "worker": "SELECT, UPDATE"}}),
    ]
