"""The firms that the inbox is measured with: one big, many small, all by COPY. Imported after Django is set up.

The same plan gives the same firms, but for the ids and the hour. `python -m bench.inbox.fill` runs it.
"""

import random
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import psycopg
from django.db import transaction

from accounts.models import Firm, Membership, Person, Role, Team
from bench.inbox.copying import copy
from bench.inbox.plan import Plan
from bench.inbox.words import Speaker
from core import clock
from core.ids import uuid7
from core.tenancy import firm_scope
from core.words import line_words
from crm.models import Contact
from inbox.models import Conversation, Inbox, IndexedLine, Mention, Message, ReadCursor, Tag, Tagging
from inbox.models.conversation.writable import NEVER

YEARS = 3
CLOSED = 0.8
"""Of all conversations; of the others, four in ten have nobody, and one in ten sleeps."""
SPAM = 0.02
"""Of the closed ones."""
MENTIONS = 0.1
"""Notes that name a colleague."""
TAGS = 30


@dataclass
class Staff:
    """Whom a firm's rows name."""

    firm: Firm
    people: list[Membership]
    inboxes: list[Inbox]
    tags: list[Tag]


def seed(owner: psycopg.Connection, plan: Plan) -> list[Staff]:
    """Found and fill all firms, the big one first."""
    speaker, chance = Speaker(1), random.Random(2)
    sizes, founded = _sizes(plan, chance), []
    for number in range(plan.firms):
        big = number == 0
        staff = _staff(number, plan.agents if big else 3, plan.inboxes if big else 2)
        count = plan.conversations - plan.small * (plan.firms - 1) if big else plan.small
        _fill(owner, staff, [next(sizes) for _ in range(count)], speaker, chance)
        founded.append(staff)
    return founded


def _sizes(plan: Plan, chance: random.Random) -> Iterator[int]:
    """Lines of each conversation: one very long, the others few, together `plan.messages`."""
    yield plan.longest
    left, conversations = plan.messages - plan.longest, plan.conversations - 1
    while conversations:
        mean = left / conversations
        size = max(1, min(left - conversations + 1, round(chance.expovariate(1 / mean)))) if conversations > 1 else left
        yield size
        left, conversations = left - size, conversations - 1


def _staff(number: int, agents: int, inboxes: int) -> Staff:
    """An owner, agents in one team each, and an inbox for each team; the first inbox is everybody's."""
    name = "Acme Advisory" if number == 0 else f"Small Advisory {number}"
    firm = Firm.found(name=name, slug=f"bench-{number}-{secrets.token_hex(3)}")
    with firm_scope(firm.pk), transaction.atomic():
        roles = {kind: Role.objects.get(kind=kind) for kind in ("owner", "agent")}
        people = [_join(firm, roles["agent" if index else "owner"], index) for index in range(agents)]
        made = [Inbox.make(by=people[0], name=f"Inbox {index}") for index in range(inboxes)]
        for index, inbox in enumerate(made[1:], 1):
            team = Team.form(by=None, name=f"Team {index}")
            for person in people[index :: len(made) - 1]:
                team.add(person, by=None)
            inbox.let_work([team], by=people[0])
        tags = [Tag.objects.create(name=f"tag {number}", key=f"tag {number}") for number in range(TAGS)]
    return Staff(firm, people, made, tags)


def _join(firm: Firm, role: Role, number: int) -> Membership:
    person = Person.objects.create_user(f"person-{number}@{firm.slug}.example", None)
    return Membership.objects.create(person=person, role=role, name=f"Person {number}")


def _fill(owner: psycopg.Connection, staff: Staff, sizes: list[int], speaker: Speaker, chance: random.Random) -> None:
    threads = [_Thread(staff, size, speaker, chance) for size in sizes]
    for model in (Contact, Conversation, Message, IndexedLine, ReadCursor, Tagging, Mention):
        name = model.__name__.lower()
        copy(owner, model, (row for thread in threads for row in getattr(thread, f"{name}s")()))


