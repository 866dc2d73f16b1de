"""Migration operations for tables cut by mandate, and for what each process may do with a table."""

from collections.abc import Mapping
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState


class CreatePartitioned(migrations.CreateModel):
    """CreateModel for a table with one LIST partition per mandate; no DEFAULT partition, so a stray row is an error.

    With `by_delivery` each mandate's partition is itself cut by delivery. The comment tells
    `selfcontact_open_mandate`, which makes the partitions, how to make them.
    """

    def __init__(self, *args: Any, by_delivery: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_delivery = by_delivery

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Create the parent table."""
        plain = schema_editor.sql_create_table
        schema_editor.sql_create_table = f"{plain} PARTITION BY LIST (mandate_id)"
        try:
            super().database_forwards(app_label, schema_editor, from_state, to_state)
        finally:
            schema_editor.sql_create_table = plain
        if self.by_delivery:
            table = to_state.apps.get_model(app_label, self.name)._meta.db_table
            schema_editor.execute(f"COMMENT ON TABLE {table} IS 'subpartition: delivery_id'")


def grant(tables: Mapping[str, Mapping[str, str]]) -> migrations.RunPython:
    """Return the operation that grants, for {table: {process: privileges}}, nothing more than what is listed.

    Partitions are never granted: a query that names one would step around its parent.
    """

    def forwards(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for table, rights in tables.items():
            for process, privileges in rights.items():
                schema_editor.execute(f"GRANT {privileges} ON {table} TO selfcontact_{process}")

    return migrations.RunPython(forwards, migrations.RunPython.noop, elidable=False)
