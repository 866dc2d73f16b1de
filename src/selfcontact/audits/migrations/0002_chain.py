"""The provider's attestation of a delivery, and the chain of transfers behind it."""

import django.db.models.deletion
from django.db import migrations, models

from selfcontact.database.partitioned import grant


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attestation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("signed_on", models.DateField()),
                ("file_sha256", models.CharField(max_length=64)),
                ("rows", models.BigIntegerField()),
                ("own_collection", models.BooleanField()),
                ("document_sha256", models.CharField(max_length=64)),
                (
                    "delivery",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attestation", to="intake.delivery"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("giver", models.CharField(max_length=200)),
                ("receiver", models.CharField(max_length=200)),
                ("transferred_on", models.DateField()),
                ("contract_sha256", models.CharField(max_length=64)),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="transfers", to="intake.delivery"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("delivery", "giver", "receiver"), name="transfer_told_once")
                ],
            },
        ),
        grant(
            {
                "audits_attestation": {"console": "SELECT, INSERT", "worker": "SELECT"},
                "audits_transfer": {"console": "SELECT, INSERT", "worker": "SELECT"},
            }
        ),
    ]
