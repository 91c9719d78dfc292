"""The process's one subscription to Redis: a protocol over hiredis, kept connected.

Redis may lose anything. `on_up` tells the hub to compare all heads with the database, which
it does each time the subscription stands again.
"""

import asyncio
import contextlib
import ssl
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import hiredis
import structlog

log = structlog.get_logger(__name__)

ALIVE_EVERY = 10.0
"""Seconds between pings; a subscription that answered none since the last is dropped."""
BACK_OFF = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0)
CHUNK = 1000
"""Channels in one SUBSCRIBE."""


@dataclass(frozen=True)
class Address:
    """Where Redis is, from `redis://`, `rediss://` or `unix://`."""

    host: str = ""
    port: int = 6379
    path: str = ""
    username: str = ""
    password: str = ""
    tls: bool = False

    @classmethod
    def parse(cls, url: str) -> "Address":
        parts = urlsplit(url)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        return cls(
            host=parts.hostname or "localhost",
            port=parts.port or 6379,
            path=unquote(parts.path) if parts.scheme == "unix" else "",
            username=unquote(parts.username or query.get("username", "")),
            password=unquote(parts.password or query.get("password", "")),
            tls=parts.scheme == "rediss",
        )


def command(*words: bytes) -> bytes:
    """A command in the Redis protocol."""
    return b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in words)


class Line(asyncio.Protocol):
    """One connection. It lives until Redis or the network ends it."""

    def __init__(self, owner: "Subscriber") -> None:
        self.owner = owner
        self.reader = hiredis.Reader()
        self.transport: asyncio.Transport | None = None
        self.answered = True
        self.is_up = False
        self.lost = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def connection_lost(self, error: Exception | None) -> None:
        self.transport = None  # under uvloop, writing to it would raise
        if not self.lost.done():
            self.lost.set_result(error)

    def data_received(self, data: bytes) -> None:
        self.reader.feed(data)
        try:
            self._read()
        finally:
            self.owner.on_batch()

    def _read(self) -> None:
        gets, on_message = self.reader.gets, self.owner.on_message
        while (reply := gets()) is not False:
            if isinstance(reply, hiredis.ReplyError):
                log.error("live.redis_refused", error=str(reply))
            elif not isinstance(reply, list):  # +OK of AUTH, +PONG while nothing is subscribed
                self._pong(reply)
            elif reply[0] == b"message":
                on_message(reply[1], reply[2])
            elif reply[0] == b"subscribe":
                self.owner.subscribed(reply[1])
            else:
                self._pong(reply[0])

    def _pong(self, word: bytes) -> None:
        """Redis answers in order: with the first pong, all channels are subscribed."""
        if word.lower() == b"pong":
            self.answered = True
            if not self.is_up:
                self.is_up = True
                self.owner.on_up()

    def send(self, data: bytes) -> None:
        if self.transport is not None:
            self.transport.write(data)


class Subscriber:
    """Keeps the channels subscribed, over reconnects."""

    def __init__(
        self,
        url: str,
        on_message: Callable[[bytes, bytes], None],
        on_batch: Callable[[], None],
        on_up: Callable[[], None],
    ) -> None:
        self.address = Address.parse(url)
        self.on_message, self.on_batch, self.on_up = on_message, on_batch, on_up
        self.channels: dict[bytes, asyncio.Future[None] | None] = {}
        self.line: Line | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def connected(self) -> bool:
        return self.line is not None and self.line.transport is not None

    def start(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._keep())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def add(self, channel: bytes, patience: float = 1.0) -> None:
        """Subscribe; returns when Redis has confirmed, or after `patience` when it is away."""
        waiter = asyncio.get_running_loop().create_future()
        self.channels[channel] = waiter
        if self.connected:
            self._send(command(b"SUBSCRIBE", channel))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(asyncio.shield(waiter), patience)

    def remove(self, channel: bytes) -> None:
        if self.channels.pop(channel, False) is not False:
            self._send(command(b"UNSUBSCRIBE", channel))

    def subscribed(self, channel: bytes) -> None:
        waiter = self.channels.get(channel)
        if waiter is not None:
            self.channels[channel] = None
            if not waiter.done():
                waiter.set_result(None)

    def _send(self, data: bytes) -> None:
        if self.line is not None:
            self.line.send(data)

    async def _keep(self) -> None:
        failures = 0
        while True:
            try:
                line = await self._connect()
            except (OSError, TimeoutError) as error:
                if not failures:
                    log.warning("live.redis_down", error=str(error))
                await asyncio.sleep(BACK_OFF[min(failures, len(BACK_OFF) - 1)])
                failures += 1
                continue
            failures = 0
            try:
                await self._attend(line)
            finally:
                self.line = None
                if line.transport is not None:
                    line.transport.abort()

    async def _connect(self) -> Line:
        loop, address = asyncio.get_running_loop(), self.address
        async with asyncio.timeout(3):
            if address.path:
                _, line = await loop.create_unix_connection(lambda: Line(self), address.path)
            else:
                context = ssl.create_default_context() if address.tls else None
                _, line = await loop.create_connection(lambda: Line(self), address.host, address.port, ssl=context)
        return line

    async def _attend(self, line: Line) -> None:
        """Subscribe to all channels, then watch the line until it is lost or silent."""
        if self.address.password:
            names = [self.address.username.encode()] if self.address.username else []
            line.send(command(b"AUTH", *names, self.address.password.encode()))
        for chunk in _chunks(list(self.channels)):
            line.send(command(b"SUBSCRIBE", *chunk))
        self.line = line
        while line.answered:
            line.answered = False
            line.send(command(b"PING"))
            await asyncio.wait([line.lost], timeout=ALIVE_EVERY)
            if line.lost.done():
                log.warning("live.redis_lost", error=str(line.lost.result()))
                return
        log.warning("live.redis_silent")


def _chunks(channels: list[bytes]) -> Iterable[list[bytes]]:
    return (channels[at : at + CHUNK] for at in range(0, len(channels), CHUNK))
