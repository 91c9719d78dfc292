"""The fence around a tenant table: row-level security and keys that cannot point into another firm."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

from core.models import FirmForeignKey

FIRM_IN_SCOPE = "nullif(current_setting('app.firm', true), '')::bigint"


class FenceModel(Operation):
    """After CreateModel: `FenceModel("Message")` walls the table and makes its composite keys.

    The policy reads the setting through nullif, as a reused connection gives an empty string.
    Security is ENABLEd, not FORCEd: the owner's data migrations and definer functions see the rows.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, name: str, firm_column: str = "firm_id") -> None:
        self.name = name
        self.firm_column = firm_column

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [self.name, self.firm_column], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The fence changes the database alone."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        model = to_state.apps.get_model(app_label, self.name)
        for sql in fence(model, self.firm_column):
            schema_editor.execute(sql, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        table = from_state.apps.get_model(app_label, self.name)._meta.db_table
        schema_editor.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY', params=None)
        schema_editor.execute(f'DROP POLICY IF EXISTS firm_wall ON "{table}"', params=None)

    def describe(self) -> str:
        return f"Fence {self.name} by firm"


class FenceField(Operation):
    """After AddField of a FirmForeignKey: `FenceField("Conversation", "identity")` makes its composite key."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, model: str, name: str) -> None:
        self.model = model
        self.name = name

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [self.model, self.name], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The fence changes the database alone."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model)
        schema_editor.execute(link(model._meta.db_table, model._meta.get_field(self.name)), params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """The column takes its key along."""

    def describe(self) -> str:
        return f"Fence {self.model}.{self.name} by firm"


def fence(model: Any, firm_column: str) -> list[str]:
    table = model._meta.db_table
    sql = [wall(table, firm_column)]
    if firm_column == "firm_id":
        sql.append(f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_one_firm" UNIQUE (firm_id, {model._meta.pk.column})')
    sql += [link(table, field) for field in model._meta.local_fields if isinstance(field, FirmForeignKey)]
    return sql


def wall(table: str, firm_column: str = "firm_id") -> str:
    return (
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY;'
        f'CREATE POLICY firm_wall ON "{table}" USING ({firm_column} = {FIRM_IN_SCOPE})'
        f" WITH CHECK ({firm_column} = {FIRM_IN_SCOPE})"
    )


def link(table: str, field: Any) -> str:
    target = field.related_model._meta
    return (
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_{field.column}_same_firm"'
        f' FOREIGN KEY (firm_id, "{field.column}") REFERENCES "{target.db_table}" (firm_id, {target.pk.column})'
        " DEFERRABLE INITIALLY DEFERRED"
    )
