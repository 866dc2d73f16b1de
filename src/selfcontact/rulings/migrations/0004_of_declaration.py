"""For which declaration of a sponsor a hold was cleared, where it rests on one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("rulings", "0003_clearance"),
    ]

    # What was cleared about who pays before this names no declaration, and is to be looked at again.
    operations = [
        migrations.RemoveConstraint(model_name="clearance", name="clearance_of_a_content_once"),
        migrations.AddField(model_name="clearance", name="sponsor_uid", field=models.UUIDField(null=True)),
        migrations.AddConstraint(
            model_name="clearance",
            constraint=models.UniqueConstraint(
                fields=("campaign_uid", "content_sha256", "rule", "sponsor_uid"),
                name="clearance_of_a_content_once",
                nulls_distinct=False,
            ),
        ),
    ]
