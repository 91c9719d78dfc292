"""Signals between listeners: typing, replying, status. Never stored, never more than flags.

A signal goes to the listeners of its stream and to the streams its kind relays to: an agent's
public typing reaches the visitor, a visitor's typing reaches the agents.
"""

import time
from typing import TYPE_CHECKING, Any

from live.actors import Actor
from live.announce import signal
from live.limits import TYPING_EVERY, TYPING_EXPIRES
from live.protocol import Signal
from live.rate import Throttle
from live.streams import StreamKind, kind_of

if TYPE_CHECKING:
    from live.hub import Hub

STATUS = "status"


class Signals:
    """What one socket may signal, and how often."""

    def __init__(self, hub: "Hub", actor: Actor) -> None:
        self.hub, self.actor = hub, actor
        self.throttle = Throttle(TYPING_EVERY * 0.9)  # clocks and networks are not exact

    def send(self, said: Signal, kind: StreamKind) -> bool:
        """Pass it on; False when this stream has no such signal."""
        if said.kind not in kind.signals:
            return False
        if said.kind == STATUS:  # the last one counts, however soon it follows; the same again is nothing new
            self.hub.presence.set_status(self.actor, str(said.data.get(STATUS) or "online"))
            return True
        repeated = (said.stream, said.kind, tuple(sorted(said.data.items())))
        if self.throttle.take(repeated, time.monotonic()):
            self._pass_on(said, kind)
        return True

    def _pass_on(self, said: Signal, kind: StreamKind) -> None:
        self._say(said.stream, kind, said)
        relay = kind.relay.get(said.kind)
        target = relay(said.stream.partition(":")[2], said.data) if relay else None
        other = kind_of(target) if target else None
        if target and other:
            self._say(target, other, said)

    def _say(self, stream: str, kind: StreamKind, said: Signal) -> None:
        by = author(self.actor, for_visitors="visitor" in kind.faces)
        message = signal(stream, said.kind, by=by, data=said.data, expires=TYPING_EXPIRES)
        self.hub.announcer.say(stream, message)


def author(actor: Actor, for_visitors: bool) -> dict[str, Any]:
    """Who signals; a visitor learns an agent's name and nothing else."""
    told = {"kind": actor.kind, "name": actor.name}
    return told if for_visitors else {**told, "id": actor.id}
