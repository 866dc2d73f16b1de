"""Who was asked for agreement under a mandate, and what came back, by keyed fingerprint."""

from django.db import migrations, models

from selfcontact.database.partitioned import CreatePartitioned, grant

# A mandate that is open already has no partition of a table made today.
PARTITIONS = "SELECT selfcontact_open_mandate(id) FROM mandates_mandate WHERE state = 'live'"


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0003_correction"),
        ("mandates", "0006_contact_policy"),
    ]

    operations = [
        CreatePartitioned(
            name="Invitation",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "mandate_id", "phone_index", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("mandate_id", models.BigIntegerField()),
                ("phone_index", models.BinaryField(max_length=16)),
                ("campaign_id", models.BigIntegerField()),
                ("position", models.IntegerField()),
                ("rounds", models.PositiveSmallIntegerField(default=1)),
                ("invited_at", models.DateTimeField()),
                ("text_sha256", models.CharField(max_length=64)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("", "Silent"), ("agreed", "Agreed"), ("refused", "Refused")],
                        default="",
                        max_length=7,
                    ),
                ),
                ("agreed_at", models.DateTimeField(null=True)),
                ("reply", models.UUIDField(null=True)),
                ("refused_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RunSQL(PARTITIONS, migrations.RunSQL.noop),
        grant(
            {
                "contacts_invitation": {
                    "console": "SELECT, DELETE",
                    "worker": "SELECT, DELETE",
                    "sender": "SELECT, INSERT, UPDATE",
                }
            }
        ),
    ]
