"""Papers that prove who somebody is: dropped sealed, seen by two, destroyed."""

import uuid

import django.contrib.postgres.fields
import django.db.models.functions.datetime
from django.db import migrations, models

from selfcontact.database.partitioned import grant

#: Ten mebibytes and what sealing adds.
BOUNDS = """
ALTER TABLE identity_identitydocument ADD CONSTRAINT document_bounds
CHECK (octet_length(browser_digest) = 32 AND octet_length(sealed) <= 10486784)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="boxkey",
            name="use",
            field=models.CharField(
                choices=[("ticket", "Ticket"), ("document", "Document")], default="ticket", max_length=15
            ),
        ),
        migrations.AlterField(
            model_name="boxkey",
            name="sealed",
            field=models.BinaryField(null=True),
        ),
        migrations.CreateModel(
            name="IdentityDocument",
            fields=[
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("ticket_uid", models.UUIDField(db_index=True)),
                ("browser_digest", models.BinaryField(max_length=32)),
                ("sealed", models.BinaryField(null=True)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("request_uid", models.UUIDField(db_index=True, null=True)),
                ("taken_at", models.DateTimeField(null=True)),
                (
                    "seen_by",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), db_default=[], default=list, size=None
                    ),
                ),
                ("destroyed_at", models.DateTimeField(null=True)),
                (
                    "end",
                    models.CharField(
                        blank=True,
                        choices=[("", "None"), ("unwanted", "Unwanted"), ("decided", "Decided"), ("time", "Time")],
                        db_default="",
                        default="",
                        max_length=15,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("destroyed_at", None), ("sealed", None), _connector="OR"),
                        name="destroyed_is_gone",
                    )
                ],
            },
        ),
        migrations.RunSQL(BOUNDS, migrations.RunSQL.noop),
        grant(
            {
                "identity_boxkey": {
                    "public": "SELECT (use)",
                    "worker": "DELETE",
                },
                "identity_identitydocument": {
                    "public": "INSERT (uid, ticket_uid, browser_digest, sealed)",
                    "worker": "SELECT, UPDATE, DELETE",
                    "console": 'SELECT, UPDATE (seen_by, sealed, destroyed_at, "end")',
                },
            }
        ),
    ]
