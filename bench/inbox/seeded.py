"""The seeded firms, as the measurements reach them. Imported after Django is set up."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

import psycopg
from django.db import transaction

from accounts.models import Firm, Membership
from core.tenancy import firm_scope
from inbox.models import Conversation, Inbox


@dataclass(frozen=True)
class SeededFirm:
    firm: Firm

    @contextmanager
    def scope(self) -> Iterator[None]:
        with firm_scope(self.firm.pk), transaction.atomic():
            yield

    @cached_property
    def people(self) -> list[Membership]:
        """The owner, who sees all inboxes, then the agents, who see everybody's and their team's."""
        with self.scope():
            return list(Membership.objects.select_related("person", "role").order_by("pk"))

    @cached_property
    def inbox_key(self) -> str:
        """Of the inbox that is everybody's, as a website names it."""
        with self.scope():
            return Inbox.objects.order_by("name")[0].key

    @cached_property
    def longest(self) -> UUID:
        with self.scope():
            return Conversation.objects.order_by("-seq").values_list("pk", flat=True)[0]

    def conversations(self, count: int) -> list[UUID]:
        """From the newest to the oldest, evenly."""
        with self.scope():
            ids = list(Conversation.objects.order_by("-active_at").values_list("pk", flat=True))
        return ids[:: max(1, len(ids) // count)][:count]


def firms() -> tuple[SeededFirm, SeededFirm]:
    """The big firm and a small one beside it. Which there are only the owner of the tables sees."""
    with psycopg.connect(os.environ["MIGRATE_DATABASE_URL"]) as owner:
        ids = [id for (id,) in owner.execute("SELECT id FROM accounts_firm ORDER BY id")]
    big, small = ids[0], ids[len(ids) // 2]
    return SeededFirm(_firm(big)), SeededFirm(_firm(small))


def _firm(id: int) -> Firm:
    with firm_scope(id), transaction.atomic():
        return Firm.objects.get(pk=id)
