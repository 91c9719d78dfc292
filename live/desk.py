"""One socket's subscriptions: what it asks for is authorised, joined, checked again, given up.

What a browser asks for while an answer is on its way is taken together in the next one, so a
page of twenty streams costs two questions, not twenty.
"""

import asyncio
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import structlog

from live import authority
from live.hub import ForeignStream
from live.limits import STREAMS_PER_SOCKET
from live.protocol import Close, Signal, Subscribe, Unsubscribe, message
from live.signals import Signals
from live.streams import kind_of

if TYPE_CHECKING:
    from live.consumer import LiveConsumer

log = structlog.get_logger(__name__)

PATIENCE = 20.0
"""Seconds to wait for PostgreSQL before the browser is sent away to come back."""


class Desk:
    def __init__(self, socket: "LiveConsumer", access: "asyncio.Task[None]") -> None:
        self.socket, self.hub, self.actor = socket, socket.hub, socket.actor
        self.signals = Signals(self.hub, self.actor)
        self.held: dict[str, asyncio.Task[None] | None] = {}
        """The streams of this socket; with a task while it is joining."""
        self._access = access
        self._asked: list[Subscribe | Unsubscribe] = []
        self._worker: asyncio.Task[None] | None = None
        self._rights = 0

    def ask(self, said: Subscribe | Unsubscribe) -> None:
        self._asked.append(said)
        if self._worker is None or self._worker.done():
            self._worker = self.hub.spawn(self._work())

    def signal(self, said: Signal) -> bool:
        """Pass a signal on if the socket listens to its stream and it has such signals."""
        kind = kind_of(said.stream)
        return kind is not None and said.stream in self.held and self.signals.send(said, kind)

    def recheck(self) -> None:
        """Rights have changed: ask again about everything held or about to be."""
        self._rights += 1
        self.hub.spawn(self._recheck())

    def close(self) -> None:
        if self._worker is not None and self._worker is not asyncio.current_task():
            self._worker.cancel()
        self._access.cancel()
        for stream in list(self.held):
            self._leave(stream)

    async def _work(self) -> None:
        try:
            await asyncio.shield(self._access)  # first hear of lost rights, then use them
            while self._asked:
                asked, self._asked = self._asked, []
                await self._answer(asked)
        except Exception:
            log.exception("live.desk_failed")
            self.socket.cut(Close.RESTART, "Something went wrong here; please come back.")

    async def _answer(self, asked: list[Subscribe | Unsubscribe]) -> None:
        last = {said.stream: said for said in asked}
        for stream in last:
            self._leave(stream)
        wanted = [said for said in last.values() if isinstance(said, Subscribe)]
        if wanted:
            await self._serve(wanted)

    async def _serve(self, wanted: list[Subscribe]) -> None:
        room = STREAMS_PER_SOCKET - len(self.held)
        allowed = await self._permitted([said.stream for said in wanted[:room]])
        for said in wanted:
            if said.stream in allowed:
                self.held[said.stream] = self.hub.spawn(self._join(said))
            else:
                self._deny(said.stream)
        if len(wanted) > room:
            self.socket.complain(f"A page may hold {STREAMS_PER_SOCKET} streams.")
        joining = [task for task in self.held.values() if task is not None]
        await asyncio.gather(*joining, return_exceptions=True)

    async def _join(self, said: Subscribe) -> None:
        stream, firm_id = said.stream, self.actor.firm_id
        try:
            await self._arrive(stream)
            await self.hub.attach(stream, firm_id, self.socket, said.after, self._greeting(stream))
        except BaseException as error:
            if self.held.get(stream) is asyncio.current_task():
                del self.held[stream]
            self._depart(stream)
            if isinstance(error, ForeignStream):
                self._deny(stream)
            elif isinstance(error, Exception) and not isinstance(error, OSError):
                log.exception("live.join_failed", stream=stream)
            raise
        self.held[stream] = None

    async def _arrive(self, stream: str) -> None:
        if _has_presence(stream):
            self.hub.presence.join(stream, self.actor)
            await self.hub.presence.ready(stream)

    def _depart(self, stream: str) -> None:
        if _has_presence(stream):
            self.hub.presence.leave(stream, self.actor)

    def _greeting(self, stream: str) -> Callable[[int], bytes]:
        def greet(head: int) -> bytes:
            present = self.hub.presence.present(stream)
            return message("subscribed", stream=stream, seq=head, present=present)

        return greet

    def _leave(self, stream: str) -> None:
        if stream not in self.held:
            return
        joining = self.held.pop(stream)
        if joining is not None:
            joining.cancel()
            return
        self.hub.detach(stream, self.socket)
        self._depart(stream)

    def _deny(self, stream: str) -> None:
        self.socket.say(message("denied", stream=stream))

    async def _recheck(self) -> None:
        streams = list(self.held)
        allowed = await self._permitted(streams)
        for stream in streams:
            if stream not in allowed and stream in self.held:
                self._leave(stream)
                self._deny(stream)

    async def _permitted(self, streams: list[str]) -> set[str]:
        """Ask the policies; again when rights changed while they were asked."""
        give_up = time.monotonic() + PATIENCE
        while True:
            rights = self._rights
            try:
                allowed = await authority.permitted(self.actor, streams)
            except authority.Away:
                if time.monotonic() > give_up:
                    self.socket.cut(Close.RESTART, "The database is away; please come back.")
                    return set()
                await asyncio.sleep(0.25)
            else:
                if rights == self._rights:
                    return allowed


def _has_presence(stream: str) -> bool:
    kind = kind_of(stream)
    return kind is not None and kind.presence
