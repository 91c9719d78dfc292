"""The one socket of a page: says hello with a ticket, subscribes, signals.

Channels gives it its life; the hub writes to its connection. It has no channel layer, and its
`dispatch` makes no hop to a thread: one slow query elsewhere never holds up a message here.
"""

import contextlib
import secrets
import time
from asyncio import get_running_loop
from collections.abc import Callable
from typing import Any

import structlog
from channels.consumer import get_handler_name
from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer

from live import metrics, tickets
from live.access import AccessListener
from live.actors import Actor
from live.desk import Desk
from live.hub import Hub, running
from live.limits import HELLO_WITHIN, MAX_FRAME
from live.protocol import (
    FLOOD,
    LARGE,
    BadFrame,
    Close,
    Hello,
    Message,
    Pong,
    Signal,
    Subscribe,
    Unsubscribe,
    message,
    parse,
    welcome,
)
from live.rate import Bucket
from live.transports import WIRE, Wire
from live.transports.plain import PlainWire


class LiveConsumer(AsyncWebsocketConsumer):
    face = "agent"

    write: Callable[[bytes], None]
    buffered: Callable[[], int]
    hub: Hub
    actor: Actor
    wire: Wire
    desk: Desk
    place = 0
    is_known = False
    is_gone = False
    is_owing = False
    has_erred = False

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """One loop: no channel layer to listen to, so no task for each message."""
        self.scope, self.base_send = scope, send
        with contextlib.suppress(StopConsumer):
            while True:
                await self.dispatch(await receive())

    async def dispatch(self, message: Any) -> None:
        await getattr(self, get_handler_name(message))(message)

    async def connect(self) -> None:
        self.hub = await running()
        if self.hub.is_draining:
            await self.close()
            return
        await self.accept()
        extensions: dict[str, Any] = self.scope.get("extensions") or {}
        self.wire = extensions.get(WIRE) or PlainWire(self.base_send)
        self.write, self.buffered = self.wire.write, self.wire.buffered
        self.bucket = Bucket(time.monotonic())
        self.hello_timer = get_running_loop().call_later(HELLO_WITHIN, self.cut, Close.SILENT, "No hello came.")

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self.is_gone:
            return
        self.is_owing = False
        if not self.bucket.take(time.monotonic()):
            self.cut(Close.TOO_MANY, FLOOD)
        elif len(text_data or bytes_data or "") > MAX_FRAME:
            self.cut(Close.TOO_LARGE, LARGE)
        else:
            try:
                await self._take(parse(text_data))
            except BadFrame as error:
                self._refuse(str(error))

    async def websocket_disconnect(self, message: Any) -> None:
        self._leave()
        raise StopConsumer

    async def _take(self, said: Message) -> None:
        match said:
            case Hello():
                await self._meet(said)
            case _ if not self.is_known:
                raise BadFrame("Say hello first.")
            case Pong():
                pass
            case Subscribe() | Unsubscribe():
                self.desk.ask(said)
            case Signal():
                if not self.desk.signal(said):
                    self.complain("This signal is not for this stream, or you do not listen to it.")

    async def _meet(self, said: Hello) -> None:
        if self.is_known:
            raise BadFrame("You have said hello already.")
        self.hello_timer.cancel()
        try:
            self.actor = await tickets.redeem(said.ticket)
        except tickets.BadTicket:
            self.cut(Close.BAD_TICKET, "This ticket is not valid; get a new one.")
            return
        if self.is_gone:
            return
        if self.actor.kind != self.face:
            self.cut(Close.BAD_TICKET, "This ticket is for another door.")
        elif not self.hub.registry.add(self):
            self.cut(Close.TOO_MANY, "Too many pages are open.")
        else:
            self._begin()

    def _begin(self) -> None:
        self.is_known = True
        self.hub.heartbeat.add(self)
        self.access = AccessListener(self)
        stream = self.actor.access_stream
        listening = self.hub.spawn(self.hub.attach(stream, self.actor.firm_id, self.access, self.actor.access))
        self.desk = Desk(self, listening)
        connection = secrets.token_hex(8)
        # on every log line of this socket
        structlog.contextvars.bind_contextvars(connection=connection, request_id=self.actor.request)
        self.say(welcome(connection, _now_ms()))

    # What the hub and others of this socket ask of it

    def say(self, frame: bytes) -> None:
        """Write to the browser, if it is still there."""
        if not self.is_gone:
            with contextlib.suppress(Exception):  # the server notices by itself
                self.write(frame)

    def ping(self) -> None:
        heads = {stream: self.hub.head(stream) for stream in self.desk.held}
        self.is_owing = True
        self.say(message("ping", heads=heads, now=_now_ms()))

    def complain(self, reason: str) -> None:
        self.say(message("error", reason=reason))

    def cut(self, code: int, reason: str) -> None:
        if self.is_gone:
            return
        self._leave()
        metrics.kicked.labels(str(code)).inc()
        with contextlib.suppress(Exception):  # it may be closed already
            self.wire.close(code, reason)

    def _refuse(self, reason: str) -> None:
        """The first mistake is explained, the second ends it."""
        if self.has_erred:
            self.cut(Close.BAD_FRAME, reason)
        else:
            self.has_erred = True
            self.complain(reason)

    def _leave(self) -> None:
        if self.is_gone:
            return
        self.is_gone = True
        if hasattr(self, "hello_timer"):
            self.hello_timer.cancel()
        if self.is_known:
            self.desk.close()
            self.hub.detach(self.actor.access_stream, self.access)
            self.hub.heartbeat.remove(self)
            self.hub.registry.remove(self)


class WidgetConsumer(LiveConsumer):
    """The same socket for visitors, at the widget's own host."""

    face = "visitor"


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
