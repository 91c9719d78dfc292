"""Serve with daphne."""

import asyncio
import signal
import socket
from typing import Any

from live import hub
from live.drain import drain
from live.limits import CLOSE_WITHIN, MAX_FRAME
from live.serve import application
from live.transports.daphne import LiveFactory, LiveServer  # installs Twisted's asyncio reactor

from twisted.internet import defer, reactor  # isort: skip

NEVER = 10**9
GRACE = 10
"""Seconds that requests under way are given."""


class Server(LiveServer):
    """Leaves in order: no new connections, then the sockets, then the requests."""

    drain_seconds = 0.0

    def listen_success(self, port: Any) -> None:
        super().listen_success(port)
        self.port = port
        self.ws_factory = LiveFactory(self, server=self.server_name)
        self.ws_factory.setProtocolOptions(
            autoPingTimeout=0,
            allowNullOrigin=True,  # routing compares the origin itself
            openHandshakeTimeout=20,  # after a restart all pages come at once
            closeHandshakeTimeout=CLOSE_WITHIN,
            failByDrop=False,
            maxMessagePayloadSize=MAX_FRAME,
            maxFramePayloadSize=MAX_FRAME,
        )
        signal.signal(signal.SIGINT, self.leave_at_once)

    def leave_at_once(self, *_: object) -> None:
        self.drain_seconds = 0.0
        reactor.callFromThread(self.stop)

    def kill_all_applications(self) -> Any:
        self.port.stopListening()
        leaving = defer.Deferred.fromFuture(asyncio.ensure_future(self._drain()))
        leaving.addBoth(lambda _: LiveServer.kill_all_applications(self))
        return leaving

    async def _drain(self) -> None:
        running = hub.current()
        if running is not None:
            await drain(running, self.drain_seconds)
            await running.stop()
        under_way = [details.get("application_instance") for details in self.connections.values()]
        requests = [task for task in under_way if task is not None and not task.done()]
        if requests:
            await asyncio.wait(requests, timeout=GRACE)


def serve(app: str, listener: socket.socket, drain_seconds: float) -> None:
    server = Server(
        application(app),
        endpoints=[f"fd:fileno={listener.fileno()}"],
        ping_interval=NEVER,  # ours is in the protocol
        websocket_timeout=-1,
        http_timeout=None,
        request_buffer_size=65536,
        verbosity=0,
        server_name="",
    )
    server.drain_seconds = drain_seconds
    server.run()
