"""What happened, in the past tense. Rooms subclass Fact in their events.py; the kinds are registered here."""

from dataclasses import dataclass, fields
from typing import Any, ClassVar, Self
from uuid import UUID

KINDS: dict[str, type["Fact"]] = {}


@dataclass(frozen=True)
class Fact:
    """One thing that happened: ids, kinds and figures, never words or addresses (those can be erased; this cannot).

    Fields are str, int, float, bool, None, UUID, or lists of these.
    """

    kind: ClassVar[str]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.kind in KINDS:
            raise TypeError(f"Two facts are called {cls.kind}.")
        KINDS[cls.kind] = cls

    def data(self) -> dict[str, Any]:
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """The fact as recorded; members that this version does not know are left out."""
        known = {field.name: field.type for field in fields(cls)}
        return cls(**{name: _typed(value, known[name]) for name, value in data.items() if name in known})


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _typed(value: Any, kind: Any) -> Any:
    if isinstance(value, str) and "UUID" in str(getattr(kind, "__name__", kind)):
        return UUID(value)
    return value