class _Thread:
    """One conversation with a client of its own: its rows, table by table."""

    def __init__(self, staff: Staff, size: int, speaker: Speaker, chance: random.Random) -> None:
        self.firm = {"firm_id": staff.firm.pk}
        self.contact, self.id = uuid7(), uuid7()
        self.name = speaker.name()
        self.email = f"{self.name.lower().replace(' ', '.')}.{self.id.hex[-6:]}@client.example"
        self.phone = f"+4930{chance.randrange(10**6, 10**7)}"
        self.inbox = chance.choice(staff.inboxes)
        self.person = chance.choice(staff.people)
        self.is_closed = chance.random() < CLOSED
        self.is_spam = self.is_closed and chance.random() < SPAM
        self.is_snoozed = not self.is_closed and chance.random() < 0.1
        self.is_taken = self.is_closed or chance.random() < 0.6
        self.priority = chance.choice((0, 0, 0, 1, 2, 3, 4))
        self.tags = chance.sample(staff.tags, chance.choice((0, 0, 0, 1, 2)))
        self.colleague = chance.choice(staff.people)
        self.has_read = chance.random() < 0.7
        self.ends_at = clock.now() - timedelta(days=365 * YEARS) * chance.random() ** 2 - timedelta(minutes=1)
        self.lines = [(uuid7(), speaker.say(), chance.random()) for _ in range(size)]

    def said_at(self, index: int) -> datetime:
        return self.ends_at - timedelta(minutes=7) * (len(self.lines) - 1 - index)

    def kind(self, index: int) -> str:
        """The client begins and has every other word; one line in ten is a note."""
        if index and self.lines[index][2] < 0.1:
            return "note"
        return "client" if index % 2 == 0 else "team"

    def _names(self, index: int) -> bool:
        return self.kind(index) == "note" and self.lines[index][2] < 0.1 * MENTIONS

    def contacts(self) -> Iterator[dict[str, Any]]:
        yield self.firm | {
            "id": self.contact,
            "name": self.name,
            "email": self.email,
            "phone": self.phone,
            "created_at": self.said_at(0),
        }

    def conversations(self) -> Iterator[dict[str, Any]]:
        size = len(self.lines)
        kinds = [self.kind(index) for index in range(size)]
        reply = max(index for index, kind in enumerate(kinds, 1) if kind != "note")
        said_at = self.said_at(reply - 1)
        waits_for = "" if self.is_closed else kinds[reply - 1]
        yield self.firm | {
            "id": self.id,
            "inbox_id": self.inbox.pk,
            "contact_id": self.contact,
            "assignee_id": self.person.pk if self.is_taken else None,
            "created_at": self.said_at(0),
            "active_at": self.ends_at,
            "closed_at": self.ends_at if self.is_closed else None,
            "closed_by_id": self.person.pk if self.is_closed else None,
            "spam_at": self.ends_at if self.is_spam else None,
            "wakes_at": clock.now() + timedelta(days=30) * self.lines[0][2] if self.is_snoozed else None,
            "waiting_since": said_at if waits_for == "team" else None,
            "unanswered_since": said_at if waits_for == "client" else NEVER,
            "priority": self.priority,
            "mentioned": [self.colleague.pk] if any(self._names(index) for index in range(size)) else [],
            "seq": size,
            "said_seq": size,
            "reply_seq": reply,
            "preview": self.lines[-1][1][:160],
            "preview_from": {"client": "visitor", "team": "agent", "note": "note"}[kinds[-1]],
        }

    def messages(self) -> Iterator[dict[str, Any]]:
        for index, (id, body, _chance) in enumerate(self.lines):
            kind = self.kind(index)
            yield self.firm | {
                "id": id,
                "conversation_id": self.id,
                "seq": index + 1,
                "kind": "note" if kind == "note" else "reply",
                "author_id": None if kind == "client" else self.person.pk,
                "contact_id": self.contact if kind == "client" else None,
                "body": body,
                "created_at": self.said_at(index),
            }

    def indexedlines(self) -> Iterator[dict[str, Any]]:
        client = line_words([], [self.name, self.email], self.phone)
        for index, (id, body, _chance) in enumerate(self.lines):
            words = sorted(client | line_words([body], [], ""))
            yield self.firm | {
                "id": id,
                "conversation_id": self.id,
                "inbox_id": self.inbox.pk,
                "said_at": self.said_at(index),
                "side": self.kind(index),
                "words": " ".join(f"'{word}'" for word in words),
            }

    def readcursors(self) -> Iterator[dict[str, Any]]:
        if self.has_read:
            yield self.firm | {
                "id": uuid7(),
                "conversation_id": self.id,
                "membership_id": self.person.pk,
                "seq": len(self.lines),
            }

    def taggings(self) -> Iterator[dict[str, Any]]:
        for tag in self.tags:
            yield self.firm | {"id": uuid7(), "conversation_id": self.id, "tag_id": tag.pk}

    def mentions(self) -> Iterator[dict[str, Any]]:
        for index, (message, _body, _chance) in enumerate(self.lines):
            if self._names(index):
                yield self.firm | {
                    "id": uuid7(),
                    "message_id": message,
                    "conversation_id": self.id,
                    "seq": index + 1,
                    "membership_id": self.colleague.pk,
                    "read_at": self.ends_at if self.has_read else None,
                }
