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
            name="Subprocessor",
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
                    "kind",
                    models.CharField(
                        choices=[("carrier", "Carrier"), ("host", "Host"), ("voice", "Voice")], max_length=15
                    ),
                ),
                ("country", models.CharField(max_length=2)),
                ("contract_sha256", models.CharField(blank=True, max_length=64)),
                ("vetted_on", models.DateField(null=True)),
                ("vetting_expires_on", models.DateField(null=True)),
                ("suspended_on", models.DateField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Route",
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
                ("kind", models.CharField(choices=[("smpp", "Smpp"), ("simulated", "Simulated")], max_length=15)),
                ("host", models.CharField(max_length=255)),
                ("port", models.PositiveIntegerField()),
                ("tls", models.BooleanField(default=True)),
                ("ca_file", models.CharField(blank=True, max_length=255)),
                ("system_id", models.CharField(max_length=16)),
                ("password_sealed", models.BinaryField()),
                (
                    "bind",
                    models.CharField(
                        choices=[("transceiver", "Transceiver"), ("pair", "Pair")], default="transceiver", max_length=15
                    ),
                ),
                (
                    "concatenation",
                    models.CharField(choices=[("udh", "Udh"), ("sar", "Sar")], default="udh", max_length=3),
                ),
                ("window", models.PositiveIntegerField(default=50)),
                ("segments_per_second", models.PositiveIntegerField(default=50)),
                ("stop_code", models.CharField(max_length=5)),
                (
                    "sender_names",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=11), default=list, size=None
                    ),
                ),
                ("price_millicents", models.PositiveIntegerField(default=0)),
                ("enabled", models.BooleanField(default=False)),
                (
                    "subprocessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="routes",
                        to="subprocessors.subprocessor",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        grant(
            {
                "subprocessors_subprocessor": {
                    "console": "SELECT, INSERT, UPDATE",
                    "worker": "SELECT",
                    "sender": "SELECT",
                },
                "subprocessors_route": {
                    "console": "SELECT, INSERT, UPDATE",
                    "worker": "SELECT",
                    "sender": "SELECT, UPDATE",
                },
            }
        ),
    ]
