"""What the worker may do for whoever asks something on the public site: open a request."""

from django.db import migrations

from selfcontact.database.partitioned import grant


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("requests", "0001_initial"),
        ("identity", "0001_initial"),
    ]

    operations = [grant({"requests_request": {"worker": "INSERT"}})]
