"""A firm to measure with: agents, an inbox, conversations. Imported only after Django is set up."""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction

from accounts.models import Firm, Membership, Person, Role
from core import clock
from core.tenancy import firm_scope
from crm.models import Contact
from inbox.models import Conversation, Inbox
from ledger.publish import publish
from live import tickets
from live.actors import Actor

AGENTS = 200
"""A person may hold a limited number of sockets at once."""


class BenchFirm:
    """Committed under names of its own, beside whatever else is in the database."""

    def __init__(self) -> None:
        self._mark = secrets.token_hex(4)
        self.firm = Firm.found(name="Bench Advisory", slug=f"bench-{self._mark}")
        with self.scope():
            self._role = Role.objects.get(kind="owner")
        self.agents = [self._join(number) for number in range(AGENTS)]

    @contextmanager
    def scope(self) -> Iterator[None]:
        with firm_scope(self.firm.pk), transaction.atomic():
            yield

    def _join(self, number: int) -> Membership:
        person = Person.objects.create_user(f"agent-{number}@{self.firm.slug}.example", secrets.token_hex(8))
        with self.scope():
            return Membership.objects.create(person=person, role=self._role, name=f"Agent {number}")

    def inbox(self) -> Inbox:
        with self.scope():
            return Inbox.objects.create(name=f"Website {secrets.token_hex(6)}")

    def conversations(self, count: int) -> list[Conversation]:
        """In one new inbox, each with a client of its own; nobody has written yet."""
        inbox, now = self.inbox(), clock.now()
        with self.scope():
            return [
                Conversation.objects.create(
                    inbox=inbox, contact=Contact.objects.create(name="Vera Visitor"), created_at=now, active_at=now
                )
                for _ in range(count)
            ]

    def append(self, streams: list[str], count: int) -> None:
        """`count` frames in each stream, committed and published as a person's actions are."""
        body = json.dumps({"op": "upsert", "id": "bench", "list": "bench", "html": "x" * 300})
        event = {"kind": "bench.sent", "at": clock.now().isoformat(), "subject_type": "", "subject_id": "", "data": {}}
        events = json.dumps([event])
        for stream in streams:
            frames = json.dumps([{"event": 0, "stream": stream, "body": body}] * count)
            with self.scope(), connection.cursor() as cursor:
                cursor.execute("SELECT stream, seq, at_ms, body FROM ledger_append(%s, %s)", [events, frames])
                written = cursor.fetchall()
                transaction.on_commit(lambda written=written: publish(written))

    def write_script(self, path: Path, streams: list[str], sockets: int) -> Path:
        """A line for each socket of the load client: a fresh ticket, and a stream in turn."""
        actors = [self._actor(agent) for agent in self.agents]
        lines = (
            f"{tickets.issue(actors[index % AGENTS])} {streams[index % len(streams)]}\n" for index in range(sockets)
        )
        path.write_text("".join(lines))
        return path

    def _actor(self, agent: Membership) -> dict[str, object]:
        return Actor(kind="agent", firm_id=self.firm.pk, id=agent.pk, name=agent.name, access=0).as_dict()

    def heads(self, streams: list[str]) -> dict[str, int]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT stream, seq FROM ledger_heads(%s)", [streams])
            return dict(cursor.fetchall())
