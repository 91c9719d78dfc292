"""What a timeline is of: "contact:ID"."""

from dataclasses import dataclass
from typing import Self
from uuid import UUID

from core.ids import parse_uuid


@dataclass(frozen=True)
class Ref:
    """A record of any kind, by its id."""

    kind: str
    id: UUID

    @classmethod
    def parse(cls, text: str, between: str = ":") -> Self | None:
        """What `text` names, or None where it names nothing."""
        kind, _between, rest = text.partition(between)
        id = parse_uuid(rest)
        return cls(kind, id) if kind and id else None

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @property
    def stream(self) -> str:
        """Its key is read by `Ref.parse(key, "-")`."""
        return f"timeline:{self.kind}-{self.id}"
