"""Every table is walled, or listed with the reason why it need not be."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import ForeignKey

from accounts.models import Team, TeamMember
from core.models import FirmForeignKey, FirmModel
from core.tenancy import firm_scope
from tests.permissions.schema import ask, listed, tables, walled

pytestmark = pytest.mark.covers("Z1")


def models() -> list[type[FirmModel]]:
    return [model for model in apps.get_models() if issubclass(model, FirmModel)]


def firm_column(table: str) -> str:
    return "id" if table == "accounts_firm" else "firm_id"


def test_every_table_is_walled_or_listed_with_a_reason() -> None:
    without = set(tables()) - set(walled())
    assert without == set(listed("Tables of no firm")), (
        "docs/tenancy.md lists the tables of no firm, each with its reason"
    )


def test_every_model_of_a_firm_has_a_walled_table() -> None:
    assert {model._meta.db_table for model in models()} <= set(walled())


def test_the_application_owns_nothing_and_passes_no_wall() -> None:
    role = settings.APP_DATABASE_ROLE
    assert ask("SELECT current_user") == [(role,)]
    assert ask("SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = %s", role) == [
        (False, False, False, False)
    ]
    assert ask("SELECT relname FROM pg_class WHERE pg_get_userbyid(relowner) = %s", role) == []
    assert ask("SELECT proname FROM pg_proc WHERE pg_get_userbyid(proowner) = %s", role) == []
    memberships = "SELECT pg_get_userbyid(roleid) FROM pg_auth_members WHERE pg_get_userbyid(member) = %s"
    assert ask(memberships, role) == []


def test_partitions_are_reached_through_their_parent_only() -> None:
    open_ones = ask(
        "SELECT relname FROM pg_class WHERE relispartition AND relkind IN ('r', 'p')"
        " AND has_table_privilege(current_user, oid, 'SELECT, INSERT, UPDATE, DELETE')"
    )
    assert open_ones == []


def test_without_a_firm_there_are_no_rows_and_no_writes(cast) -> None:
    cast.conversation()
    seen = {table: ask(f'SELECT count(*) FROM "{table}"') for table in walled()}
    assert {table for table, count in seen.items() if count != [(0,)]} == set()
    assert writes_let_through(cast.acme.pk, scope=None) == []


def test_another_firm_sees_no_row_and_writes_none(cast) -> None:
    cast.conversation()
    with firm_scope(cast.borealis.pk), transaction.atomic():
        seen = {
            table: ask(f'SELECT count(*) FROM "{table}" WHERE {firm_column(table)} <> %s', cast.borealis.pk)
            for table in walled()
        }
    assert {table for table, count in seen.items() if count != [(0,)]} == set()
    assert writes_let_through(cast.acme.pk, scope=cast.borealis.pk) == []


def writes_let_through(firm_id: int, scope: int | None) -> list[str]:
    """Changing and deleting Acme's rows, and bringing in one that says it is Acme's: what the database did not stop."""
    tries = [(sql, stopped) for table in walled() for sql, stopped in writes(table, firm_id)]
    return [sql for sql, stopped in tries if rows_touched(sql, scope) not in stopped]


def writes(table: str, firm_id: int) -> list[tuple[str, tuple[int | str, ...]]]:
    """(statement, what it may come to): a wall hides rows from changes, and turns new ones away."""
    column = firm_column(table)
    return [
        (f'DELETE FROM "{table}" WHERE {column} = {firm_id}', (0, REFUSED)),
        (f'UPDATE "{table}" SET {column} = {column} WHERE {column} = {firm_id}', (0, REFUSED)),
        (f'INSERT INTO "{table}" ({column}) VALUES ({firm_id})', (REFUSED,)),
    ]


REFUSED = "42501"
"""PostgreSQL's code for what a policy, or a right that was never given, forbids."""


def rows_touched(sql: str, scope: int | None) -> int | str:
    try:
        with firm_scope(scope), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
            transaction.set_rollback(True)
            return cursor.rowcount
    except DatabaseError as error:
        return error.__cause__.sqlstate


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_references_inside_a_firm_carry_the_firm(model: type[FirmModel]) -> None:
    table = model._meta.db_table
    for field in model._meta.local_fields:
        if isinstance(field, ForeignKey) and issubclass(field.related_model, FirmModel):
            assert isinstance(field, FirmForeignKey), f"{model.__name__}.{field.name} must be a FirmForeignKey"
            assert constraint(table, f"{table}_{field.column}_same_firm").startswith(
                f"FOREIGN KEY (firm_id, {field.column})"
            )


def constraint(table: str, name: str) -> str:
    found = ask(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND conname = %s",
        table,
        name,
    )
    return found[0][0] if found else ""


def test_no_key_crosses_firms() -> None:
    """Whatever a model says: between two walled tables a foreign key holds the firm on both sides."""
    crossing = ask(
        """
        SELECT c.conrelid::regclass::text, c.conname FROM pg_constraint c
        WHERE c.contype = 'f' AND c.conparentid = 0
          AND c.conrelid::regclass::text = ANY (%s) AND c.confrelid::regclass::text = ANY (%s)
          AND c.confrelid <> 'accounts_firm'::regclass
          AND NOT EXISTS (SELECT FROM unnest(c.conkey) AS key(number)
                          JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = key.number AND a.attname = 'firm_id')
        """,
        walled(),
        walled(),
    )
    assert crossing == []


def test_the_database_refuses_a_child_of_another_firm(cast) -> None:
    with cast.scope():
        team = Team.form(by=cast.alice, name="Delivery")
    with pytest.raises(IntegrityError, match="same_firm"), cast.scope():
        TeamMember.objects.create(team=team, membership_id=cast.boris.pk)
