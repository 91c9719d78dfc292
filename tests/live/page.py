"""An open page, as the socket sees it: it says hello, subscribes, keeps its cursors, collects what it is told."""

import json
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from accounts.sessions import session_hash
from live import tickets

Frame = dict[str, Any]


def ticket_for(membership: Any, session: str = "a session", **more: Any) -> str:
    actor = {"kind": "agent", "firm_id": membership.firm_id, "id": membership.pk, "name": membership.name}
    return tickets.issue({**actor, "session": session_hash(session), **more})


def visitor_ticket(firm: Any, id: str, name: str = "Vera") -> str:
    return tickets.issue({"kind": "visitor", "firm_id": firm.pk, "id": id, "name": name})


class Page:
    """`with Page(server, ticket) as page:` connects and says hello."""

    def __init__(self, server: Any, ticket: str | None, door: str = "/live", **options: Any) -> None:
        url = server.widget_url if door.startswith("/widget") else server.url
        options = {"origin": url, "open_timeout": 20, **options}
        self.frames: list[Frame] = []
        self.cursors: dict[str, int] = {}
        self.code: int | None = None
        self.answers = True  # pings
        self._connecting = connect(url.replace("http", "ws", 1) + door, compression=None, ping_interval=None, **options)
        self.socket: ClientConnection = self._connecting.__enter__()
        if ticket is not None:
            self.say(op="hello", v=1, ticket=ticket)
            self.until(lambda frame: frame["op"] == "welcome")

    def say(self, **frame: Any) -> None:
        self.socket.send(json.dumps(frame))

    def subscribe(self, stream: str, after: int | None = None) -> Frame:
        """Returns the server's answer: subscribed, or denied."""
        self.say(op="subscribe", stream=stream, after=after)
        answers = ("subscribed", "denied")
        answer = self.until(lambda frame: frame["op"] in answers and frame["stream"] == stream)
        if answer["op"] == "subscribed":
            self.cursors[stream] = answer["seq"] if after is None else after
        return answer

    def next(self, timeout: float = 10.0) -> Frame | None:
        """The next frame; None when none came in time or the socket is closed (then `code` says why)."""
        try:
            frame = json.loads(self.socket.recv(timeout=timeout))
        except TimeoutError:
            return None
        except ConnectionClosed as closed:
            self.code = closed.rcvd.code if closed.rcvd else 1006
            return None
        self.frames.append(frame)
        if frame.get("op") == "ping" and self.answers:
            with suppress(ConnectionClosed):
                self.say(op="pong")
        if "q" in frame:
            self.cursors[frame["s"]] = frame["q"]
        return frame

    def until(self, wanted: Callable[[Frame], bool], seconds: float = 15.0) -> Frame:
        """The first frame from now on that is wanted."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            frame = self.next(left)
            if frame is not None and wanted(frame):
                return frame
            if self.code is not None:
                break
        raise AssertionError(f"never came; the socket ended with {self.code}; last: {self.frames[-5:]}")

    def until_seq(self, stream: str, seq: int, seconds: float = 15.0) -> None:
        if self.cursors.get(stream, 0) < seq:
            self.until(lambda frame: frame.get("q") == seq and frame["s"] == stream, seconds)

    def until_closed(self, seconds: float = 15.0) -> int:
        end = time.monotonic() + seconds
        while self.code is None and time.monotonic() < end:
            self.next(0.5)
        assert self.code is not None, "the socket is still open"
        return self.code

    def seqs(self, stream: str) -> list[int]:
        """The sequences received for a stream, in the order of their arrival."""
        return [frame["q"] for frame in self.frames if frame.get("s") == stream and "q" in frame]

    def close(self) -> None:
        self.socket.close()

    def __enter__(self) -> "Page":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
