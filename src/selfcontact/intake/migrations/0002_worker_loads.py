"""What a worker needs to load under its own role: to take latecomers out, to build indexes before it publishes.

And what the console needs to withdraw a delivery, since it may delete no contact itself.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from selfcontact.database import roles

FUNCTIONS = r"""
-- As before; the caller may also take rows out again: numbers that were opposed while the load ran.
CREATE OR REPLACE FUNCTION selfcontact_prepare_delivery(mandate_id bigint, delivery_id bigint, parent text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
DECLARE
    part text := selfcontact_part(parent, '_m' || mandate_id || '_d' || delivery_id);
BEGIN
    IF NOT EXISTS (SELECT FROM selfcontact_mandate_tables() WHERE name = parent AND by_delivery) THEN
        RAISE EXCEPTION 'not a table cut by delivery: %', parent;
    END IF;
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE '
                   'INCLUDING COMPRESSION, CONSTRAINT belongs CHECK (mandate_id = %s AND delivery_id = %s))',
                   part, parent, mandate_id, delivery_id);
    EXECUTE format('GRANT SELECT, INSERT, DELETE ON %I TO %I', part, session_user);
    IF current_setting('role') <> 'none' THEN
        EXECUTE format('GRANT SELECT, INSERT, DELETE ON %I TO %I', part, current_setting('role'));
    END IF;
    RETURN part;
END $$;

-- The indexes of a mandate's partition, in the order in which those of a delivery are built: the dearest first, the
-- primary key, whose rows come sorted already, last.
CREATE FUNCTION selfcontact_delivery_indexes(parent text, OUT number int, OUT is_key boolean, OUT columns text)
RETURNS SETOF record LANGUAGE sql STABLE SET search_path = {schema}, pg_temp AS $$
    SELECT (row_number() OVER (ORDER BY i.indisprimary, i.indnkeyatts DESC, i.indexrelid) - 1)::int, i.indisprimary,
           (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY k.place)
            FROM unnest(i.indkey::smallint[]) WITH ORDINALITY AS k (attribute, place)
            JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attribute)
    FROM pg_catalog.pg_index i
    WHERE i.indrelid = to_regclass(format('%I', parent))
$$;

CREATE FUNCTION selfcontact_refuse_unprepared(part text, parent text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = {schema}, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM selfcontact_mandate_tables() t WHERE t.by_delivery AND parent ~ ('^' || t.name || '_m[0-9]+$'))
       OR part !~ ('^' || parent || '_d[0-9]+$')
       OR (SELECT relispartition FROM pg_catalog.pg_class WHERE oid = to_regclass(format('%I', part))) THEN
        RAISE EXCEPTION 'not a prepared delivery: %', part;
    END IF;
END $$;

-- Builds one index of a prepared delivery: two connections may build two side by side while nobody waits.
CREATE FUNCTION selfcontact_index_delivery(part text, parent text, number int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp SET maintenance_work_mem = '256MB' AS $$
DECLARE
    i record;
BEGIN
    PERFORM selfcontact_refuse_unprepared(part, parent);
    SELECT * INTO STRICT i FROM selfcontact_delivery_indexes(parent) x WHERE x.number = selfcontact_index_delivery.number;
    EXECUTE format('CREATE %s INDEX %I ON %I (%s)', CASE WHEN i.is_key THEN 'UNIQUE' ELSE '' END,
                   part || '_i' || i.number, part, i.columns);
END $$;

-- Turns the unique index into the primary key, and tells the planner what the table holds.
CREATE FUNCTION selfcontact_key_delivery(part text, parent text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
DECLARE
    i record;
BEGIN
    PERFORM selfcontact_refuse_unprepared(part, parent);
    SELECT * INTO STRICT i FROM selfcontact_delivery_indexes(parent) x WHERE x.is_key;
    EXECUTE format('ALTER TABLE %I ADD PRIMARY KEY USING INDEX %I', part, part || '_i' || i.number);
    EXECUTE format('ANALYZE %I', part);
END $$;

-- Deletes the contacts of a delivery that was withdrawn, and of no other, at a cost that does not grow with them.
CREATE FUNCTION selfcontact_empty_delivery(mandate_id bigint, delivery_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
DECLARE
    t record;
BEGIN
    IF NOT EXISTS (SELECT FROM intake_delivery d WHERE d.id = selfcontact_empty_delivery.delivery_id
                   AND d.mandate_id = selfcontact_empty_delivery.mandate_id AND d.state = 'withdrawn') THEN
        RAISE EXCEPTION 'not a withdrawn delivery: %', delivery_id;
    END IF;
    FOR t IN SELECT name FROM selfcontact_mandate_tables() WHERE by_delivery LOOP
        EXECUTE format('TRUNCATE %I', selfcontact_part(t.name, '_m' || mandate_id || '_d' || delivery_id));
    END LOOP;
END $$;
"""

SIGNATURES = (
    "selfcontact_delivery_indexes(text)",
    "selfcontact_refuse_unprepared(text, text)",
    "selfcontact_index_delivery(text, text, int)",
    "selfcontact_key_delivery(text, text)",
    "selfcontact_empty_delivery(bigint, bigint)",
)


def make_functions(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        (schema,) = cursor.fetchone()
        keepers = ", ".join(f"selfcontact_{process}" for process in roles.KEEPERS)
        cursor.execute(FUNCTIONS.replace("{schema}", schema))
        for signature in SIGNATURES:
            cursor.execute(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC")
            cursor.execute(f"GRANT EXECUTE ON FUNCTION {signature} TO {keepers}")


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]
    operations = [migrations.RunPython(make_functions, migrations.RunPython.noop)]
