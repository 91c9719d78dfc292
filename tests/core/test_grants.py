"""What the application's role may not do, whatever the code asks of it."""

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection

pytestmark = pytest.mark.covers("Z1")

FORBIDDEN = [
    "UPDATE ledger_event SET kind = ''",
    "DELETE FROM ledger_event",
    "UPDATE ledger_audit SET kind = ''",
    "DELETE FROM ledger_audit",
    "UPDATE ledger_frame SET body = ''",
    "DELETE FROM ledger_frame",
    "DELETE FROM ledger_head",
    "DELETE FROM ledger_streamhead",
    "SELECT * FROM ledger_event_default",
    "SELECT * FROM ledger_frame_default",
    "TRUNCATE inbox_message",
    "ALTER TABLE inbox_message DISABLE ROW LEVEL SECURITY",
    "CREATE TABLE mine (id int)",
    "DROP TABLE ledger_cursor",
    "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'y', now())",
    "SELECT ledger_restored()",
    "SET ROLE consultantpro_owner",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_application_may_not(cast, statement: str) -> None:
    with (
        pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
        cast.scope(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def names(query: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(query, [settings.APP_DATABASE_ROLE] if "%s" in query else None)
        return sorted(row[0] for row in cursor.fetchall())


def test_no_partition_can_be_reached_around_its_table() -> None:
    """A partition has no wall of its own."""
    reachable = (
        "SELECT relname FROM pg_class WHERE relispartition AND relkind = 'r' AND has_table_privilege(%s, oid, 'SELECT')"
    )
    assert names("SELECT relname FROM pg_class WHERE relispartition AND relkind = 'r'")
    assert names(reachable) == []


def test_the_role_owns_nothing_and_passes_no_wall() -> None:
    assert names("SELECT relname FROM pg_class WHERE pg_get_userbyid(relowner) = %s") == []
    assert (
        names("SELECT rolname FROM pg_roles WHERE rolname = %s AND (rolsuper OR rolbypassrls OR rolcreaterole)") == []
    )


def test_every_definer_function_says_where_it_looks() -> None:
    """Without a pinned path a caller's own table could stand in for ours."""
    unpinned = """
        SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT FROM unnest(proconfig) AS setting WHERE setting LIKE 'search_path=%%')
    """
    assert names(unpinned.replace("%%", "%")) == []
