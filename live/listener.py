"""What the hub writes to: a socket, or something inside the process that listens to a stream."""

from typing import Protocol


class Listener(Protocol):
    """A socket sets `write` and `buffered` to its transport's own, so the fan-out calls the network at once."""

    def write(self, data: bytes, /) -> None:
        """Hand over whole frames. Never waits; may raise when the connection is gone."""

    def buffered(self) -> int:
        """Bytes handed over and not yet taken by the network."""

    def cut(self, code: int, reason: str) -> None:
        """Leave all streams and close. Never raises."""
