"""PostgreSQL restarts: the pool's dead connections cost nobody an error, and nobody a wait."""

import threading
import time

from django.db import connection, transaction

from crm.models import Contact
from tests.support import bed

IDLE = 8
PATIENCE = 5.0
"""Seconds. The pool's own check would wait twice as long before so many."""


def hold(met: threading.Barrier, pids: list[int]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pids.append(cursor.fetchone()[0])
        met.wait(30)
    connection.close()


def idle_connections() -> list[int]:
    """So many that lie in the pool, by their process."""
    connection.close()
    met, pids = threading.Barrier(IDLE), []
    threads = [threading.Thread(target=hold, args=(met, pids)) for _ in range(IDLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return pids


def test_dead_connections_are_thrown_away(cast) -> None:
    pids = idle_connections()
    assert len(set(pids)) == IDLE
    bed.postgres.sql(f"SELECT pg_terminate_backend(pid, 5000) FROM unnest(ARRAY{pids}) AS pid")
    began = time.monotonic()
    with cast.scope():
        Contact.objects.create(name="After the restart")
    connection.close()
    with cast.scope():
        assert Contact.objects.filter(name="After the restart").exists()
    assert time.monotonic() - began < PATIENCE
