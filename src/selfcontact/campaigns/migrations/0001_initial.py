"""Tables of the domain and what each process may do with them."""

import uuid

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

from selfcontact.database.partitioned import CreatePartitioned, grant


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("database", "0001_roles"),
        ("mandates", "0001_initial"),
        ("subprocessors", "0001_initial"),
    ]

    operations = [
        CreatePartitioned(
            name="Receipt",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "mandate_id",
                        "campaign_id",
                        "position",
                        "part",
                        "state",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("mandate_id", models.BigIntegerField()),
                ("campaign_id", models.BigIntegerField()),
                ("position", models.IntegerField()),
                ("part", models.SmallIntegerField()),
                ("state", models.SmallIntegerField()),
                ("error", models.CharField(blank=True, max_length=15)),
                ("carrier_at", models.DateTimeField(null=True)),
                ("received_at", models.DateTimeField()),
            ],
        ),
        CreatePartitioned(
            name="Reply",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "mandate_id", "uid", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("mandate_id", models.BigIntegerField()),
                ("campaign_id", models.BigIntegerField()),
                ("uid", models.UUIDField()),
                ("generation", models.SmallIntegerField()),
                ("sealed", models.BinaryField()),
                ("phone_index", models.BinaryField(max_length=16)),
                ("reading", models.CharField(max_length=15)),
                ("waiting", models.BooleanField(default=False)),
                ("received_at", models.DateTimeField()),
            ],
        ),
        CreatePartitioned(
            name="Trial",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "mandate_id", "uid", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("mandate_id", models.BigIntegerField()),
                ("campaign_id", models.BigIntegerField()),
                ("uid", models.UUIDField()),
                ("generation", models.SmallIntegerField()),
                ("sealed", models.BinaryField()),
                ("state", models.CharField(default="pending", max_length=15)),
                ("at", models.DateTimeField()),
            ],
        ),
        CreatePartitioned(
            name="Block",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "mandate_id",
                        "campaign_id",
                        "number",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("mandate_id", models.BigIntegerField()),
                ("campaign_id", models.BigIntegerField()),
                ("number", models.IntegerField()),
                ("first", models.IntegerField()),
                ("last", models.IntegerField()),
                ("territory", models.CharField(max_length=15)),
                ("zone", models.CharField(max_length=63)),
                ("dial", models.SmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("pending", "Pending"), ("claimed", "Claimed"), ("closed", "Closed")],
                        default="pending",
                        max_length=7,
                    ),
                ),
                ("sender", models.UUIDField(null=True)),
                ("claimed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "pending")),
                        fields=["mandate_id", "campaign_id", "number"],
                        name="block_pending",
                    ),
                    models.Index(
                        condition=models.Q(("state", "claimed")),
                        fields=["mandate_id", "campaign_id", "sender"],
                        name="block_claimed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Campaign",
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
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("approved", "Approved"),
                            ("scheduled", "Scheduled"),
                            ("running", "Running"),
                            ("paused", "Paused"),
                            ("finished", "Finished"),
                            ("stopped", "Stopped"),
                        ],
                        default="draft",
                        max_length=15,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("text", models.TextField()),
                ("sender_name", models.CharField(max_length=11)),
                (
                    "area",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=31), size=None),
                ),
                ("age_from", models.PositiveSmallIntegerField(default=18)),
                ("age_to", models.PositiveSmallIntegerField(default=120)),
                ("earliest", models.DateTimeField()),
                ("latest", models.DateTimeField()),
                ("selected", models.BigIntegerField(default=0)),
                ("started_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="campaigns", to="mandates.mandate"
                    ),
                ),
                (
                    "route",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="campaigns", to="subprocessors.route"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(unique=True)),
                ("content_sha256", models.CharField(max_length=64)),
                ("signatory", models.CharField(max_length=200)),
                ("signed_at", models.DateTimeField()),
                ("voided_at", models.DateTimeField(null=True)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="approvals", to="campaigns.campaign"
                    ),
                ),
            ],
        ),
        CreatePartitioned(
            name="Message",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "mandate_id",
                        "campaign_id",
                        "position",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("mandate_id", models.BigIntegerField()),
                ("campaign_id", models.BigIntegerField()),
                ("position", models.IntegerField()),
                ("delivery_id", models.BigIntegerField()),
                ("contact_id", models.BigIntegerField()),
                ("phone_index", models.BinaryField(max_length=16)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("mandate_id", "campaign_id", "phone_index"), name="one_message_per_number"
                    )
                ],
            },
        ),
        CreatePartitioned(
            name="Outcome",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "mandate_id",
                        "campaign_id",
                        "position",
                        "part",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("mandate_id", models.BigIntegerField()),
                ("campaign_id", models.BigIntegerField()),
                ("position", models.IntegerField()),
                ("part", models.SmallIntegerField()),
                (
                    "kind",
                    models.SmallIntegerField(
                        choices=[
                            (1, "Handed Over"),
                            (2, "Refused"),
                            (3, "Opposed"),
                            (4, "Expired"),
                            (5, "Failed"),
                            (6, "Unknown"),
                        ]
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=15)),
                ("carrier_id", models.CharField(max_length=65, null=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("carrier_id__isnull", False)),
                        fields=["mandate_id", "carrier_id"],
                        name="outcome_by_carrier_id",
                    ),
                    models.Index(
                        condition=models.Q(("kind", 6)),
                        fields=["mandate_id", "campaign_id", "position"],
                        name="outcome_unknown",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ParkedReceipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("carrier_id", models.CharField(max_length=65)),
                ("state", models.SmallIntegerField()),
                ("error", models.CharField(blank=True, max_length=15)),
                ("carrier_at", models.DateTimeField(null=True)),
                ("received_at", models.DateTimeField()),
                ("route", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="subprocessors.route")),
            ],
        ),
        grant(
            {
                "campaigns_campaign": {
                    "console": "SELECT, INSERT, UPDATE",
                    "worker": "SELECT, INSERT, UPDATE",
                    "sender": "SELECT, UPDATE",
                },
                "campaigns_approval": {"console": "SELECT, INSERT, UPDATE", "worker": "SELECT", "sender": "SELECT"},
                "campaigns_message": {"console": "SELECT, INSERT", "worker": "SELECT, INSERT", "sender": "SELECT"},
                "campaigns_block": {
                    "console": "SELECT, INSERT, UPDATE",
                    "worker": "SELECT, INSERT, UPDATE",
                    "sender": "SELECT, INSERT, UPDATE",
                },
                "campaigns_outcome": {
                    "console": "SELECT, INSERT",
                    "worker": "SELECT, INSERT, UPDATE",
                    "sender": "SELECT, INSERT, UPDATE",
                },
                "campaigns_receipt": {"console": "SELECT", "worker": "SELECT, INSERT", "sender": "SELECT, INSERT"},
                "campaigns_parkedreceipt": {
                    "console": "SELECT",
                    "worker": "SELECT, INSERT, UPDATE, DELETE",
                    "sender": "SELECT, INSERT, UPDATE, DELETE",
                },
                "campaigns_reply": {
                    "console": "SELECT, UPDATE",
                    "worker": "SELECT, UPDATE",
                    "sender": "SELECT, INSERT, UPDATE",
                },
                "campaigns_trial": {"console": "SELECT, INSERT", "worker": "SELECT", "sender": "SELECT, UPDATE"},
            }
        ),
    ]
