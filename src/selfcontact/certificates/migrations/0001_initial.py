"""Tables of the domain and what each process may do with them."""

import uuid

import django.db.models.deletion
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
            name="Certificate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("document", models.TextField()),
                ("issued_at", models.DateTimeField()),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="certificates", to="mandates.mandate"
                    ),
                ),
            ],
        ),
        grant(
            {
                "certificates_certificate": {"console": "SELECT, INSERT", "worker": "SELECT, INSERT"},
            }
        ),
    ]
