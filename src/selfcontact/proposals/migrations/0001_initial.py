"""Tables of the domain and what each process may do with them: the portal reads, and adds decisions."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from selfcontact.database.partitioned import grant


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0003_doors"),
        ("campaigns", "0001_initial"),
        ("figures", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("campaign_uid", models.UUIDField(db_index=True)),
                ("campaign", models.CharField(max_length=63)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("approved", "Approved"), ("changes", "Changes"), ("void", "Void")],
                        default="open",
                        max_length=15,
                    ),
                ),
                ("text", models.TextField()),
                ("text_as_sent", models.TextField()),
                ("sender_name", models.CharField(max_length=11)),
                ("area", models.JSONField(default=list)),
                ("age_from", models.PositiveSmallIntegerField()),
                ("age_to", models.PositiveSmallIntegerField()),
                ("earliest", models.DateTimeField()),
                ("latest", models.DateTimeField()),
                ("numbers", models.PositiveBigIntegerField(null=True)),
                ("encoding", models.CharField(max_length=7)),
                ("segments_at_worst", models.PositiveSmallIntegerField()),
                ("segment_millicents", models.PositiveIntegerField()),
                ("lot", models.PositiveIntegerField()),
                ("vat_permille", models.PositiveIntegerField()),
                ("quote_cents", models.PositiveBigIntegerField(null=True)),
                ("content_sha256", models.CharField(max_length=64)),
                ("submitted_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("void_at", models.DateTimeField(null=True)),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="figures.sheet"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("verdict", models.CharField(choices=[("approve", "Approve"), ("changes", "Changes")], max_length=15)),
                ("comment", models.TextField(blank=True)),
                ("content_sha256", models.CharField(max_length=64)),
                ("user_uid", models.UUIDField()),
                ("factor", models.CharField(max_length=20)),
                ("decided_at", models.DateTimeField()),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="proposals.proposal"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Result",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(blank=True, max_length=63)),
                ("fr", models.TextField(blank=True)),
                ("en", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="result", to="proposals.decision"
                    ),
                ),
            ],
        ),
        grant(
            {
                "proposals_proposal": {"portal": "SELECT", "console": "SELECT", "worker": "SELECT, INSERT, UPDATE"},
                "proposals_decision": {"portal": "SELECT, INSERT", "console": "SELECT", "worker": "SELECT"},
                "proposals_result": {"portal": "SELECT", "console": "SELECT", "worker": "SELECT, INSERT"},
                # The worker records an approval as whoever gave it in the portal.
                "campaigns_approval": {"worker": "INSERT, UPDATE"},
            }
        ),
    ]
