"""The fallback for a server without raw frame writing: plain ASGI sends, one after the other.

Five to ten times slower. What is not yet sent is counted, so a slow browser is cut, if the server lets a send wait
for the network; daphne's own command does not, and there only the heartbeat notices a browser that reads nothing.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from live import frames
from live.limits import CLOSE_WITHIN


class PlainWire:
    def __init__(self, send: Callable[[Any], Awaitable[None]]) -> None:
        self._send = send
        self._queue: deque[bytes] = deque()
        self._size = 0
        self._task: asyncio.Task[None] | None = None
        self._closing: tuple[int, str] | None = None

    def write(self, data: bytes) -> None:
        if self._closing is not None:
            raise ConnectionResetError
        self._queue.append(data)
        self._size += len(data)
        self._work()

    def buffered(self) -> int:
        return self._size

    def close(self, code: int, reason: str = "") -> None:
        if self._closing is None:
            self._closing = (code, reason)
            self._work()
            asyncio.get_running_loop().call_later(CLOSE_WITHIN, self._give_up)

    def _work(self) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._drain())

    async def _drain(self) -> None:
        try:
            while self._queue:
                data = self._queue.popleft()
                for payload in frames.payloads(data):
                    await self._send({"type": "websocket.send", "text": payload.decode()})
                self._size -= len(data)
            if self._closing is not None:
                code, reason = self._closing
                await self._send({"type": "websocket.close", "code": code, "reason": reason})
        except Exception:  # the browser is gone; its consumer hears of it by itself
            self._queue.clear()

    def _give_up(self) -> None:
        if self._task is not None:
            self._task.cancel()
