"""Roles of the processes, nothing for PUBLIC, and the functions that open, empty and drop a mandate's partitions."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from selfcontact.database import roles

# Every function that changes something runs as the owner, with the schema of the tables as its only search path;
# nobody but the owner may create anything in that schema.
FUNCTIONS = r"""
-- The tables cut by mandate: roots whose only partition key is mandate_id.
CREATE FUNCTION selfcontact_mandate_tables(OUT root regclass, OUT name text, OUT by_delivery boolean)
RETURNS SETOF record LANGUAGE sql STABLE SET search_path = {schema}, pg_temp AS $$
    SELECT c.oid::regclass, c.relname::text,
           coalesce(obj_description(c.oid, 'pg_class'), '') LIKE '%subpartition: delivery_id%'
    FROM pg_catalog.pg_partitioned_table p
    JOIN pg_catalog.pg_class c ON c.oid = p.partrelid
    JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = p.partattrs[0]
    WHERE p.partstrat = 'l' AND p.partnatts = 1 AND a.attname = 'mandate_id' AND NOT c.relispartition
      AND c.relnamespace = '{schema}'::regnamespace
    ORDER BY c.relname
$$;

CREATE FUNCTION selfcontact_part(name text, suffix text) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = {schema}, pg_temp AS $$
BEGIN
    IF length(name || suffix) > 63 THEN
        RAISE EXCEPTION 'partition name too long: %', name || suffix;
    END IF;
    RETURN name || suffix;
END $$;

