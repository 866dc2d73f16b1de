"""Whether what a candidate is asked to sign is an invitation (CN-02)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("proposals", "0002_recordings"),
    ]

    operations = [
        migrations.AddField(
            model_name="proposal",
            name="invitation",
            field=models.BooleanField(default=False),
        ),
    ]
