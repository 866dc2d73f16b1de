"""What each face may read and write of accounts: rows of its own users only, sessions and counters of its own only."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from selfcontact.database.partitioned import grant

ALL = "SELECT, INSERT, UPDATE, DELETE"
#: Table -> how a row of it leads to its user; the subquery runs under the same policies as whoever asks.
OWNED = {
    "account_emailaddress": "user_id",
    "mfa_authenticator": "user_id",
    "usersessions_usersession": "user_id",
    "accounts_membership": "user_id",
    "accounts_invitation": "user_id",
}


def close_rows(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    execute = schema_editor.execute
    execute("ALTER TABLE accounts_user ENABLE ROW LEVEL SECURITY")
    execute("CREATE POLICY portal ON accounts_user TO selfcontact_portal USING (face = 'portal')")
    for process in ("console", "worker", "sender"):
        execute(f"CREATE POLICY {process} ON accounts_user TO selfcontact_{process} USING (true)")
    for table, column in OWNED.items():
        execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        execute(
            f"CREATE POLICY portal ON {table} TO selfcontact_portal USING ({column} IN (SELECT id FROM accounts_user))"
        )
        for process in ("console", "worker"):
            execute(f"CREATE POLICY {process} ON {table} TO selfcontact_{process} USING (true)")


def make_counters(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for face in ("console", "portal", "public"):
        schema_editor.execute(
            f"CREATE TABLE cache_{face} (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, "
            "expires timestamptz NOT NULL)"
        )
        schema_editor.execute(f"CREATE INDEX cache_{face}_expires ON cache_{face} (expires)")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_faces"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("usersessions", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(close_rows, migrations.RunPython.noop, elidable=False),
        migrations.RunPython(make_counters, migrations.RunPython.noop, elidable=False),
        grant(
            {
                "accounts_user": {"portal": "SELECT, UPDATE"},
                "accounts_membership": {"console": ALL, "portal": "SELECT", "worker": "SELECT"},
                "accounts_invitation": {
                    "console": "SELECT, INSERT, UPDATE",
                    "portal": "SELECT, UPDATE",
                    "worker": "SELECT, UPDATE",
                },
                "account_emailaddress": {"console": ALL, "portal": "SELECT, UPDATE"},
                "mfa_authenticator": {"console": ALL, "portal": ALL},
                "usersessions_usersession": {"console": ALL, "portal": ALL},
                "accounts_consolesession": {"console": ALL},
                "accounts_portalsession": {"portal": ALL, "console": "SELECT, DELETE"},
                "accounts_publicsession": {"public": ALL},
                "cache_console": {"console": ALL},
                "cache_portal": {"portal": ALL},
                "cache_public": {"public": ALL},
            }
        ),
    ]
