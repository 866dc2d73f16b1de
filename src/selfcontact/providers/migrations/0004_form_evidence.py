"""What proves a consent form besides its wording."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("providers", "0003_failed_audit"),
    ]

    operations = [
        migrations.AddField("consentform", "collector", models.CharField(blank=True, default="", max_length=200)),
        migrations.AddField(
            "consentform",
            "box",
            models.CharField(
                blank=True,
                choices=[("unticked", "Unticked"), ("button", "Button"), ("signature", "Signature")],
                default="",
                max_length=15,
            ),
        ),
        migrations.AddField("consentform", "notice_version", models.CharField(blank=True, default="", max_length=63)),
        migrations.AddField("consentform", "captured_on", models.DateField(null=True)),
        migrations.AddField("consentform", "image_sha256", models.CharField(blank=True, default="", max_length=64)),
    ]
