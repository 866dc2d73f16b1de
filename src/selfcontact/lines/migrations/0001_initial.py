"""Tables of the domain and what each process may do with them: the voice reads lines, and adds counts."""

import uuid

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

from selfcontact.database.partitioned import grant


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("mandates", "0002_ceiling"),
        ("subprocessors", "0001_initial"),
        ("opposition", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="LineSheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(unique=True)),
                ("candidate_id", models.BigIntegerField(db_index=True)),
                ("mandate", models.CharField(max_length=63)),
                ("reference", models.CharField(max_length=63)),
                ("number", models.BigIntegerField()),
                ("price", models.CharField(max_length=15)),
                ("languages", models.JSONField(default=list)),
                ("opens_at", models.DateTimeField()),
                ("closes_at", models.DateTimeField()),
                ("state", models.CharField(max_length=15)),
                ("approved_at", models.DateTimeField(null=True)),
                ("totals", models.JSONField(default=dict)),
                ("days", models.JSONField(default=list)),
                ("updated_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Line",
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
                ("number", models.BigIntegerField()),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(choices=[("fr", "French"), ("en", "English")], max_length=2),
                        size=None,
                    ),
                ),
                ("opens_at", models.DateTimeField()),
                ("closes_at", models.DateTimeField()),
                ("cap", models.PositiveIntegerField(default=100)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("approved", "Approved"),
                            ("published", "Published"),
                            ("stopped", "Stopped"),
                            ("retired", "Retired"),
                        ],
                        default="draft",
                        max_length=15,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("content_sha256", models.CharField(blank=True, max_length=64)),
                ("published_at", models.DateTimeField(null=True)),
                ("stopped_at", models.DateTimeField(null=True)),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="mandates.mandate"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Heard",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "line_id",
                        "quarter",
                        "seconds",
                        "exit",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("quarter", models.DateTimeField()),
                ("seconds", models.PositiveSmallIntegerField()),
                ("exit", models.CharField(max_length=15)),
                ("count", models.PositiveIntegerField()),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="heard", to="lines.line"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LineApproval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(unique=True)),
                ("content_sha256", models.CharField(max_length=64)),
                ("signatory", models.CharField(max_length=200)),
                ("signed_at", models.DateTimeField()),
                ("voided_at", models.DateTimeField(null=True)),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="approvals", to="lines.line"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Trunk",
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
                    "networks",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=49), size=None),
                ),
                (
                    "media",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=49), default=list, size=None
                    ),
                ),
                ("username", models.CharField(blank=True, max_length=63)),
                ("password_sealed", models.BinaryField(null=True)),
                ("realm", models.CharField(blank=True, max_length=127)),
                ("called_in", models.CharField(default="uri", max_length=31)),
                ("simulated", models.BooleanField(default=False)),
                ("enabled", models.BooleanField(default=False)),
                (
                    "subprocessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trunks",
                        to="subprocessors.subprocessor",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="line",
            name="trunk",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="lines.trunk"
            ),
        ),
        migrations.CreateModel(
            name="VoicePresence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("process", models.UUIDField()),
                ("concurrent", models.PositiveIntegerField()),
                ("calls", models.PositiveIntegerField()),
                ("late_permille", models.PositiveIntegerField(default=0)),
                ("worst_ms", models.PositiveIntegerField(default=0)),
                ("seen_at", models.DateTimeField()),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="presences", to="lines.line"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Prompt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("greeting", "Greeting"),
                            ("message", "Message"),
                            ("notice", "Notice"),
                            ("menu", "Menu"),
                            ("rights", "Rights"),
                            ("confirm", "Confirm"),
                            ("objected", "Objected"),
                            ("failed", "Failed"),
                            ("withheld", "Withheld"),
                            ("neutral", "Neutral"),
                            ("goodbye", "Goodbye"),
                            ("busy", "Busy"),
                            ("switch", "Switch"),
                        ],
                        max_length=15,
                    ),
                ),
                ("language", models.CharField(choices=[("fr", "French"), ("en", "English")], max_length=2)),
                ("origin", models.CharField(choices=[("spoken", "Spoken"), ("recorded", "Recorded")], max_length=15)),
                ("text", models.TextField(blank=True)),
                ("alaw", models.BinaryField()),
                ("mulaw", models.BinaryField()),
                ("outline", models.BinaryField()),
                ("lufs", models.FloatField()),
                ("milliseconds", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("file_sha256", models.CharField(blank=True, max_length=64)),
                ("at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(null=True)),
                (
                    "line",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="prompts", to="lines.line"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("retired_at", None)),
                        fields=["line", "part", "language"],
                        name="prompt_that_plays",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="line",
            index=models.Index(fields=["number", "closes_at"], name="line_by_number"),
        ),
        migrations.AddConstraint(
            model_name="voicepresence",
            constraint=models.UniqueConstraint(fields=("process", "line"), name="voice_presence_once"),
        ),
        grant(
            {
                "lines_trunk": {"console": "SELECT, INSERT, UPDATE", "worker": "SELECT", "voice": "SELECT"},
                "lines_line": {
                    "console": "SELECT, INSERT, UPDATE",
                    "worker": "SELECT, UPDATE",
                    "sender": "SELECT",
                    "voice": "SELECT",
                },
                "lines_prompt": {"console": "SELECT, INSERT, UPDATE", "worker": "SELECT", "voice": "SELECT"},
                "lines_lineapproval": {
                    "console": "SELECT, INSERT, UPDATE",
                    "worker": "SELECT, INSERT, UPDATE",
                    "sender": "SELECT",
                    "voice": "SELECT",
                },
                "lines_heard": {"voice": "SELECT, INSERT, UPDATE (count)", "console": "SELECT", "worker": "SELECT"},
                "lines_voicepresence": {"voice": "SELECT, INSERT, UPDATE, DELETE", "console": "SELECT"},
                "lines_linesheet": {
                    "portal": "SELECT",
                    "console": "SELECT",
                    "worker": "SELECT, INSERT, UPDATE",
                },
                # Whose line it is, whether it may speak, and through whom: no contact, no campaign.
                "mandates_mandate": {"voice": "SELECT"},
                "mandates_candidate": {"voice": "SELECT"},
                "mandates_instruction": {"voice": "SELECT"},
                "subprocessors_subprocessor": {"voice": "SELECT"},
                # Who objects again is kept longer; which numbers they are, only the suppression key tells.
                "opposition_entry": {"voice": "SELECT, UPDATE (expires_on)"},
            }
        ),
    ]
