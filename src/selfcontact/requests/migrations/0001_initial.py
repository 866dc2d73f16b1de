"""Tables of the domain and what each process may do with them."""

import uuid

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import selfcontact.requests.models
from selfcontact.database.partitioned import grant


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("database", "0001_roles"),
        ("mandates", "0002_ceiling"),
    ]

    operations = [
        migrations.CreateModel(
            name="Request",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "reference",
                    models.CharField(
                        default=selfcontact.requests.models.new_reference,
                        max_length=63,
                        unique=True,
                        validators=[django.core.validators.RegexValidator("^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$")],
                    ),
                ),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("access", "Access"),
                                ("portability", "Portability"),
                                ("rectification", "Rectification"),
                                ("erasure", "Erasure"),
                                ("restriction", "Restriction"),
                                ("objection", "Objection"),
                                ("complaint", "Complaint"),
                                ("directives", "Directives"),
                            ],
                            max_length=15,
                        ),
                        size=None,
                    ),
                ),
                (
                    "door",
                    models.CharField(
                        choices=[
                            ("sms", "Sms"),
                            ("voice", "Voice"),
                            ("mail", "Mail"),
                            ("web", "Web"),
                            ("post", "Post"),
                            ("telephone", "Telephone"),
                        ],
                        max_length=15,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("acknowledged", "Acknowledged"),
                            ("identity-asked", "Identity Asked"),
                            ("verified", "Verified"),
                            ("in-review", "Reviewed"),
                            ("granted", "Granted"),
                            ("refused", "Refused"),
                            ("executed", "Executed"),
                            ("delivered", "Delivered"),
                            ("closed", "Closed"),
                            ("withdrawn", "Withdrawn"),
                            ("purged", "Purged"),
                        ],
                        default="received",
                        max_length=15,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                ("received_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("due_on", models.DateField()),
                ("clock", models.JSONField()),
                ("asked_at", models.DateTimeField(null=True)),
                (
                    "rung",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "None"),
                            (1, "Code"),
                            (2, "Code And Facts"),
                            (3, "Letter"),
                            (4, "Document"),
                            (5, "Mandate"),
                        ],
                        default=0,
                    ),
                ),
                ("verified_at", models.DateTimeField(null=True)),
                (
                    "ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unfounded", "Unfounded"),
                            ("excessive", "Excessive"),
                            ("unidentified", "Unidentified"),
                            ("not-held", "Not Held"),
                            ("legal-claims", "Legal Claims"),
                            ("legal-obligation", "Legal Obligation"),
                            ("others-rights", "Others Rights"),
                        ],
                        max_length=20,
                    ),
                ),
                ("proposed_by", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("executed_at", models.DateTimeField(null=True)),
                ("delivered_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("generation", models.PositiveIntegerField()),
                ("sealed", models.BinaryField(null=True)),
                ("phone_index", models.BinaryField(max_length=16, null=True)),
                (
                    "duplicate_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duplicates",
                        to="requests.request",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("placed_at", models.DateTimeField()),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="holds", to="requests.request"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(fields=["due_on", "id"], name="request_due"),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(fields=["phone_index"], name="request_by_number"),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(("asked_at", None), ("state", "identity-asked"), _connector="OR"), name="paused"
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("delivered_at", None), ("verified_at__isnull", False), ("ground", "unidentified"), _connector="OR"
                ),
                name="answered_to_the_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at", None)), fields=("request", "mandate"), name="held_once"
            ),
        ),
        # The portal has nothing here. The public site gets its INSERT with its pages, not before.
        grant(
            {
                "requests_request": {"console": "SELECT, INSERT, UPDATE", "worker": "SELECT, UPDATE"},
                "requests_hold": {"console": "SELECT, INSERT, UPDATE", "worker": "SELECT"},
            }
        ),
    ]
