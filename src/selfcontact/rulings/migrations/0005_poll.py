"""A named human may clear a text that tells of a poll (EL-19)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("rulings", "0004_of_declaration"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="clearance",
            name="clearance_of_a_hold",
        ),
        migrations.AddConstraint(
            model_name="clearance",
            constraint=models.CheckConstraint(
                condition=models.Q(("rule__in", ["EL-11", "EL-19", "FI-05", "FI-08", "SM-20"])),
                name="clearance_of_a_hold",
            ),
        ),
    ]
