"""A change of the policy is told through the notices; a house that stands already gets the texts that it lacks."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

from selfcontact.lib.digest import text_sha256
from selfcontact.notices import shipped


def ship_missing(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Publish the first version of every text of which there is none."""
    template = apps.get_model("notices", "Template")
    for one in shipped.every():
        template._default_manager.get_or_create(
            kind=one.kind,
            language=one.language,
            number=1,
            defaults={
                "subject": one.subject,
                "text": one.text,
                "note": "",
                "published_at": timezone.now(),
                "sha256": text_sha256(f"{one.subject}\n{one.text}"),
            },
        )


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0003_breach"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("acknowledged", "Acknowledged"),
                    ("clarify", "Clarify"),
                    ("identity-asked", "Identity Asked"),
                    ("identity-letter", "Identity Letter"),
                    ("extended", "Extended"),
                    ("answer-ready", "Answer Ready"),
                    ("refused", "Refused"),
                    ("partly-refused", "Partly Refused"),
                    ("done", "Done"),
                    ("withdrawn", "Withdrawn"),
                    ("reopened", "Reopened"),
                    ("complaint-recorded", "Complaint Recorded"),
                    ("directives-recorded", "Directives Recorded"),
                    ("release-announced", "Release Announced"),
                    ("mandate-ending", "Mandate Ending"),
                    ("rectified-recipient", "Rectified Recipient"),
                    ("erased-recipient", "Erased Recipient"),
                    ("restricted-recipient", "Restricted Recipient"),
                    ("released-recipient", "Released Recipient"),
                    ("breach-controller", "Breach Controller"),
                    ("policy-changed", "Policy Changed"),
                    ("consent-again", "Consent Again"),
                ],
                max_length=31,
            ),
        ),
        migrations.AlterField(
            model_name="template",
            name="kind",
            field=models.CharField(
                choices=[
                    ("acknowledged", "Acknowledged"),
                    ("clarify", "Clarify"),
                    ("identity-asked", "Identity Asked"),
                    ("identity-letter", "Identity Letter"),
                    ("extended", "Extended"),
                    ("answer-ready", "Answer Ready"),
                    ("refused", "Refused"),
                    ("partly-refused", "Partly Refused"),
                    ("done", "Done"),
                    ("withdrawn", "Withdrawn"),
                    ("reopened", "Reopened"),
                    ("complaint-recorded", "Complaint Recorded"),
                    ("directives-recorded", "Directives Recorded"),
                    ("release-announced", "Release Announced"),
                    ("mandate-ending", "Mandate Ending"),
                    ("rectified-recipient", "Rectified Recipient"),
                    ("erased-recipient", "Erased Recipient"),
                    ("restricted-recipient", "Restricted Recipient"),
                    ("released-recipient", "Released Recipient"),
                    ("breach-controller", "Breach Controller"),
                    ("policy-changed", "Policy Changed"),
                    ("consent-again", "Consent Again"),
                ],
                max_length=31,
            ),
        ),
        migrations.RunPython(ship_missing, migrations.RunPython.noop),
    ]
