"""A breach is told to the controllers through the notices."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0002_alarm"),
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
                ],
                max_length=31,
            ),
        ),
    ]
