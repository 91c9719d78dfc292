"""Carrying a stream's frames to its listeners: framed once, joined, one write per socket.

Nothing here waits for a socket. After SOCKETS_PER_TURN writes the event loop gets its turn;
what arrives for a stream meanwhile is joined into its next write.
"""

import asyncio
from collections import deque
from collections.abc import Iterator

from live import metrics
from live.limits import SIGNAL_CEILING, SLOW_CONSUMER, SOCKETS_PER_TURN
from live.listener import Listener
from live.stream import Stream

SLOW = 4008


class Job:
    """One write to the listeners a stream had when the job began."""

    __slots__ = ("count", "data", "fresh", "listeners", "stream", "upto")

    def __init__(self, stream: Stream, data: bytes, count: int) -> None:
        self.stream, self.data, self.count = stream, data, count
        self.upto = stream.log.sent
        self.listeners: Iterator[Listener] = iter(tuple(stream.listeners))
        self.fresh = True

    def run(self, budget: int) -> int:
        """Write to at most `budget` listeners; returns what is left of the budget."""
        data, ceiling = self.data, SLOW_CONSUMER + len(self.data)
        left, slow, fresh = budget, [], self.fresh
        for listener in self.listeners:
            if not fresh and not self._still_due(listener):
                continue
            try:
                listener.write(data)
                if listener.buffered() > ceiling:
                    slow.append(listener)
            except Exception:  # one dead socket never stops the others
                slow.append(listener)
            left -= 1
            if not left:
                break
        self.fresh = False
        metrics.deliveries.inc((budget - left) * self.count)
        for listener in slow:
            listener.cut(SLOW, "This page fell too far behind; it will catch up.")
        return left

    def _still_due(self, listener: Listener) -> bool:
        """Since the job began it may have left, or come back and been given these frames."""
        joined = self.stream.listeners.get(listener)
        return joined is not None and joined < self.upto


class Fanout:
    def __init__(self) -> None:
        self._due: deque[Stream] = deque()
        self._job: Job | None = None
        self._scheduled = False

    def offer(self, stream: Stream) -> None:
        """`stream` may have frames whose turn has come; `pump` carries them."""
        if stream.log.ready and not stream.is_due:
            stream.is_due = True
            self._due.append(stream)

    def pump(self) -> None:
        """Write until everything is carried or the turn is over."""
        if self._scheduled:
            return
        left = SOCKETS_PER_TURN
        while left:
            if self._job is None:
                if not self._due:
                    return
                stream = self._due.popleft()
                stream.is_due = False
                if not stream.log.ready:  # a leap took them back
                    continue
                self._job = Job(stream, *stream.log.take())
            left = self._job.run(left)
            if left:
                self._job = None
        self._scheduled = True
        asyncio.get_running_loop().call_soon(self._resume)

    def _resume(self) -> None:
        self._scheduled = False
        self.pump()


def signal(stream: Stream, data: bytes) -> None:
    """Write something that may be missed: presence, typing."""
    for listener in tuple(stream.listeners):
        try:
            if listener.buffered() < SIGNAL_CEILING:
                listener.write(data)
        except Exception:
            listener.cut(SLOW, "The connection is gone.")
