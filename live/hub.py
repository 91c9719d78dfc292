"""The hub: one in each web process, carrying streams from Redis and PostgreSQL to sockets.

    Redis ──Subscriber──> StreamLog (order, ring) ──Fanout──> listeners
    PostgreSQL ──Source──┘   holes, sweep, resume

Redis makes it fast; PostgreSQL makes it complete. Every second the heads of the streams with
listeners are compared with the database, so that with Redis gone altogether frames still come.
"""

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from django.conf import settings

from live import fanout, frames, metrics, sweep
from live.announce import Announcer
from live.fanout import Fanout
from live.heartbeat import Heartbeat
from live.limits import PAGE, REORDER_WAIT
from live.listener import Listener
from live.presence import Presences
from live.registry import Registry
from live.resume import Resume
from live.rings import Rings
from live.source import Source, Unavailable, conninfo
from live.stream import Stream
from live.subscriber import Subscriber

log = structlog.get_logger(__name__)

NUMBERED = b'{"q":'
RETRY = (0.05, 0.1, 0.25, 0.5, 1.0)


class ForeignStream(Exception):
    """The stream is open for another firm. Never expected: policies refuse before."""


class Hub:
    def __init__(self, source: Source, redis_url: str) -> None:
        self.source = source
        self.subscriber = Subscriber(redis_url, self.received, self.carry, self.compare_all)
        self.streams: dict[str, Stream] = {}
        self.channels: dict[bytes, Stream] = {}
        self.rings = Rings()
        self.fanout = Fanout()
        self.observers: dict[bytes, Callable[[Stream, bytes], None]] = {}
        """Who inside the process wants to see signals, by a mark found in them."""
        self.registry = Registry()
        self.heartbeat = Heartbeat()
        self.announcer = Announcer(self)
        self.presence = Presences(self)
        self.is_draining = False
        self.waiting: set[asyncio.Event] = set()
        """Polls that wait for something to say."""
        self._tasks: set[asyncio.Task[Any]] = set()

    async def start(self) -> None:
        await self.source.open()
        self.subscriber.start()
        self.spawn(sweep.keep(self))
        self.spawn(self.heartbeat.keep())
        self.spawn(self.presence.keep())

    async def stop(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await self.subscriber.stop()
        await self.source.close()

    def spawn(self, coroutine: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """A task that lives as long as it needs, or as the hub."""
        task = asyncio.get_running_loop().create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    # From Redis

    def received(self, channel: bytes, message: bytes) -> None:
        """A message of the subscription; `carry` follows when all that arrived together are in."""
        stream = self.channels.get(channel)
        if stream is None:
            return
        if not message.startswith(NUMBERED):
            self._signal(stream, message)
            return
        try:
            seq = int(message[5 : message.index(b",", 5)])
        except ValueError:
            log.warning("live.bad_message", stream=stream.name)
            return
        self._accept(stream, seq, frames.text(message))

    def carry(self) -> None:
        """Write what is due."""
        self.fanout.pump()

    def compare_all(self) -> None:
        """The subscription stands again: what was published meanwhile is in the database."""
        self.presence.confirm()
        self.spawn(sweep.once(self, list(self.streams.values())))

    # Joining and leaving

    async def attach(
        self,
        name: str,
        firm_id: int,
        listener: Listener,
        after: int | None = None,
        greet: Callable[[int], bytes] | None = None,
    ) -> None:
        """Let `listener` have everything of stream `name` after `after` (None: from now on).

        `greet(head)` makes the frame that is written first. Frames it missed follow, or a
        `reset` where they cannot be had. Waits for PostgreSQL for as long as it takes.
        """
        stream = self._stream(name, firm_id)
        stream.waiting += 1
        try:
            await asyncio.shield(self._opening(stream))
            await Resume(self, stream, listener, after, greet).run()
        finally:
            stream.waiting -= 1
            stream.active_at = time.monotonic()

    def detach(self, name: str, listener: Listener) -> None:
        stream = self.streams.get(name)
        if stream is not None and stream.listeners.pop(listener, None) is not None:
            stream.active_at = time.monotonic()

    def head(self, name: str) -> int:
        """How far the listeners of `name` have been served."""
        stream = self.streams.get(name)
        return stream.log.sent if stream is not None else 0

    def signal(self, name: str, message: bytes) -> None:
        """Deliver a signal inside this process only."""
        stream = self.streams.get(name)
        if stream is not None:
            self._signal(stream, message)

    def close(self, stream: Stream) -> None:
        """Forget a stream nobody listens to."""
        del self.streams[stream.name]
        del self.channels[stream.channel]
        self.rings.drop(stream.log)
        self.subscriber.remove(stream.channel)
        for task in (stream.opened, stream.filling):
            if task is not None:
                task.cancel()

    # From PostgreSQL

    def fill(self, stream: Stream, wait: float = 0.0) -> asyncio.Task[None]:
        """Read what is missing. One reading a stream at a time; it fails when PostgreSQL is away."""
        if stream.filling is None or stream.filling.done():
            stream.filling = self.spawn(self._fill(stream, wait))
            stream.filling.add_done_callback(_quiet)
        return stream.filling

    async def reach(self, stream: Stream, head: int) -> bool:
        """Read as far as `head`, which was read from the database; False where these frames are past their retention."""
        await asyncio.shield(self.fill(stream))
        if (stream.log.last or 0) < head:  # what was under way had begun before `head` was committed
            await self._fill(stream, 0.0)
        return (stream.log.last or 0) >= head

    async def _fill(self, stream: Stream, wait: float) -> None:
        if wait:
            await asyncio.sleep(wait)
            if not stream.log.has_hole:
                return
        full = True
        while full:
            rows = await self.source.frames(stream.firm_id, stream.name, stream.log.last or 0)
            self.take_in(stream, rows)
            full = len(rows) == PAGE

    def take_in(self, stream: Stream, rows: list[tuple[int, bytes]]) -> None:
        """Rows that follow each other, read after a known sequence."""
        last = stream.log.last or 0
        if rows and rows[0][0] > last + 1:
            self.leap(stream, rows[0][0] - 1)
        for seq, frame in rows:
            metrics.filled.inc(seq > (stream.log.last or 0))
            self._accept(stream, seq, frame)
        self.carry()

    def leap(self, stream: Stream, head: int) -> None:
        """The history of a stream is gone up to `head`: all who listen reload."""
        stream.log.leap(head)
        self.rings.touch(stream.log)
        for listener in tuple(stream.listeners):
            stream.listeners[listener] = head
            try:
                write_reset(stream, listener)
            except Exception:  # one dead socket never stops the others
                listener.cut(fanout.SLOW, "The connection is gone.")

    def _accept(self, stream: Stream, seq: int, frame: bytes) -> None:
        stream.log.accept(seq, frame)
        self.fanout.offer(stream)
        self.rings.touch(stream.log)
        stream.active_at = time.monotonic()
        if stream.log.has_hole and stream.is_open:
            self.fill(stream, REORDER_WAIT)

    def _signal(self, stream: Stream, message: bytes) -> None:
        for mark, observe in self.observers.items():
            if mark in message:
                try:
                    observe(stream, message)
                except Exception:  # one message never costs the subscription, nor those that came with it
                    log.exception("live.observer_failed", stream=stream.name)
        fanout.signal(stream, frames.text(message))

    # Opening

    def _stream(self, name: str, firm_id: int) -> Stream:
        stream = self.streams.get(name)
        if stream is None:
            stream = self.streams[name] = Stream(name, firm_id, time.monotonic())
            self.channels[stream.channel] = stream
        if stream.firm_id != firm_id:
            raise ForeignStream(name)
        return stream

    def _opening(self, stream: Stream) -> asyncio.Task[None]:
        if stream.opened is None or _has_failed(stream.opened):
            stream.opened = self.spawn(self._open(stream))
        return stream.opened

    async def _open(self, stream: Stream) -> None:
        """Subscribe first, then read the head: what comes between is in one of the two."""
        await self.subscriber.add(stream.channel)
        for attempt in range(1_000_000):
            try:
                stream.log.open(await self.source.head(stream.name))
            except Unavailable:
                await asyncio.sleep(RETRY[min(attempt, len(RETRY) - 1)])
            else:
                self.fanout.offer(stream)
                self.carry()
                return


def write_reset(stream: Stream, listener: Listener) -> None:
    metrics.resets.inc()
    payload = b'{"op":"reset","stream":"%s","seq":%d}' % (stream.name.encode(), stream.log.sent)
    listener.write(frames.text(payload))


def _has_failed(task: asyncio.Task[None]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)


def _quiet(task: asyncio.Task[Any]) -> None:
    """A failed reading is repeated by the sweep; it is no fault of the program."""
    error = None if task.cancelled() else task.exception()
    if error is not None and not isinstance(error, Unavailable):
        log.error("live.fill_failed", exc_info=error)


_hub: Hub | None = None


async def running() -> Hub:
    """The process's hub, started by the first socket."""
    global _hub
    if _hub is None:
        _hub = Hub(Source(conninfo()), settings.REDIS_URL)
        await _hub.start()
    return _hub


def current() -> Hub | None:
    """The process's hub if a socket has ever come."""
    return _hub
