"""What the console's process may do for a person who exercises a right: set aside, and erase."""

from django.db import migrations

from selfcontact.database.partitioned import grant


class Migration(migrations.Migration):
    dependencies = [
        ("opposition", "0001_initial"),
        ("contacts", "0001_initial"),
    ]

    operations = [grant({"contacts_contact": {"console": "UPDATE (restricted), DELETE"}})]
