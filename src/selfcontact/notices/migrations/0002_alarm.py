"""Which alarms were given: the worker gives them, nobody changes or removes one."""

import uuid

from django.db import migrations, models

from selfcontact.database.partitioned import grant


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Alarm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject_uid", models.UUIDField()),
                ("step", models.CharField(max_length=31)),
                ("token", models.UUIDField(default=uuid.uuid4)),
                ("given_at", models.DateTimeField()),
            ],
        ),
        migrations.AddConstraint(
            model_name="alarm",
            constraint=models.UniqueConstraint(fields=("subject_uid", "step"), name="alarm_once"),
        ),
        grant({"notices_alarm": {"worker": "SELECT, INSERT"}}),
    ]
