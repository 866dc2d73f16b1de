"""What the public reports of a message: the site drops it, and reads what a receipt shows."""

import uuid

from django.db import migrations, models

from selfcontact.database.partitioned import grant

RECEIPT = """
CREATE VIEW transparency_receipt AS
SELECT uid, code, received_at, due_at, decided_at, verdict, reply FROM transparency_report;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("transparency", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("uid", models.UUIDField(primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=10)),
                ("received_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("verdict", models.CharField(max_length=9)),
                ("reply", models.TextField()),
            ],
            options={
                "db_table": "transparency_receipt",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("code", models.CharField(db_index=True, max_length=10)),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("sponsor", "Sponsor"),
                            ("label", "Label"),
                            ("line", "Line"),
                            ("targeting", "Targeting"),
                            ("silence", "Silence"),
                            ("content", "Content"),
                        ],
                        max_length=9,
                    ),
                ),
                ("line", models.PositiveSmallIntegerField(null=True)),
                ("received_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "verdict",
                    models.CharField(
                        blank=True, choices=[("upheld", "Upheld"), ("unfounded", "Unfounded")], default="", max_length=9
                    ),
                ),
                ("reply", models.TextField(blank=True, default="")),
            ],
            options={
                "db_table": "transparency_report",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ground__in", ["sponsor", "label", "line", "targeting", "silence", "content"])
                        ),
                        name="report_ground",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("line", None), models.Q(("line__gte", 1), ("line__lte", 16)), _connector="OR"
                        ),
                        name="report_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("reply", ""), ("verdict", "")),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("verdict__in", ["upheld", "unfounded"]),
                                models.Q(("reply", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="report_decided_whole",
                    ),
                ],
            },
        ),
        migrations.RunSQL(RECEIPT, "DROP VIEW transparency_receipt"),
        grant(
            {
                "transparency_report": {
                    "public": "INSERT",
                    "console": "SELECT, INSERT, UPDATE (decided_at, verdict, reply)",
                    "worker": "SELECT, DELETE",
                },
                "transparency_receipt": {"public": "SELECT"},
                "transparency_published": {"console": "SELECT"},
            }
        ),
    ]
