"""What the sponsor of a mandate declares; a row is only ever withdrawn."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from selfcontact.database.partitioned import grant


class Migration(migrations.Migration):
    dependencies = [
        ("mandates", "0003_speaking"),
    ]

    operations = [
        migrations.CreateModel(
            name="Sponsor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("political", models.BooleanField()),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("citizen", "Citizen"),
                            ("resident", "Resident"),
                            ("company", "Company"),
                            ("other", "Other"),
                        ],
                        max_length=15,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("email", models.EmailField(max_length=254)),
                ("address", models.CharField(max_length=300)),
                ("country", models.CharField(max_length=2)),
                ("registration", models.CharField(blank=True, default="", max_length=63)),
                ("controller", models.CharField(blank=True, default="", max_length=200)),
                ("controller_country", models.CharField(blank=True, default="", max_length=2)),
                ("payer", models.CharField(blank=True, default="", max_length=200)),
                (
                    "funds",
                    models.CharField(
                        choices=[("private", "Private"), ("public", "Public"), ("both", "Both")], max_length=15
                    ),
                ),
                (
                    "whence",
                    models.CharField(
                        choices=[("inside", "Inside"), ("outside", "Outside"), ("both", "Both")], max_length=15
                    ),
                ),
                ("document_sha256", models.CharField(max_length=64)),
                ("signatory", models.CharField(max_length=200)),
                ("signed_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sponsors", to="mandates.mandate"
                    ),
                ),
            ],
        ),
        grant({"mandates_sponsor": {"console": "SELECT, INSERT, UPDATE", "worker": "SELECT", "sender": "SELECT"}}),
    ]
