"""Who is at the other end of a socket."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

Kind = Literal["agent", "visitor"]


@dataclass(frozen=True, slots=True)
class Actor:
    """An agent's membership or a visitor, with the sign-in it came from."""

    kind: Kind
    firm_id: int
    id: int | str
    """The membership's id, or the visitor's."""
    name: str
    session: str = ""
    """A hash of the session, so that signing out ends this session's sockets only."""
    access: int | None = None
    """How far `access:<id>` had come when the ticket was given: what ended since, counts."""
    request: str = ""
    """The id of the request that asked for the ticket, for the log lines of the socket."""

    @property
    def key(self) -> tuple[str, int | str]:
        return (self.kind, self.id)

    @property
    def access_stream(self) -> str:
        """The stream that says when this actor's rights change."""
        return f"access:{self.id}"

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, said: dict[str, Any]) -> "Actor":
        return cls(**said)
