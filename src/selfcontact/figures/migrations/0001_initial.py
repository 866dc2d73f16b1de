"""Tables of the domain and what each process may do with them: the portal reads what is published."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from selfcontact.database.partitioned import grant


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("campaigns", "0001_initial"),
        ("mandates", "0002_ceiling"),
    ]

    operations = [
        migrations.CreateModel(
            name="CampaignSheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(unique=True)),
                ("reference", models.CharField(max_length=63)),
                ("state", models.CharField(max_length=15)),
                ("text", models.TextField()),
                ("sender_name", models.CharField(max_length=11)),
                ("area", models.JSONField(default=list)),
                ("age_from", models.PositiveSmallIntegerField()),
                ("age_to", models.PositiveSmallIntegerField()),
                ("earliest", models.DateTimeField()),
                ("latest", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("content_sha256", models.CharField(max_length=64)),
                ("approved_at", models.DateTimeField(null=True)),
                ("joint", models.JSONField(default=list)),
                ("totals", models.JSONField(default=dict)),
                ("totals_at", models.DateTimeField(null=True)),
                ("lots", models.PositiveBigIntegerField(default=0)),
                ("lot", models.PositiveIntegerField(default=0)),
                ("segment_millicents", models.PositiveIntegerField(default=0)),
                ("vat_permille", models.PositiveIntegerField(default=0)),
                ("updated_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Sheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(unique=True)),
                ("candidate_id", models.BigIntegerField(db_index=True)),
                ("candidate", models.CharField(max_length=200)),
                ("reference", models.CharField(max_length=63)),
                ("election", models.CharField(max_length=63)),
                ("area", models.JSONField(default=list)),
                ("opens_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("state", models.CharField(max_length=15)),
                ("ceiling_cents", models.PositiveBigIntegerField(null=True)),
                ("events", models.JSONField(default=list)),
                ("instructions", models.JSONField(default=list)),
                ("updated_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Audience",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "communes",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=5), size=None),
                ),
                ("age_from", models.PositiveSmallIntegerField()),
                ("age_to", models.PositiveSmallIntegerField()),
                ("family", models.UUIDField()),
                ("near", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="audiences", to="mandates.mandate"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Partition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("generation", models.PositiveSmallIntegerField()),
                ("tree", models.JSONField()),
                ("tables", models.JSONField(default=dict)),
                ("behaviour", models.JSONField(default=dict)),
                ("snapshot_on", models.DateField(null=True)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "audience",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="partitions", to="figures.audience"
                    ),
                ),
                (
                    "campaign",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="partition", to="campaigns.campaign"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("start", "Start"), ("final", "Final"), ("snapshot", "Snapshot")], max_length=15
                    ),
                ),
                ("at", models.DateTimeField()),
                ("parameters", models.JSONField()),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="releases", to="figures.campaignsheet"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Cell",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table", models.CharField(max_length=15)),
                ("measure", models.CharField(max_length=15)),
                ("place_kind", models.CharField(max_length=15)),
                ("place_code", models.CharField(blank=True, max_length=31)),
                ("place", models.CharField(blank=True, max_length=200)),
                ("communes", models.PositiveIntegerField(default=0)),
                ("age_from", models.PositiveSmallIntegerField()),
                ("age_to", models.PositiveSmallIntegerField()),
                ("day_from", models.DateField(null=True)),
                ("day_to", models.DateField(null=True)),
                ("value", models.PositiveBigIntegerField()),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cells", to="figures.release"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="campaignsheet",
            name="sheet",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="campaigns", to="figures.sheet"
            ),
        ),
        grant(
            {
                "figures_audience": {"console": "SELECT", "worker": "SELECT, INSERT"},
                "figures_partition": {"console": "SELECT", "worker": "SELECT, INSERT, UPDATE"},
                **{
                    f"figures_{table}": {"portal": "SELECT", "console": "SELECT", "worker": f"SELECT, INSERT{more}"}
                    for table, more in (
                        ("sheet", ", UPDATE"),
                        ("campaignsheet", ", UPDATE"),
                        ("release", ""),
                        ("cell", ""),
                    )
                },
            }
        ),
    ]
