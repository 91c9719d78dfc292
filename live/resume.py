"""Bringing one listener from its cursor to the present of a stream, and letting it join.

It joins in the same step in which its position equals what the hub has sent, so nothing can
come between. Its frames come from the ring, else from PostgreSQL in pages; a listener that
reads slowly is waited for, so that a catch-up never cuts it.
"""

import asyncio
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from live import frames, metrics
from live.limits import MAX_GAP, REPLAY_CEILING, REPLAY_PATIENCE
from live.listener import Listener
from live.source import Unavailable
from live.stream import Stream

if TYPE_CHECKING:
    from live.hub import Hub


class Unreachable(Exception):
    """The listener's past cannot be had: its cursor is too old, or was never ours."""


class Resume:
    def __init__(
        self,
        hub: "Hub",
        stream: Stream,
        listener: Listener,
        after: int | None,
        greet: Callable[[int], bytes] | None,
    ) -> None:
        self.hub, self.stream, self.log, self.listener = hub, stream, stream.log, listener
        self.position = self.log.sent if after is None else after
        self.greet = greet

    async def run(self) -> None:
        try:
            await self._meet()
            self._write_greeting()
            while self.position != self.log.sent:
                await self._step()
        except Unreachable:
            self._write_greeting()
            self._write_reset()
        self.stream.listeners[self.listener] = self.log.sent

    async def _meet(self) -> None:
        """See that the hub is no older than the cursor: another process may have been ahead."""
        if self.position > (self.log.last or 0):
            await self._advance_hub()
        if self.position > (self.log.last or 0) or (self.log.last or 0) - self.position > MAX_GAP:
            raise Unreachable

    async def _advance_hub(self) -> None:
        while True:
            try:
                head = await self.hub.source.head(self.stream.name)
                if head > (self.log.last or 0):
                    await self.hub.reach(self.stream, head)
                return
            except Unavailable:
                await asyncio.sleep(0.25)

    async def _step(self) -> None:
        if self.position > self.log.sent:
            if self.position > (self.log.last or 0):  # the stream went back under us
                raise Unreachable
            await asyncio.sleep(0)  # accepted, and written in one of the next turns
        elif self.listener.buffered() > REPLAY_CEILING:
            await self._let_it_read()
        elif (missed := self.log.since(self.position)) is not None:
            self._write(missed, "ring")
        else:
            self._write(await self._page(), "database")

    async def _page(self) -> list[bytes]:
        """Frames after the position that the hub has sent; newer ones advance the hub as well."""
        position = self.position
        try:
            rows = await self.hub.source.frames(self.stream.firm_id, self.stream.name, position)
        except Unavailable:
            await asyncio.sleep(0.25)
            return []
        if not rows or rows[0][0] != position + 1:
            raise Unreachable
        self.hub.take_in(self.stream, rows)
        return [frame for seq, frame in rows if seq <= self.log.sent]

    def _write(self, missed: list[bytes], source: str) -> None:
        """Write as much as a listener may have unread at once."""
        size = count = 0
        for frame in missed:
            size += len(frame)
            count += 1
            if size > REPLAY_CEILING:
                break
        if count:
            self.listener.write(b"".join(missed[:count]))
        self.position += count
        metrics.replayed.labels(source).inc(count)

    async def _let_it_read(self) -> None:
        patience = time.monotonic() + REPLAY_PATIENCE
        while self.listener.buffered() > REPLAY_CEILING:
            if time.monotonic() > patience:
                self.listener.cut(4008, "This page did not read what it missed; it will catch up.")
                raise ConnectionResetError
            await asyncio.sleep(0.05)

    def _write_greeting(self) -> None:
        if self.greet is not None:
            self.listener.write(self.greet(self.log.sent))
            self.greet = None

    def _write_reset(self) -> None:
        metrics.resets.inc()
        payload = b'{"op":"reset","stream":"%s","seq":%d}' % (
            self.stream.name.encode(),
            self.log.sent,
        )
        self.listener.write(frames.text(payload))
