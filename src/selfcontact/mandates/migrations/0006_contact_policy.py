"""How people may be written to first, by written instruction; a row is never changed nor removed."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from selfcontact.database.partitioned import grant


class Migration(migrations.Migration):
    dependencies = [
        ("mandates", "0005_assessment"),
    ]

    operations = [
        migrations.CreateModel(
            name="ContactPolicy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("kind", models.CharField(choices=[("consent", "Consent"), ("invite", "Invite")], max_length=15)),
                ("invitations", models.PositiveSmallIntegerField(default=1)),
                ("document_sha256", models.CharField(max_length=64)),
                ("signatory", models.CharField(max_length=200)),
                ("signed_at", models.DateTimeField()),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contact_policies",
                        to="mandates.mandate",
                    ),
                ),
            ],
        ),
        grant({"mandates_contactpolicy": {"console": "SELECT, INSERT", "worker": "SELECT", "sender": "SELECT"}}),
    ]
