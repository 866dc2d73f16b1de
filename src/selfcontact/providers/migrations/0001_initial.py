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
            name="Provider",
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
                ("country", models.CharField(max_length=2)),
                ("vetted_on", models.DateField(null=True)),
                ("suspended_on", models.DateField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Agreement",
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
                ("signed_on", models.DateField()),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("guarantees", models.TextField()),
                ("document_sha256", models.CharField(max_length=64)),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agreements", to="providers.provider"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ConsentForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(unique=True)),
                ("code", models.CharField(max_length=63)),
                ("wording", models.TextField()),
                ("wording_sha256", models.CharField(max_length=64)),
                (
                    "purposes",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=31), size=None),
                ),
                (
                    "channels",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=31), size=None),
                ),
                ("recipients", models.TextField()),
                ("used_from", models.DateField()),
                ("used_until", models.DateField(null=True)),
                ("lifetime_months", models.PositiveSmallIntegerField(default=36)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="forms", to="providers.agreement"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("agreement", "code"), name="form_once_per_agreement")],
            },
        ),
        grant(
            {
                "providers_provider": {"console": "SELECT, INSERT, UPDATE", "worker": "SELECT", "sender": "SELECT"},
                "providers_agreement": {"console": "SELECT, INSERT, UPDATE", "worker": "SELECT", "sender": "SELECT"},
                "providers_consentform": {"console": "SELECT, INSERT, UPDATE", "worker": "SELECT", "sender": "SELECT"},
            }
        ),
    ]
