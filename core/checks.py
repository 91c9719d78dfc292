"""Refusing a database role that could pass the firms' walls: a superuser, one with BYPASSRLS, or an owner of the tables."""

from typing import Any

import psycopg
from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

ROLE = """
SELECT r.rolsuper, r.rolbypassrls, EXISTS (
    SELECT FROM pg_policy JOIN pg_class c ON c.oid = polrelid WHERE pg_has_role(current_user, c.relowner, 'MEMBER'))
FROM pg_roles r WHERE r.rolname = current_user
"""
SAYS = ("is a superuser", "may bypass row-level security", "owns the firms' tables, or belongs to the role that does")


def too_mighty(row: tuple[bool, bool, bool]) -> str:
    """What is wrong with the role, as a sentence; empty when it is walled like everybody."""
    wrong = next((words for words, so in zip(SAYS, row, strict=True) if so), "")
    return wrong and (
        f"The role of DATABASE_URL {wrong}, so the firms would not be walled from each other. "
        "Give DATABASE_URL the application's own role, which owns nothing, and MIGRATE_DATABASE_URL the owner's "
        "(docs/deploy.md)."
    )


def refuse_mighty_role() -> None:
    """Raise ImproperlyConfigured. Asked at the start of a process; where the database is away then, the readiness check
    tells that, and asks this again."""
    if settings.CONNECT_AS_OWNER:
        return
    try:
        with psycopg.connect(**_address()) as connection:
            found = connection.execute(ROLE).fetchone()
    except psycopg.OperationalError:
        return
    if found and (sentence := too_mighty(found)):
        raise ImproperlyConfigured(sentence)


def _address() -> dict[str, Any]:
    params = connections["default"].get_connection_params()
    return {name: params[name] for name in ("dbname", "user", "password", "host", "port") if name in params}


@register(Tags.database)
def database_role(databases: Any = None, **kwargs: Any) -> list[Error]:
    """`manage.py check --database default` says the same."""
    try:
        refuse_mighty_role()
    except ImproperlyConfigured as error:
        return [Error(str(error), id="core.E001")]
    return []
