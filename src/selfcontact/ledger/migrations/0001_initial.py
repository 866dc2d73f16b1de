"""The ledger's tables: they only grow, and each process may do with them what it needs and no more."""

import django.db.models.deletion
from django.db import migrations, models

from selfcontact.database.partitioned import grant

ONLY_GROWS = """
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger only grows' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION ledger_place_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.index IS NULL AND OLD.leaf_hash IS NULL AND NEW.index IS NOT NULL AND NEW.leaf_hash IS NOT NULL
       AND (NEW.id, NEW.uid, NEW.leaf, NEW.recorded_at) = (OLD.id, OLD.uid, OLD.leaf, OLD.recorded_at) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the ledger only grows' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION ledger_no_place_yet() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.index IS NOT NULL OR NEW.leaf_hash IS NOT NULL THEN
        RAISE EXCEPTION 'the sequencer gives an entry its place' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER ledger_entry_inserted BEFORE INSERT ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_no_place_yet();
CREATE TRIGGER ledger_entry_updated BEFORE UPDATE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_place_once();
CREATE TRIGGER ledger_entry_deleted BEFORE DELETE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_entry_truncated BEFORE TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_detail_changed BEFORE UPDATE OR DELETE ON ledger_detail
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_detail_truncated BEFORE TRUNCATE ON ledger_detail
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_checkpoint_changed BEFORE UPDATE OR DELETE ON ledger_checkpoint
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_checkpoint_truncated BEFORE TRUNCATE ON ledger_checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
"""
DROP = """
DROP TRIGGER ledger_checkpoint_truncated ON ledger_checkpoint;
DROP TRIGGER ledger_checkpoint_changed ON ledger_checkpoint;
DROP TRIGGER ledger_detail_truncated ON ledger_detail;
DROP TRIGGER ledger_detail_changed ON ledger_detail;
DROP TRIGGER ledger_entry_truncated ON ledger_entry;
DROP TRIGGER ledger_entry_deleted ON ledger_entry;
DROP TRIGGER ledger_entry_updated ON ledger_entry;
DROP TRIGGER ledger_entry_inserted ON ledger_entry;
DROP FUNCTION ledger_no_place_yet();
DROP FUNCTION ledger_place_once();
DROP FUNCTION ledger_refuse();
"""
WRITERS = ("console", "public", "worker", "sender", "voice")
READERS = {"console": "SELECT", "worker": "SELECT"}


class Migration(migrations.Migration):
    initial = True

    dependencies = [("database", "0001_roles")]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(unique=True)),
                ("leaf", models.BinaryField()),
                ("index", models.BigIntegerField(null=True, unique=True)),
                ("leaf_hash", models.BinaryField(null=True)),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("index__isnull", True)), fields=["id"], name="ledger_entry_pending"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Head",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("size", models.BigIntegerField(unique=True)),
                ("root", models.BinaryField()),
                ("note", models.TextField()),
                ("frontier", models.BinaryField()),
                ("at", models.DateTimeField()),
            ],
            options={"db_table": "ledger_checkpoint"},
        ),
        migrations.CreateModel(
            name="Detail",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="ledger.entry",
                    ),
                ),
                ("mandate_id", models.BigIntegerField(null=True)),
                ("generation", models.PositiveIntegerField()),
                ("sealed", models.BinaryField()),
            ],
        ),
        migrations.RunSQL(ONLY_GROWS, DROP),
        grant(
            {
                "ledger_entry": dict.fromkeys(WRITERS, "INSERT"),
                "ledger_detail": dict.fromkeys(WRITERS, "INSERT"),
                "SEQUENCE ledger_entry_id_seq": dict.fromkeys(WRITERS, "USAGE"),
            }
        ),
        grant(dict.fromkeys(("ledger_entry", "ledger_detail", "ledger_checkpoint"), READERS)),
        # The worker is the sequencer: it places entries and signs heads.
        grant({"ledger_entry": {"worker": "UPDATE (index, leaf_hash)"}, "ledger_checkpoint": {"worker": "INSERT"}}),
    ]
