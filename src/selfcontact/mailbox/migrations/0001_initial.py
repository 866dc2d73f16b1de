"""Tables of the domain and what each process may do with them."""

import uuid

import django.contrib.postgres.fields
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
            name="Mail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("direction", models.CharField(choices=[("in", "In"), ("out", "Out")], max_length=3)),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("person", "Person"),
                            ("automatic", "Automatic"),
                            ("bounce", "Bounce"),
                            ("list", "List"),
                            ("loop", "Loop"),
                        ],
                        default="person",
                        max_length=15,
                    ),
                ),
                (
                    "flags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("to-sort", "To Sort"),
                                ("reopens", "Reopens"),
                                ("other-sender", "Other Sender"),
                                ("bounced", "Bounced"),
                                ("objection-waits", "Objection Waits"),
                                ("no-address", "No Address"),
                                ("damaged", "Damaged"),
                                ("left-out", "Left Out"),
                                ("unanswered", "Unanswered"),
                            ],
                            max_length=20,
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                ("received_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("generation", models.PositiveIntegerField()),
                ("sealed", models.BinaryField(null=True)),
                ("message_print", models.BinaryField(max_length=16, null=True)),
                ("sender_print", models.BinaryField(max_length=16, null=True)),
                ("content_print", models.BinaryField(max_length=16, null=True, unique=True)),
                ("place_print", models.BinaryField(max_length=16, null=True, unique=True)),
                ("opposed", models.BooleanField(default=False)),
                ("acknowledged", models.BooleanField(default=False)),
                ("settled_at", models.DateTimeField(null=True)),
                ("purged_at", models.DateTimeField(null=True)),
                ("notice_uid", models.UUIDField(null=True, unique=True)),
                (
                    "passage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("waiting", "Waiting"),
                            ("leaving", "Leaving"),
                            ("sent", "Sent"),
                            ("failed", "Failed"),
                            ("unknown", "Unknown"),
                        ],
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("next_at", models.DateTimeField(null=True)),
                ("answer", models.CharField(blank=True, max_length=120)),
                (
                    "objection",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="requests.request"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mails",
                        to="requests.request",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("position", models.PositiveSmallIntegerField()),
                ("size", models.PositiveBigIntegerField()),
                ("generation", models.PositiveIntegerField()),
                ("label", models.BinaryField(null=True)),
                ("sealed", models.BinaryField(null=True)),
                (
                    "mail",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attachments", to="mailbox.mail"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="mail",
            index=models.Index(fields=["message_print"], name="mail_by_message"),
        ),
        migrations.AddIndex(
            model_name="mail",
            index=models.Index(fields=["sender_print", "received_at"], name="mail_by_sender"),
        ),
        migrations.AddIndex(
            model_name="mail",
            index=models.Index(fields=["request", "received_at"], name="mail_by_request"),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.UniqueConstraint(fields=("mail", "position"), name="attachment_once"),
        ),
        # The worker's role reads the box; the DPO brings mails to requests, and says that they are dealt with.
        grant(
            {
                "mailbox_mail": {"console": "SELECT, UPDATE", "worker": "SELECT, INSERT, UPDATE"},
                "mailbox_attachment": {"console": "SELECT", "worker": "SELECT, INSERT, UPDATE"},
            }
        ),
    ]
