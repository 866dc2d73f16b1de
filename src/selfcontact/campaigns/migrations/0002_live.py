"""Live figures, acknowledgements of orders, guards, and who opposed in answer to which campaign."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from selfcontact.database.partitioned import CreatePartitioned, grant

# A mandate that is open already has no partition of a table made today.
PARTITIONS = "SELECT selfcontact_open_mandate(id) FROM mandates_mandate WHERE state = 'live'"


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0001_initial"),
        ("mandates", "0001_initial"),
        ("subprocessors", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sender", models.UUIDField()),
                ("version", models.PositiveIntegerField()),
                ("in_flight", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Guard",
            fields=[
                (
                    "campaign",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="guard",
                        serialize=False,
                        to="campaigns.campaign",
                    ),
                ),
                ("error_permille", models.PositiveSmallIntegerField(default=250)),
                ("stop_permille", models.PositiveSmallIntegerField(default=50)),
                ("sample", models.PositiveIntegerField(default=500)),
                ("ceiling_millicents", models.BigIntegerField(null=True)),
                (
                    "deed",
                    models.CharField(choices=[("pause", "Pause"), ("stop", "Stop")], default="pause", max_length=7),
                ),
                ("watched_from", models.DateTimeField(null=True)),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("failed", "Failed"),
                            ("undelivered", "Undelivered"),
                            ("opposed", "Opposed"),
                            ("spent", "Spent"),
                            ("mandate-spent", "Mandate Spent"),
                        ],
                        max_length=15,
                    ),
                ),
                ("found", models.BigIntegerField(default=0)),
                ("limit", models.BigIntegerField(default=0)),
                ("tripped_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sender", models.UUIDField()),
                ("started_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("clock_at", models.DateTimeField()),
                ("bound", models.BooleanField()),
                ("binds", models.PositiveIntegerField(default=0)),
                ("in_flight", models.PositiveIntegerField(default=0)),
                (
                    "withheld",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=31), default=list, size=None
                    ),
                ),
            ],
        ),
        CreatePartitioned(
            name="Stop",
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
                ("at", models.DateTimeField()),
            ],
        ),
        CreatePartitioned(
            name="Tally",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "mandate_id",
                        "campaign_id",
                        "slot",
                        "term",
                        "reason",
                        "writer",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("mandate_id", models.BigIntegerField()),
                ("campaign_id", models.BigIntegerField()),
                ("slot", models.DateTimeField()),
                ("term", models.CharField(max_length=15)),
                ("reason", models.CharField(max_length=15)),
                ("writer", models.UUIDField()),
                ("count", models.BigIntegerField()),
            ],
        ),
        migrations.AddField(
            model_name="campaign",
            name="ordered_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="reply",
            index=models.Index(
                condition=models.Q(("waiting", True)), fields=["mandate_id", "received_at"], name="reply_waiting"
            ),
        ),
        migrations.AddField(
            model_name="acknowledgement",
            name="campaign",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="acknowledgements", to="campaigns.campaign"
            ),
        ),
        migrations.AddField(
            model_name="presence",
            name="route",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="presences", to="subprocessors.route"
            ),
        ),
        migrations.AddConstraint(
            model_name="acknowledgement",
            constraint=models.UniqueConstraint(fields=("campaign", "sender"), name="acknowledged_once"),
        ),
        migrations.AddConstraint(
            model_name="presence",
            constraint=models.UniqueConstraint(fields=("sender", "route"), name="presence_once"),
        ),
        migrations.RunSQL(PARTITIONS, migrations.RunSQL.noop),
        grant(
            {
                "campaigns_stop": {"console": "SELECT", "worker": "SELECT", "sender": "SELECT, INSERT"},
                "campaigns_tally": dict.fromkeys(("console", "worker", "sender"), "SELECT, INSERT, UPDATE"),
                "campaigns_presence": {
                    "console": "SELECT",
                    "worker": "SELECT",
                    "sender": "SELECT, INSERT, UPDATE, DELETE",
                },
                "campaigns_acknowledgement": {
                    "console": "SELECT",
                    "worker": "SELECT",
                    "sender": "SELECT, INSERT, UPDATE",
                },
                "campaigns_guard": dict.fromkeys(("console", "worker"), "SELECT, INSERT, UPDATE"),
            }
        ),
    ]
