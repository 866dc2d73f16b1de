"""Answers, and what each process may do with them: the public site nothing, for it opens nothing."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from selfcontact.database.partitioned import grant


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("requests", "0002_rights_executed"),
    ]

    operations = [
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "Prepared"),
                            ("reviewed", "Reviewed"),
                            ("published", "Published"),
                            ("archived", "Archived"),
                            ("destroyed", "Destroyed"),
                        ],
                        default="prepared",
                        max_length=15,
                    ),
                ),
                ("decided", models.JSONField(default=dict)),
                ("sha256", models.CharField(max_length=64)),
                ("left_out", models.PositiveSmallIntegerField(default=0)),
                ("prepared_at", models.DateTimeField()),
                ("prepared_by", models.UUIDField()),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                ("archived_at", models.DateTimeField(null=True)),
                ("until", models.DateTimeField(null=True)),
                ("openings", models.PositiveSmallIntegerField(default=0)),
                ("destroyed_at", models.DateTimeField(null=True)),
                ("generation", models.PositiveIntegerField()),
                ("sealed", models.BinaryField(null=True)),
                ("archive", models.BinaryField(null=True)),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="requests.request"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("destroyed_at", None)), fields=["until"], name="answer_due")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "destroyed"), _negated=True),
                        fields=("request",),
                        name="one_answer_to_a_request",
                    ),
                    models.CheckConstraint(condition=models.Q(("openings__lte", 3)), name="opened_three_times_at_most"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "destroyed"), _negated=True),
                            models.Q(("archive", None), ("sealed", None)),
                            _connector="OR",
                        ),
                        name="nothing_left",
                    ),
                ],
            },
        ),
        grant({"answers_answer": dict.fromkeys(("console", "worker"), "SELECT, INSERT, UPDATE")}),
    ]
