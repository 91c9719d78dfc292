"""A stream as one process holds it."""

import asyncio

from ledger.wire import channel
from live.listener import Listener
from live.ordering import StreamLog


class Stream:
    __slots__ = (
        "active_at",
        "channel",
        "filling",
        "firm_id",
        "is_due",
        "listeners",
        "log",
        "name",
        "opened",
        "waiting",
    )

    def __init__(self, name: str, firm_id: int, now: float) -> None:
        self.name = name
        self.firm_id = firm_id
        self.channel = channel(name).encode()
        self.log = StreamLog()
        self.listeners: dict[Listener, int] = {}
        """Who listens, with the sequence up to which each was served when it joined."""
        self.waiting = 0
        """Who is about to join."""
        self.opened: asyncio.Task[None] | None = None
        self.filling: asyncio.Task[None] | None = None
        self.is_due = False
        self.active_at = now
        """When it last had a frame or a listener came or went (loop time)."""

    @property
    def is_open(self) -> bool:
        return self.log.last is not None

    @property
    def is_wanted(self) -> bool:
        return bool(self.listeners or self.waiting)
