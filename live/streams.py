"""The kinds of streams a browser may subscribe to. Each room registers its own in `streams.py`.

register(StreamKind(
    name="conversation",
    may_subscribe=policies.may_watch,      # (actor, key) -> bool, in the actor's firm
    presence=True,
    signals={"typing", "replying"},
    relay={"typing": lambda key, data: f"visitor:{key}" if data.get("public") else None},
))
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from live.actors import Actor

ACCESS = "access"
"""The kind the hub reads for itself; no browser may ask for it."""


@dataclass(frozen=True)
class StreamKind:
    name: str
    """What stands before the colon."""
    may_subscribe: Callable[[Actor, str], bool]
    """Asked in a worker thread, in the actor's firm, in a transaction."""
    presence: bool = False
    """Whether listeners are told who else listens."""
    signals: frozenset[str] | set[str] = frozenset()
    """What listeners may tell each other."""
    faces: frozenset[str] | set[str] = frozenset({"agent"})
    """Which kinds of actors may ask at all."""
    relay: Mapping[str, Callable[[str, dict[str, Any]], str | None]] = field(default_factory=dict)
    """For a signal kind: from (key, data) to another stream that is told as well."""


_kinds: dict[str, StreamKind] = {}


def register(kind: StreamKind) -> StreamKind:
    if "present" in kind.signals:
        raise ValueError("“present” is said by the server alone.")
    if kind.name == ACCESS or _kinds.setdefault(kind.name, kind) is not kind:
        raise ValueError(f"There is a stream kind “{kind.name}” already.")
    return kind


def kinds() -> dict[str, StreamKind]:
    """All kinds by name."""
    return dict(_kinds)


def kind_of(stream: str) -> StreamKind | None:
    return _kinds.get(stream.partition(":")[0])


def may_subscribe(actor: Actor, stream: str) -> bool:
    """The whole rule for one stream. Call it in the actor's firm and in a transaction."""
    kind = kind_of(stream)
    key = stream.partition(":")[2]
    return kind is not None and actor.kind in kind.faces and bool(kind.may_subscribe(actor, key))
