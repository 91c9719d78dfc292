"""Whether a pooled connection still lives, asked of the kernel and, only where it has news, of PostgreSQL."""

import select

import psycopg
from psycopg_pool import ConnectionPool


def lives(connection: "psycopg.Connection[object]") -> bool:
    """False for one that PostgreSQL has closed meanwhile, as at a restart.

    The pool's own check asks PostgreSQL each time, and after a restart waits 1, 2, 4 … seconds between two dead ones.
    """
    try:
        news = select.poll()
        news.register(connection.fileno(), select.POLLIN)
        if news.poll(0):
            ConnectionPool.check_connection(connection)
    except psycopg.Error:
        return False
    return True
