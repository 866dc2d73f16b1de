"""The versions of the policy: each process may read what it shows, the console adds, nobody changes."""

import uuid

from django.db import migrations, models

from selfcontact.database.partitioned import grant

FOR_EVER = """
CREATE FUNCTION policies_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published policy never changes' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER policies_version_changed BEFORE UPDATE OR DELETE ON policies_version
    FOR EACH ROW EXECUTE FUNCTION policies_refuse();
CREATE TRIGGER policies_version_truncated BEFORE TRUNCATE ON policies_version
    FOR EACH STATEMENT EXECUTE FUNCTION policies_refuse();
"""
DROP = """
DROP TRIGGER policies_version_truncated ON policies_version;
DROP TRIGGER policies_version_changed ON policies_version;
DROP FUNCTION policies_refuse();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [("database", "0001_roles")]

    operations = [
        migrations.CreateModel(
            name="Version",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.PositiveIntegerField(unique=True)),
                ("french", models.TextField()),
                ("english", models.TextField(blank=True, default="")),
                ("note", models.TextField()),
                ("english_note", models.TextField(blank=True, default="")),
                ("in_force_on", models.DateField()),
                ("published_at", models.DateTimeField()),
                ("sha256", models.CharField(max_length=64)),
                ("english_sha256", models.CharField(blank=True, default="", max_length=64)),
            ],
        ),
        migrations.RunSQL(FOR_EVER, DROP),
        grant({"policies_version": {"console": "SELECT, INSERT", "public": "SELECT", "worker": "SELECT"}}),
    ]
