"""The hub's own subscription for each socket: when rights change, it acts at once.

`access:<membership or visitor>` is an ordinary stream, so a revocation survives the loss of Redis.
Its frames are `{"op":"recheck"}` and `{"op":"end","session":HASH|null}`.
"""

import json
from typing import TYPE_CHECKING

from live import frames
from live.protocol import Close

if TYPE_CHECKING:
    from live.consumer import LiveConsumer


class AccessListener:
    """A listener that does what it hears instead of passing it on."""

    def __init__(self, socket: "LiveConsumer") -> None:
        self.socket = socket

    def write(self, data: bytes) -> None:
        for payload in frames.payloads(data):
            self._obey(json.loads(payload))

    def buffered(self) -> int:
        return 0

    def cut(self, code: int, reason: str) -> None:
        self.socket.cut(code, reason)

    def _obey(self, said: dict[str, object]) -> None:
        match said["op"]:
            case "recheck":
                self.socket.desk.recheck()
            case "end":
                if said.get("session") in (None, self.socket.actor.session):
                    self.socket.cut(Close.ENDED, "You were signed out or lost access.")
            case "reset":  # we cannot know what we missed
                self.socket.cut(Close.BAD_TICKET, "Please connect again.")
