"""One open page: its socket, its cursors, and how it catches up. The rules are those of docs/protocol.md.

What the server breaks of them is written down in `wrongs`, never raised: the play goes on, and the judge reads them.
"""

import asyncio
import contextlib
import json
import random
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from tests.chaos.http import PATIENCE, Unanswered

Frame = dict[str, Any]
SILENCE = 40.0
"""A socket that said nothing for so many seconds is dead: it is pinged every 25."""


class Stream:
    """How far the page is, and the frames that wait while it is being fetched again."""

    def __init__(self, cursor: int | None) -> None:
        self.cursor = cursor
        self.stated = cursor or 0
        """Up to here the page itself has said it; the socket may say it later."""
        self.waiting: list[Frame] = []
        self.reset_to: int | None = None


class Connection:
    """What is true of one socket only."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.asked: set[str] = set()
        self.asked_again: set[str] = set()
        """Frames of the first asking may still come, and then once more; or some that wait here came over another socket."""

    async def say(self, **frame: Any) -> None:
        await self.socket.send(json.dumps(frame))

    async def subscribe(self, name: str, after: int | None) -> None:
        (self.asked_again if name in self.asked else self.asked).add(name)
        await self.say(op="subscribe", stream=name, after=after)


class Screen:
    """`person` fetches (`ticket`, `load`), shows (`show`) and listens for what is not theirs (`overhear`)."""

    def __init__(self, person: Any, chance: random.Random) -> None:
        self.person, self.chance = person, chance
        self.streams: dict[str, Stream] = {}
        self.wrongs: list[str] = []
        self.connections = self.resets = self.shown = 0
        self._connection: Connection | None = None
        self._up = asyncio.Event()
        self._loading: asyncio.Task[None] | None = None
        self._load_again = False

    async def live(self) -> None:
        """Open the page, connect, and again whenever the socket ends."""
        self.load()
        while True:
            with contextlib.suppress(OSError, WebSocketException, TimeoutError, EOFError, Unanswered):
                await self._one_connection()
            self._gone()
            await asyncio.sleep(self.chance.uniform(0, 0.3))

    def abort(self) -> bool:
        """As when the network goes: no goodbye. Whether there was a socket to lose."""
        if self._connection is None:
            return False
        self._connection.socket.transport.abort()
        self._gone()
        return True

    def _gone(self) -> None:
        self._connection = None
        self._up.clear()

    def load(self) -> None:
        """Fetch the page anew; meanwhile frames wait."""
        self._load_again = True
        if self._loading is None:
            self._loading = asyncio.create_task(self._load())

    async def connected(self, patience: float) -> None:
        """Wait until there is a socket, or for so many seconds."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._up.wait(), max(0.0, patience))

    @property
    def is_loading(self) -> bool:
        return self._loading is not None

    def is_at(self, heads: dict[str, int]) -> bool:
        """Whether the page is complete, where its streams stand at `heads`."""
        return not self.is_loading and all(
            (self.streams[name].cursor or 0) >= heads.get(name, 0) for name in self.streams
        )

    async def _one_connection(self) -> None:
        server = self.person.some_server()
        ticket = await self.person.ticket(server)
        door, origin = self.person.door(server)
        options = {"origin": origin, "compression": None, "ping_interval": None, "open_timeout": PATIENCE}
        try:
            opening = await connect(door, **options)
        except (OSError, TimeoutError, WebSocketException):
            self.person.browser.avoid(server)
            raise
        async with opening as socket:
            connection = Connection(socket)
            await connection.say(op="hello", v=1, ticket=ticket)
            said = json.loads(await asyncio.wait_for(socket.recv(), PATIENCE))
            if said["op"] != "welcome":
                self.wrongs.append(f"no welcome but {said}")
                return
            self._connection = connection
            self._up.set()
            self.connections += 1
            connection.asked_again |= {name for name, stream in self.streams.items() if stream.waiting}
            for name, stream in list(self.streams.items()):
                await connection.subscribe(name, stream.cursor)
            while True:
                await self._take(connection, await asyncio.wait_for(socket.recv(), SILENCE))

    async def _take(self, connection: Connection, text: str) -> None:
        self.person.overhear(text)
        frame = json.loads(text)
        match frame["op"]:
            case "ping":
                await connection.say(op="pong")
                await self._compare(connection, frame["heads"])
            case "subscribed":
                stream = self.streams.get(frame["stream"])
                if stream is not None and stream.cursor is None:
                    stream.cursor = frame["seq"]
            case "reset":
                self._reset(frame["stream"], frame["seq"])
            case "denied":
                self.streams.pop(frame["stream"], None)
                self.person.denied(frame["stream"])
            case "error":
                self.wrongs.append(f"refused: {text}")
            case "signal" | "go":
                pass
            case _:
                self._meet(connection, frame)

    def _meet(self, connection: Connection, frame: Frame) -> None:
        """A numbered frame: it is the next one, or something is wrong."""
        name, seq = frame["s"], frame["q"]
        if name not in connection.asked:
            self.wrongs.append(f"a frame of {name}, which was not asked for")
        stream = self.streams.get(name)
        if stream is None:  # left a moment ago
            return
        if self.is_loading:
            stream.waiting.append(frame)
        elif seq <= (stream.cursor or 0):
            if name not in connection.asked_again and seq > stream.stated:
                self.wrongs.append(f"{name} {seq} came twice or late, at {stream.cursor}")
        elif seq != (stream.cursor or 0) + 1:
            self.wrongs.append(f"{name} jumped from {stream.cursor} to {seq}")
        else:
            self._show(stream, frame)

    def _show(self, stream: Stream, frame: Frame) -> None:
        stream.cursor = frame["q"]
        self.shown += 1
        self.person.show(frame)

    async def _compare(self, connection: Connection, heads: dict[str, int]) -> None:
        """A head that has not come: ask again for what is missing."""
        for name, head in heads.items():
            stream = self.streams.get(name)
            if stream is not None and not self.is_loading and head > (stream.cursor or 0):
                await connection.subscribe(name, stream.cursor)

    def _reset(self, name: str, seq: int) -> None:
        """The past of a stream is gone."""
        self.resets += 1
        if name in self.streams:
            self.streams[name].reset_to = seq
            self.load()

    async def _load(self) -> None:
        while self._load_again:
            self._load_again = False
            for stream in self.streams.values():
                stream.waiting.clear()
            stated = await self.person.load()
        self._loading = None
        await self._go_on(stated)  # its cursors are set before anything else can come

    async def _go_on(self, stated: dict[str, int | None]) -> None:
        """The page states where its streams stood; go on from there with what came meanwhile."""
        left = [name for name in self.streams if name not in stated]
        new = [name for name in stated if name not in self.streams]
        for name in left:
            del self.streams[name]
        for name, after in stated.items():
            self._catch_up(self.streams.setdefault(name, Stream(after)), after)
        connection = self._connection
        if connection is not None:
            with contextlib.suppress(OSError, WebSocketException):
                for name in left:
                    await connection.say(op="unsubscribe", stream=name)
                for name in new:
                    await connection.subscribe(name, self.streams[name].cursor)

    def _catch_up(self, stream: Stream, after: int | None) -> None:
        stream.cursor = after if after is not None else stream.reset_to or stream.cursor
        stream.stated = stream.cursor or 0
        stream.reset_to = None
        waiting, stream.waiting = stream.waiting, []
        for frame in waiting:
            if frame["q"] == (stream.cursor or 0) + 1:
                self._show(stream, frame)
            elif frame["q"] > (stream.cursor or 0):
                self.wrongs.append(
                    f"{frame['s']} jumped from {stream.cursor} to {frame['q']} while the page was fetched"
                )
