"""Messages arrive while agents look at the list: how often the row is rendered, and what each browser is sent.

The agents are sockets of one process; the messages are written in this one, whose templates tell when they render.
"""

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.template.base import Template
from websockets.asyncio.client import ClientConnection, connect

from bench.inbox.seeded import SeededFirm
from core.ids import uuid7
from core.tenancy import firm_scope
from crm.models import Contact
from inbox.models import Conversation, Inbox, Visitor
from live import tickets
from live.actors import Actor

MESSAGES = 20
ROW = "inbox/_row.html"


@dataclass
class Arrivals:
    """For one message: renderings of its row, and bytes to each agent's socket against the bytes of that row."""

    renders: float = 0
    bytes_vs_row: float = 0
    lost: int = 0


def measure(firm: SeededFirm, port: int, watching: int) -> Arrivals:
    actors = [Actor("agent", firm.firm.pk, each.pk, each.name, access=0).as_dict() for each in firm.people]
    return asyncio.run(_measure(actors, _client(firm), port, watching))


async def _measure(actors: list[dict[str, Any]], visitor: Visitor, port: int, watching: int) -> Arrivals:
    watchers = [_Watcher(actors[number % len(actors)], f"inbox:{visitor.inbox_id}") for number in range(watching)]
    for start in range(0, watching, 20):
        await asyncio.gather(*(watcher.open(port) for watcher in watchers[start : start + 20]))
    listening = [asyncio.create_task(watcher.listen()) for watcher in watchers]
    rows = await asyncio.to_thread(_write, visitor)
    await asyncio.sleep(3)
    for task in listening:
        task.cancel()
    await asyncio.gather(*(watcher.close() for watcher in watchers), return_exceptions=True)
    lost = sum(max(0, MESSAGES - watcher.rows) for watcher in watchers)
    most = max(watcher.bytes for watcher in watchers)
    return Arrivals(len(rows) / MESSAGES, most / sum(rows), lost)


class _Watcher:
    """An agent with the list open. Counts the bytes of what it is told, upkeep of the connection left out."""

    def __init__(self, actor: dict[str, Any], stream: str) -> None:
        self._actor, self._stream = actor, stream
        self._socket: ClientConnection | None = None
        self.bytes = self.rows = 0

    async def open(self, port: int) -> None:
        ticket = await asyncio.to_thread(tickets.issue, self._actor)
        origin: Any = f"http://127.0.0.1:{port}"
        self._socket = await connect(
            f"ws://127.0.0.1:{port}/live", origin=origin, compression=None, ping_interval=None, open_timeout=60
        )
        await self._socket.send(json.dumps({"op": "hello", "v": 1, "ticket": ticket}))
        await self._socket.send(json.dumps({"op": "subscribe", "stream": self._stream, "after": None}))
        while json.loads(await self._socket.recv())["op"] != "subscribed":
            pass

    async def listen(self) -> None:
        assert self._socket
        async for text in self._socket:
            frame = json.loads(text)
            if "q" in frame:
                self.bytes += len(text.encode() if isinstance(text, str) else text)
                self.rows += frame["op"] == "upsert" and frame["id"].startswith("row-")

    async def close(self) -> None:
        if self._socket:
            await self._socket.close()


def _client(firm: SeededFirm) -> Visitor:
    """Somebody who has written to the inbox that is everybody's."""
    with firm.scope():
        visitor, _token = Visitor.arrive(Inbox.objects.order_by("name")[0])
        visitor.contact = Contact.objects.create(name="Vera Visitor")
        visitor.save(update_fields=["contact"])
        Conversation.take_from(visitor, body="Hello", id=uuid7())
        return visitor


def _write(visitor: Visitor) -> list[int]:
    """MESSAGES more; the bytes of each row that was rendered for them."""
    rendered: list[int] = []
    render = Template.render

    def counting(template: Template, context: Any) -> Any:
        html = render(template, context)
        if template.name == ROW:
            rendered.append(len(html.encode()))
        return html

    Template.render = counting  # type: ignore[method-assign]
    try:
        for number in range(MESSAGES):
            with firm_scope(visitor.firm_id), transaction.atomic():
                Conversation.take_from(visitor, body=f"And one more thing, number {number}", id=uuid7())
    finally:
        Template.render = render  # type: ignore[method-assign]
    return rendered
