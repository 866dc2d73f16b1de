"""What each right leaves on record: corrections, restrictions, complaints, directives, and their proofs."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from selfcontact.database.partitioned import grant


class Migration(migrations.Migration):
    dependencies = [
        ("mandates", "0002_ceiling"),
        ("requests", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="request",
            name="candidate",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mandates.candidate"
            ),
        ),
        migrations.AddField(
            model_name="request",
            name="refused",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="request",
            name="reopens",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reopened_by",
                to="requests.request",
            ),
        ),
        migrations.CreateModel(
            name="Complaint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("consent", "Consent"),
                            ("source", "Source"),
                            ("after-stop", "After Stop"),
                            ("hours", "Hours"),
                            ("content", "Content"),
                            ("answer", "Answer"),
                            ("security", "Security"),
                            ("other", "Other"),
                        ],
                        max_length=15,
                    ),
                ),
                ("upheld", models.BooleanField()),
                ("noted_at", models.DateTimeField()),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="complaint", to="requests.request"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, unique=True)),
                (
                    "fields",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=15), size=None),
                ),
                ("generation", models.PositiveIntegerField()),
                ("sealed", models.BinaryField(null=True)),
                ("stated_at", models.DateTimeField()),
                ("applied_at", models.DateTimeField(null=True)),
                ("contacts", models.PositiveIntegerField(default=0)),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="correction", to="requests.request"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DeathProof",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "paper",
                    models.CharField(
                        choices=[
                            ("death-certificate", "Death Certificate"),
                            ("heir-certificate", "Heir Certificate"),
                            ("family-book", "Family Book"),
                            ("notary", "Notary"),
                        ],
                        max_length=20,
                    ),
                ),
                ("dated_on", models.DateField()),
                ("capacity", models.CharField(choices=[("named", "Named"), ("heir", "Heir")], max_length=7)),
                ("scope", models.CharField(choices=[("estate", "Estate"), ("death", "Death")], max_length=7)),
                ("checked_by", models.UUIDField()),
                ("checked_at", models.DateTimeField()),
                ("confirmed_by", models.UUIDField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="death_proof", to="requests.request"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by", None),
                            models.Q(("confirmed_by", models.F("checked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="death_seen_by_two",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Directive",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, unique=True)),
                (
                    "wish",
                    models.CharField(
                        choices=[("erase", "Erase"), ("keep", "Keep"), ("hand", "Hand"), ("revoke", "Revoke")],
                        max_length=7,
                    ),
                ),
                ("generation", models.PositiveIntegerField()),
                ("sealed", models.BinaryField(null=True)),
                ("phone_index", models.BinaryField(max_length=16, null=True)),
                ("stated_at", models.DateTimeField()),
                ("in_force_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "carried_out_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried_out",
                        to="requests.request",
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="directive", to="requests.request"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["phone_index"], name="directive_by_number")],
            },
        ),
        migrations.CreateModel(
            name="Restriction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("placed_at", models.DateTimeField()),
                ("announced_at", models.DateTimeField(null=True)),
                ("lifted_at", models.DateTimeField(null=True)),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mandates.mandate"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="restrictions", to="requests.request"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("request", "mandate"), name="restricted_once")],
            },
        ),
        # The worker takes what the public site and the mailbox bring, and carries out what needs nobody's decision.
        grant(
            {
                "requests_request": {"worker": "INSERT"},
                "requests_restriction": {"console": "SELECT, INSERT, UPDATE", "worker": "SELECT, INSERT, UPDATE"},
                "requests_correction": {"console": "SELECT, INSERT, UPDATE", "worker": "SELECT, UPDATE"},
                "requests_complaint": {"console": "SELECT, INSERT, UPDATE", "worker": "SELECT"},
                "requests_directive": {"console": "SELECT, INSERT, UPDATE", "worker": "SELECT, UPDATE"},
                "requests_deathproof": {"console": "SELECT, INSERT, UPDATE", "worker": "SELECT"},
            }
        ),
    ]
