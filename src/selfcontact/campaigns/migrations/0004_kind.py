"""Whether a campaign only asks for agreement (CN-02)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0003_policy"),
    ]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="kind",
            field=models.CharField(
                choices=[("ordinary", "Ordinary"), ("invitation", "Invitation")], default="ordinary", max_length=15
            ),
        ),
    ]
