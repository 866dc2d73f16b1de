"""Where a subprocessor is told of the rights that people exercise."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("subprocessors", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="subprocessor",
            name="privacy_email",
            field=models.EmailField(blank=True, default="", max_length=254),
        ),
    ]
