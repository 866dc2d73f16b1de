"""What a candidate allows to be spent."""

import django.db.models.deletion
from django.db import migrations, models

from selfcontact.database.partitioned import grant


class Migration(migrations.Migration):
    dependencies = [("mandates", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="SpendCeiling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cents", models.PositiveBigIntegerField()),
                ("set_at", models.DateTimeField()),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ceilings", to="mandates.mandate"
                    ),
                ),
            ],
        ),
        grant({"mandates_spendceiling": {"console": "SELECT, INSERT", "worker": "SELECT", "sender": "SELECT"}}),
    ]
