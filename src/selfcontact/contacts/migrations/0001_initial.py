"""Tables of the domain and what each process may do with them."""

from django.db import migrations, models

from selfcontact.database.partitioned import CreatePartitioned, grant


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("database", "0001_roles"),
    ]

    operations = [
        CreatePartitioned(
            name="Contact",
            by_delivery=True,
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "mandate_id", "delivery_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("mandate_id", models.BigIntegerField()),
                ("delivery_id", models.BigIntegerField()),
                ("id", models.BigIntegerField()),
                ("generation", models.SmallIntegerField()),
                ("sealed", models.BinaryField()),
                ("phone_index", models.BinaryField(max_length=16)),
                ("age", models.SmallIntegerField()),
                ("commune", models.CharField(max_length=5)),
                ("postcode", models.CharField(max_length=5)),
                ("dial", models.SmallIntegerField()),
                ("form_id", models.BigIntegerField()),
                ("consented_on", models.DateField()),
                ("restricted", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["phone_index"], name="contact_by_number"),
                    models.Index(fields=["commune", "age"], name="contact_by_place_and_age"),
                ],
            },
        ),
        grant(
            {
                "contacts_contact": {
                    "console": "SELECT",
                    "worker": "SELECT, INSERT, UPDATE, DELETE",
                    "sender": "SELECT",
                },
            }
        ),
    ]
