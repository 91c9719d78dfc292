"""What was sent and by whom, and the errands that are still under way."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Sent:
    conversation: UUID | None
    """None: the first message of a visitor, who has none yet."""
    body: str
    kind: str


class Book:
    def __init__(self) -> None:
        self.messages: dict[UUID, Sent] = {}
        self.doubted: set[UUID] = set()
        """Sent by who was blocked at last: an attempt without an answer may have arrived before."""
        self.blocked: set[UUID] = set()
        """Conversations whose client was blocked, and may be so still."""
        self.errands: set[asyncio.Task[Any]] = set()

    def sent(self, id: str, conversation: UUID | None, body: str, kind: str) -> None:
        self.messages[UUID(id)] = Sent(conversation, body, kind)

    def errand(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.create_task(work)
        self.errands.add(task)
        task.add_done_callback(self.errands.discard)
