"""One request that waits. To the hub it is a listener like a socket: it joins its streams after their cursors, and what it is
given is its answer. A hole is not possible: the next poll says how far this one's answer had come.
"""

import asyncio
import json
import time
from typing import TYPE_CHECKING, Any

from live import authority, frames, tickets
from live.actors import Actor
from live.hub import ForeignStream
from live.limits import POLL_WAIT, POLLS_PER_VISITOR, REPLAY_CEILING
from live.polling.words import Wish, make_pass, open_pass
from live.protocol import Signal, message, welcome
from live.rate import Bucket
from live.signals import Signals
from live.streams import kind_of

if TYPE_CHECKING:
    from live.hub import Hub

GATHER = 0.03
"""Seconds to wait for what comes together."""
FACE = "visitor"


class Unknown(Exception):
    """Neither a ticket nor a pass that is good."""


class Ended(Exception):
    """Access has ended."""


class TooMany(Exception):
    """Too many polls wait, or they come too fast."""


class Desk:
    """What one visitor's polls in this process have in common."""

    def __init__(self, hub: "Hub", actor: Actor) -> None:
        self.waiting = 0
        self.bucket = Bucket(time.monotonic())
        self.signals = Signals(hub, actor)
        self.used_at = time.monotonic()


class Polls:
    """The polls of this process, by visitor."""

    KEPT = 60.0
    """Seconds after its last poll a desk is forgotten."""

    def __init__(self) -> None:
        self.desks: dict[tuple[str, int | str], Desk] = {}
        self._swept_at = 0.0

    def desk(self, hub: "Hub", actor: Actor) -> Desk:
        self._sweep(time.monotonic())
        desk = self.desks.setdefault(actor.key, Desk(hub, actor))
        desk.used_at = time.monotonic()
        return desk

    def _sweep(self, now: float) -> None:
        if now - self._swept_at < self.KEPT:
            return
        self._swept_at = now
        old = [key for key, desk in self.desks.items() if not desk.waiting and desk.used_at < now - self.KEPT]
        for key in old:
            del self.desks[key]


POLLS = Polls()


class Poll:
    """`await Poll(hub, wish).run()` → {"pass", "said", "now"}. Raises Unknown, Ended or TooMany."""

    def __init__(self, hub: "Hub", wish: Wish) -> None:
        self.hub, self.wish = hub, wish
        self.said: list[Any] = []
        self.size = 0
        self.news = asyncio.Event()
        self.failure: Exception | None = None

    # What the hub writes to

    def write(self, data: bytes) -> None:
        payloads = [json.loads(payload) for payload in frames.payloads(data)]
        self.said += payloads
        self.size += len(data)
        if any(said["op"] != "subscribed" for said in payloads):
            self.news.set()

    def buffered(self) -> int:
        """Raises ConnectionResetError where more was missed than one answer holds: nobody reads while it is written."""
        if self.size > REPLAY_CEILING:
            raise ConnectionResetError
        return self.size

    def cut(self, code: int, reason: str) -> None:
        """Too much to say at once: say it now; the rest follows after the cursor of the next poll."""
        self.news.set()

    # Its way

    async def run(self) -> dict[str, Any]:
        actor = await self._who()
        desk = POLLS.desk(self.hub, actor)
        if desk.waiting >= POLLS_PER_VISITOR or not desk.bucket.take(time.monotonic()):
            raise TooMany("Too many requests wait or come in; try again in a moment.")
        desk.waiting += 1
        try:
            return await self._attend(actor, desk)
        finally:
            desk.waiting -= 1

    async def _who(self) -> Actor:
        actor = open_pass(self.wish.passed) if self.wish.passed else None
        if actor is None and self.wish.ticket:
            try:
                actor = await tickets.redeem(self.wish.ticket)
            except tickets.BadTicket:
                actor = None
            self.said.append(json.loads(next(frames.payloads(welcome("poll", _now())))))
            self.news.set()
        if actor is None or actor.kind != FACE:
            raise Unknown("This ticket is not valid; get a new one.")
        return actor

    async def _attend(self, actor: Actor, desk: Desk) -> dict[str, Any]:
        """Hear of lost rights first, then ask what may be heard, then listen."""
        access = Access(self)
        await self.hub.attach(actor.access_stream, actor.firm_id, access, actor.access)
        joined: list[str] = []
        try:
            self._check()
            allowed = await authority.permitted(actor, tuple(self.wish.streams))
            for stream, after in self.wish.streams.items():
                if stream not in allowed:
                    self.write(message("denied", stream=stream))
                    continue
                joined.append(stream)
                await self._join(stream, actor.firm_id, after)
            for signal in self.wish.signals:
                self._signal(desk, signal, allowed)
            await self._wait()
            self._check()
        finally:
            for stream in joined:
                self.hub.detach(stream, self)
            self.hub.detach(actor.access_stream, access)
        return {"pass": make_pass(actor), "said": self.said, "now": _now()}

    async def _join(self, stream: str, firm_id: int, after: int | None) -> None:
        try:
            await self.hub.attach(
                stream, firm_id, self, after, lambda head: message("subscribed", stream=stream, seq=head)
            )
        except ForeignStream:
            self.write(message("denied", stream=stream))
        except ConnectionResetError:  # more was missed than one answer holds; the next one goes on
            self.news.set()

    def _signal(self, desk: Desk, signal: Signal, allowed: set[str]) -> None:
        kind = kind_of(signal.stream)
        if kind is not None and signal.stream in allowed:
            desk.signals.send(signal, kind)

    async def _wait(self) -> None:
        self.hub.waiting.add(self.news)
        try:
            await asyncio.wait_for(self.news.wait(), POLL_WAIT)
        except TimeoutError:
            return
        finally:
            self.hub.waiting.discard(self.news)
        await asyncio.sleep(GATHER)

    def _check(self) -> None:
        if self.failure is not None:
            raise self.failure


class Access:
    """Hears when the visitor's rights change while the poll waits."""

    def __init__(self, poll: Poll) -> None:
        self.poll = poll

    def write(self, data: bytes) -> None:
        for payload in frames.payloads(data):
            said = json.loads(payload)
            if said["op"] == "end":
                self.poll.failure = Ended("You were signed out or lost access.")
            elif said["op"] == "reset":  # we cannot know what we missed
                self.poll.failure = Unknown("Please connect again.")
            self.poll.news.set()

    def buffered(self) -> int:
        return 0

    def cut(self, code: int, reason: str) -> None:
        self.poll.news.set()


def _now() -> int:
    return time.time_ns() // 1_000_000
