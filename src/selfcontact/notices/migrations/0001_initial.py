"""Texts and what was written with them; the first version of every text comes with the package, and none ever changes."""

import uuid

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

from selfcontact.database.partitioned import grant
from selfcontact.lib.digest import text_sha256
from selfcontact.notices import shipped

KINDS = [
    ("acknowledged", "Acknowledged"),
    ("clarify", "Clarify"),
    ("identity-asked", "Identity Asked"),
    ("identity-letter", "Identity Letter"),
    ("extended", "Extended"),
    ("answer-ready", "Answer Ready"),
    ("refused", "Refused"),
    ("partly-refused", "Partly Refused"),
    ("done", "Done"),
    ("withdrawn", "Withdrawn"),
    ("reopened", "Reopened"),
    ("complaint-recorded", "Complaint Recorded"),
    ("directives-recorded", "Directives Recorded"),
    ("release-announced", "Release Announced"),
    ("mandate-ending", "Mandate Ending"),
    ("rectified-recipient", "Rectified Recipient"),
    ("erased-recipient", "Erased Recipient"),
    ("restricted-recipient", "Restricted Recipient"),
    ("released-recipient", "Released Recipient"),
]
LANGUAGES = [("fr", "French"), ("en", "English")]
FOR_EVER = """
CREATE FUNCTION notices_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published text never changes' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER notices_template_changed BEFORE UPDATE OR DELETE ON notices_template
    FOR EACH ROW EXECUTE FUNCTION notices_refuse();
CREATE TRIGGER notices_template_truncated BEFORE TRUNCATE ON notices_template
    FOR EACH STATEMENT EXECUTE FUNCTION notices_refuse();
"""
DROP = """
DROP TRIGGER notices_template_truncated ON notices_template;
DROP TRIGGER notices_template_changed ON notices_template;
DROP FUNCTION notices_refuse();
"""


def ship(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Publish the first version of every text."""
    template = apps.get_model("notices", "Template")
    for one in shipped.every():
        template._default_manager.create(
            kind=one.kind,
            language=one.language,
            number=1,
            subject=one.subject,
            text=one.text,
            note="",
            published_at=timezone.now(),
            sha256=text_sha256(f"{one.subject}\n{one.text}"),
        )


class Migration(migrations.Migration):
    initial = True

    dependencies = [("database", "0001_roles")]

    operations = [
        migrations.CreateModel(
            name="Template",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("kind", models.CharField(choices=KINDS, max_length=31)),
                ("language", models.CharField(choices=LANGUAGES, max_length=2)),
                ("number", models.PositiveIntegerField()),
                ("subject", models.CharField(max_length=150)),
                ("text", models.TextField()),
                ("note", models.TextField(blank=True, default="")),
                ("published_at", models.DateTimeField()),
                ("sha256", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("subject_uid", models.UUIDField(db_index=True)),
                ("kind", models.CharField(choices=KINDS, max_length=31)),
                ("recipient", models.CharField(max_length=80)),
                ("language", models.CharField(choices=LANGUAGES, max_length=2)),
                (
                    "means",
                    models.CharField(choices=[("mail", "Mail"), ("post", "Post"), ("page", "Page")], max_length=4),
                ),
                ("generation", models.PositiveIntegerField()),
                ("sealed", models.BinaryField(null=True)),
                ("created_at", models.DateTimeField()),
                ("printed_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("proof", models.CharField(blank=True, default="", max_length=200)),
                ("failed_at", models.DateTimeField(null=True)),
                ("failure", models.CharField(blank=True, default="", max_length=200)),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="notices.template"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="template",
            constraint=models.UniqueConstraint(fields=("kind", "language", "number"), name="template_version_once"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(condition=models.Q(("sent_at", None)), fields=["means", "id"], name="notice_waiting"),
        ),
        migrations.RunPython(ship, migrations.RunPython.noop),
        migrations.RunSQL(FOR_EVER, DROP),
        grant(
            {
                "notices_template": {"console": "SELECT, INSERT", "worker": "SELECT"},
                "notices_notice": {"console": "SELECT, INSERT, UPDATE", "worker": "SELECT, INSERT, UPDATE"},
            }
        ),
    ]
