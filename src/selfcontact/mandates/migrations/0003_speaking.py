"""On whose behalf we write, for the public site: names and elections of live mandates, and nothing else of them."""

from django.db import migrations, models

from selfcontact.database.partitioned import grant

# The view reads as its owner: whoever may read it needs no right on the tables behind.
VIEW = """
CREATE VIEW mandates_speaking AS
SELECT candidate.uid AS candidate, candidate.name, mandate.election, min(mandate.opens_on) AS opens_on
FROM mandates_mandate mandate JOIN mandates_candidate candidate ON candidate.id = mandate.candidate_id
WHERE mandate.state = 'live'
GROUP BY candidate.uid, candidate.name, mandate.election
"""


class Migration(migrations.Migration):
    dependencies = [("mandates", "0002_ceiling")]

    operations = [
        migrations.CreateModel(
            name="Speaking",
            fields=[
                ("candidate", models.UUIDField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("election", models.CharField(max_length=63)),
                ("opens_on", models.DateField()),
            ],
            options={"db_table": "mandates_speaking", "managed": False},
        ),
        migrations.RunSQL(VIEW, "DROP VIEW mandates_speaking"),
        grant({"mandates_speaking": {"public": "SELECT"}}),
    ]
