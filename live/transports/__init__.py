"""How frames reach the network.

A server's protocol subclass puts a `Wire` into `scope["extensions"][WIRE]`. It takes whole
frames and never waits. Under a server without one, `live.transports.plain` sends through ASGI.
"""

from typing import Protocol

WIRE = "live.wire"


class Wire(Protocol):
    def write(self, data: bytes, /) -> None:
        """Hand over whole frames."""

    def buffered(self) -> int:
        """Bytes not yet taken by the network."""

    def close(self, code: int, reason: str = "") -> None:
        """Say goodbye behind what is buffered; drop the connection if that is not read in time."""
