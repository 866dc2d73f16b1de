"""A provider whose delivery failed its audit; a worker suspends it when its proofs do not come in time."""

from django.db import migrations, models

from selfcontact.database.partitioned import grant


class Migration(migrations.Migration):
    dependencies = [
        ("providers", "0002_privacy_email"),
    ]

    operations = [
        migrations.AddField(model_name="provider", name="failed_on", field=models.DateField(null=True)),
        migrations.AddField(model_name="provider", name="suspended_by_audit", field=models.BooleanField(default=False)),
        grant({"providers_provider": {"worker": "UPDATE (suspended_on, failed_on, suspended_by_audit)"}}),
    ]
