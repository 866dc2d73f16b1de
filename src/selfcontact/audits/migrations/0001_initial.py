"""Audits and the rows drawn for them; the provider's page reaches neither table, only three functions."""

import uuid

import django.core.validators
import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from selfcontact.database.partitioned import grant

FUNCTIONS = r"""
-- What the link of that digest asks for; nothing once it is void, judged, past its time, or its mandate over.
CREATE FUNCTION selfcontact_audit_asked(secret text, at timestamptz, OUT uid uuid, OUT provider text, OUT delivery text,
                                        OUT file_sha256 text, OUT received_on date, OUT due_at timestamptz)
RETURNS SETOF record LANGUAGE sql STABLE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
    SELECT a.uid, p.name, d.reference, d.file_sha256, d.received_on, a.due_at
    FROM audits_audit a
    JOIN intake_delivery d ON d.id = a.delivery_id
    JOIN mandates_mandate m ON m.id = d.mandate_id
    JOIN providers_agreement g ON g.id = d.agreement_id
    JOIN providers_provider p ON p.id = g.provider_id
    WHERE a.secret_sha256 = secret AND a.state = 'asked' AND a.due_at > at AND m.state = 'live'
$$;

CREATE FUNCTION selfcontact_audit_rows(secret text, at timestamptz, OUT line bigint, OUT answered boolean,
                                       OUT settled boolean)
RETURNS SETOF record LANGUAGE sql STABLE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
    SELECT r.line, r.answered_at IS NOT NULL, r.result <> ''
    FROM audits_drawnrow r JOIN audits_audit a ON a.id = r.audit_id
    JOIN selfcontact_audit_asked(secret, at) asked ON asked.uid = a.uid
$$;

-- Takes a sealed proof of one row, or another in its place while nobody has judged it.
CREATE FUNCTION selfcontact_audit_answer(secret text, line bigint, proof bytea, at timestamptz) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
BEGIN
    UPDATE audits_drawnrow r SET dropped = proof, answered_at = at
    FROM audits_audit a
    JOIN selfcontact_audit_asked(selfcontact_audit_answer.secret, selfcontact_audit_answer.at) asked
        ON asked.uid = a.uid
    WHERE r.audit_id = a.id AND r.line = selfcontact_audit_answer.line AND r.result = '';
    RETURN FOUND;
END $$;
"""
SIGNATURES = (
    "selfcontact_audit_asked(text, timestamptz)",
    "selfcontact_audit_rows(text, timestamptz)",
    "selfcontact_audit_answer(text, bigint, bytea, timestamptz)",
)
#: Ten mebibytes, the words beside them, and what sealing adds.
BOUNDS = """
ALTER TABLE audits_drawnrow ADD CONSTRAINT proof_bounds CHECK (octet_length(dropped) <= 10503168)
"""


def make_functions(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        (schema,) = cursor.fetchone()
        cursor.execute(FUNCTIONS.replace("{schema}", schema))
        for signature in SIGNATURES:
            cursor.execute(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC")
            cursor.execute(f"GRANT EXECUTE ON FUNCTION {signature} TO selfcontact_public")


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("database", "0001_roles"),
        ("intake", "0002_worker_loads"),
        ("providers", "0003_failed_audit"),
    ]

    operations = [
        migrations.CreateModel(
            name="Audit",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("drawn", "Drawn"),
                            ("asked", "Asked"),
                            ("passed", "Passed"),
                            ("failed", "Failed"),
                            ("lifted", "Lifted"),
                        ],
                        default="drawn",
                        max_length=15,
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[("", "None"), ("invalid", "Invalid"), ("unanswered", "Unanswered")],
                        default="",
                        max_length=15,
                    ),
                ),
                ("seed", models.BinaryField(max_length=32)),
                ("first_line", models.BigIntegerField()),
                ("last_line", models.BigIntegerField()),
                ("size", models.PositiveIntegerField()),
                ("rows_sha256", models.CharField(max_length=64)),
                ("entry_uid", models.UUIDField()),
                ("invalid_allowed", models.PositiveIntegerField()),
                ("unanswered_allowed", models.PositiveIntegerField()),
                ("drawn_at", models.DateTimeField()),
                ("asked_at", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("secret_sha256", models.CharField(blank=True, default="", max_length=64)),
                ("concluded_at", models.DateTimeField(null=True)),
                ("lifted_at", models.DateTimeField(null=True)),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="audits", to="intake.delivery"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("secret_sha256", ""), _negated=True),
                        fields=("secret_sha256",),
                        name="one_audit_of_a_link",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["drawn", "asked"])),
                        fields=("delivery",),
                        name="one_open_audit_of_a_delivery",
                    ),
                ],
                "indexes": [models.Index(condition=models.Q(("state", "asked")), fields=["due_at"], name="audit_due")],
            },
        ),
        migrations.CreateModel(
            name="DrawnRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.BigIntegerField()),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "None"),
                            ("valid", "Valid"),
                            ("invalid", "Invalid"),
                            ("unanswered", "Unanswered"),
                        ],
                        db_default="",
                        default="",
                        max_length=15,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "None"),
                            ("no-consent", "No Consent"),
                            ("no-trace", "No Trace"),
                            ("other-form", "Other Form"),
                            ("other-date", "Other Date"),
                            ("other-purpose", "Other Purpose"),
                            ("no-recipient", "No Recipient"),
                            ("unreadable", "Unreadable"),
                        ],
                        db_default="",
                        default="",
                        max_length=15,
                    ),
                ),
                ("dropped", models.BinaryField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("generation", models.PositiveIntegerField(db_default=0, default=0)),
                ("sealed", models.BinaryField(null=True)),
                ("proof_sha256", models.CharField(blank=True, db_default="", default="", max_length=64)),
                ("judged_at", models.DateTimeField(null=True)),
                ("judged_by", models.UUIDField(null=True)),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="audits.audit"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("audit", "line"), name="row_drawn_once")],
                "indexes": [
                    models.Index(
                        condition=models.Q(("dropped__isnull", False)), fields=["audit"], name="drawn_row_dropped"
                    )
                ],
            },
        ),
        migrations.RunSQL(BOUNDS, migrations.RunSQL.noop),
        grant(
            {
                "audits_audit": dict.fromkeys(("console", "worker"), "SELECT, INSERT, UPDATE"),
                "audits_drawnrow": dict.fromkeys(("console", "worker"), "SELECT, INSERT, UPDATE"),
            }
        ),
        migrations.RunPython(make_functions, migrations.RunPython.noop),
    ]
