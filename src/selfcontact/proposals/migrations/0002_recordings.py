"""Lines before their candidate, and what the portal may do with them: it reads, and adds decisions."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from selfcontact.database.partitioned import grant


class Migration(migrations.Migration):
    dependencies = [
        ("figures", "0001_initial"),
        ("proposals", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Recording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("line_uid", models.UUIDField(db_index=True)),
                ("line", models.CharField(max_length=63)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("approved", "Approved"), ("changes", "Changes"), ("void", "Void")],
                        default="open",
                        max_length=15,
                    ),
                ),
                ("number", models.BigIntegerField()),
                ("price", models.CharField(max_length=15)),
                ("languages", models.JSONField(default=list)),
                ("opens_at", models.DateTimeField()),
                ("closes_at", models.DateTimeField()),
                ("content_sha256", models.CharField(max_length=64)),
                ("submitted_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("void_at", models.DateTimeField(null=True)),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="recordings", to="figures.sheet"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Clip",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part", models.CharField(max_length=15)),
                ("language", models.CharField(max_length=2)),
                ("text", models.TextField(blank=True)),
                ("alaw", models.BinaryField()),
                ("outline", models.BinaryField()),
                ("milliseconds", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "recording",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="clips", to="proposals.recording"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RecordingDecision",
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
                    "recording",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="proposals.recording"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RecordingResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(blank=True, max_length=63)),
                ("fr", models.TextField(blank=True)),
                ("en", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="result",
                        to="proposals.recordingdecision",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        grant(
            {
                "proposals_recording": {"portal": "SELECT", "console": "SELECT", "worker": "SELECT, INSERT, UPDATE"},
                "proposals_clip": {"portal": "SELECT", "console": "SELECT", "worker": "SELECT, INSERT"},
                "proposals_recordingdecision": {
                    "portal": "SELECT, INSERT",
                    "console": "SELECT",
                    "worker": "SELECT",
                },
                "proposals_recordingresult": {"portal": "SELECT", "console": "SELECT", "worker": "SELECT, INSERT"},
            }
        ),
    ]
