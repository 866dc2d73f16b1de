"""How much a version changes, as the DPO decided; whoever sends or speaks knows which version binds."""

from django.db import migrations, models

from selfcontact.database.partitioned import grant


class Migration(migrations.Migration):
    dependencies = [
        ("policies", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="version",
            name="consent_again",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="version",
            name="grounds",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="version",
            name="substantial",
            field=models.BooleanField(default=False),
        ),
        grant(
            {
                "policies_version": {
                    "sender": "SELECT (number, in_force_on, consent_again)",
                    "voice": "SELECT (number, in_force_on)",
                }
            }
        ),
    ]
