"""Telling PostgreSQL which firm is in scope."""

from django.db import connection
from psycopg.pq import TransactionStatus

SET_FIRM = "SELECT set_config('app.firm', %s, true)"


def tell_open_transaction(firm_id: int | None) -> bool:
    """Set the firm in a transaction that is open already. Returns whether one was and could be told.

    One that has failed needs no telling: it can only be rolled back, and its settings with it.
    """
    if not connection.in_atomic_block or connection.needs_rollback or _has_failed():
        return False
    with connection.cursor() as cursor:
        cursor.execute(SET_FIRM, ["" if firm_id is None else str(firm_id)])
    return True


def _has_failed() -> bool:
    return connection.connection is None or connection.connection.info.transaction_status == TransactionStatus.INERROR
