"""From which deliveries the contacts of a campaign came, so that its notice names their providers for good."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

#: Those that have begun: asked of their messages once, while they are there.
FILL = """
UPDATE campaigns_campaign AS campaign SET deliveries = ARRAY(
    SELECT DISTINCT delivery_id FROM campaigns_message
    WHERE mandate_id = campaign.mandate_id AND campaign_id = campaign.id ORDER BY delivery_id
) WHERE started_at IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0004_kind"),
    ]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="deliveries",
            field=ArrayField(base_field=models.BigIntegerField(), default=list, size=None),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
