"""The job queue is for the processes that give jobs and do them; its tables and functions come from Procrastinate."""

from django.db import migrations

GRANTS = """
DO $$
DECLARE
    object record;
BEGIN
    FOR object IN
        SELECT 'TABLE ' || c.oid::regclass AS name, 'SELECT, INSERT, UPDATE, DELETE' AS rights
        FROM pg_class c WHERE c.relname LIKE 'procrastinate\\_%' AND c.relkind IN ('r', 'p')
        UNION ALL
        SELECT 'SEQUENCE ' || c.oid::regclass, 'USAGE'
        FROM pg_class c WHERE c.relname LIKE 'procrastinate\\_%' AND c.relkind = 'S'
        UNION ALL
        SELECT 'FUNCTION ' || p.oid::regprocedure, 'EXECUTE'
        FROM pg_proc p WHERE p.proname LIKE 'procrastinate\\_%'
    LOOP
        EXECUTE format('GRANT %s ON %s TO selfcontact_worker, selfcontact_console', object.rights, object.name);
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("database", "0001_roles"), ("procrastinate", "0041_post_retry_failed_job")]
    operations = [migrations.RunSQL(GRANTS, migrations.RunSQL.noop)]
