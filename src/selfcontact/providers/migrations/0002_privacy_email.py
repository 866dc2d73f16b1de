"""Where a provider is told of the rights that people exercise."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("providers", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="provider",
            name="privacy_email",
            field=models.EmailField(blank=True, default="", max_length=254),
        ),
    ]
