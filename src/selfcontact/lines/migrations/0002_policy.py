"""Calls are counted under the version of the privacy policy in force when they ended."""

from django.db import migrations, models

KEYED = """
ALTER TABLE lines_heard ADD COLUMN policy integer NOT NULL DEFAULT 0 CHECK (policy >= 0);
ALTER TABLE lines_heard DROP CONSTRAINT lines_heard_pkey;
ALTER TABLE lines_heard ADD PRIMARY KEY (line_id, quarter, seconds, exit, policy);
"""
AS_BEFORE = """
ALTER TABLE lines_heard DROP CONSTRAINT lines_heard_pkey;
ALTER TABLE lines_heard DROP COLUMN policy;
ALTER TABLE lines_heard ADD PRIMARY KEY (line_id, quarter, seconds, exit);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("lines", "0001_initial"),
        ("policies", "0002_weight"),
    ]

    operations = [
        # A key of several columns cannot be altered through the state's operations.
        migrations.RunSQL(
            KEYED,
            AS_BEFORE,
            state_operations=[
                migrations.AddField(
                    model_name="heard",
                    name="policy",
                    field=models.PositiveIntegerField(db_default=0, default=0),
                ),
                migrations.AlterField(
                    model_name="heard",
                    name="pk",
                    field=models.CompositePrimaryKey(
                        "line_id",
                        "quarter",
                        "seconds",
                        "exit",
                        "policy",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
            ],
        ),
    ]
