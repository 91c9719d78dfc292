"""What PostgreSQL says of its own tables, functions and roles; and what docs/tenancy.md says of them."""

import re
from pathlib import Path
from typing import Any

from django.db import connection

DOCS = Path(__file__).resolve().parents[2] / "docs" / "tenancy.md"


def ask(sql: str, *params: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def tables() -> list[str]:
    """Every table; a partition counts with its parent."""
    return [
        name
        for (name,) in ask(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY 1"
        )
    ]


def walled() -> list[str]:
    """Tables with row-level security and the policy `firm_wall` for reading and writing, and no other policy."""
    return [
        name
        for (name,) in ask(
            "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid"
            " WHERE c.relrowsecurity AND c.relnamespace = 'public'::regnamespace"
            " GROUP BY c.relname HAVING bool_and(p.polname = 'firm_wall' AND p.polcmd = '*' AND p.polpermissive"
            " AND p.polqual IS NOT NULL AND p.polwithcheck IS NOT NULL) ORDER BY 1"
        )
    ]


def listed(heading: str) -> dict[str, str]:
    """The rows under a heading of docs/tenancy.md: name → the rest."""
    section = re.split(r"^## ", DOCS.read_text(), flags=re.MULTILINE)
    text = next(part for part in section if part.startswith(heading))
    return dict(re.findall(r"^\| `([\w.]+)` \| (.+) \|$", text, re.MULTILINE))


def definers() -> list[str]:
    return [
        name
        for (name,) in ask(
            "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace ORDER BY 1"
        )
    ]