-- Made beside its table, then attached: readers and writers of the other mandates do not wait.
CREATE FUNCTION selfcontact_open_mandate(mandate_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
DECLARE
    part text;
    t record;
BEGIN
    IF mandate_id IS NULL OR mandate_id < 1 THEN
        RAISE EXCEPTION 'a mandate has a positive number';
    END IF;
    FOR t IN SELECT * FROM selfcontact_mandate_tables() LOOP
        part := selfcontact_part(t.name, '_m' || mandate_id);
        EXECUTE format('CREATE TABLE IF NOT EXISTS %I (LIKE %s INCLUDING ALL EXCLUDING IDENTITY)%s', part, t.root,
                       CASE WHEN t.by_delivery THEN ' PARTITION BY LIST (delivery_id)' ELSE '' END);
        IF NOT (SELECT relispartition FROM pg_catalog.pg_class WHERE oid = format('%I', part)::regclass) THEN
            EXECUTE format('ALTER TABLE %s ATTACH PARTITION %I FOR VALUES IN (%s)', t.root, part, mandate_id);
        END IF;
    END LOOP;
END $$;

CREATE FUNCTION selfcontact_truncate_mandate(mandate_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
DECLARE
    parts text;
BEGIN
    SELECT string_agg(format('%I', part), ', ') INTO parts
    FROM (SELECT selfcontact_part(name, '_m' || mandate_id) AS part FROM selfcontact_mandate_tables()) AS every
    WHERE to_regclass(format('%I', part)) IS NOT NULL;
    IF parts IS NOT NULL THEN
        EXECUTE 'TRUNCATE ' || parts;
    END IF;
END $$;

-- Waits for open transactions on the parent; `partitions.drop_mandate` does the same without making anyone wait.
CREATE FUNCTION selfcontact_drop_mandate(mandate_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
DECLARE
    part text;
    t record;
BEGIN
    FOR t IN SELECT * FROM selfcontact_mandate_tables() LOOP
        part := selfcontact_part(t.name, '_m' || mandate_id);
        CONTINUE WHEN to_regclass(format('%I', part)) IS NULL;
        IF (SELECT relispartition FROM pg_catalog.pg_class WHERE oid = format('%I', part)::regclass) THEN
            EXECUTE format('ALTER TABLE %s DETACH PARTITION %I', t.root, part);
        END IF;
        EXECUTE format('DROP TABLE %I', part);
    END LOOP;
END $$;

-- An empty table like `parent`, without its indexes, that the caller may fill; it belongs to no one else meanwhile.
CREATE FUNCTION selfcontact_prepare_delivery(mandate_id bigint, delivery_id bigint, parent text) RETURNS text
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
    EXECUTE format('GRANT SELECT, INSERT ON %I TO %I', part, session_user);
    IF current_setting('role') <> 'none' THEN
        EXECUTE format('GRANT SELECT, INSERT ON %I TO %I', part, current_setting('role'));
    END IF;
    RETURN part;
END $$;

-- Publishes a filled table in one step; its indexes are built here, and nothing granted on it remains.
CREATE FUNCTION selfcontact_attach_delivery(mandate_id bigint, delivery_id bigint, part text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
DECLARE
    parent text;
    grantee text;
BEGIN
    SELECT name || '_m' || mandate_id INTO parent FROM selfcontact_mandate_tables()
    WHERE by_delivery AND name || '_m' || mandate_id || '_d' || delivery_id = part;
    IF parent IS NULL THEN
        RAISE EXCEPTION 'not a prepared delivery: %', part;
    END IF;
    FOR grantee IN
        SELECT DISTINCT g.grantee::regrole::text FROM pg_catalog.pg_class c, aclexplode(c.relacl) g
        WHERE c.oid = format('%I', part)::regclass AND g.grantee NOT IN (0, c.relowner)
    LOOP
        EXECUTE format('REVOKE ALL ON %I FROM %s', part, grantee);
    END LOOP;
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES IN (%s)', parent, part, delivery_id);
    EXECUTE format('ALTER TABLE %I DROP CONSTRAINT belongs', part);
END $$;

-- Leaves nothing of a delivery that was prepared and given up; a published one is refused.
CREATE FUNCTION selfcontact_discard_delivery(mandate_id bigint, delivery_id bigint, parent text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
DECLARE
    part text := selfcontact_part(parent, '_m' || mandate_id || '_d' || delivery_id);
BEGIN
    IF NOT EXISTS (SELECT FROM selfcontact_mandate_tables() WHERE name = parent AND by_delivery) THEN
        RAISE EXCEPTION 'not a table cut by delivery: %', parent;
    END IF;
    IF (SELECT relispartition FROM pg_catalog.pg_class WHERE oid = to_regclass(format('%I', part))) THEN
        RAISE EXCEPTION 'published: %', part;
    END IF;
    EXECUTE format('DROP TABLE IF EXISTS %I', part);
END $$;
"""

SIGNATURES = (
    "selfcontact_mandate_tables()",
    "selfcontact_part(text, text)",
    "selfcontact_open_mandate(bigint)",
    "selfcontact_truncate_mandate(bigint)",
    "selfcontact_drop_mandate(bigint)",
    "selfcontact_prepare_delivery(bigint, bigint, text)",
    "selfcontact_attach_delivery(bigint, bigint, text)",
    "selfcontact_discard_delivery(bigint, bigint, text)",
)


def make_roles(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname LIKE 'selfcontact\\_%'")
        missing = set(roles.names()) - {row[0] for row in cursor.fetchall()}
        cursor.execute(
            "SELECT current_user, (SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user)"
        )
        owner, may_create = cursor.fetchone()
        statements = list(roles.creation(missing, owner))
        if statements and not may_create:
            raise roles.not_permitted(statements)
        for statement in statements:
            cursor.execute(statement)


def make_functions(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema()), quote_ident(current_database())")
        schema, database = cursor.fetchone()
        processes = ", ".join(roles.names())
        keepers = ", ".join(f"selfcontact_{process}" for process in roles.KEEPERS)
        cursor.execute(f"REVOKE ALL ON SCHEMA {schema} FROM PUBLIC")
        cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {processes}")
        cursor.execute(f"REVOKE ALL ON DATABASE {database} FROM PUBLIC")
        cursor.execute(f"GRANT CONNECT ON DATABASE {database} TO {processes}")
        cursor.execute("ALTER DEFAULT PRIVILEGES REVOKE ALL ON TABLES FROM PUBLIC")
        cursor.execute("ALTER DEFAULT PRIVILEGES REVOKE ALL ON SEQUENCES FROM PUBLIC")
        cursor.execute("ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC")
        cursor.execute(FUNCTIONS.replace("{schema}", schema))
        for signature in SIGNATURES:
            cursor.execute(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC")
            cursor.execute(f"GRANT EXECUTE ON FUNCTION {signature} TO {keepers}")


class Migration(migrations.Migration):
    initial = True
    operations = [
        migrations.RunPython(make_roles, migrations.RunPython.noop),
        migrations.RunPython(make_functions, migrations.RunPython.noop),
    ]
