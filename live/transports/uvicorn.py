"""uvicorn with raw frame writing, no compression and a small limit for what browsers send."""

import time
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import PayloadTooBig
from websockets.http11 import Request

from live import frames
from live.limits import CLOSE_WITHIN
from live.protocol import FLOOD, LARGE, Close
from live.rate import Bucket
from live.transports import WIRE

QUIET = 0.5
"""A browser whose message was refused is hung up on when it has stopped sending for this long."""


class UvicornWire:
    __slots__ = ("_protocol", "buffered", "write")

    def __init__(self, protocol: "LiveProtocol") -> None:
        self._protocol = protocol
        self.write = protocol.transport.write
        self.buffered = protocol.transport.get_write_buffer_size

    def close(self, code: int, reason: str = "") -> None:
        self._protocol.say_goodbye(code, reason)


class LiveProtocol(WebSocketsSansIOProtocol):
    """Hands the application a `Wire` and closes with the codes of our protocol."""

    discards = False
    deadline = 0.0

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        self.bucket = Bucket(time.monotonic())
        scope: Any = getattr(self, "scope", None)
        if scope is not None:
            scope["extensions"][WIRE] = UvicornWire(self)

    def data_received(self, data: bytes) -> None:
        if not self.discards:
            super().data_received(data)
        elif self.close_timer is not None:
            wait = min(QUIET, max(0.0, self.deadline - self.loop.time()))
            self.close_timer.cancel()
            self.close_timer = self.loop.call_later(wait, self.transport.abort)

    def handle_parser_exception(self) -> None:
        """A frame that is too large is refused by its header; what follows it is thrown away."""
        if not isinstance(self.conn.parser_exc, PayloadTooBig):
            super().handle_parser_exception()
            return
        self.discards = True
        self.queue.put_nowait({"type": "websocket.disconnect", "code": Close.TOO_LARGE})
        self._send_and_wait(frames.close(Close.TOO_LARGE, LARGE))

    def send_receive_event_to_app(self) -> None:
        if self.close_sent or self.bucket.take(time.monotonic()):
            super().send_receive_event_to_app()
            return
        self.discards = True
        self.queue.put_nowait({"type": "websocket.disconnect", "code": Close.TOO_MANY})
        self.say_goodbye(Close.TOO_MANY, FLOOD)

    def say_goodbye(self, code: int, reason: str) -> None:
        if self.close_sent or self.transport.is_closing():
            return
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()
        self._send_and_wait(frames.close(code, reason))

    def _send_and_wait(self, close_frame: bytes) -> None:
        self.close_sent = True
        self.transport.write(close_frame)
        self.deadline = self.loop.time() + CLOSE_WITHIN
        self.close_timer = self.loop.call_later(CLOSE_WITHIN, self.transport.abort)
