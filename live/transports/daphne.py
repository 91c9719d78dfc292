"""daphne with raw frame writing, no compression and a small limit for what browsers send.

Twisted writes when its reactor finds the socket writable, which costs three system calls a
write. An idle socket is therefore written to at once; only what the kernel does not take is
left to Twisted, and everything after it, in order.
"""

import socket
import time
from typing import Any

from daphne.server import Server
from daphne.ws_protocol import WebSocketFactory, WebSocketProtocol

from live.protocol import FLOOD, LARGE, Close
from live.rate import Bucket
from live.transports import WIRE


class DaphneWire:
    __slots__ = ("_protocol", "_send", "_transport")

    def __init__(self, protocol: "LiveProtocol") -> None:
        self._protocol = protocol
        self._transport: Any = protocol.transport
        own = getattr(self._transport, "socket", None)
        self._send = own.send if isinstance(own, socket.socket) else None  # not through TLS

    def write(self, data: bytes) -> None:
        transport = self._transport
        if self._send is None or transport._tempDataBuffer or transport.dataBuffer:
            transport.write(data)
            return
        if not transport.connected or transport.disconnecting:
            raise ConnectionResetError
        try:
            sent = self._send(data)
        except BlockingIOError:
            sent = 0
        if sent < len(data):
            transport.write(data[sent:] if sent else data)

    def buffered(self) -> int:
        transport = self._transport
        if not transport._tempDataBuffer and not transport.dataBuffer:
            return 0
        return len(transport.dataBuffer) - transport.offset + transport._tempDataLen

    def close(self, code: int, reason: str = "") -> None:
        self._protocol.sendCloseFrame(code=code, reasonUtf8=reason.encode()[:123])


class LiveProtocol(WebSocketProtocol):
    """Closes with the codes of our protocol; a flood is stopped before it fills a queue."""

    discards = False

    def onConnect(self, request: Any) -> Any:  # noqa: N802
        self.bucket = Bucket(time.monotonic())
        return super().onConnect(request)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802
        if not self.discards:
            super().dataReceived(data)

    def onMessage(self, payload: bytes, isBinary: bool) -> None:  # noqa: N802, N803
        if self.discards:
            return
        if self.bucket.take(time.monotonic()):
            super().onMessage(payload, isBinary)
            return
        self.discards = True
        self.data = b""
        self.sendCloseFrame(code=Close.TOO_MANY, reasonUtf8=FLOOD.encode())

    def _max_message_size_exceeded(self, size: int, limit: int, reason: str) -> None:
        self._fail_connection(Close.TOO_LARGE, LARGE)


class LiveFactory(WebSocketFactory):
    protocol = LiveProtocol


class LiveServer(Server):
    """Serves the same application as daphne's own, with our socket protocol."""

    def create_application(self, protocol: Any, scope: dict[str, Any]) -> Any:
        if scope["type"] == "websocket":
            scope.setdefault("extensions", {})[WIRE] = DaphneWire(protocol)
        return super().create_application(protocol, scope)
