"""The day that an announcement names for the end of a restriction."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("requests", "0002_rights_executed"),
    ]

    operations = [
        migrations.AddField(
            model_name="restriction",
            name="ends_on",
            field=models.DateField(null=True),
        ),
    ]
