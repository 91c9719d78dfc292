"""Rows by COPY, for any table of ours: what a row does not say is what the model says."""

from collections.abc import Iterable, Mapping
from typing import Any

import psycopg
from django.db import models
from psycopg.sql import SQL, Identifier
from psycopg.types.json import Jsonb

from core import clock


def copy(owner: psycopg.Connection, model: type[models.Model], rows: Iterable[Mapping[str, Any]]) -> int:
    """Write `rows`, dictionaries of attribute names such as `inbox_id`; returns how many they were."""
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    statement = SQL("COPY {} ({}) FROM STDIN").format(
        Identifier(model._meta.db_table), SQL(", ").join(Identifier(field.column) for field in fields)
    )
    written = 0
    with owner.cursor() as cursor, cursor.copy(statement) as into:
        for row in rows:
            into.write_row([_value(field, row) for field in fields])
            written += 1
    return written


def _value(field: models.Field, row: Mapping[str, Any]) -> Any:
    value = row[field.attname] if field.attname in row else _unsaid(field)
    return Jsonb(value) if isinstance(field, models.JSONField) and value is not None else value


def _unsaid(field: models.Field) -> Any:
    return clock.now() if getattr(field, "auto_now_add", False) else field.get_default()
