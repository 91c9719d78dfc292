"""Serve with uvicorn on uvloop."""

import asyncio
import signal
import socket

import uvicorn
from uvicorn.config import Config

from live import hub
from live.drain import drain
from live.limits import MAX_FRAME
from live.serve import BACKLOG, application
from live.transports.uvicorn import LiveProtocol

GRACE = 10
"""Seconds that requests under way are given."""


class Server(uvicorn.Server):
    """Leaves in order: no new connections, then the sockets, then the requests."""

    def __init__(self, config: Config, drain_seconds: float) -> None:
        super().__init__(config)
        self.drain_seconds = drain_seconds

    def handle_exit(self, sig: int, frame: object) -> None:
        if sig == signal.SIGINT:
            self.drain_seconds = 0.0
        super().handle_exit(sig, frame)  # type: ignore[arg-type]

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        running = hub.current()
        if running is not None:
            leaving = asyncio.ensure_future(drain(running, self.drain_seconds))
            while not leaving.done() and not self.force_exit:
                await asyncio.wait([leaving], timeout=0.1)
            await running.stop()
        await super().shutdown(sockets)


def serve(app: str, listener: socket.socket, drain_seconds: float) -> None:
    config = Config(
        application(app),
        loop="uvloop",
        ws=LiveProtocol,
        ws_max_size=MAX_FRAME,
        ws_ping_interval=None,  # ours is in the protocol
        ws_per_message_deflate=False,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        backlog=BACKLOG,
        timeout_graceful_shutdown=GRACE,
    )
    Server(config, drain_seconds).run(sockets=[listener])
