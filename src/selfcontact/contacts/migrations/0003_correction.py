"""What the console's process may do for a person who says that something is wrong: put it right."""

from django.db import migrations

from selfcontact.database.partitioned import grant

COLUMNS = "sealed, phone_index, dial, age, commune, postcode"


class Migration(migrations.Migration):
    dependencies = [("contacts", "0002_widths_and_team")]

    operations = [
        grant(
            {
                "contacts_contact": {"console": f"UPDATE ({COLUMNS})"},
                "contacts_namewidth": {"console": "UPDATE (septets, units, forcing)"},
            }
        )
    ]
