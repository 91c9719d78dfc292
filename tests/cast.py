"""The people every test tells its story with: Acme Advisory, its visitors, and Borealis, who must never see any of it.

A cast is built anew for each test and committed, under names and addresses of its own.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.test import Client

from accounts.models import Firm, Membership, Person, Role
from core.ids import uuid7
from core.tenancy import firm_scope
from crm.models import Contact
from inbox.models import Conversation, Inbox, Visitor
from tests.support.sign_in import session_cookie

PASSWORD = "a long walk by the river"


class Cast:
    """`Cast()` commits both firms. `with cast.scope(alice):` opens a transaction in her firm."""

    def __init__(self) -> None:
        self.mark = secrets.token_hex(4)
        self.acme = Firm.found(name="Acme Advisory", slug=f"acme-{self.mark}")
        self.borealis = Firm.found(name="Borealis", slug=f"borealis-{self.mark}")
        self.alice = self.join("Alice Archer", "owner")
        self.bob = self.join("Bob Brandt", "agent")
        self.carol = self.join("Carol Chen", "agent")
        self.dora = self.join("Dora Dietz", "viewer")
        self.boris = self.join("Boris Berg", "owner", firm=self.borealis)
        self.website = self.inbox("Website")
        self.their_website = self.inbox("Website", firm=self.borealis)

    @contextmanager
    def scope(self, where: Firm | Membership | None = None) -> Iterator[None]:
        """A transaction in a firm (Acme's by default), committed at the end."""
        firm = where or self.acme
        with firm_scope(firm.pk if isinstance(firm, Firm) else firm.firm_id), transaction.atomic():
            yield

    def join(self, name: str, kind: str, firm: Firm | None = None, person: Person | None = None) -> Membership:
        """One more colleague with a built-in role; `person` for somebody who is known already."""
        firm = firm or self.acme
        first = name.split()[0].lower()
        person = person or Person.objects.create_user(f"{first}-{self.mark}@{firm.slug}.example", PASSWORD)
        with self.scope(firm):
            return Membership.objects.create(person=person, role=Role.objects.get(kind=kind), name=name)

    def inbox(self, name: str, firm: Firm | None = None, **fields: Any) -> Inbox:
        with self.scope(firm):
            return Inbox.make(by=self.boris if firm == self.borealis else self.alice, name=name, **fields)

    def visitor(self, name: str = "", email: str = "", inbox: Inbox | None = None) -> Visitor:
        """A browser on the firm's site. Its secret is on `visitor.token`, for the test alone."""
        inbox = inbox or self.website
        with firm_scope(inbox.firm_id), transaction.atomic():
            visitor, token = Visitor.arrive(inbox)
            if name or email:
                visitor.contact = Contact.meet(name=name, email=email)
                visitor.save(update_fields=["contact"])
        visitor.token = token  # type: ignore[attr-defined]
        return visitor

    def conversation(
        self,
        body: str = "Hello, can you help us with a tender?",
        visitor: Visitor | None = None,
        inbox: Inbox | None = None,
    ) -> Conversation:
        """A visitor wrote `body`; nobody has answered."""
        visitor = visitor or self.visitor(inbox=inbox)
        with firm_scope(visitor.firm_id), transaction.atomic():
            message = Conversation.take_from(visitor, body=body, id=uuid7())
        return self.fresh(message.conversation)

    def fresh(self, row: Any) -> Any:
        """The row as the database has it now."""
        with firm_scope(row.firm_id), transaction.atomic():
            return type(row).objects.get(pk=row.pk)

    def client_for(self, membership: Membership | None = None, **options: Any) -> Client:
        """A browser on the agents' host, signed in as `membership`; None is nobody."""
        client = Client(HTTP_HOST=urlsplit(settings.PUBLIC_URL).netloc, **options)
        if membership is not None:
            cookie = session_cookie(membership)
            client.cookies[cookie["name"]] = cookie["value"]
        return client
