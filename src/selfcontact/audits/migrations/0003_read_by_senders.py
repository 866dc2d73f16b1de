from django.db import migrations

from selfcontact.database.partitioned import grant


class Migration(migrations.Migration):
    dependencies = [("audits", "0002_chain")]

    operations = [grant({"audits_attestation": {"sender": "SELECT"}, "audits_transfer": {"sender": "SELECT"}})]
