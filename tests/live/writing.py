"""Frames written as the ledger writes them, with and without the publish that follows."""

import json
from typing import Any

from django.db import connection, transaction

from core.tenancy import firm_scope
from ledger.publish import publish

Row = tuple[str, int, int, str]


def append(firm: Any, stream: str, count: int = 1, body: dict[str, Any] | None = None) -> list[Row]:
    """Commit `count` frames on a stream and tell nobody. Returns what would be published."""
    said = json.dumps({"op": "upsert", "id": "x", "html": "<p id=x>…</p>", **(body or {})}, separators=(",", ":"))
    event = {"kind": "tests.said", "at": "2026-01-01T00:00:00Z", "subject_type": "", "subject_id": "", "data": {}}
    frames = [{"event": 0, "stream": stream, "body": said}] * count
    with firm_scope(firm.pk), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM ledger_append(%s, %s)", [json.dumps([event]), json.dumps(frames)])
        return cursor.fetchall()


def tell(firm: Any, stream: str, count: int = 1, body: dict[str, Any] | None = None) -> int:
    """Commit and publish; returns the last sequence."""
    rows = append(firm, stream, count, body)
    publish(rows)
    return rows[-1][1]
