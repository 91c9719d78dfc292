"""What open screens are told. A frame belongs to one stream; all who may subscribe get the same bytes."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from ledger.facts import Fact

F = TypeVar("F", bound=Fact)
Pusher = Callable[[Any, "Happening"], Iterable["Frame"]]
_pushers: dict[str, list[Pusher]] = {}


@dataclass(frozen=True)
class Frame:
    """One change on one stream. `members` follow `op` in the JSON; `key` joins frames that overwrite each other."""

    stream: str
    op: str
    members: dict[str, Any] = field(default_factory=dict)
    key: str = ""

    def body(self) -> str:
        return json.dumps({"op": self.op, **self.members}, ensure_ascii=False, separators=(",", ":"))


def upsert(stream: str, id: str, html: str, list: str = "") -> Frame:
    """Put `html` in place of #id, or into the container #list by its data-key."""
    members = {"id": id, "html": html.strip(), **({"list": list} if list else {})}
    return Frame(stream, "upsert", members, key=id)


def remove(stream: str, id: str) -> Frame:
    return Frame(stream, "remove", {"id": id}, key=id)


def refresh(stream: str, id: str, url: str) -> Frame:
    """Each browser fetches #id from `url` with its own rights."""
    return Frame(stream, "refresh", {"id": id, "url": url}, key=id)


@dataclass(frozen=True)
class Happening:
    """A fact as it is being recorded, for pushers."""

    fact: Fact
    by: Any
    at: Any
    subject: Any


def pushes(*facts: type[Fact]) -> Callable[[Pusher], Pusher]:
    """Register a room's pusher: called at the end of the transaction, when the rows are as they will be."""

    def register(pusher: Pusher) -> Pusher:
        for fact in facts:
            _pushers.setdefault(fact.kind, []).append(pusher)
        return pusher

    return register


def frames_for(happening: Happening) -> Iterator[Frame]:
    for pusher in _pushers.get(happening.fact.kind, []):
        yield from pusher(happening.fact, happening)
