"""The process that answers sees what the sponsor of a line declared: without it the line is silent."""

from django.db import migrations

from selfcontact.database.partitioned import grant

#: What the rules look at; neither a name nor an address.
COLUMNS = "id, mandate_id, political, standing, country, controller_country, paying, signed_at, withdrawn_at"


class Migration(migrations.Migration):
    dependencies = [
        ("lines", "0003_writing_of_a_trunk"),
        ("mandates", "0007_paying"),
    ]

    operations = [grant({"mandates_sponsor": {"voice": f"SELECT ({COLUMNS})"}})]
