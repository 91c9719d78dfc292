"""The heartbeat: every socket is pinged every 25 seconds with the heads of its streams.

Sockets stand on a dial of as many places as there are seconds between pings; each second one
place is pinged, and those of ten seconds ago that have said nothing since are closed; one with much
to read, behind which its ping waits, has until its next turn. The heads let a browser notice by
itself that it has lost something.
"""

import asyncio
import random
from collections.abc import Callable
from typing import TYPE_CHECKING

import structlog

from live.limits import PING_EVERY, PONG_WITHIN, SIGNAL_CEILING, SOCKETS_PER_TURN
from live.protocol import Close

if TYPE_CHECKING:
    from live.consumer import LiveConsumer

log = structlog.get_logger(__name__)


class Heartbeat:
    def __init__(self) -> None:
        self._dial: list[set[LiveConsumer]] = [set() for _ in range(PING_EVERY)]

    def add(self, socket: "LiveConsumer") -> None:
        socket.place = random.randrange(PING_EVERY)
        self._dial[socket.place].add(socket)

    def remove(self, socket: "LiveConsumer") -> None:
        self._dial[socket.place].discard(socket)

    async def keep(self) -> None:
        second = 0
        while True:
            await asyncio.sleep(1)
            await self.beat(second)
            second += 1

    async def beat(self, second: int) -> None:
        await self._each(second - PONG_WITHIN, _expect_an_answer)
        await self._each(second, _ask)

    async def _each(self, second: int, do: Callable[["LiveConsumer"], None]) -> None:
        for count, socket in enumerate(tuple(self._dial[second % PING_EVERY])):
            try:
                do(socket)
            except Exception:  # one socket never stops the beat for the others
                log.exception("live.heartbeat_failed")
            if count % SOCKETS_PER_TURN == SOCKETS_PER_TURN - 1:
                await asyncio.sleep(0)


def _expect_an_answer(socket: "LiveConsumer") -> None:
    if socket.is_owing and socket.buffered() < SIGNAL_CEILING:
        _end(socket)


def _ask(socket: "LiveConsumer") -> None:
    if socket.is_owing:
        _end(socket)
    else:
        socket.ping()


def _end(socket: "LiveConsumer") -> None:
    socket.cut(Close.SILENT, "The connection was silent.")
