"""What a review found of access from outside the Union; of earlier reviews, that it was not asked."""

from django.db import migrations, models

EARLIER = (
    "UPDATE subprocessors_subprocessor SET transfers = 'non consigné : examen antérieur à cette question' "
    "WHERE vetted_on IS NOT NULL"
)


class Migration(migrations.Migration):
    # A row that was just changed stands in the way of a constraint made in the same transaction.
    atomic = False
    dependencies = [
        ("subprocessors", "0003_hours_of_a_route"),
    ]

    operations = [
        migrations.AddField(
            model_name="subprocessor",
            name="transfers",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.RunSQL(EARLIER, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="subprocessor",
            constraint=models.CheckConstraint(
                condition=models.Q(("vetted_on", None), models.Q(("transfers", ""), _negated=True), _connector="OR"),
                name="vetted_once_transfers_were_looked_at",
            ),
        ),
    ]
