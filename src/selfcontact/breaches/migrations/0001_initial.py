"""The register of breaches: the console adds to it, the worker reads it for its alarms, and nobody changes a row."""

import uuid

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import selfcontact.breaches.models
from selfcontact.database.partitioned import grant

TABLES = ("breaches_breach", "breaches_extent", "breaches_step")
REFUSE = """
CREATE FUNCTION breaches_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what is written of a breach never changes' USING ERRCODE = 'insufficient_privilege';
END $$;
"""
FOR_EVER = REFUSE + "".join(
    f"""
CREATE TRIGGER {table}_changed BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION breaches_refuse();
CREATE TRIGGER {table}_truncated BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION breaches_refuse();
"""
    for table in TABLES
)
DROP = (
    "".join(f"DROP TRIGGER {table}_truncated ON {table}; DROP TRIGGER {table}_changed ON {table};" for table in TABLES)
    + "DROP FUNCTION breaches_refuse();"
)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("database", "0001_roles"),
        ("mandates", "0003_speaking"),
    ]

    operations = [
        migrations.CreateModel(
            name="Breach",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "reference",
                    models.CharField(
                        default=selfcontact.breaches.models.new_reference,
                        max_length=63,
                        unique=True,
                        validators=[django.core.validators.RegexValidator("^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$")],
                    ),
                ),
                (
                    "natures",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("confidentiality", "Confidentiality"),
                                ("integrity", "Integrity"),
                                ("availability", "Availability"),
                            ],
                            max_length=15,
                        ),
                        size=None,
                    ),
                ),
                (
                    "systems",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("database", "Database"),
                                ("keys", "Keys"),
                                ("backups", "Backups"),
                                ("application", "Application"),
                                ("workstation", "Workstation"),
                                ("mailbox", "Mailbox"),
                                ("files", "Files"),
                                ("paper", "Paper"),
                                ("subprocessor", "Subprocessor"),
                            ],
                            max_length=15,
                        ),
                        size=None,
                    ),
                ),
                ("learnt_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("began_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("controllers_term", models.JSONField()),
                ("authority_term", models.JSONField()),
                ("generation", models.PositiveIntegerField()),
                ("sealed", models.BinaryField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Extent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("measured_at", models.DateTimeField()),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("people", models.PositiveBigIntegerField(null=True)),
                ("generations", models.PositiveIntegerField()),
                ("keys_destroyed_at", models.DateTimeField(null=True)),
                ("uses", models.JSONField()),
                (
                    "breach",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="extents", to="breaches.breach"
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mandates.mandate"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("fact", "Fact"),
                            ("measure", "Measure"),
                            ("controllers-told", "Controllers Told"),
                            ("authority-told", "Authority Told"),
                            ("authority-not-told", "Authority Not Told"),
                            ("people-to-tell", "People To Tell"),
                            ("people-not-told", "People Not Told"),
                            ("people-told", "People Told"),
                            ("closed", "Closed"),
                        ],
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("generation", models.PositiveIntegerField()),
                ("sealed", models.BinaryField()),
                (
                    "breach",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="breaches.breach"
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mandates.mandate"
                    ),
                ),
            ],
        ),
        migrations.RunSQL(FOR_EVER, DROP),
        grant({table: {"console": "SELECT, INSERT", "worker": "SELECT"} for table in TABLES}),
    ]
