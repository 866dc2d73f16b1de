"""Tables of the domain, the three questions that the public site may ask, and what each process may do."""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from selfcontact.database.partitioned import grant

FUNCTIONS = r"""
-- What a browser may know of its ticket: nothing in it depends on whether we know the number.
CREATE FUNCTION selfcontact_ticket_state(ticket uuid, browser bytea) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
    SELECT coalesce((
        SELECT CASE WHEN t.created_at < statement_timestamp() - interval '24 hours' AND t.proven_at IS NULL
                      OR t.parcel_until < statement_timestamp() THEN 'gone'
                    WHEN t.done_at IS NOT NULL THEN 'ready'
                    WHEN t.proven_at IS NOT NULL THEN 'proven'
                    ELSE 'waiting' END
        FROM identity_ticket t WHERE t.uid = ticket AND t.browser_digest = browser), 'gone')
$$;

-- One attempt. The attempt is counted and the code is used by one statement on one row, so that however many come at
-- the same time, each sees what the one before it has left: five are counted, and one right one at most succeeds.
-- The digests are keyed, and compared here: whoever tries learns nothing from how long it takes.
CREATE FUNCTION selfcontact_try_code(ticket uuid, browser bytea, form text, digest bytea) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
DECLARE
    right_one boolean;
BEGIN
    UPDATE identity_code c
    SET attempts = c.attempts + 1,
        used_at = CASE WHEN c.digest = selfcontact_try_code.digest THEN statement_timestamp() END
    FROM identity_ticket t
    WHERE t.uid = selfcontact_try_code.ticket AND t.browser_digest = browser AND t.proven_at IS NULL
      AND t.created_at > statement_timestamp() - interval '24 hours'
      AND c.form = selfcontact_try_code.form
      AND (c.ticket_id = t.uid OR c.request_uid = t.request_uid)
      AND c.used_at IS NULL AND c.attempts < 5 AND c.expires_at > statement_timestamp()
    RETURNING c.used_at IS NOT NULL INTO right_one;
    IF right_one IS NOT TRUE THEN
        RETURN FALSE;
    END IF;
    UPDATE identity_ticket t SET proven_at = statement_timestamp()
    WHERE t.uid = selfcontact_try_code.ticket AND t.proven_at IS NULL;
    RETURN FOUND;
END $$;

-- What lies there for that browser, sealed: it opens it with a secret that is only in its cookie.
CREATE FUNCTION selfcontact_ticket_parcel(ticket uuid, browser bytea, OUT kind text, OUT sealed bytea)
RETURNS SETOF record LANGUAGE sql STABLE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
    SELECT t.parcel_kind, t.parcel FROM identity_ticket t
    WHERE t.uid = ticket AND t.browser_digest = browser AND t.parcel IS NOT NULL
      AND t.parcel_until > statement_timestamp()
$$;
"""

SIGNATURES = (
    "selfcontact_ticket_state(uuid, bytea)",
    "selfcontact_try_code(uuid, bytea, text, bytea)",
    "selfcontact_ticket_parcel(uuid, bytea)",
)
#: What a sender reads of a code: not its digest, nor what it proves.
TAKEN = "id, uid, form, state, synthetic, language, generation, sealed, created_at, expires_at"
#: A stranger may drop as much as they like, but nothing that is larger than a request.
BOUNDS = """
ALTER TABLE identity_ticket ADD CONSTRAINT ticket_bounds
CHECK (octet_length(browser_digest) = 32 AND octet_length(sealed) <= 131072)
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

    dependencies = [("database", "0001_roles")]

    operations = [
        migrations.CreateModel(
            name="BoxKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key_id", models.BigIntegerField(unique=True)),
                ("public_keyset", models.BinaryField()),
                ("generation", models.PositiveIntegerField()),
                ("sealed", models.BinaryField()),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="Ticket",
            fields=[
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "purpose",
                    models.CharField(
                        choices=[("ask", "Ask"), ("open", "Open"), ("withdraw", "Withdraw")], max_length=15
                    ),
                ),
                ("browser_digest", models.BinaryField(max_length=32)),
                ("sealed", models.BinaryField(null=True)),
                ("language", models.CharField(default="fr", max_length=2)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("taken_at", models.DateTimeField(null=True)),
                ("request_uid", models.UUIDField(null=True)),
                ("proven_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "None"),
                            ("matched", "Matched"),
                            ("nothing-held", "Nothing Held"),
                            ("doubt", "Doubt"),
                            ("unreadable", "Unreadable"),
                            ("flood", "Flood"),
                        ],
                        db_default="",
                        default="",
                        max_length=15,
                    ),
                ),
                ("parcel_kind", models.CharField(blank=True, db_default="", default="", max_length=15)),
                ("parcel", models.BinaryField(null=True)),
                ("parcel_until", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("taken_at", None)), fields=["created_at"], name="ticket_waiting"),
                    models.Index(
                        condition=models.Q(("done_at", None), ("proven_at__isnull", False)),
                        fields=["proven_at"],
                        name="ticket_proven",
                    ),
                    models.Index(fields=["request_uid"], name="ticket_by_request"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("purpose__in", ["ask", "open", "withdraw"])), name="ticket_purpose"
                    ),
                    models.CheckConstraint(condition=models.Q(("language__in", ["fr", "en"])), name="ticket_language"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Code",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("form", models.CharField(choices=[("sms", "Sms"), ("letter", "Letter")], max_length=7)),
                ("request_uid", models.UUIDField(null=True)),
                ("digest", models.BinaryField(max_length=32)),
                ("generation", models.PositiveIntegerField()),
                ("sealed", models.BinaryField(null=True)),
                ("number_index", models.BinaryField(max_length=16, null=True)),
                ("synthetic", models.BooleanField(default=False)),
                ("language", models.CharField(default="fr", max_length=2)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("claimed", "Claimed"),
                            ("sent", "Sent"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=7,
                    ),
                ),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("expires_at", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "ticket",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="codes",
                        to="identity.ticket",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["number_index", "created_at"], name="code_by_number"),
                    models.Index(fields=["created_at"], name="code_by_time"),
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["synthetic", "created_at"],
                        name="code_waiting",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("attempts__lte", 5)), name="code_attempts"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("form", "sms"), ("request_uid", None), ("ticket__isnull", False)),
                            models.Q(("form", "letter"), ("request_uid__isnull", False), ("ticket", None)),
                            _connector="OR",
                        ),
                        name="code_bound",
                    ),
                    models.UniqueConstraint(fields=("ticket",), name="one_code_for_a_ticket"),
                    models.UniqueConstraint(fields=("request_uid",), name="one_letter_for_a_request"),
                ],
            },
        ),
        migrations.RunSQL(BOUNDS, migrations.RunSQL.noop),
        migrations.RunPython(make_functions, migrations.RunPython.noop),
        grant(
            {
                "identity_boxkey": {
                    # The half with which one seals. Whoever takes the site over opens nothing that was dropped.
                    "public": "SELECT (id, key_id, public_keyset, created_at)",
                    "worker": "SELECT, INSERT",
                    "console": "SELECT",
                },
                "identity_ticket": {
                    "public": "INSERT (uid, purpose, browser_digest, sealed, language)",
                    "worker": "SELECT, UPDATE, DELETE",
                    "console": "SELECT",
                },
                "identity_code": {
                    "worker": "SELECT, INSERT, UPDATE, DELETE",
                    "console": "SELECT, INSERT, UPDATE, DELETE",
                    "sender": f"SELECT ({TAKEN}), UPDATE (state, sealed)",
                },
            }
        ),
    ]
