"""The archive of notices: it only grows, for seven years; the public site reads a view of what was published."""

import uuid

from django.db import migrations, models

from selfcontact.database.partitioned import grant

# An incomplete notice cannot be stored, whoever writes it; one that is stored is as the public read it.
ARCHIVE = """
ALTER TABLE transparency_notice ADD CONSTRAINT notice_complete CHECK (
    jsonb_array_length(document -> 'lines') = 16
    AND NOT jsonb_path_exists(document, 'strict $.lines[*].value.* ? (@.size() == 0)')
);

CREATE FUNCTION transparency_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published notice never changes' USING ERRCODE = 'insufficient_privilege';
END $$;

-- The day is the database's own: no clock of a process brings the end of the seven years nearer.
CREATE FUNCTION transparency_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.kept_until >= current_date OR EXISTS (
        SELECT FROM transparency_notice WHERE code = OLD.code AND kept_until >= current_date
    ) THEN
        RAISE EXCEPTION 'a notice is kept for seven years' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN OLD;
END $$;

CREATE TRIGGER transparency_notice_updated BEFORE UPDATE ON transparency_notice
    FOR EACH ROW EXECUTE FUNCTION transparency_refuse();
CREATE TRIGGER transparency_notice_truncated BEFORE TRUNCATE ON transparency_notice
    FOR EACH STATEMENT EXECUTE FUNCTION transparency_refuse();
CREATE TRIGGER transparency_notice_deleted BEFORE DELETE ON transparency_notice
    FOR EACH ROW EXECUTE FUNCTION transparency_keep();

CREATE VIEW transparency_published AS
SELECT uid, code, number, published_at, document_sha256, document FROM transparency_notice;
"""
DROP = """
DROP VIEW transparency_published;
DROP TRIGGER transparency_notice_deleted ON transparency_notice;
DROP TRIGGER transparency_notice_truncated ON transparency_notice;
DROP TRIGGER transparency_notice_updated ON transparency_notice;
DROP FUNCTION transparency_keep();
DROP FUNCTION transparency_refuse();
ALTER TABLE transparency_notice DROP CONSTRAINT notice_complete;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [("database", "0001_roles")]

    operations = [
        migrations.CreateModel(
            name="Published",
            fields=[
                ("uid", models.UUIDField(primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=10)),
                ("number", models.PositiveIntegerField()),
                ("published_at", models.DateTimeField()),
                ("document_sha256", models.CharField(max_length=64)),
                ("document", models.JSONField()),
            ],
            options={
                "db_table": "transparency_published",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="TransparencyNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("code", models.CharField(max_length=10)),
                ("number", models.PositiveIntegerField()),
                ("published_at", models.DateTimeField()),
                ("kept_until", models.DateField()),
                ("document_sha256", models.CharField(max_length=64)),
                ("document", models.JSONField()),
            ],
            options={
                "db_table": "transparency_notice",
                "constraints": [models.UniqueConstraint(fields=("code", "number"), name="notice_version_once")],
            },
        ),
        migrations.RunSQL(ARCHIVE, DROP),
        grant(
            {
                "transparency_notice": {
                    "console": "SELECT, INSERT",
                    "worker": "SELECT, INSERT, DELETE",
                    "sender": "SELECT",
                },
                "transparency_published": {"public": "SELECT"},
            }
        ),
    ]
