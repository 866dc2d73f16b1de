"""Columns that PostgreSQL reads from the leaf, and the indexes by which entries are found, newest first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="action",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    models.F("leaf"),
                    output_field=models.TextField(),
                    template="substring(encode(%(expressions)s, 'escape') from '\"action\":\"([a-z:-]{1,63})\"')::text",
                ),
                output_field=models.TextField(),
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="actor_id",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    models.F("leaf"),
                    output_field=models.UUIDField(),
                    template="substring(encode(%(expressions)s, 'escape') from '\"uid\":\"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\"')::uuid",
                ),
                output_field=models.UUIDField(),
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="mandate_id",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    models.F("leaf"),
                    output_field=models.BigIntegerField(),
                    template="substring(encode(%(expressions)s, 'escape') from '\"mandate\":([0-9]{1,18})[,}]')::bigint",
                ),
                output_field=models.BigIntegerField(),
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="object_id",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    models.F("leaf"),
                    output_field=models.UUIDField(),
                    template="substring(encode(%(expressions)s, 'escape') from '\"object\":\"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\"')::uuid",
                ),
                output_field=models.UUIDField(),
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["recorded_at", "id"], name="ledger_entry_time"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["object_id", "recorded_at", "id"], name="ledger_entry_object"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["mandate_id", "recorded_at", "id"], name="ledger_entry_mandate"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["action", "recorded_at", "id"], name="ledger_entry_action"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                fields=["mandate_id", "action", "recorded_at", "id"], name="ledger_entry_mandate_action"
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["actor_id", "recorded_at", "id"], name="ledger_entry_actor"),
        ),
    ]
