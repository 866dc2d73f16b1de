"""Widths of names and declared numbers, each cut by mandate, with a partition for the mandates that are open already."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from selfcontact.database.partitioned import CreatePartitioned, grant


def open_partitions(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the partitions of the mandates that were opened before these tables existed."""
    for mandate in apps.get_model("mandates", "Mandate").objects.filter(state="live").order_by("pk"):
        schema_editor.execute("SELECT selfcontact_open_mandate(%s)", [mandate.pk])


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0001_initial"),
        ("mandates", "0001_initial"),
    ]

    operations = [
        CreatePartitioned(
            name="NameWidth",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "mandate_id",
                        "delivery_id",
                        "field",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("mandate_id", models.BigIntegerField()),
                ("delivery_id", models.BigIntegerField()),
                ("field", models.CharField(max_length=15)),
                ("septets", models.PositiveIntegerField()),
                ("units", models.PositiveIntegerField()),
                ("forcing", models.PositiveIntegerField(null=True)),
            ],
        ),
        CreatePartitioned(
            name="TeamNumber",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "mandate_id", "uid", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("mandate_id", models.BigIntegerField()),
                ("uid", models.UUIDField()),
                ("generation", models.SmallIntegerField()),
                ("sealed", models.BinaryField()),
                ("phone_index", models.BinaryField(max_length=16)),
                ("declared_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("mandate_id", "phone_index"), name="team_number_once_per_mandate")
                ],
            },
        ),
        migrations.RunPython(open_partitions, migrations.RunPython.noop, elidable=False),
        grant(
            {
                "contacts_namewidth": {"console": "SELECT, INSERT", "worker": "SELECT, INSERT"},
                "contacts_teamnumber": {"console": "SELECT, INSERT, DELETE", "worker": "SELECT"},
            }
        ),
    ]
