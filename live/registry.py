"""The open sockets of this process, by person."""

import asyncio
from typing import TYPE_CHECKING

from live import metrics
from live.limits import SOCKETS_PER_AGENT, SOCKETS_PER_VISITOR

if TYPE_CHECKING:
    from live.consumer import LiveConsumer

MOST = {"agent": SOCKETS_PER_AGENT, "visitor": SOCKETS_PER_VISITOR}


class Registry:
    def __init__(self) -> None:
        self.sockets: set[LiveConsumer] = set()
        self.emptied = asyncio.Event()
        self.emptied.set()
        self._by_person: dict[tuple[str, int | str], int] = {}

    def add(self, socket: "LiveConsumer") -> bool:
        """Count a socket in; False when this person has too many."""
        kind, key = socket.actor.kind, socket.actor.key
        if self._by_person.get(key, 0) >= MOST[kind]:
            return False
        self._by_person[key] = self._by_person.get(key, 0) + 1
        self.sockets.add(socket)
        self.emptied.clear()
        metrics.sockets.labels(kind).inc()
        return True

    def remove(self, socket: "LiveConsumer") -> None:
        if socket not in self.sockets:
            return
        self.sockets.discard(socket)
        if not self.sockets:
            self.emptied.set()
        key = socket.actor.key
        self._by_person[key] -= 1
        if not self._by_person[key]:
            del self._by_person[key]
        metrics.sockets.labels(socket.actor.kind).dec()
