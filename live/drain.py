"""Leaving before a restart: every page is told when to come back, spread over some seconds."""

import asyncio
import contextlib
import random
from typing import TYPE_CHECKING

from live.protocol import Close, message

if TYPE_CHECKING:
    from live.hub import Hub

PER_SECOND = 500
"""Sockets that may come back in one second."""


async def drain(hub: "Hub", seconds: float) -> None:
    """Say `go` to all, answer what waits, wait until they are gone or the time is over, close the rest with 1012."""
    hub.is_draining = True
    for poll in tuple(hub.waiting):
        poll.set()
    sockets = list(hub.registry.sockets)
    spread = min(seconds, 1 + len(sockets) / PER_SECOND)
    for socket in sockets:
        socket.say(message("go", **{"in": round(random.uniform(0, spread), 1)}))
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(hub.registry.emptied.wait(), spread + 1 if seconds else 0)
    for socket in list(hub.registry.sockets):
        socket.cut(Close.RESTART, "The server restarts; come back.")
    await asyncio.sleep(0.05)  # the goodbyes leave with the loop's next turns
