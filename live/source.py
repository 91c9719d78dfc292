"""Reading streams from PostgreSQL, for the hub: heads of many streams, frames of one.

It reads on connections of its own, as the `app` role, with the stream's firm set in the
transaction. Nothing here may touch Django's connections: they belong to threads.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from django.db import connections
from psycopg.conninfo import make_conninfo
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from ledger.wire import wire
from live import frames
from live.limits import PAGE
from live.together import Together

HEADS = "SELECT stream, seq FROM ledger_heads(%s)"
SET_FIRM = "SELECT set_config('app.firm', %s, true)"
FRAMES = """
    SELECT seq, (extract(epoch FROM at) * 1000)::bigint, body FROM ledger_frame
    WHERE stream = %s AND seq > %s ORDER BY seq LIMIT %s
"""
PATIENCE = 5.0
"""Seconds for one read; then it counts as failed and is tried again."""

Unavailable = (psycopg.Error, PoolTimeout, OSError, TimeoutError)
"""What a read raises while PostgreSQL is away."""

Rows = list[tuple[int, bytes]]


def conninfo() -> str:
    """The default database's connection string, without what is Django's own."""
    given: dict[str, Any] = connections["default"].get_connection_params()
    plain: dict[str, Any] = {key: value for key, value in given.items() if isinstance(value, str | int)}
    return make_conninfo(**plain)


class Source:
    """Heads and frames. Reads that are asked for at the same moment share one query."""

    def __init__(self, dsn: str, size: int = 4) -> None:
        self._pool: AsyncConnectionPool[Any] = AsyncConnectionPool(
            dsn,
            min_size=1,
            max_size=size,
            open=False,
            timeout=2.0,
            reconnect_timeout=1.0,
            kwargs={
                "autocommit": True,
                "prepare_threshold": None,
                "connect_timeout": 3,
                "application_name": "live hub",
            },
        )
        self._slots = asyncio.Semaphore(size)  # the pool itself never queues: a queue is no failure
        self.head: Together[str, int] = Together(self._heads_of, most=1000)
        """One stream's sequence, read together with the others that are wanted now."""
        self._reading: dict[tuple[str, int], asyncio.Task[Rows]] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    async def open(self) -> None:
        await self._pool.open(wait=False)

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await self._pool.close(timeout=1.0)

    async def heads(self, streams: Iterable[str]) -> dict[str, int]:
        """The sequence of each stream; 0 where nothing was said yet."""
        names = list(streams)
        async with self._connection() as connection:
            cursor = await connection.execute(HEADS, (names,))
            found = dict(await cursor.fetchall())
        return {name: found.get(name, 0) for name in names}

    async def frames(self, firm_id: int, stream: str, after: int) -> Rows:
        """A page of frames after `after`; browsers that dropped together are served by one query."""
        key = (stream, after)
        task = self._reading.get(key)
        if task is None:
            task = self._reading[key] = self._start(self._read_frames(firm_id, stream, after))
            task.add_done_callback(lambda _: self._reading.pop(key, None))
        return await asyncio.shield(task)

    async def _heads_of(self, streams: list[str]) -> list[int]:
        heads = await self.heads(streams)
        return [heads[stream] for stream in streams]

    async def _read_frames(self, firm_id: int, stream: str, after: int) -> Rows:
        async with self._connection() as connection, connection.transaction(), connection.pipeline():
            await connection.execute(SET_FIRM, (str(firm_id),))
            cursor = await connection.execute(FRAMES, (stream, after, PAGE))
            rows = await cursor.fetchall()
        return [(seq, frames.text(wire(seq, stream, ms, body).encode())) for seq, ms, body in rows]

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[psycopg.AsyncConnection[Any]]:
        async with self._slots, asyncio.timeout(PATIENCE), self._pool.connection() as connection:
            yield connection

    def _start(self, coroutine: Any) -> asyncio.Task[Any]:
        task = asyncio.get_running_loop().create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
